package import Kernel

/// Checks a JSON text against its schema before it is decoded: the decoder would ignore an unknown or repeated member,
/// and what somebody mistyped would count as not given.
package struct JSONCheck {
    private enum Step {
        case member(String)
        case item(Int)
    }

    private let bytes: [UInt8]
    private let source: JSONSource
    private var position = 0
    private var path: [Step] = []
    /// Deeper texts than any route or file takes are not read.
    private static let deepest = 32
    /// Characters of a number: more than any has that means something.
    private static let longestWord = 64

    /// - Throws: `body.unknown`, `body.twice`, `body.value`, `body.syntax` or, of a file, the same after `json.`, each
    ///   naming the place and never a value.
    package static func check(_ bytes: [UInt8], _ schema: JSONSchema, _ source: JSONSource = .body) throws(AppError) {
        var check = JSONCheck(bytes, source)
        try check.value(schema)
        check.skipSpace()
        guard check.position == bytes.count else { throw source.syntax }
    }

    private init(_ bytes: [UInt8], _ source: JSONSource) {
        self.bytes = bytes
        self.source = source
    }

    /// - Parameter orNull: whether the value may be absent, which `null` says too.
    private mutating func value(_ schema: JSONSchema, orNull: Bool = false) throws(AppError) {
        skipSpace()
        guard position < bytes.count else { throw source.syntax }
        switch bytes[position] {
        case 0x7B:
            switch schema {
            case .object(let known): try object(known.members)
            case .table(let words, let values): try table(words, values)
            case .anything: try table(nil, .anything)
            default: throw mismatch(schema)
            }
        case 0x5B:
            guard case .array(let items, let count) = schema else {
                if case .anything = schema {
                    _ = try array(.anything)
                    return
                }
                throw mismatch(schema)
            }
            let found = try array(items)
            guard count?.contains(found) ?? true else { throw mismatch(schema) }
        case 0x22:
            switch schema {
            case .text(nil), .anything: _ = try string()
            case .text(let form?): guard form.accepts(try string()) else { throw mismatch(schema) }
            case .choice(let words): guard words.contains(try string()) else { throw mismatch(schema) }
            default: throw mismatch(schema)
            }
        default: try word(schema, orNull: orNull)
        }
    }

    private mutating func object(_ members: [JSONSchema.Member]) throws(AppError) {
        var known: UInt64 = 0
        try eachMember { check, name throws(AppError) in
            guard let number = members.firstIndex(where: { $0.name == name }) else {
                throw check.source.unknown(check.place, known: members.map(\.name))
            }
            guard number > 63 || known & (1 << UInt64(number)) == 0 else { throw check.source.twice(check.place) }
            if number < 64 { known |= 1 << UInt64(number) }
            try check.value(members[number].schema, orNull: !members[number].required)
        }
    }

    /// From words to values.
    private mutating func table(_ words: [String]?, _ values: JSONSchema) throws(AppError) {
        var seen: Set<String> = []
        try eachMember { check, name throws(AppError) in
            guard words?.contains(name) ?? true else { throw check.source.unknown(check.place, known: words ?? []) }
            guard seen.insert(name).inserted else { throw check.source.twice(check.place) }
            try check.value(values)
        }
    }

    private mutating func eachMember(
        _ body: (inout JSONCheck, String) throws(AppError) -> Void
    ) throws(AppError) {
        try deeper()
        position += 1
        var isFirst = true
        while try next(0x7D, isFirst) {
            isFirst = false
            skipSpace()
            guard position < bytes.count, bytes[position] == 0x22 else { throw source.syntax }
            let name = try string()
            skipSpace()
            guard position < bytes.count, bytes[position] == 0x3A else { throw source.syntax }
            position += 1
            path.append(.member(name))
            try body(&self, name)
            path.removeLast()
        }
    }

    /// How many items there are.
    private mutating func array(_ items: JSONSchema) throws(AppError) -> Int {
        try deeper()
        position += 1
        var number = 0
        while try next(0x5D, number == 0) {
            try Wanted.check(every: 1024, number)
            path.append(.item(number))
            try value(items)
            path.removeLast()
            number += 1
        }
        return number
    }

    private func deeper() throws(AppError) { if path.count >= Self.deepest { throw source.syntax } }

    /// Steps to the next element of a list of members or items; false behind its end.
    private mutating func next(_ end: UInt8, _ isFirst: Bool) throws(AppError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw source.syntax }
        if bytes[position] == end {
            position += 1
            return false
        }
        if isFirst { return true }
        guard bytes[position] == 0x2C else { throw source.syntax }
        position += 1
        return true
    }

    /// A text with its escapes resolved, or two spellings of one name would pass for two members.
    private mutating func string() throws(AppError) -> String {
        position += 1
        let start = position
        var isEscaped = false
        while position < bytes.count, bytes[position] != 0x22 {
            isEscaped = isEscaped || bytes[position] == 0x5C
            position += bytes[position] == 0x5C ? 2 : 1
        }
        guard position < bytes.count else { throw source.syntax }
        defer { position += 1 }
        guard isEscaped else { return String(decoding: bytes[start..<position], as: UTF8.self) }
        guard let text = JSONEscapes.resolved(bytes[start..<position]) else { throw source.syntax }
        return text
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word(_ schema: JSONSchema, orNull: Bool) throws(AppError) {
        let start = position
        while position < bytes.count, !Self.endsWord(bytes[position]) { position += 1 }
        guard position - start <= Self.longestWord else { throw source.syntax }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        if word == "null" {
            guard orNull || schema == .anything else { throw mismatch(schema) }
            return
        }
        let isFlag = word == "true" || word == "false"
        let isNumber = Double(word) != nil && word.utf8.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } == true
        guard isFlag || isNumber else { throw source.syntax }
        let fits: Bool
        switch schema {
        case .anything: fits = true
        case .boolean: fits = isFlag
        // `1.0` and `1e3` are whole numbers too.
        case .integer(let range):
            fits = (Int(word) ?? Double(word).flatMap { Int(exactly: $0) }).map { range?.contains($0) ?? true } ?? false
        case .number(let range): fits = Double(word).map { range?.contains($0) ?? true } ?? false
        case .text, .choice, .array, .table, .object: fits = false
        }
        guard fits else { throw mismatch(schema) }
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte == 0x2C || byte == 0x5D || byte == 0x7D || isSpace(byte)
    }

    private func mismatch(_ schema: JSONSchema) -> AppError { source.value(place, expected: schema.expected) }

    /// `entries[3].counts_on`.
    private var place: String {
        path.reduce(into: "") { text, step in
            switch step {
            case .member(let name): text += (text.isEmpty ? "" : ".") + name.quotable
            case .item(let number): text += "[\(number)]"
            }
        }
    }
}
