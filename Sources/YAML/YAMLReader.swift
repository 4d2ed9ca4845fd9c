import CYaml

/// Reads one YAML document into nodes in one pass over the events of libyaml. Aliases are refused where they appear:
/// with them a text of a few hundred bytes stands for millions of nodes.
package struct YAMLReader: ~Copyable {
    /// libyaml keeps the address of its parser, which therefore never moves.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let limits: YAMLLimits
    private var nodes = 0

    /// - Returns: nil for a text without a document.
    package static func read(_ text: String, limits: YAMLLimits = .standard) throws(YAMLProblem) -> YAMLNode? {
        let bytes = Array(text.utf8)
        guard bytes.count <= limits.bytes else {
            throw YAMLProblem(
                0, zh: "有 \(bytes.count) 字节，最多 \(limits.bytes) 字节",
                en: "it has \(bytes.count) bytes; at most \(limits.bytes) are allowed")
        }
        try refuseDirectives(bytes)
        var reader = YAMLReader(limits)
        return try reader.document(of: bytes)
    }

    private init(_ limits: YAMLLimits) {
        self.limits = limits
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Directives declare versions and tags. All of them are read at once, each compared with all before it.
    private static func refuseDirectives(_ bytes: [UInt8]) throws(YAMLProblem) {
        var (line, isStart) = (1, true)
        for byte in bytes {
            if isStart, byte == 0x25 { throw YAMLProblem(line, zh: "不能使用 % 指令", en: "directives (%) are not allowed") }
            isStart = byte == 0x0A
            if isStart { line += 1 }
        }
    }

    private mutating func document(of bytes: [UInt8]) throws(YAMLProblem) -> YAMLNode? {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        defer { buffer.deallocate() }
        _ = buffer.update(fromContentsOf: bytes)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, buffer.baseAddress, bytes.count)
        try skip(YAML_STREAM_START_EVENT)
        guard case .other(YAML_DOCUMENT_START_EVENT) = try next().kind else { return nil }
        let first = try next()
        let root = try node(first, depth: 0)
        try skip(YAML_DOCUMENT_END_EVENT)
        let last = try next()
        guard case .other(YAML_STREAM_END_EVENT) = last.kind else {
            throw YAMLProblem(last.line, zh: "只能有一个文档", en: "only one document is allowed")
        }
        return root
    }

    private mutating func node(_ event: Event, depth: Int) throws(YAMLProblem) -> YAMLNode {
        try count(event.line)
        switch event.kind {
        case .scalar(let text): return .scalar(text, line: event.line)
        case .sequence:
            try descend(depth, event.line)
            var items: [YAMLNode] = []
            while true {
                let event = try next()
                if case .other(YAML_SEQUENCE_END_EVENT) = event.kind { break }
                items.append(try node(event, depth: depth + 1))
            }
            return .sequence(items, line: event.line)
        case .mapping:
            try descend(depth, event.line)
            var mapping = YAMLMapping()
            while true {
                let key = try next()
                if case .other(YAML_MAPPING_END_EVENT) = key.kind { break }
                guard case .scalar(let name) = key.kind else {
                    throw YAMLProblem(key.line, zh: "键应为文字", en: "a key must be a text")
                }
                try count(key.line)
                let event = try next()
                let value = try node(event, depth: depth + 1)
                guard mapping.append(YAMLMapping.Entry(key: name, line: key.line, value: value)) else {
                    throw YAMLProblem(
                        key.line, zh: "键「\(Self.shown(name))」出现两次", en: "the key “\(Self.shown(name))” appears twice")
                }
            }
            return .mapping(mapping, line: event.line)
        case .other:
            throw YAMLProblem(event.line, zh: "此处应有值", en: "expected a value here")
        }
    }

    private static func shown(_ name: String) -> String { String(name.prefix(60)) }

    private mutating func count(_ line: Int) throws(YAMLProblem) {
        nodes += 1
        if nodes % 1024 == 0, Task.isCancelled { throw .cancelled }
        guard nodes <= limits.nodes else {
            throw YAMLProblem(
                line, zh: "内容超过 \(limits.nodes) 项", en: "the text has more than \(limits.nodes) values")
        }
    }

    private func descend(_ depth: Int, _ line: Int) throws(YAMLProblem) {
        guard depth < limits.depth else {
            throw YAMLProblem(
                line, zh: "嵌套超过 \(limits.depth) 层", en: "values lie more than \(limits.depth) levels deep")
        }
    }

    // MARK: events

    private struct Event {
        enum Kind {
            case scalar(String)
            case sequence, mapping
            case other(yaml_event_type_t)
        }

        let kind: Kind
        let line: Int
    }

    private mutating func skip(_ type: yaml_event_type_t) throws(YAMLProblem) {
        let event = try next()
        guard case .other(type) = event.kind else {
            throw YAMLProblem(event.line, zh: "格式不对", en: "the text is malformed")
        }
    }

    /// The next event, with anchors, aliases and tags refused.
    private mutating func next() throws(YAMLProblem) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntax() }
        defer { yaml_event_delete(&event) }
        let line = Int(event.start_mark.line) + 1
        switch event.type {
        case YAML_ALIAS_EVENT:
            throw YAMLProblem(line, zh: "不能使用别名（*）", en: "aliases (*) are not allowed")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuse(anchor: scalar.anchor, tag: scalar.tag, line)
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return Event(kind: .scalar(text), line: line)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try refuse(anchor: start.anchor, tag: start.tag, line)
            return Event(kind: .sequence, line: line)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try refuse(anchor: start.anchor, tag: start.tag, line)
            return Event(kind: .mapping, line: line)
        default: return Event(kind: .other(event.type), line: line)
        }
    }

    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, _ line: Int
    ) throws(YAMLProblem) {
        guard anchor == nil else { throw YAMLProblem(line, zh: "不能使用锚点（&）", en: "anchors (&) are not allowed") }
        guard tag == nil else { throw YAMLProblem(line, zh: "不能使用标签（!）", en: "tags (!) are not allowed") }
    }

    private func syntax() -> YAMLProblem {
        let words = parser.pointee.problem.map { String(cString: $0) } ?? "unknown"
        // Errors of the encoding have no mark, only an offset.
        let mark = parser.pointee.problem_mark
        return YAMLProblem(
            Int(mark.line) + 1, zh: "格式不对（\(words)）", en: words)
    }
}
