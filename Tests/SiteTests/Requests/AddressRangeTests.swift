import NIOCore
import Site
import Testing

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false), ("192.0.2.0/25", "192.0.2.127", true),
        ("192.0.2.0/25", "192.0.2.128", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("::1", "::1", true), ("2001:db8::/32", "2001:db8:1::5", true),
        ("2001:db8::/32", "2001:db9::5", false), ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("10.0.0.0/8", "::1", false),
    ])
    func `holds the addresses that begin alike`(range: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try SocketAddress(ipAddress: address, port: 1)) == isIn)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "::1/129", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/٨",
        "proxy.example", "10.0.0", "10.0.0.0/99999999999999999999",
    ])
    func `is made of nothing but an address and the length of a prefix`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func `nobody and a socket without address are in no range`() throws {
        let all = try #require(AddressRange("0.0.0.0/0"))
        #expect(!all.contains(nil))
        #expect(!all.contains(try SocketAddress(unixDomainSocketPath: "/x")))
    }
}
