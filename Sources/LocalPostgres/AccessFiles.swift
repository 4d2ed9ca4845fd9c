import Foundation

/// Who may open the private cluster: over its socket alone, and only the operating-system users of this program and of
/// the server. The kernel says who they are (`peer`), so that no password is needed and none can be guessed.
struct AccessFiles {
    /// The roles of the database that these users may take.
    static let roles = ["dangwu_owner", "dangwu_app"]

    let folder: String
    let user: ServerUser

    private static let rules = """
        # Written by dangwu whenever it starts the cluster. Nothing is accepted over TCP.
        local  all  all  peer  map=dangwu

        """

    private var names: String {
        var lines = "# Written by dangwu whenever it starts the cluster: who may be which role.\n"
        for name in Set([ServerUser.current, user.name ?? ServerUser.current]).sorted() {
            for role in Self.roles { lines += "dangwu  \"\(name)\"  \(role)\n" }
        }
        return lines
    }

    /// Writes the files where they differ.
    /// - Returns: whether a running server has to read them again.
    func repair() throws(OwnFolder.Problem) -> Bool {
        var isChanged = false
        for (name, text) in [("pg_hba.conf", Self.rules), ("pg_ident.conf", names)]
        where FileManager.default.contents(atPath: folder + "/" + name) != Data(text.utf8) {
            try OwnFolder(path: folder, user: user).replace(name, with: text)
            isChanged = true
        }
        return isChanged
    }
}
