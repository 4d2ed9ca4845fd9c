import HTTPTypes
package import Hummingbird
import NIOCore
import Settings

/// What the router hands to every handler: the parameters of the path, and the address that the request came from.
package struct RequestSource: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The thread of the connection.
    let eventLoop: any EventLoop
    /// The address of the client without its port; `-` where it has none. Behind a proxy that is trusted it is the one
    /// that the proxy names.
    private(set) var address: String
    /// The subject of the client's certificate, when a trusted proxy checked one.
    private(set) var certificate: String?

    package init(source: Source) {
        coreContext = .init(source: source)
        eventLoop = source.channel.eventLoop
        address = source.channel.remoteAddress?.ipAddress ?? "-"
    }

    /// The same request with what the headers say, as far as its sender is believed.
    func seen(through proxies: TrustedProxies, certificate name: HTTPField.Name?, _ headers: HTTPFields)
        -> RequestSource
    {
        var source = self
        // Twice the same header: one of them may be the client's.
        if let name, proxies.contains(address), headers[values: name].count == 1 { source.certificate = headers[name] }
        source.address = proxies.client(peer: address, forwarded: headers[.xForwardedFor])
        return source
    }
}

extension HTTPField.Name {
    // A token, which is all that the initialiser asks.
    fileprivate static let xForwardedFor = HTTPField.Name("X-Forwarded-For") ?? .from
}
