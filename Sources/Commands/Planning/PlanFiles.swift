import Foundation
import Kernel
import Planning
import Wire

// The keys of an instance are those of its file.
extension Instance: WireKeyed {}

/// An instance in the exchange format. An unknown member is refused, for what is mistyped would be left out: a
/// `cover` in place of `covers` lets everybody be away at once.
func readInstance(_ path: String) throws -> Instance {
    try WireDecoder.decode(Instance.self, from: readInput(path), planFile(path))
}

/// A plan in the exchange format, which may hold more than we know.
func readPlan(_ path: String) throws -> Plan {
    let bytes = try readInput(path)
    do {
        return try JSONDecoder().decode(Plan.self, from: Data(bytes))
    } catch let error as DecodingError {
        throw planFile(path).mistake(error)
    }
}

private func planFile(_ path: String) -> JSONSource { .file(path, page: "Planning.md") }
