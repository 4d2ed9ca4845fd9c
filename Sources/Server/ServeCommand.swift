package import ArgumentParser
package import Commands
import Composition
import Kernel
import Settings

/// The HTTP server.
package struct ServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve", abstract: localized(zh: "启动 HTTP 服务", en: "Serve the API over HTTP"))
    @OptionGroup package var globals: Globals

    package init() {}

    package func run() async throws {
        let loaded = try globals.load()
        let logger = Globals.logger(loaded.settings)
        let startup = try globals.startup()
        let services = try await startup.open()
        let host = loaded.settings.http.host
        let keeper =
            startup.isLocal
            ? DatabaseKeeper(
                server: try startup.localServer(), database: loaded.settings.database.name, logger: logger) : nil
        try await WebServer(services: services, startup: startup, keeper: keeper, logger: logger).run { port in
            Terminal.talk(
                Text(
                    zh: "在 http://\(host):\(port) 提供服务，Ctrl-C 停止。",
                    en: "Serving at http://\(host):\(port), Ctrl-C stops."
                ).localized)
        }
    }
}
