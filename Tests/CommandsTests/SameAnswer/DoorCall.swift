import Access
import ArgumentParser
import Civil
import Composition
import Demonstration
import Foundation
import Kernel
import Program
import Synchronization
import TestSupport
import Testing

@testable import Commands

/// One use case as both doors are asked for it. `$name` stands for a value of the filled database, and `@file` of the
/// words for a file with the content that the other door gets as its body.
struct DoorCall: Sendable {
    /// The words of the command line, without `dangwu`.
    let words: [String]
    let method: String
    let path: String
    let body: String
    /// Content of the file, where it is not the body itself.
    let file: String?
    /// The code of the error, where the call is refused.
    let refused: String?
    /// The version in `If-Match`, which the command line need not name.
    let version: Int?
    /// Whether the answer is a page to print and not JSON.
    let isPrinted: Bool

    /// - Parameters:
    ///   - words: separated by spaces; a part between `'` is one word.
    ///   - request: the method, a space, and the path with its query.
    init(
        _ words: String, _ request: String, _ body: String = "", file: String? = nil, refused: String? = nil,
        version: Int? = nil, isPrinted: Bool = false
    ) {
        self.words = words.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
            index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        let parts = request.split(separator: " ", maxSplits: 1).map(String.init)
        (method, path) = (parts[0], parts[1])
        self.body = body
        self.file = file
        self.refused = refused
        self.version = version
        self.isPrinted = isPrinted
    }

    var route: String { method + " " + path.prefix { $0 != "?" } }
}

/// What a door answered: the text, or the code of its error.
enum DoorAnswer: Equatable {
    case text(String)
    case refused(String)
}

/// Both doors over one database.
struct Doors: Sendable {
    let services: Services
    let port: Int
    let token: String
    let values: [String: String]

    /// Serves a copy of a filled database for the body.
    static func with<Value: Sendable>(
        _ filled: FixtureImage, token: String, values: [String: String],
        _ body: @escaping @Sendable (Doors) async throws -> Value
    ) async throws -> Value {
        try await filled.copy { fixture in
            try await Office.serve(fixture) { port in
                try await body(Doors(services: fixture.services, port: port, token: token, values: values))
            }
        }
    }

    private func filled(_ text: String) -> String {
        values.keys.sorted { $0.count > $1.count }.reduce(text) { text, key in
            text.replacing("$" + key, with: values[key] ?? "")
        }
    }

    func request(_ call: DoorCall) async throws -> DoorAnswer {
        let path = filled(call.path).addingPercentEncoding(
            withAllowedCharacters: .urlPathAllowed.union(.init(charactersIn: "?&=")))
        let type = call.body.hasPrefix("{") || call.body.isEmpty ? "application/json" : "text/csv"
        var headers = ["Authorization": "Bearer \(token)", "Content-Type": type]
        if let version = call.version { headers["If-Match"] = "\"\(version)\"" }
        let answer = try await LoopbackClient(port: port).send(
            call.method, path ?? call.path, headers: headers, body: Array(filled(call.body).utf8))
        guard answer.status != 200 else { return .text(answer.text) }
        let problem = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return .refused(problem?["code"] as? String ?? "status \(answer.status)")
    }

    func command(_ call: DoorCall) async throws -> DoorAnswer {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".csv")
        try filled(call.file ?? call.body).write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let words = call.words.map { filled($0.replacing("@file", with: file.path)) }
        let shape = call.isPrinted || call.words.contains("--format") ? [] : ["--format", "json"]
        let written = Mutex("")
        do {
            var parsed = try DangwuCommand.parseAsRoot(words + shape)
            guard let command = parsed as? any ServiceCommand else {
                Issue.record("\(call.words): \(type(of: parsed))")
                try parsed.run()
                return .refused("no command")
            }
            let today = ChinaTime.today()
            let caller = try await services.access.authenticate(token, wanted: nil, on: today, door: "cli")
            let session = Session(services: services, caller: caller, today: today)
            try await Terminal.$messages.withValue({ _ in }) {
                try await Terminal.$output.withValue({ text in written.withLock { $0 += text } }) {
                    try await Terminal.$data.withValue({ bytes in
                        written.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
                    }) {
                        try await Terminal.$isShown.withValue({ false }) { try await command.perform(session) }
                    }
                }
            }
            return .text(written.withLock { $0 })
        } catch let error as AppError {
            return .refused(error.code)
        } catch {
            return .refused(DangwuCommand.message(for: error))
        }
    }
}
