import Foundation
package import Kernel
package import Policy
package import Schemes

extension SchemeFile {
    /// A file of the user's, with the tables beside it; or, when there is no such file, a shipped scheme by its key.
    package static func open(_ name: String, _ loader: PolicyLoader) throws(AppError) -> SchemeFile {
        if let data = FileManager.default.contents(atPath: name) {
            let url = URL(fileURLWithPath: name)
            let folder = url.deletingLastPathComponent().path
            return try gather(url.lastPathComponent, String(decoding: data, as: UTF8.self)) { included in
                FileManager.default.contents(atPath: folder + "/" + included).map {
                    String(decoding: $0, as: UTF8.self)
                }
                    ?? (try? loader.text("policy/points/" + included))
            }
        }
        let key = name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
        guard !key.contains("/"), let text = try? loader.text("policy/points/\(key).yaml") else {
            throw AppError(
                .notFound, "scheme.file_missing",
                Text(
                    zh: "没有文件 \(name)，也没有自带的办法「\(key)」。", en: "There is no file \(name) and no shipped scheme “\(key)”."
                ),
                hint: Text(
                    zh: "自带的办法：\(loader.names("policy/points/").joined(separator: ", "))。",
                    en: "Shipped are \(loader.names("policy/points/").joined(separator: ", "))."))
        }
        return try gather(key + ".yaml", text) { try? loader.text("policy/points/" + $0) }
    }
}
