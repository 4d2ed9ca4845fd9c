/// The stable error codes of the product, derived from the sources: what is given to `AppError(…)`, directly or through
/// a function that takes the code, and the constraints that `ConstraintTexts` explains.
struct ErrorCodes {
    struct Message: Hashable {
        let chinese: String
        let english: String
    }

    struct Code {
        var kinds: Set<String> = []
        var messages: [Message] = []
        var places: Set<String> = []
    }

    /// A function that makes an error of a code that its callers give.
    private struct Maker {
        let source: Int
        let name: String
        let isPrivate: Bool
        let kind: String
        let prefixes: [String]
        let codeIndex: Int
        let messageIndex: Int?
    }

    private(set) var codes: [String: Code] = [:]
    /// Places whose code cannot be read from the text; there must be none.
    private(set) var unreadable: [String] = []
    private let sources: [SwiftSource]

    init(_ sources: [SwiftSource]) {
        self.sources = sources
        var makers: [Maker] = []
        for index in sources.indices {
            for start in sources[index].positions(after: "AppError(") { readError(index, start, &makers) }
            for start in sources[index].positions(after: "ConstraintTexts([") { readConstraints(index, start) }
        }
        var next = 0
        while next < makers.count {
            readCalls(makers[next], &makers)
            next += 1
        }
    }

    private mutating func readError(_ index: Int, _ start: Int, _ makers: inout [Maker]) {
        let source = sources[index]
        let arguments = source.arguments(from: start)
        guard arguments.count >= 3 else { return }
        let kind = source.text(arguments[0])
        // The kind and the code of a violated constraint come from its entry.
        if kind == "entry.kind" { return }
        read(
            index, code: arguments[1], kind: kind.filter { $0.isLetter }, prefixes: [],
            messages: messages(source, arguments[2]), position: start, &makers)
    }

    /// Reads an expression for a code: literals, a choice of literals, or a parameter, perhaps behind a prefix.
    private mutating func read(
        _ index: Int, code: Range<Int>, kind: String, prefixes: [String], messages: [Message], position: Int,
        _ makers: inout [Maker]
    ) {
        let source = sources[index]
        let text = source.text(code)
        let literals = source.literals(in: code)
        let isChoice = text.contains("?")
        let isSum = !isChoice && text.contains("+")
        if !isSum {
            for literal in literals where Self.isCode(literal) {
                for prefix in prefixes.isEmpty ? [""] : prefixes {
                    add(prefix + literal, kind, messages, "\(source.path):\(source.line(position))")
                }
            }
        }
        let parts = text.split { isSum ? $0 == "+" : isChoice ? $0 == "?" || $0 == ":" : false }
        let names = parts.map { $0.filter { !$0.isWhitespace } }.filter { $0.allSatisfy { $0.isLetter } && !$0.isEmpty }
        guard let function = Function(around: position, in: source) else {
            if literals.isEmpty { unreadable.append("\(source.path):\(source.line(position)): \(text)") }
            return
        }
        guard let parameter = names.last(where: { function.parameters.contains($0) }) else {
            if literals.isEmpty { unreadable.append("\(source.path):\(source.line(position)): \(text)") }
            return
        }
        let own =
            isSum ? literals + names.filter { $0 != parameter }.flatMap { function.values(of: $0, in: source) } : []
        makers.append(
            Maker(
                source: index, name: function.name, isPrivate: function.isPrivate, kind: kind, prefixes: own + prefixes,
                codeIndex: function.parameters.firstIndex(of: parameter) ?? 0,
                messageIndex: function.parameters.firstIndex(of: "message")))
    }

    private mutating func readCalls(_ maker: Maker, _ makers: inout [Maker]) {
        for index in sources.indices where index == maker.source || !maker.isPrivate {
            let source = sources[index]
            for start in source.positions(after: maker.name + "(") {
                if source.text(max(0, start - maker.name.utf8.count - 6)..<start).hasPrefix("func ") { continue }
                let arguments = source.arguments(from: start)
                guard arguments.count > maker.codeIndex else { continue }
                let given = source.literals(in: arguments[maker.codeIndex])
                guard given.contains(where: Self.isCode) else { continue }
                let messages = maker.messageIndex.flatMap { $0 < arguments.count ? arguments[$0] : nil }
                read(
                    index, code: arguments[maker.codeIndex], kind: maker.kind, prefixes: maker.prefixes,
                    messages: messages.map { self.messages(source, $0) } ?? [], position: start, &makers)
            }
        }
    }

    private mutating func readConstraints(_ index: Int, _ start: Int) {
        let source = sources[index]
        for entry in source.arguments(from: start) {
            guard let name = source.literals(in: entry).first else { continue }
            guard let open = source.bytes[entry].firstIndex(of: UInt8(ascii: "(")) else {
                unreadable.append("\(source.path):\(source.line(entry.lowerBound)): \(name)")
                continue
            }
            let arguments = source.arguments(from: open + 1)
            guard arguments.count >= 2 else { continue }
            add(
                name, source.text(arguments[0]).filter { $0.isLetter }, messages(source, arguments[1]),
                "\(source.path):\(source.line(entry.lowerBound))")
        }
    }

    private mutating func add(_ code: String, _ kind: String, _ messages: [Message], _ place: String) {
        codes[code, default: Code()].kinds.insert(kind)
        codes[code, default: Code()].places.insert(place)
        for message in messages where codes[code]?.messages.contains(message) == false {
            codes[code, default: Code()].messages.append(message)
        }
    }

    /// The texts of a message: each `Text(zh: …, en: …)` of the expression whose two parts are literals.
    private func messages(_ source: SwiftSource, _ range: Range<Int>) -> [Message] {
        source.positions(after: "Text(").filter { range.contains($0) }.compactMap { start in
            let arguments = source.arguments(from: start)
            guard arguments.count == 2, source.text(arguments[0]).hasPrefix("zh:") else { return nil }
            let parts = arguments.map { source.literals(in: $0).joined() }
            return parts.contains("") ? nil : Message(chinese: parts[0], english: parts[1])
        }
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_" || $0 == ".") }
    }
}

/// The function around a place: its name and its parameters, as its body knows them.
private struct Function {
    let name: String
    let isPrivate: Bool
    let parameters: [String]
    private let body: Range<Int>

    init?(around position: Int, in source: SwiftSource) {
        for start in source.positions(after: "func ").reversed() where start < position {
            guard let open = source.bytes[start...].firstIndex(of: UInt8(ascii: "(")) else { continue }
            let parameters = source.arguments(from: open + 1)
            guard let brace = source.bytes[source.end(of: open + 1)...].firstIndex(of: UInt8(ascii: "{")) else {
                continue
            }
            let end = source.end(of: brace + 1)
            guard (brace..<end).contains(position) else { continue }
            name = String(source.text(start..<open).prefix { $0.isLetter || $0.isNumber })
            let line = source.bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            isPrivate = source.text(line..<start).contains("private")
            self.parameters = parameters.map { parameter in
                let label = source.text(parameter).prefix { $0 != ":" }
                return String(label.split(separator: " ").last ?? "")
            }
            body = brace..<end
            return
        }
        return nil
    }

    /// The literals that are assigned to a variable of the body.
    func values(of variable: String, in source: SwiftSource) -> [String] {
        source.positions(after: variable + " = ").filter { body.contains($0) }.compactMap { start in
            let end = source.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
            return source.literals(in: start..<end).first
        }
    }
}
