package import Access
import Foundation
import Kernel
import Members
package import Postgres
import SQLFiles

/// Changes the key of ID numbers as the owner of the tables, while the program runs. Whatever was done stays done: a
/// rotation that was cut off is run again and goes on.
package struct KeyRotation: Sendable {
    /// Longer than a program takes to learn of a step.
    package static let grace = Duration.seconds(20)
    /// Rounds in which nothing gets better because somebody holds what is left.
    private static let patience = 600

    private let owner: Connection
    private let check = KeyCheck("identity")
    private let old: KeyRing.Key
    private let new: KeyRing.Key
    private let texts: (old: String, new: String)
    private let grace: Duration
    private let signer: EventSigner?

    /// - Parameters:
    ///   - oldEdition: of the old key in the database; the new one has the next number.
    ///   - grace: how long programs are given to learn of a step.
    ///   - signer: signs the audit events; nil where there is no key of the audit log.
    package init(
        _ owner: Connection, from old: String, edition oldEdition: Int, to new: String,
        grace: Duration = KeyRotation.grace, signer: EventSigner? = nil
    ) throws {
        self.owner = owner
        self.old = KeyRing.Key(try MasterKey(old), edition: oldEdition)
        self.new = KeyRing.Key(try MasterKey(new), edition: oldEdition + 1)
        texts = (old, new)
        self.grace = grace
        self.signer = signer
    }

    /// - Parameter progress: the share that is done; what it throws stops the rotation between two batches.
    /// - Throws: `key.rotation_running`, `key.rotation_stuck`, `identity.unreadable`, `second_factor.unreadable`.
    package func run(_ progress: @Sendable (Double) throws -> Void = { _ in }) async throws {
        guard try await owner.query(.tryRotation)[0]["is_mine"] as Bool else { throw AppError.rotationRunning }
        do {
            try await begin()
            try await fill(progress)
            try await Task.sleep(for: grace)
            try await retire()
            try progress(1)
        } catch {
            _ = try? await owner.query(.endRotation)
            throw error
        }
        _ = try await owner.query(.endRotation)
    }

    /// From here on numbers are written under the new key, and proofs of either are taken.
    private func begin() async throws {
        try await owner.transaction { transaction in
            _ = try await transaction.query(.lockKeys)
            _ = try await transaction.query(
                .insertKeyCheck(name: check.name, edition: old.edition, value: check.value(of: texts.old)))
            _ = try await transaction.query(
                .insertKeyCheck(name: check.name, edition: new.edition, value: check.value(of: texts.new)))
            _ = try await transaction.query(.insertKeyStep(name: check.name, edition: new.edition, step: "begun"))
            try await old.signer.add(transaction)
            try await new.signer.add(transaction)
            _ = try await transaction.query(AuditStatement.keyStep("begun", new.edition, signer))
        }
        try await factors.attempts(owner, forgetsOthers: false)
    }

    private var numbers: NumberRotation { NumberRotation(from: old, to: new, signer: signer) }
    private var factors: FactorRotation { FactorRotation(from: old, to: new, signer: signer) }

    /// Rounds until nothing is left under the old key; what somebody holds is met again in the next one.
    private func fill(_ progress: @Sendable (Double) throws -> Void) async throws {
        let all = try await left()
        var done = 0
        for _ in 0..<Self.patience {
            var person = Identifier<Person>(PathKey.first)
            while let step = try await numbers.step(after: person, owner) {
                (person, done) = (step.last, done + step.count)
                try progress(min(0.99, Double(done) / Double(max(all, 1))))
            }
            var factor = PathKey.first
            while let step = try await factors.step(after: factor, owner) {
                (factor, done) = (step.last, done + step.count)
                try progress(min(0.99, Double(done) / Double(max(all, 1))))
            }
            if try await left() == 0, try await close() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw AppError.rotationStuck(try await left())
    }

    private func left() async throws -> Int {
        let (people, secrets) = (try await numbers.left(owner), try await factors.left(owner))
        return people + secrets
    }

    /// From here on numbers are found by the new key. Every transaction that writes numbers has ended or waits.
    private func close() async throws -> Bool {
        try await owner.transaction { transaction in
            _ = try await transaction.query(.lockKeys)
            guard try await left() == 0 else { return false }
            let missing = try await numbers.missing(owner)
            guard missing == 0 else { throw AppError.rotationStuck(missing) }
            _ = try await transaction.query(.insertKeyStep(name: check.name, edition: new.edition, step: "filled"))
            _ = try await transaction.query(AuditStatement.keyStep("filled", new.edition, signer))
            return true
        }
    }

    /// Nothing that the old key made stays, and its proofs are no longer taken.
    private func retire() async throws {
        try await numbers.dropHashes(owner)
        try await factors.dropLookups(owner)
        try await factors.attempts(owner, forgetsOthers: true)
        try await owner.transaction { transaction in
            _ = try await transaction.query(.lockKeys)
            _ = try await transaction.query(.insertKeyStep(name: check.name, edition: old.edition, step: "retired"))
            _ = try await transaction.query(AuditStatement.keyStep("retired", old.edition, signer))
        }
        try await new.signer.install(owner)
    }
}

extension AppError {
    static var rotationRunning: AppError {
        AppError(
            .conflict, "key.rotation_running",
            Text(zh: "另一个程序正在更换密钥。", en: "Another program is changing the key."),
            hint: Text(zh: "请等它结束。", en: "Wait for its end."))
    }

    static func rotationStuck(_ count: Int) -> AppError {
        .unavailable(
            "key.rotation_stuck",
            Text(
                zh: "密钥更换停在这里：还有 \(count) 项没有换到新密钥。",
                en: "The change of the key stopped: \(count) items are not under the new one yet."),
            hint: Text(
                zh: "可能有事务长时间占用这些人员；请再运行 dangwu key rotate，会从这里继续。",
                en: "A transaction may hold them for a long time; run dangwu key rotate again, which goes on from here."
            ))
    }
}
