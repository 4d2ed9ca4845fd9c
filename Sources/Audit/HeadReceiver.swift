import Access
import Foundation
package import Kernel
import Postgres
import SQLFiles
import Wire

/// The ways on which heads leave the machine besides the folder.
package enum HeadChannel: String, Choice {
    case webhook, mail

    package var text: Text {
        switch self {
        case .webhook: Text(zh: "网络回调", en: "webhook")
        case .mail: Text(zh: "邮件", en: "mail")
        }
    }
}

/// Why heads did not get through, as it is kept.
package struct HeadFailure: Error {
    package let kept: String

    package init(kept: String) { self.kept = kept }
}

/// Takes signed heads at a place that the owner of the database does not rule.
package protocol HeadReceiver: Sendable {
    var channel: HeadChannel { get }
    /// Least time between two deliveries that succeed.
    var pause: Duration { get }
    func take(_ heads: [AuditHead]) async throws(HeadFailure)
}

/// Several heads as JSON.
package struct HeadList: Codable, Sendable {
    package let heads: [AuditHead]

    package init(heads: [AuditHead]) { self.heads = heads }
}

/// Delivery is *at least once*: what a receiver took and was not noted goes out again under the same numbers. A failure
/// is noted for `dangwu doctor` and does not keep anything from being sealed; every sealing tries again.
extension AuditService {
    private static let headsAtATime = 500
    /// Batches of one run; a receiver that was away for days catches up in several.
    private static let batchesAtATime = 10

    /// - Returns: how many heads were taken, over all channels.
    func deliver(at now: Date) async throws -> Int {
        var count = 0
        for receiver in receivers { count += try await deliver(receiver, at: now) }
        return count
    }

    private func deliver(_ receiver: any HeadReceiver, at now: Date) async throws -> Int {
        let channel = receiver.channel.rawValue
        let row = try await database.read(Self.everybody, .headDelivery(channel: channel)).single
        var (last, count): (Int, Int) = (try row?["delivered"] ?? 0, 0)
        if let row, try row["failed"] == false {
            let tried: Date = try row["tried_at"]
            guard now.timeIntervalSince(tried) >= receiver.pause / .seconds(1) else { return 0 }
        }
        for _ in 0..<Self.batchesAtATime {
            let heads = try await database.read(Self.everybody, .auditHeads(after: last, limit: Self.headsAtATime))
                .map { try AuditHead($0) }
            guard let newest = heads.last else { return count }
            do throws(HeadFailure) {
                try await receiver.take(heads)
            } catch {
                try await note(.headsUndelivered(channel: channel, failure: error.kept, triedAt: now))
                return count
            }
            try await note(.headsDelivered(channel: channel, delivered: newest.number, triedAt: now))
            (last, count) = (newest.number, count + heads.count)
        }
        return count
    }

    private func note(_ statement: Statement) async throws {
        try await database.write(Self.everybody) { _ = try await $0.query(statement) }
    }
}
