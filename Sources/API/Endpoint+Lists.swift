import Access
import Composition
import Compute
import Foundation
import HTTPTypes
import Kernel
import NIOCore
import Synchronization
import Wire
import Workbooks

/// Lists that come in pages: as JSON, and as CSV or a workbook where `Accept` asks for one.
extension Endpoint {
    /// Asked for by the members of a query.
    static func list<Query: Decodable & Sendable, Item: Codable & Tabular>(
        _ path: String, _ summary: String, _ type: Query.Type,
        _ handle: @escaping @Sendable (APIRequest, Query, PageRequest) async throws -> Page<Item>
    ) -> Endpoint {
        listing(path, summary, QueryParameter.members(of: type)) { request in
            let query = try request.decoded(type)
            return { page in try await handle(request, query, page) }
        }
    }

    /// One that takes nothing else.
    static func list<Item: Codable & Tabular>(
        _ path: String, _ summary: String,
        _ handle: @escaping @Sendable (APIRequest, PageRequest) async throws -> Page<Item>
    ) -> Endpoint {
        listing(path, summary, []) { request in { page in try await handle(request, page) } }
    }

    /// A list of people. As a file it is an export, each page of which is recorded before it leaves.
    static func list<Query: Codable & Sendable, Item: Codable & Tabular & Placed>(
        _ path: String, _ summary: String, _ type: Query.Type, export read: SensitiveRead,
        _ handle: @escaping @Sendable (APIRequest, Query, PageRequest) async throws -> Page<Item>
    ) -> Endpoint {
        listing(path, summary, QueryParameter.members(of: type), read) { request in
            let query = try request.decoded(type)
            guard request.form != .json else { return { page in try await handle(request, query, page) } }
            let reading = try request.services.database.reading(read, filters: query, caller: request.caller)
            return { page in try await reading.keep(try await handle(request, query, page)) }
        }
    }

    static func list<Item: Codable & Tabular & Placed>(
        _ path: String, _ summary: String, export read: SensitiveRead,
        _ handle: @escaping @Sendable (APIRequest, PageRequest) async throws -> Page<Item>
    ) -> Endpoint {
        listing(path, summary, [], read) { request in
            guard request.form != .json else { return { page in try await handle(request, page) } }
            let reading = try request.services.database.reading(
                read, filters: request.parameters, caller: request.caller)
            return { page in try await reading.keep(try await handle(request, page)) }
        }
    }

    private typealias PageReader<Item: Sendable> = @Sendable (PageRequest) async throws -> Page<Item>

    private static func listing<Item: Codable & Tabular>(
        _ path: String, _ summary: String, _ query: [QueryParameter], _ export: SensitiveRead? = nil,
        _ pages: @escaping @Sendable (APIRequest) throws -> PageReader<Item>
    ) -> Endpoint {
        // A list of people for which no export is declared leaves as JSON alone.
        let isFile = export != nil || !(Item.self is any Placed.Type)
        var endpoint = Endpoint(
            method: .get, path: path, summary: summary, query: query + [.limit, .after],
            answer: .json(.of(Page<Item>.self))
        ) { request in
            let read = try pages(request)
            guard isFile, request.form != .json else {
                return .json(try request.encode(try await read(try request.page())))
            }
            if request.query["limit"] == nil { return try await request.whole(read) }
            let page = try await read(try request.page())
            let (table, next) = (Table(page.items), page.next.map { request.link(after: $0) })
            if request.form == .workbook {
                return .file(
                    type: WorkbookWriter.mediaType, try table.workbook(.title, in: request.language), next: next)
            }
            let text = table.csv(.title, in: request.language, mark: true)
            return .file(type: "text/csv; charset=utf-8", Array(text.utf8), next: next)
        }
        endpoint.isTable = isFile
        endpoint.export = export
        return endpoint
    }
}

extension APIRequest {
    /// Bytes that are sent at once.
    private static let piece = 1 << 16

    /// All pages of a list in one file. It is made before any of it leaves, so that what fails in between is answered
    /// as an error.
    fileprivate func whole<Item: Tabular>(
        _ read: @escaping @Sendable (PageRequest) async throws -> Page<Item>
    ) async throws -> APIAnswer {
        let (form, language, after) = (form, language, query["after"])
        let file = try await services.compute.run {
            try await TableFile.whole(
                form == .workbook ? .workbook : .csv(mark: true), .title, in: language, after: after, page: read)
        }
        let sent = Mutex(0)
        let type = form == .workbook ? WorkbookWriter.mediaType : "text/csv; charset=utf-8"
        return .stream(type: type) {
            let bytes = try file.read(from: sent.withLock { $0 }, most: Self.piece)
            sent.withLock { $0 += bytes.count }
            return bytes.isEmpty ? nil : ByteBuffer(bytes: bytes)
        }
    }

    /// Where the next page is, relative to this one (RFC 8288).
    fileprivate func link(after key: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        func written(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: plain) ?? "" }
        let all = fields.filter { $0.name != "after" } + [(name: "after", value: key)]
        return "<?" + all.map { "\(written($0.name))=\(written($0.value))" }.joined(separator: "&") + ">; rel=\"next\""
    }
}
