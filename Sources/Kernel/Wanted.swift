/// Whether anybody still waits for what is being computed. Whatever reads, checks or makes many things of outside data
/// asks every thousand or so: a request that is over its time then ends, and frees its thread.
package enum Wanted {
    /// - Throws: `request.cancelled` when the task was cancelled.
    package static func check() throws(AppError) {
        if Task.isCancelled { throw .cancelled }
    }

    /// The same, for the inside of a loop.
    package static func check(every count: Int, _ number: Int) throws(AppError) {
        if number % count == 0 { try check() }
    }
}

extension AppError {
    package static var cancelled: AppError {
        AppError(
            .unavailable, "request.cancelled", Text(zh: "请求已取消。", en: "The request was cancelled."),
            hint: Text(zh: "请稍后重试。", en: "Try again in a moment."))
    }
}
