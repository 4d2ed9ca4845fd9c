import Foundation
import Kernel
import Logging
import Wire

/// Writes the log to standard error as one JSON object a line.
struct LineLogHandler: LogHandler {
    private struct Line: Encodable {
        let time: String
        let level: String
        let message: String
        let values: [String: String]

        private struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in values { try container.encode(value, forKey: Name(stringValue: name)) }
            try container.encode(time, forKey: Name(stringValue: "time"))
            try container.encode(level, forKey: Name(stringValue: "level"))
            try container.encode(message, forKey: Name(stringValue: "message"))
        }
    }

    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let given = metadataProvider?.get() { all.merge(given) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        let line = Line(
            time: Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)),
            level: event.level.rawValue, message: event.message.description, values: all.mapValues(\.description))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // It is made of texts, which always encode.
        guard var bytes = try? encoder.encode(line) else { return }
        bytes.append(0x0A)
        try? FileHandle.standardError.write(contentsOf: bytes)
    }
}
