import Kernel
import Synchronization

/// Counts refusals of each address or account and says when it is enough for this minute. It holds
/// a bounded number of them: when there are more, those whose minute is over are forgotten, then all.
final class RefusalLimiter: Sendable {
    private struct Count {
        var number: Int
        let until: ContinuousClock.Instant
    }

    private static let minute = Duration.seconds(60)
    private static let mostKeys = 8192
    /// Refusals of one key within a minute; 0: no limit.
    private let most: Int
    private let counts = Mutex<[String: Count]>([:])

    init(most: Int) { self.most = most }

    /// Counts one more.
    func note(_ key: String) {
        guard most > 0 else { return }
        let now = ContinuousClock.now
        counts.withLock { counts in
            if let count = counts[key], count.until > now {
                counts[key]?.number += 1
                return
            }
            if counts.count >= Self.mostKeys {
                counts = counts.filter { $0.value.until > now }
                if counts.count >= Self.mostKeys { counts.removeAll(keepingCapacity: true) }
            }
            counts[key] = Count(number: 1, until: now + Self.minute)
        }
    }

    /// Seconds until a key may try again; nil while it is below the limit.
    func wait(_ key: String) -> Int? {
        guard most > 0 else { return nil }
        let now = ContinuousClock.now
        return counts.withLock { counts in
            guard let count = counts[key], count.until > now, count.number >= most else { return nil }
            return max(1, Int(((count.until - now) / .seconds(1)).rounded(.up)))
        }
    }
}

extension AppError {
    static func tooManyWrongTokens(_ seconds: Int) -> AppError {
        AppError(
            .tooMany, "access.too_many_wrong_tokens",
            Text(
                zh: "这个地址一分钟内的无效令牌太多。", en: "Too many wrong tokens from this address within a minute."),
            hint: Text(zh: "请检查令牌，\(seconds) 秒后再试。", en: "Check the token and try again in \(seconds) seconds."),
            retryAfter: seconds)
    }

    static func tooManyRefusals(_ seconds: Int) -> AppError {
        AppError(
            .tooMany, "access.too_many_refusals",
            Text(
                zh: "这个账号一分钟内被拒绝的请求太多。", en: "Too many requests of this account were refused within a minute."),
            hint: Text(
                zh: "请检查授权，\(seconds) 秒后再试。", en: "Check its grants and try again in \(seconds) seconds."),
            retryAfter: seconds)
    }
}
