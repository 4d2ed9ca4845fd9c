import Civil
import Foundation
package import Kernel
package import Wire

/// What personal data is read for, in the reader's own words. The office of the people sees it.
package struct ReadingPurpose: Sendable, Hashable {
    package static let longest = 200
    /// The header that carries it: percent-encoded, since headers are ASCII, so a character may take twelve bytes.
    package static let header = TextForm.visible(atMost: 12 * longest)

    package let text: String

    /// - Throws: `value.missing`, `value.invalid`.
    package init(_ text: String) throws(AppError) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        try Plausible.words(text, Self.member, atMost: Self.longest)
        self.text = text.withoutPersonalNumbers
    }

    /// As the header has it.
    /// - Throws: `query.encoding` besides.
    package init(encoded text: String) throws(AppError) {
        guard let decoded = text.removingPercentEncoding else {
            throw AppError(
                .malformed, "query.encoding",
                Text(
                    zh: "请求头 Dangwu-Purpose 的百分号编码不是有效的 UTF-8。",
                    en: "The percent encoding in the header Dangwu-Purpose is not valid UTF-8."))
        }
        try self.init(decoded)
    }

    /// Of the request or command under way.
    @TaskLocal package static var current: ReadingPurpose?

    static let member = "purpose"

    static var missing: AppError {
        AppError(
            .invalid, "access.purpose_missing",
            Text(zh: "查看、导出或打印个人信息要说明用途。", en: "Personal data is read, exported and printed for a stated purpose."),
            hint: Text(
                zh: "命令行加 --purpose，请求加请求头 Dangwu-Purpose（按百分号编码的 UTF-8）；对方党组织会看到。",
                en: "Add --purpose at the command line, or the header Dangwu-Purpose (percent-encoded UTF-8) to the "
                    + "request; the office of the people sees it."),
            rule: "access.purpose: required")
    }
}
