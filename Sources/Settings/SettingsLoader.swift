import Foundation
package import Kernel
import YAML

/// Merges the settings: defaults, then one file, then environment variables, then flags. Later ones win.
package struct SettingsLoader: Sendable {
    package enum Origin: Sendable, Equatable {
        case `default`
        case file(String, line: Int)
        case environment(String)
        case flag(String)

        package var description: String {
            switch self {
            case .default: "default"
            case .file(let path, let line): "\(path):\(line)"
            case .environment(let name): "$\(name)"
            case .flag(let name): "--\(name)"
            }
        }
    }

    package struct Loaded: Sendable {
        package let settings: Settings
        package let origins: [String: Origin]
    }

    private let environment: [String: String]
    private let file: String?

    /// - Parameter file: a file that must exist; nil: `DANGWU_CONFIG`, or else `config/dangwu.yaml` if it exists.
    package init(file: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.file = file
        self.environment = environment
    }

    /// - Parameter flags: setting name to text.
    /// - Throws: `settings.*` naming file, line and key.
    package func load(flags: [String: String] = [:]) throws(AppError) -> Loaded {
        var settings = Settings()
        var origins: [String: Origin] = [:]
        for key in SettingsKey.all { origins[key.name] = .default }
        if let (path, text) = try readFile() {
            for (name, value, line) in try Self.flatten(text, path: path) {
                if name.hasSuffix(SettingsKey.commandSuffix), !value.isEmpty, !Self.isOwn(path) {
                    throw .foreignCommand(name, path, line)
                }
                try Self.apply(name, value, .file(path, line: line), &settings, &origins)
            }
        }
        for key in SettingsKey.all {
            // Hosting environments set DATABASE_URL.
            let names = key.name == "database.url" ? ["DATABASE_URL", key.environmentName] : [key.environmentName]
            for name in names {
                if let value = environment[name] {
                    try Self.apply(key.name, value, .environment(name), &settings, &origins)
                }
            }
        }
        for (name, value) in flags.sorted(by: { $0.key < $1.key }) {
            try Self.apply(name, value, .flag(name), &settings, &origins)
        }
        return Loaded(settings: settings, origins: origins)
    }

    private func readFile() throws(AppError) -> (String, String)? {
        let named = file ?? environment["DANGWU_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = named ?? "config/dangwu.yaml"
        guard let data = FileManager.default.contents(atPath: path) else {
            if named == nil { return nil }
            throw AppError(
                .invalid, "settings.file_missing",
                Text(zh: "找不到设置文件 \(path)。", en: "The settings file \(path) does not exist."),
                hint: Text(zh: "请检查 --config 或 DANGWU_CONFIG。", en: "Check --config or DANGWU_CONFIG."))
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw AppError(
                .invalid, "settings.encoding",
                Text(zh: "设置文件 \(path) 不是 UTF-8。", en: "The settings file \(path) is not UTF-8."))
        }
        return (path, text)
    }

    /// Whether nobody but this user and root can have written a file: what runs as this user is theirs to say.
    private static func isOwn(_ path: String) -> Bool {
        var found = stat()
        guard stat(path, &found) == 0 else { return false }
        return [0, geteuid()].contains(found.st_uid) && found.st_mode & 0o022 == 0
    }

    private static func flatten(_ text: String, path: String) throws(AppError) -> [(String, String, Int)] {
        let root: YAMLNode?
        do throws(YAMLProblem) {
            root = try YAMLReader.read(text)
        } catch {
            throw AppError(
                .invalid, "settings.syntax",
                Text(
                    zh: "设置文件 \(path) 无效：\(error.text.chinese)。",
                    en: "\(path) is not a valid settings file: \(error.text.english)."))
        }
        var result: [(String, String, Int)] = []
        func walk(_ node: YAMLNode, _ prefix: String) {
            switch node {
            case .mapping(let mapping, _):
                for entry in mapping.entries {
                    walk(entry.value, prefix.isEmpty ? entry.key : prefix + "." + entry.key)
                }
            case .scalar(let text, let line): result.append((prefix, text, line))
            case .sequence(_, let line): result.append((prefix, "…", line))
            }
        }
        if let root { walk(root, "") }
        return result
    }

    private static func apply(
        _ name: String, _ value: String, _ origin: Origin, _ settings: inout Settings, _ origins: inout [String: Origin]
    ) throws(AppError) {
        guard let key = SettingsKey.all.first(where: { $0.name == name }) else {
            let near = SettingsKey.all.map(\.name).filter {
                $0.split(separator: ".").first == name.split(separator: ".").first
            }
            throw AppError(
                .invalid, "settings.unknown_key",
                Text(
                    zh: "\(origin.description)：没有名为「\(name)」的设置。",
                    en: "\(origin.description): unknown setting “\(name)”."),
                hint: near.isEmpty
                    ? Text(zh: "全部设置见 dangwu config show。", en: "dangwu config show lists them all.")
                    : Text(
                        zh: "同组的设置：\(near.joined(separator: "、"))",
                        en: "Settings of that group: \(near.joined(separator: ", "))"))
        }
        if let problem = key.set(&settings, value) {
            let shown = key.isSecret ? "…" : value
            throw AppError(
                .invalid, "settings.bad_value",
                Text(
                    zh: "\(origin.description)：设置「\(name)」的值「\(shown)」无效，\(problem.chinese)。",
                    en: "\(origin.description): “\(shown)” is not a valid value for \(name): \(problem.english)."))
        }
        origins[name] = origin
    }
}

extension AppError {
    fileprivate static func foreignCommand(_ name: String, _ path: String, _ line: Int) -> AppError {
        AppError(
            .forbidden, "settings.foreign_command",
            Text(
                zh: "\(path):\(line)：\(name) 会以当前用户身份运行命令，但该文件属于别的用户，或别人可写。没有运行。",
                en: "\(path):\(line): \(name) runs a command as this user, and the file belongs to another user or can "
                    + "be written by others. Nothing was run."),
            hint: Text(
                zh: "请核对命令，再用 chown 和 chmod go-w 收回该文件。",
                en: "Check the command, then take the file back with chown and chmod go-w."))
    }
}
