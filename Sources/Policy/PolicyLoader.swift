import ConfigFiles
import Foundation
package import Kernel
import YAML

/// Reads rule files: those in a folder of the installation, or the shipped ones of the same name.
package struct PolicyLoader: Sendable {
    private let folder: String

    /// - Parameter folder: empty for the shipped files only.
    package init(folder: String = "") { self.folder = folder }

    /// - Parameter name: a path below `config/`, such as `policy/training/training.yaml`.
    package func load(_ name: String) throws(AppError) -> RuleNode {
        let local = folder + "/" + name
        if !folder.isEmpty, let data = FileManager.default.contents(atPath: local) {
            return try Self.parse(String(decoding: data, as: UTF8.self), file: local)
        }
        guard let text = ConfigFiles.text(name) else { throw Self.missing(name) }
        return try Self.parse(text, file: "config/" + name)
    }

    /// The text of a rule file, unparsed.
    /// - Throws: `policy.missing`.
    package func text(_ name: String) throws(AppError) -> String {
        if !folder.isEmpty, let data = FileManager.default.contents(atPath: folder + "/" + name) {
            return String(decoding: data, as: UTF8.self)
        }
        guard let text = ConfigFiles.text(name) else { throw Self.missing(name) }
        return text
    }

    /// The rule files whose path has this prefix, without the extension: shipped ones and those of the installation.
    package func names(_ prefix: String) -> [String] {
        var names = Set(
            ConfigFiles.all.map(\.path).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
        if !folder.isEmpty, let own = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + prefix) {
            names.formUnion(own)
        }
        return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// What is read is used: every rule file of the installation's folder lies where the program reads one.
    /// - Throws: `policy.folder`, `policy.unused`.
    package func requireUse() throws(AppError) {
        guard !folder.isEmpty else { return }
        guard let walk = FileManager.default.enumerator(atPath: folder),
            FileManager.default.fileExists(atPath: folder)
        else { throw Self.noFolder(folder) }
        let places = Set(ConfigFiles.all.map { ($0.path as NSString).deletingLastPathComponent }).subtracting([""])
        while let name = walk.nextObject() as? String {
            let kind = (name as NSString).pathExtension
            guard ["yaml", "yml", "mustache"].contains(kind) else { continue }
            let place = (name as NSString).deletingLastPathComponent
            if kind != "yml", places.contains(place) { continue }
            let last = (name as NSString).lastPathComponent
            throw Self.unused(
                folder + "/" + name, near: ConfigFiles.all.map(\.path).filter { $0.hasSuffix("/" + last) })
        }
    }

    private static func noFolder(_ folder: String) -> AppError {
        AppError(
            .invalid, "policy.folder",
            Text(zh: "规则文件夹 \(folder) 不存在。", en: "The folder of rules \(folder) does not exist."),
            hint: Text(zh: "请检查设置 policy.folder。", en: "Check the setting policy.folder."))
    }

    private static func unused(_ file: String, near: [String]) -> AppError {
        AppError(
            .invalid, "policy.unused",
            Text(
                zh: "\(file) 不在本程序读取的位置，其中的规则不会生效。",
                en: "\(file) lies where the program reads nothing: its rules would have no effect."),
            hint: near.isEmpty
                ? Text(
                    zh: "dangwu config files 列出各文件的位置，如 policy/training/training.yaml。",
                    en: "dangwu config files lists the places, such as policy/training/training.yaml.")
                : Text(
                    zh: "应放在该文件夹下的 \(near.joined(separator: "、"))。",
                    en: "Its place below the folder is \(near.joined(separator: ", "))."))
    }

    /// A shipped file by its path below `config/`, or by the end of it where no other file ends like it: the path and
    /// the text, which begins a file of one's own.
    /// - Throws: `not_found`, `reference.ambiguous`.
    package static func shipped(_ name: String) throws(AppError) -> (path: String, text: String) {
        let word = Text(zh: "随附文件", en: "shipped file")
        if let text = ConfigFiles.text(name) { return (name, text) }
        let found = ConfigFiles.all.filter { $0.path.hasSuffix("/" + name) || $0.path.hasSuffix("/\(name).yaml") }
        guard let first = found.first else { throw .notFound(word, name) }
        guard found.count == 1 else { throw .ambiguous(word, name, candidates: found.map { ($0.path, "") }) }
        return first
    }

    /// Every shipped file by its path below `config/`, with the number of its lines.
    package static var shipped: [(path: String, lines: Int)] {
        ConfigFiles.all.map { ($0.path, $0.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1) }
            .sorted { $0.0 < $1.0 }
    }

    private static func missing(_ name: String) -> AppError {
        AppError(
            .invalid, "policy.missing", Text(zh: "没有规则文件 \(name)。", en: "The rule file \(name) does not exist."),
            hint: Text(
                zh: "请检查设置 policy.folder 和 policy.training_rules。",
                en: "Check the settings policy.folder and policy.training_rules."))
    }

    package static func parse(_ text: String, file: String) throws(AppError) -> RuleNode {
        let node: YAMLNode?
        do throws(YAMLProblem) {
            node = try YAMLReader.read(text)
        } catch {
            guard !error.isCancelled else { throw .cancelled }
            throw AppError(
                .invalid, "policy.syntax",
                Text(
                    zh: "\(file) 不是有效的规则文件：\(error.text.chinese)。",
                    en: "\(file) is not a valid rule file: \(error.text.english)."))
        }
        guard let node else {
            throw AppError(.invalid, "policy.syntax", Text(zh: "\(file) 是空的。", en: "\(file) is empty."))
        }
        return RuleNode(file: file, path: "", node: node)
    }
}
