import Access
package import Audit
import Foundation
package import Kernel
import LocalPostgres
import Logging
package import Points
package import Postgres
package import Settings

/// What a check of a restored database found besides its tables.
package struct RestoredLog: Sendable {
    /// Nil for a database in which nothing was ever sealed.
    package let audit: AuditVerification?
    package let points: Verification

    package var summary: Text {
        let none = Text(zh: "审计日志从未封存，没有可核对的。", en: "The audit log was never sealed; there is none to check.")
        let log = audit?.summary ?? none
        return Text(
            zh: log.chinese + points.summary.chinese, en: log.english + " " + points.summary.english)
    }

    /// - Throws: `restore.log`.
    package func requireWhole() throws(AppError) {
        let faults = (audit?.faultCount ?? 0, points.faultCount)
        guard faults.0 + faults.1 > 0 else { return }
        throw AppError(
            .conflict, "restore.log",
            Text(
                zh: "恢复的数据库：审计日志 \(faults.0) 处问题，积分记账 \(faults.1) 处问题。",
                en: "In what was restored the audit log has \(faults.0) faults and the points ledger \(faults.1)."),
            hint: Text(
                zh: "数据在备份之前就被改动过：dangwu audit verify 和 audit ledger 逐条列出；请用更早的备份核对，不要直接换用。",
                en: "The data was changed before it was backed up: dangwu audit verify and audit ledger list where. "
                    + "Compare with an earlier backup before using this database."))
    }
}

/// The checks of `audit verify` and `audit ledger`, on a database that was restored, and the sealing of what was
/// written after its last head.
extension Startup {
    /// - Throws: `audit.key_missing`, `audit.key_unknown` when the log was sealed with a key that is not here.
    /// - Parameter seals: whether what was written after the last head is sealed, as after a restore: its notes name
    ///   transactions of the other server.
    package func checkRestored(_ name: String?, seals: Bool) async throws -> RestoredLog {
        let (owner, key) = (try await restoreTarget(name), try await identityKey.find(isNeeded: true))
        // A new machine has the file of the key only if it was copied there: none is made for a log that exists.
        return try await Self.check(
            restored: owner, settings: settings, identityKey: key, auditKey: try await existingAuditKey(),
            headsFolder: headsFolder, seals: seals)
    }

    /// The same by the owner's connection.
    package static func check(
        restored owner: ConnectionSettings, settings: Settings, identityKey: String, auditKey: String,
        headsFolder: String? = nil, seals: Bool = true
    ) async throws -> RestoredLog {
        var logger = Logger(label: "dangwu")
        logger.logLevel = .error
        let pool = Pool(owner.statementTimeout(.zero), settings: PoolSettings(maximum: 4), logger: logger)
        do {
            let services = try Services(
                settings: settings, pool: pool, keys: KeyRing(MasterKey(identityKey)), auditKey: auditKey,
                headsFolder: headsFolder, logger: logger)
            let caller = Caller.localOperator()
            let log = try await explained {
                RestoredLog(
                    audit: try await services.audit.verifyRestored(caller: caller),
                    points: try await services.points.verify(PointsScope(), caller: caller))
            }
            if seals, let audit = log.audit, audit.faultCount == 0 {
                _ = try await explained { try await services.audit.sealRestored(caller: caller) }
            }
            await pool.close()
            return log
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Where a backup is restored into.
    func restoreTarget(_ name: String?) async throws -> ConnectionSettings {
        guard isLocal else {
            let owner = try await self.owner()
            guard let name else { return owner }
            return try owner.inDatabase(name)
        }
        return try localServer().owner(database: name ?? settings.database.name)
    }
}
