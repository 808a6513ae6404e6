import Testing

/// Gives all tests of a suite one browser, closed after the last of them.
struct SharedBrowser: SuiteTrait, TestScoping {
    @TaskLocal private static var current: Browser?

    struct NotOpen: Error {}

    static var shared: Browser {
        get throws {
            guard let current else { throw NotOpen() }
            return current
        }
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Browser.open { browser in
            try await Self.$current.withValue(browser) { try await function() }
        }
    }
}

extension Trait where Self == SharedBrowser {
    static var sharedBrowser: Self { Self() }
}
