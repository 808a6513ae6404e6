import Testing

/// The whole program: its command line, its server over real sockets, its pages in a real browser.
///
/// One after another: most of these tests run a server or a browser of their own.
@Suite(.serialized) enum EndToEnd {}
