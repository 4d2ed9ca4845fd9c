package import ArgumentParser
import Foundation
package import Kernel
package import Wire

package enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, xlsx

    /// Whether a list leaves for use elsewhere.
    var isExport: Bool { self == .csv || self == .xlsx }
}

extension Table.Headings: WordOption {}

/// How a command shows what it found or did: a table or a sentence for people, JSON, CSV and workbooks for programs.
/// JSON is the value itself, the same bytes that the API answers with.
package struct Shape: ParsableArguments {
    @Option(help: help(zh: "输出格式：table、json、csv 或 xlsx", en: "Output format: table, json, csv or xlsx"))
    package var format: OutputFormat = .table

    @Option(
        help: help(
            zh: "CSV 和 xlsx 的表头：title（按语言的标题）或 key（供程序用的键）",
            en: "Headings of CSV and xlsx: title (in the language asked for) or key (for programs)"))
    package var headings: Table.Headings = .title

    @Flag(help: help(zh: "CSV 不写字节顺序标记", en: "Write CSV without a byte order mark"))
    package var noBom = false

    @OptionGroup package var globals: Globals

    package init() {}

    /// A list, whole or a page of it.
    package func show<Item: Tabular & Codable>(_ page: Page<Item>) throws { try list(page) }

    func list<Item: Tabular & Codable>(_ page: Page<Item>) throws {
        guard format != .json else { return try json(page) }
        try write(Table(page.items))
        if let next = page.next {
            Terminal.talk(Text(zh: "还有更多：--after '\(next)'", en: "More: --after '\(next)'").localized)
        }
    }

    /// A list in pages: the page asked for; as a file all of them, unless so many rows are asked for.
    package func show<Item: Tabular & Codable>(
        _ paging: Paging, _ read: (PageRequest) async throws -> Page<Item>
    ) async throws { try await list(paging, read) }

    func list<Item: Tabular & Codable>(
        _ paging: Paging, _ read: (PageRequest) async throws -> Page<Item>
    ) async throws {
        guard format.isExport, paging.limit == nil else { return try list(try await read(paging.request())) }
        if format == .xlsx { try Terminal.requireFile() }
        let file = try await TableFile.whole(
            format == .xlsx ? .workbook : .csv(mark: !noBom), headings, in: CommandLanguage.current,
            after: paging.after, page: read)
        try Terminal.write(file, isText: format == .csv)
    }

    /// One thing: a line for each of its columns.
    package func show<Value: Tabular & Codable>(one value: Value) throws {
        switch format {
        case .json: try json(value)
        case .csv, .xlsx: try write(Table([value]))
        case .table: Terminal.write(Table([value]).card(in: CommandLanguage.current))
        }
    }

    /// A thing with a list of its own parts.
    package func show<Value: Codable, Item: Tabular>(_ value: Value, heading: Table? = nil, parts: [Item]) throws {
        try show(value, heading: heading, listed: parts)
    }

    func show<Value: Codable, Item: Tabular>(_ value: Value, heading: Table? = nil, listed parts: [Item]) throws {
        if format == .json { return try json(value) }
        if format == .table, let heading { Terminal.write(heading.card(in: CommandLanguage.current) + "\n") }
        try write(Table(parts))
    }

    /// What a verb did, in a sentence.
    package func report(_ outcome: some Outcome) throws {
        if format == .json { try json(outcome) } else { Terminal.write(outcome.summary.localized + "\n") }
    }

    /// What a verb made, of which a secret is shown once: alone on standard output, for `SECRET=$(dangwu …)`.
    package func show(_ outcome: some Outcome, secret: String) throws {
        guard format != .json else { return try json(outcome) }
        Terminal.write(secret + "\n")
        Terminal.talk(outcome.summary.localized)
    }

    package func json(_ value: some Encodable) throws {
        Terminal.write(String(decoding: try WireEncoder.document(value), as: UTF8.self))
    }

    package func write(_ table: Table) throws {
        let language = CommandLanguage.current
        switch format {
        case .csv: Terminal.write(table.csv(headings, in: language, mark: !noBom))
        case .xlsx: try Terminal.write(workbook: table.workbook(headings, in: language))
        case .table, .json: Terminal.write(table.text(in: language))
        }
    }
}

/// Options of lists that come in pages.
package struct Paging: ParsableArguments {
    @Option(help: member("limit")) package var limit: Int?
    @Option(help: member("after")) package var after: String?

    package init() {}

    package func request() throws -> PageRequest { try PageRequest(limit: limit, after: after) }
}

/// The help of an option, in the language of this run.
package func help(zh: String, en: String) -> ArgumentHelp { ArgumentHelp(localized(zh: zh, en: en)) }

/// The help of an option that fills a member of an order: the member's own text, as the API's document has it.
package func member(_ name: String, of type: Any.Type = Never.self) -> ArgumentHelp {
    ArgumentHelp((MemberTexts.text(name, of: type) ?? .verbatim("")).localized)
}

extension Reference: ExpressibleByArgument {
    package init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.init(argument)
    }
}

extension Identifier: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
