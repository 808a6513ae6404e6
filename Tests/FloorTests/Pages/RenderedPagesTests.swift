import Testing

@testable import Floor

@Suite struct RenderedPagesTests {
    @Test func `one of those who find a page too old makes it, the others see the old one`() {
        let pages = RenderedPages()
        #expect(pages.page("results", at: 0) == nil)
        pages.keep("first", as: "results", at: 0)
        #expect(pages.page("results", at: RenderedPages.longestAge - 1) == "first")
        #expect(pages.page("results", at: RenderedPages.longestAge) == nil)
        #expect(pages.page("results", at: RenderedPages.longestAge) == "first")
        pages.keep("second", as: "results", at: RenderedPages.longestAge)
        #expect(pages.page("results", at: RenderedPages.longestAge) == "second")
    }

    @Test func `a page nobody could make anew is not shown for ever`() {
        let pages = RenderedPages()
        pages.keep("first", as: "results", at: 0)
        #expect(pages.page("results", at: RenderedPages.longestAge) == nil)
        #expect(pages.page("results", at: RenderedPages.longestRenewal) == nil)
    }
}
