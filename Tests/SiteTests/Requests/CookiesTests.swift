import HTTPTypes
import Site
import Testing

struct CookiesTests {
    @Test func `cookies are found by name`() throws {
        let cookies = try RequestCookies([.cookie: "a=1; b = x=y ;broken; c="], isSecure: false)
        #expect(cookies["a"] == "1")
        #expect(cookies["b"] == "x=y")
        #expect(cookies["c"] == "")
        #expect(cookies["broken"] == nil)
    }

    @Test func `a name sent twice or thrice counts as not sent`() throws {
        #expect(try RequestCookies([.cookie: "a=1; a=2"], isSecure: false)["a"] == nil)
        #expect(try RequestCookies([.cookie: "a=1; a=2; a=3"], isSecure: false)["a"] == nil)
    }

    @Test func `secure cookies carry the host prefix both ways`() throws {
        let cookie = SetCookie(name: "me", value: "abc-_.~9", maxAge: 60)
        #expect(
            cookie.header(isSecure: true)
                == "__Host-me=abc-_.~9; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure")
        #expect(cookie.header(isSecure: false) == "me=abc-_.~9; Path=/; HttpOnly; SameSite=Lax; Max-Age=60")
        #expect(try RequestCookies([.cookie: "me=planted; __Host-me=1"], isSecure: true)["me"] == "1")
        #expect(SetCookie.removal(of: "me").header(isSecure: false).contains("Max-Age=0"))
    }

    @Test(arguments: [String(repeating: "a", count: 8_192), String(repeating: "a=1;", count: 60)])
    func `too many cookies are refused`(header: String) {
        #expect { try RequestCookies([.cookie: header], isSecure: false) } throws: {
            ($0 as? PageProblem)?.status == .requestHeaderFieldsTooLarge
        }
    }
}
