import Foundation
import PackagePlugin

/// Compiles a target's text files into the executable: every `.sql`, `.yaml` or `.mustache` file below the
/// target's folder becomes an entry of the generated enum `Embedded<Target>`.
@main
struct EmbedFiles: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL
        let kinds: Set<String> = ["sql", "yaml", "mustache"]
        var inputs: [URL] = []
        if let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) {
            for case let file as URL in files where kinds.contains(file.pathExtension) { inputs.append(file) }
        }
        inputs.sort { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "Embedded\(target.name).swift")
        return [
            .buildCommand(
                displayName: "Embedding \(inputs.count) files of \(target.name)",
                executable: try context.tool(named: "embed-files").url,
                arguments: [target.name, folder.path, output.path] + inputs.map(\.path),
                inputFiles: inputs, outputFiles: [output])
        ]
    }
}
