package import Kernel
import Policy

/// A scheme with the texts it was read from: what is imported, kept and read again years later.
package struct SchemeFile: Sendable {
    package let scheme: Scheme
    /// The scheme's own text, then those of the tables it includes, by file name.
    package let texts: [String: String]
    /// The name of the scheme's own text in `texts`.
    package let main: String

    /// - Throws: `policy.*` with file, line and key.
    package init(main: String, texts: [String: String]) throws(AppError) {
        guard let text = texts[main] else { throw .missingValue(main) }
        self.main = main
        self.texts = texts
        scheme = try SchemeReader.read(PolicyLoader.parse(text, file: main)) { (name) throws(AppError) in
            guard let text = texts[name] else {
                throw AppError(
                    .invalid, "policy.missing", Text(zh: "没有规则文件 \(name)。", en: "There is no rule file \(name)."),
                    hint: Text(zh: "include 的文件要放在同一文件夹。", en: "An included file must be in the same folder."))
            }
            return try PolicyLoader.parse(text, file: name)
        }
    }

    /// Reads which tables a text includes and finds them.
    /// - Parameter find: the text of a table by its name; nil where there is none.
    package static func gather(_ main: String, _ text: String, _ find: (String) -> String?) throws(AppError)
        -> SchemeFile
    {
        var texts = [main: text]
        let node = try PolicyLoader.parse(text, file: main)
        if node.has("include") {
            for table in try node.list("include", atMost: SchemeReader.mostTables) {
                let name = try table.text("file")
                guard !name.contains("/") else {
                    throw try table.node("file").problem(
                        Text(zh: "只能写同一文件夹的文件名", en: "expected a file of the same folder"))
                }
                texts[name] = find(name)
            }
        }
        return try SchemeFile(main: main, texts: texts)
    }
}
