package import Kernel

/// Posts each notice as JSON to an HTTP address of the intranet. `Idempotency-Key` is the notice's own, so that a
/// receiver which has it already can tell; any answer of 200 to 299 is taken as its receipt.
package struct WebhookSender: NoticeSender {
    private let post: IntranetPost

    /// - Throws: `value.invalid` for what is no plain HTTP address.
    package init(url: String, timeoutSeconds: Int = 20) throws(AppError) {
        post = try IntranetPost(url: url, setting: "notices.webhook", timeoutSeconds: timeoutSeconds)
    }

    package func send(_ notice: Notice) async throws(NoticeFailure) {
        let json: [UInt8]
        do {
            json = Array(try NoticeDocument(notice).json())
        } catch {
            throw NoticeFailure(.unreachable)
        }
        try await post.send(json, key: notice.id.text)
    }
}
