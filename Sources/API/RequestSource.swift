package import Hummingbird
import NIOCore

/// What the router hands to every handler: the parameters of the path, and the address that the request came from.
package struct RequestSource: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address of the other end without its port; `-` where it has none.
    let address: String

    package init(source: Source) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "-"
    }
}
