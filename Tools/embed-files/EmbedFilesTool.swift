import Foundation

/// Writes the given text files as one Swift enum of string literals: `embed-files NAME FOLDER OUTPUT FILE…`.
@main
struct EmbedFilesTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4 else {
            FileHandle.standardError.write(Data("usage: embed-files NAME FOLDER OUTPUT FILE…\n".utf8))
            exit(2)
        }
        let (name, folder, output) = (arguments[1], arguments[2], arguments[3])
        var text = "/// Generated at build time from the files below the target's folder.\n"
        text += "package enum Embedded\(name) {\n    package static let files: [(path: String, text: String)] = [\n"
        for path in arguments.dropFirst(4) {
            let relative = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)).drop { $0 == "/" } : path[...]
            let content = try String(contentsOfFile: path, encoding: .utf8)
            text += "        (path: #\"\(relative)\"#, text: ####\"\"\"\n\(content)\n\"\"\"####),\n"
        }
        text += "    ]\n}\n"
        try text.write(toFile: output, atomically: true, encoding: .utf8)
    }
}
