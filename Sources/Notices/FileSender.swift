import Civil
import Foundation
import Kernel

/// Puts each notice into a folder as one JSON file. The name is the notice's own, and the file appears whole: a second
/// try writes the same file again, and over the same hidden half of one where the first was cut off.
package struct FileSender: NoticeSender {
    private let folder: String

    package init(folder: String) { self.folder = folder }

    package func send(_ notice: Notice) async throws(NoticeFailure) {
        let directory = URL(fileURLWithPath: folder, isDirectory: true)
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let part = directory.appendingPathComponent(".\(notice.id.text).part")
            // Notices name people: only the program's own user reads them. The half of one that was cut off goes first,
            // since a file that is there keeps its permissions.
            unlink(part.path)
            let content = try NoticeDocument(notice).json()
            guard
                FileManager.default.createFile(
                    atPath: part.path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw NoticeFailure(.unwritable) }
            let file = try FileHandle(forUpdating: part)
            try file.write(contentsOf: content)
            try file.synchronize()
            try file.close()
            let whole = directory.appendingPathComponent("\(notice.dueOn)-\(notice.id.text).json")
            guard rename(part.path, whole.path) == 0 else { throw NoticeFailure(.unwritable) }
        } catch {
            throw NoticeFailure(.unwritable)
        }
    }
}

/// A notice as files and webhooks carry it.
struct NoticeDocument: Encodable {
    struct Words: Encodable {
        let zh: String
        let en: String

        init(_ text: Text) {
            zh = text.chinese
            en = text.english
        }
    }

    let id: String
    let key: String
    let path: String
    let due: String
    let subject: Words
    let body: Words

    init(_ notice: Notice) {
        id = notice.id.text
        key = notice.key
        path = notice.path
        due = notice.dueOn.description
        subject = Words(notice.subject)
        body = Words(notice.body)
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
