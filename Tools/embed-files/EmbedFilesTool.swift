import Foundation

/// Compiles text files into Swift.
///
/// `embed-files files NAME FOLDER OUTPUT FILE…` writes them as an enum of string literals;
/// `embed-files statements FOLDER OUTPUT FILE…` writes the blocks of query files as typed members of `Statement`.
@main
struct EmbedFilesTool {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "files" where arguments.count >= 4:
            try embed(arguments[1], folder: arguments[2], output: arguments[3], files: arguments[4...])
        case "statements" where arguments.count >= 3:
            try statements(folder: arguments[1], output: arguments[2], files: arguments[3...])
        default:
            fail("usage: embed-files files NAME FOLDER OUTPUT FILE… | embed-files statements FOLDER OUTPUT FILE…", 2)
        }
    }

    private static func embed(_ name: String, folder: String, output: String, files: ArraySlice<String>) throws {
        var text = "/// Generated at build time from the files below the target's folder.\n"
        text += "package enum Embedded\(name) {\n    package static let files: [(path: String, text: String)] = [\n"
        for path in files {
            let content = try String(contentsOfFile: path, encoding: .utf8)
            text += "        (path: #\"\(relative(path, folder))\"#, text: ####\"\"\"\n\(content)\n\"\"\"####),\n"
        }
        text += "    ]\n}\n"
        try text.write(toFile: output, atomically: true, encoding: .utf8)
    }

    private static func statements(folder: String, output: String, files: ArraySlice<String>) throws {
        var reader = QueryFileReader()
        for path in files {
            let content = try String(contentsOfFile: path, encoding: .utf8)
            do throws(QueryFileError) {
                try reader.read(content, file: relative(path, folder), shown: path)
            } catch {
                fail(error.description, 1)
            }
        }
        try StatementWriter(blocks: reader.blocks).source().write(toFile: output, atomically: true, encoding: .utf8)
    }

    private static func relative(_ path: String, _ folder: String) -> String {
        String(path.hasPrefix(folder) ? path.dropFirst(folder.count).drop { $0 == "/" } : path[...])
    }

    private static func fail(_ message: String, _ status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(status)
    }
}
