import Foundation
import Kernel
import Planning

/// Instances and plans as files in the exchange format.
func readInstance(_ path: String) throws -> Instance { try readJSON(path) }
func readPlan(_ path: String) throws -> Plan { try readJSON(path) }

func readJSON<Value: Decodable>(_ path: String) throws -> Value {
    let bytes = try readInput(path)
    do {
        return try JSONDecoder().decode(Value.self, from: Data(bytes))
    } catch let error as DecodingError {
        throw AppError(
            .invalid, "json.invalid",
            Text(zh: "\(path) 的格式不对：\(error.place)。", en: "\(path) is not of the right form: \(error.place)."))
    }
}

extension DecodingError {
    /// Where it went wrong, without the values.
    var place: String {
        switch self {
        case .keyNotFound(let key, let context): (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? context.debugDescription : context.codingPath.map(\.stringValue).joined(separator: ".")
        @unknown default: "?"
        }
    }
}

func writePlan(_ plan: Plan, to path: String) throws { try writeJSON(plan, to: path) }

func writeJSON(_ value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
        try encoder.encode(value).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw AppError(
            .unavailable, "file.unwritable", Text(zh: "写不了文件 \(path)。", en: "The file \(path) cannot be written."))
    }
}
