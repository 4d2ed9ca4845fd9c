import Foundation

/// A node of a plan that was run: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)`.
struct PlanNode: Decodable {
    let type: String
    let relation: String?
    let condition: String?
    /// Rows for each of the loops, and rows that were read and dropped.
    let rows: Double
    let loops: Double
    let removed: Double?
    private let hits: Int
    private let reads: Int
    let children: [PlanNode]?

    var buffers: Int { hits + reads }

    private enum CodingKeys: String, CodingKey {
        case type = "Node Type"
        case relation = "Relation Name"
        case condition = "Index Cond"
        case rows = "Actual Rows"
        case loops = "Actual Loops"
        case removed = "Rows Removed by Filter"
        case hits = "Shared Hit Blocks"
        case reads = "Shared Read Blocks"
        case children = "Plans"
    }

    private struct Explained: Decodable {
        let plan: PlanNode

        private enum CodingKeys: String, CodingKey { case plan = "Plan" }
    }

    static let options = "(ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON)"

    static func read(_ json: String) throws -> PlanNode? {
        try JSONDecoder().decode([Explained].self, from: Data(json.utf8)).first?.plan
    }

    /// This node and all below it, those that were never run left out.
    var run: [PlanNode] { loops > 0 ? [self] + (children ?? []).flatMap(\.run) : [] }

    /// The parameters that bound what is read of the index: `$4` and the like.
    var bounds: Set<Int> {
        Set((condition ?? "").matches(of: /\$([0-9]+)/).compactMap { Int($0.1) })
    }
}
