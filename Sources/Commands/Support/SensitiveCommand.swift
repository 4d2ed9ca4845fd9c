package import Access
package import ArgumentParser
import Composition
import Kernel
import Wire

/// A command by which personal data leaves: it takes the purpose that its record names.
package protocol SensitiveCommand: ServiceCommand {
    /// As its route declares it; of a command that lists people, what its CSV is.
    static var sensitive: SensitiveRead { get }
    var purpose: PurposeOption { get }
}

package struct PurposeOption: ParsableArguments {
    @Option(
        help: help(
            zh: "用途，200 字以内；对方党组织会看到。设置 access.purpose 为 required 时必填",
            en: "What personal data is for, 200 characters at most; the office of the people sees it. Needed where the "
                + "setting access.purpose is required"))
    package var purpose: String?

    package init() {}
}

extension SensitiveCommand {
    package func perform(_ session: Session) async throws {
        try await ReadingPurpose.$current.withValue(purpose.purpose.map { try ReadingPurpose($0) }) {
            try await run(session)
        }
    }
}

extension Shape {
    /// A page of a list of people. As CSV or as a workbook it is an export, which is recorded before it is written.
    func show<Item: Tabular & Codable & Placed>(
        _ page: Page<Item>, _ read: SensitiveRead, _ filters: some Encodable, _ session: Session
    ) async throws {
        guard format.isExport else { return try list(page) }
        let reading = try session.services.database.reading(read, filters: filters, caller: session.caller)
        try list(try await reading.keep(page))
    }

    @available(
        *, unavailable, message: "As CSV or a workbook a list of people is an export: name it, or nothing is recorded."
    )
    func show<Item: Tabular & Codable & Placed>(_ page: Page<Item>) throws { try list(page) }

    /// A list of people in pages. As CSV or as a workbook each page is recorded before it is written.
    func show<Item: Tabular & Codable & Placed>(
        _ paging: Paging, _ read: SensitiveRead, _ filters: some Encodable, _ session: Session,
        _ page: (PageRequest) async throws -> Page<Item>
    ) async throws {
        guard format.isExport else { return try await list(paging, page) }
        let reading = try session.services.database.reading(read, filters: filters, caller: session.caller)
        try await list(paging) { try await reading.keep(try await page($0)) }
    }

    @available(
        *, unavailable, message: "As CSV or a workbook a list of people is an export: name it, or nothing is recorded."
    )
    func show<Item: Tabular & Codable & Placed>(
        _ paging: Paging, _ read: (PageRequest) async throws -> Page<Item>
    ) async throws { try await list(paging, read) }

    /// A thing with a list of people as its parts.
    func show<Value: Codable, Item: Tabular & Placed>(
        _ value: Value, parts: [Item], _ read: SensitiveRead, _ filters: some Encodable, _ session: Session
    ) async throws {
        if format.isExport {
            try await session.services.database.reading(read, filters: filters, caller: session.caller).keep(parts)
        }
        try show(value, listed: parts)
    }

    @available(
        *, unavailable, message: "As CSV or a workbook a list of people is an export: name it, or nothing is recorded."
    )
    func show<Value: Codable, Item: Tabular & Placed>(_ value: Value, heading: Table? = nil, parts: [Item]) throws {
        try show(value, heading: heading, listed: parts)
    }
}
