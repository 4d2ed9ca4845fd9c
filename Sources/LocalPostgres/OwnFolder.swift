import Foundation

/// Folders that nobody else prepared: made here, or owned by this program's user or the server's, and writable by no
/// one else. In a shared folder such as `/tmp` another user could otherwise have made them first, or put a link there.
struct OwnFolder {
    enum Problem: Error, Equatable {
        /// It cannot be made or opened.
        case unavailable
        /// It is a link or a file, belongs to somebody else, or others may write to it.
        case foreign
    }

    let path: String
    let user: ServerUser

    /// Whose a folder is to be.
    enum Owner {
        /// This program's: the server's user may pass through it and change nothing.
        case program
        case server
    }

    /// Makes the folder, or checks the existing one, and gives it to its owner.
    /// - Parameters:
    ///   - isLinkAllowed: whether the operator may have put the folder elsewhere behind a link of their own.
    ///   - isPrivate: whether nobody else may enter.
    func secure(of owner: Owner = .server, isLinkAllowed: Bool = false, isPrivate: Bool = false) throws(Problem) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .unavailable }
        // Everything below works on this descriptor: what the path leads to afterwards does not matter.
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ELOOP || errno == ENOTDIR else { throw .unavailable }
            guard isLinkAllowed, let target = Self.target(ofOwnLink: path), target != path else { throw .foreign }
            return try OwnFolder(path: target, user: user).secure(of: owner, isPrivate: isPrivate)
        }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw .unavailable }
        guard [getuid(), user.ids?.user ?? getuid()].contains(found.st_uid), found.st_mode & 0o022 == 0 else {
            throw .foreign
        }
        if isPrivate, found.st_mode & 0o777 != 0o700, fchmod(descriptor, 0o700) != 0 { throw .unavailable }
        guard let ids = user.ids else { return }
        switch owner {
        case .server:
            if found.st_uid != ids.user, fchown(descriptor, ids.user, ids.group) != 0 { throw .unavailable }
        case .program:
            // The owner of a folder can rename what is in it, keys and heads of the audit log included.
            if found.st_uid != getuid(), fchown(descriptor, getuid(), getgid()) != 0 { throw .unavailable }
            if found.st_mode & 0o777 != 0o711, fchmod(descriptor, 0o711) != 0 { throw .unavailable }
        }
    }

    /// An empty file of the server's user in a folder of this program, unless there is one.
    func makeFile(_ name: String) throws(Problem) {
        guard let ids = user.ids else { return }
        let descriptor = open(path + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return }
            throw .unavailable
        }
        defer { close(descriptor) }
        guard fchown(descriptor, ids.user, ids.group) == 0 else { throw .unavailable }
    }

    /// Where a link of this user or of root leads; nil for anybody else's.
    private static func target(ofOwnLink path: String) -> String? {
        var link = stat()
        guard lstat(path, &link) == 0, link.st_mode & S_IFMT == S_IFLNK, [0, getuid()].contains(link.st_uid),
            let resolved = realpath(path, nil)
        else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Replaces a file of the folder as a whole: written beside it under a name that must not exist, then renamed.
    func replace(_ name: String, with text: String) throws(Problem) {
        let draft = path + "/." + name + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unavailable }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else { throw .unavailable }
        if let ids = user.ids, fchown(descriptor, ids.user, ids.group) != 0 { throw .unavailable }
        guard rename(draft, path + "/" + name) == 0 else { throw .unavailable }
    }
}
