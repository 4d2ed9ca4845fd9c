import ArgumentParser
import Composition
import Kernel
import LocalPostgres

/// The private database cluster.
struct LocalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local", abstract: localized(zh: "本机私有数据库", en: "The private database of this machine"),
        subcommands: [Start.self, Stop.self, Status.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "启动（没有则新建）", en: "Start it, and make it if there is none"))
        @OptionGroup var globals: Globals

        func run() async throws {
            let server = try globals.startup().localServer()
            let started = try await server.start()
            Terminal.write(
                (started ? Text(zh: "已启动", en: "started") : Text(zh: "已在运行", en: "already running")).localized
                    + "  \(server.folder)\n")
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "停止", en: "Stop it"))
        @OptionGroup var globals: Globals

        func run() async throws {
            let stopped = try await globals.startup().localServer().stop()
            Terminal.write(
                (stopped ? Text(zh: "已停止", en: "stopped") : Text(zh: "没有在运行", en: "not running")).localized + "\n")
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: localized(zh: "状态", en: "Where it stands"))
        @OptionGroup var globals: Globals

        func run() async throws {
            let server = try globals.startup().localServer()
            let words: Text
            switch try await server.status() {
            case .absent: words = Text(zh: "还没有建立", en: "not made yet")
            case .stopped: words = Text(zh: "已停止", en: "stopped")
            case .running(let process): words = Text(zh: "运行中，进程 \(process)", en: "running, process \(process)")
            }
            Terminal.write("\(words.localized)  \(server.folder)\n")
        }
    }
}
