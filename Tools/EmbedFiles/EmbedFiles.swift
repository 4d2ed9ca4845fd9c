import Foundation
import PackagePlugin

/// Compiles a target's text files into the executable: every `.sql`, `.yaml` or `.mustache` file below the
/// target's folder becomes an entry of the generated enum `Embedded<Target>`; query files, in the folder `queries`,
/// become typed members of `Statement` instead.
@main
struct EmbedFiles: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL
        let kinds: Set<String> = ["sql", "yaml", "mustache"]
        var files: [URL] = []
        var queries: [URL] = []
        if let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) {
            for case let file as URL in found where kinds.contains(file.pathExtension) {
                let isQuery =
                    file.pathExtension == "sql" && file.deletingLastPathComponent().lastPathComponent == "queries"
                if isQuery { queries.append(file) } else { files.append(file) }
            }
        }
        files.sort { $0.path < $1.path }
        queries.sort { $0.path < $1.path }
        let tool = try context.tool(named: "embed-files").url
        let output = context.pluginWorkDirectoryURL.appending(path: "Embedded\(target.name).swift")
        var commands: [Command] = [
            .buildCommand(
                displayName: "Embedding \(files.count) files of \(target.name)", executable: tool,
                arguments: ["files", target.name, folder.path, output.path] + files.map(\.path),
                inputFiles: files, outputFiles: [output])
        ]
        if !queries.isEmpty {
            let output = context.pluginWorkDirectoryURL.appending(path: "Statements.swift")
            commands.append(
                .buildCommand(
                    displayName: "Writing the statements of \(queries.count) query files", executable: tool,
                    arguments: ["statements", folder.path, output.path] + queries.map(\.path),
                    inputFiles: queries, outputFiles: [output]))
        }
        return commands
    }
}
