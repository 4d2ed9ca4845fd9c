import HTTPTypes
import Kernel
import Wire

/// The answer to what is no HTTP request, in the form of every other error; its language is not known.
package enum MalformedRequest {
    package static let type = Dispatcher.problemType
    package static let body: String = {
        let error = AppError(
            .malformed, "request.malformed",
            Text(zh: "这不是有效的 HTTP/1.1 请求。", en: "This is not a valid HTTP/1.1 request."),
            hint: Text(
                zh: "网址里的汉字要用百分号编码；请检查发送的程序。",
                en: "Characters beyond ASCII in an address are percent-encoded; check the program that sends it."))
        return (try? WireEncoder.text(ErrorBody(error, language: .chinese))) ?? "{}"
    }()
}
