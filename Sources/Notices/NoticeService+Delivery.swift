import Access
import Civil
package import Foundation
package import Kernel
import Postgres
import SQLFiles

/// Sends what waits. Each notice takes three steps: a transaction leases it, the sender sends it while no transaction
/// is open, and a second transaction notes the outcome. A transaction that the database makes us repeat therefore never
/// sends.
///
/// Delivery is *at least once*. A program that is killed, or loses the database for good, after the other side took the
/// notice and before that was noted leaves the lease; when it has run out the next run sends the notice again, under
/// the same identifier: the same `Message-ID`, the same `Idempotency-Key`, the same file name. The receiver can tell by
/// it. Losing a notice would be worse than repeating one, and no protocol of these channels offers exactly once.
extension NoticeService {
    /// How many notices one run sends at most.
    package static let runLimits = 1...10_000
    package static let defaultRunLimit = 1_000

    /// Several programs may deliver at once: none sends what another holds a lease on.
    /// - Parameter now: what failed before is tried again once its time has come.
    /// - Throws: `value.invalid` for a limit outside `runLimits`, `notice.no_channel`.
    package func deliver(_ order: DeliveryOrder = DeliveryOrder(), at now: Date, caller: Caller) async throws
        -> NoticeReport
    {
        let caller = try caller.with(.sendNotices)
        let limit = order.limit ?? Self.defaultRunLimit
        try Plausible.count(limit, "limit", in: Self.runLimits)
        guard !channels.isEmpty else { throw AppError.noChannels }
        let run = UUID()
        var report = NoticeReport()
        while report.sent + report.failed + report.void < limit, !Task.isCancelled {
            guard let leased = try await lease(for: run, at: now, caller) else { break }
            let outcome = await send(leased)
            try await note(outcome, of: leased, for: run, at: now, caller)
            switch outcome {
            case .sent: report.sent += 1
            case .failed: report.failed += 1
            case .void: report.void += 1
            case .untried: return report
            }
        }
        return report
    }

    // MARK: lease

    private struct LeasedNotice: Sendable {
        let notice: Notice
        let person: UUID
        let channel: NoticeChannel
        let tries: Int
        let void: NoticeVoid?
        /// Before it sending has to be over. By this program's own clock, counted from before the lease was asked for.
        let deadline: ContinuousClock.Instant
    }

    /// - Returns: nil when nothing waits.
    private func lease(for run: UUID, at now: Date, _ caller: Caller) async throws -> LeasedNotice? {
        // Half of the lease is for sending, the rest for a slow database and for noting the outcome.
        let deadline = ContinuousClock.now.advanced(by: leaseDuration / 2)
        return try await database.write(caller) { transaction in
            let statement = Statement.leaseNotice(
                now: now, channels: channels.map(\.rawValue), run: run,
                seconds: Int(leaseDuration.components.seconds))
            guard let row = try await transaction.query(statement).single else { return nil }
            let notice = Notice(
                id: try row["id"], key: try row["key"], path: try row["path"], dueOn: try row["due_on"],
                subject: Text(zh: try row["subject_zh"], en: try row["subject_en"]),
                body: Text(zh: try row["body_zh"], en: try row["body_en"]), address: try row["address"])
            return LeasedNotice(
                notice: notice, person: try row["person_id"], channel: try row.choice("channel"),
                tries: try row["tries"], void: try row.choice("void"), deadline: deadline)
        }
    }

    // MARK: send

    private enum Outcome: Sendable {
        case sent
        case failed(NoticeFailure)
        /// Its person has died or left since it was written, or what it says has no point any more.
        case void(NoticeVoid)
        /// Stopped by a shutdown or by a database that took longer than the lease: no try that counts.
        case untried
    }

    private func send(_ leased: LeasedNotice) async -> Outcome {
        if let void = leased.void { return .void(void) }
        let left = ContinuousClock.now.duration(to: leased.deadline)
        guard let sender = senders[leased.channel], left > .zero else { return .untried }
        do {
            try await TimeLimit.run(left) { try await sender.send(leased.notice) }
            return .sent
        } catch {
            return Task.isCancelled ? .untried : .failed(error)
        }
    }

    // MARK: note

    private func note(
        _ outcome: Outcome, of leased: LeasedNotice, for run: UUID, at now: Date, _ caller: Caller
    ) async throws {
        let (person, key, channel) = (leased.person, leased.notice.key, leased.channel.rawValue)
        let statement: Statement =
            switch outcome {
            case .sent: .noticeSent(person: person, key: key, channel: channel, sentAt: now)
            case .failed(let failure):
                .noticeFailed(
                    person: person, key: key, channel: channel, run: run,
                    nextAt: Self.nextTry(after: leased.tries, at: now), failure: failure.kept)
            case .void(let void):
                .noticeVoid(person: person, key: key, channel: channel, run: run, void: void.rawValue)
            case .untried: .releaseNotice(person: person, key: key, channel: channel, run: run)
            }
        // A task of its own, which a cancelled run does not cancel: what was sent has to be noted.
        try await Task {
            try await Self.untilAnswered {
                try await database.write(caller) { _ = try await $0.query(statement) }
            }
        }.value
    }

    /// Noting does nothing when it was done before, so it may be repeated even when the fate of its COMMIT is unknown.
    private static func untilAnswered(_ body: () async throws -> Void) async throws {
        for attempt in 1... {
            do {
                return try await body()
            } catch let error as AppError where error.kind == .unavailable && attempt < 5 {
                // 0.2, 0.4, 0.8 and 1.6 seconds.
                try await Task.sleep(for: .milliseconds(100 << attempt))
            }
        }
    }

    /// A minute, then twice as long each time, six hours at most.
    private static func nextTry(after tries: Int, at now: Date) -> Date {
        now.addingTimeInterval(Double(min(360, 1 << min(tries, 9))) * 60)
    }
}
