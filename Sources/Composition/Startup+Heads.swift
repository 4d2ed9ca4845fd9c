import Audit
package import Foundation
package import Kernel
import Settings

/// Where the signed heads of the audit log are kept outside the database.
extension Startup {
    /// The folder of the setting, or with the private cluster one of each database beside the key; nil for nowhere.
    /// Without a copy outside, an owner who empties the log leaves no trace: the next sealing would begin a new one.
    package var headsFolder: String? {
        if !settings.audit.headsFolder.isEmpty { return settings.audit.headsFolder }
        return isLocal ? stateFolder + "/heads-" + settings.database.name : nil
    }

    /// Puts aside the heads of the database that a backup was restored in place of. They name what was written after
    /// the backup, so that the restored log could not be continued beside them.
    /// - Returns: where they are now; nil where there are none, or where the backup went to another database.
    package func setHeadsAside(restoredInto name: String?, at now: Date = Date()) throws(AppError) -> String? {
        guard let headsFolder, name == nil || name == settings.database.name else { return nil }
        return try HeadFolder(headsFolder).setAside(at: now)
    }
}
