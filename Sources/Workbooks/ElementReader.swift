import CExpat
import Kernel

/// What is done with the elements of a part, in their order.
protocol ElementReader: AnyObject {
    func begin(_ name: ElementName, _ attributes: ElementAttributes) throws(AppError)
    func end(_ name: ElementName) throws(AppError)
    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(AppError)
    /// Whether nothing that follows is wanted.
    var isDone: Bool { get }
}

/// The name of an element or attribute without its prefix; valid while it is read.
struct ElementName {
    private let start: UnsafePointer<CChar>

    init(_ written: UnsafePointer<CChar>) {
        var (start, next) = (written, written)
        while next.pointee != 0 {
            if next.pointee == 0x3A { start = next + 1 }
            next += 1
        }
        self.start = start
    }

    static func == (name: ElementName, word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        for place in 0..<count where UInt8(bitPattern: name.start[place]) != word.utf8Start[place] { return false }
        return name.start[count] == 0
    }

    static func ~= (word: StaticString, name: ElementName) -> Bool { name == word }
}

/// The attributes of an element; valid while it is read.
struct ElementAttributes {
    let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
        guard var next = list else { return nil }
        while let written = next.pointee {
            if ElementName(written) == name { return next[1].map { UnsafePointer($0) } }
            next += 2
        }
        return nil
    }

    func text(_ name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

    /// A number from 0 to 999,999,999.
    func number(_ name: StaticString) -> Int? {
        guard var next = bytes(name), next.pointee != 0 else { return nil }
        var (value, digits) = (0, 0)
        while next.pointee != 0 {
            guard (0x30...0x39).contains(next.pointee), digits < 9 else { return nil }
            value = value * 10 + Int(next.pointee - 0x30)
            digits += 1
            next += 1
        }
        return value
    }

    func flag(_ name: StaticString) -> Bool {
        guard let text = bytes(name) else { return false }
        return text[0] == 0x31 || text[0] == 0x74
    }
}

extension Archive {
    /// Reads a part as XML. Declarations of a document type, which can define entities, are refused.
    /// - Throws: `sheet.workbook`, `sheet.size`, and what the reader throws.
    func read(_ path: String, _ limits: WorkbookLimits, by reader: any ElementReader) throws(AppError) {
        let parsing = try ElementParsing(reader, limits)
        try read(path) { bytes throws(AppError) in try parsing.take(bytes) }
        try parsing.finish()
    }
}

/// One part on its way through the parser.
private final class ElementParsing {
    private let parser: OpaquePointer
    private let reader: any ElementReader
    private let limits: WorkbookLimits
    private var depth = 0
    private var bytes = 0
    private var problem: AppError?
    private var isStopped = false

    init(_ reader: any ElementReader, _ limits: WorkbookLimits) throws(AppError) {
        guard let parser = XML_ParserCreate(nil) else { throw .workbookDamaged }
        self.parser = parser
        self.reader = reader
        self.limits = limits
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER)
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let name else { return }
                ElementParsing.of(data)?.begin(ElementName(name), ElementAttributes(list: attributes))
            },
            { data, name in
                guard let name else { return }
                ElementParsing.of(data)?.end(ElementName(name))
            })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let text, count > 0 else { return }
            text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                ElementParsing.of(data)?.text(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            ElementParsing.of(data)?.stop(.workbook(Text(zh: "其中声明了实体", en: "it declares entities")))
        }
    }

    deinit { XML_ParserFree(parser) }

    private static func of(_ data: UnsafeMutableRawPointer?) -> ElementParsing? {
        data.map { Unmanaged<ElementParsing>.fromOpaque($0).takeUnretainedValue() }
    }

    /// - Returns: whether more is wanted.
    func take(_ piece: UnsafeBufferPointer<UInt8>) throws(AppError) -> Bool {
        bytes += piece.count
        try parse(piece, isLast: false)
        if isStopped { return false }
        // The parser keeps a tag until it ends.
        guard bytes - Int(XML_GetCurrentByteIndex(parser)) <= limits.tagBytes else { throw .workbookDamaged }
        return true
    }

    func finish() throws(AppError) {
        if !isStopped { try parse(UnsafeBufferPointer(start: nil, count: 0), isLast: true) }
    }

    private func parse(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(AppError) {
        let status =
            piece.baseAddress.map { start in
                start.withMemoryRebound(to: CChar.self, capacity: piece.count) {
                    XML_Parse(parser, $0, Int32(piece.count), isLast ? 1 : 0)
                }
            } ?? XML_Parse(parser, nil, 0, isLast ? 1 : 0)
        if let problem { throw problem }
        guard status == XML_STATUS_OK || isStopped else { throw .workbookDamaged }
    }

    private func begin(_ name: ElementName, _ attributes: ElementAttributes) {
        depth += 1
        guard depth <= limits.depth else { return stop(.workbookDamaged) }
        attempt { () throws(AppError) in try reader.begin(name, attributes) }
    }

    private func end(_ name: ElementName) {
        depth -= 1
        attempt { () throws(AppError) in try reader.end(name) }
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        attempt { () throws(AppError) in try reader.text(bytes) }
    }

    private func attempt(_ body: () throws(AppError) -> Void) {
        guard !isStopped else { return }
        do throws(AppError) {
            try body()
            if reader.isDone { stop(nil) }
        } catch {
            stop(error)
        }
    }

    private func stop(_ error: AppError?) {
        guard !isStopped else { return }
        isStopped = true
        problem = error
        XML_StopParser(parser, 0)
    }
}
