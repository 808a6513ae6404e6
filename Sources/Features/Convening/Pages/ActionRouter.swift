import HTTPTypes
package import Hummingbird
package import Site

/// The only door by which an address gets to a handler: every route says what it does, and what it does says who may.
///
/// Handlers of work are given the visit of a worker for whom ``Permissions`` said yes; they cannot be reached otherwise.
/// A form that comes from another site goes no further than here, whatever token it carries.
package final class ActionRouter {
    /// A route and what it does.
    package struct Entry: Sendable, Hashable {
        package let method: String
        /// `/desk/:slug`
        package let path: String
        package let action: Action
    }

    /// For ``RequestPipeline``. Nothing is added to it but through this type.
    package let router = Router(context: SiteContext.self)
    private let convening: ConveningPages

    package init(_ convening: ConveningPages) {
        self.convening = convening
    }

    /// Every route, in the order they were added.
    package private(set) var entries: [Entry] = []

    // MARK: What anybody may

    package typealias OpenHandler = @Sendable (Request, SiteContext) async throws -> Response

    package func get(_ path: RouterPath, _ action: OpenAction, use handler: @escaping OpenHandler) {
        add(.get, path, .open(action), handler)
    }

    package func post(_ path: RouterPath, _ action: OpenAction, use handler: @escaping OpenHandler) {
        add(.post, path, .open(action), handler)
    }

    /// Takes in the routes of a part that knows nothing of workers: all of them do the same thing, which anybody may.
    package func open(_ action: OpenAction, _ addRoutes: (Router<SiteContext>) -> Void) {
        let before = router.routes.count
        addRoutes(router)
        for route in router.routes.dropFirst(before) { record(route.method, route.path, .open(action)) }
    }

    // MARK: What workers may

    package typealias WorkHandler = @Sendable (WorkerVisit) async throws -> Response

    package func get(_ path: RouterPath, _ action: WorkerAction, use handler: @escaping WorkHandler) {
        add(.get, path, action, handler)
    }

    package func post(_ path: RouterPath, _ action: WorkerAction, use handler: @escaping WorkHandler) {
        add(.post, path, action, handler)
    }

    // MARK: The door

    private func add(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ action: WorkerAction, _ handler: @escaping WorkHandler
    ) {
        let convening = convening
        add(method, path, .work(action)) { request, context in
            try await convening.answer(request, context, to: action, handler)
        }
    }

    private func add(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ action: Action, _ handler: @escaping OpenHandler
    ) {
        record(method, path, action)
        guard method == .post else {
            router.on(path, method: method, use: handler)
            return
        }
        router.on(path, method: method) { request, context in
            guard RequestOrigin(request).isOurs else { throw PageProblem.formExpired }
            return try await handler(request, context)
        }
    }

    private func record(_ method: HTTPRequest.Method, _ path: RouterPath, _ action: Action) {
        let address = path.description.replacing("{", with: ":").replacing("}", with: "")
        entries.append(Entry(method: method.rawValue, path: address, action: action))
    }
}
