import Foundation
package import Kernel
package import Policy

/// What an installation asks of passwords, sign-ins and sessions: the settings `access.*` and the list of refused
/// passwords.
package struct SignInRules: Sendable {
    package var passwordCost = 15
    package var passwordLength = 10
    /// Failures from one source that lock a name for it.
    package var failuresAllowed = 5
    package var lockMinutes = 15
    package var resetHours = 72
    package var sessionIdleMinutes = 60
    package var sessionHours = 12
    package var attemptDays = 180
    package var unusedDays = 90
    /// Where people reach the server, without a slash at the end; empty: unknown.
    package var publicAddress = ""
    /// The attribute of a certificate's subject that accounts are bound to; `subject` for all of it.
    package var certificatePart = "CN"
    /// In lower case.
    package let refused: Set<String>

    package init(refused: Set<String> = []) { self.refused = refused }

    /// Reads `config/policy/access/passwords.yaml`.
    package init(_ node: RuleNode) throws(AppError) {
        try node.only(["format", "source", "refused"])
        _ = try node.citation()
        self.init(refused: Set(try node.words("refused").map { $0.lowercased() }))
    }

    static let longestPassword = 200

    /// How often the use of a token is noted: often enough for the idle limit, and seldom enough to cost nothing.
    var noteEveryMinutes: Int { max(1, min(5, sessionIdleMinutes / 4)) }

    /// The page that takes a one-time secret. Browsers do not send what follows `#`, so that no log gets to see it.
    func link(_ signInName: String, _ secret: String) -> String? {
        publicAddress.isEmpty ? nil : "\(publicAddress)/sign-in#\(signInName):\(secret)"
    }

    /// Failures from all sources together that lock a name for sources that never signed in under it. Ten times those
    /// of one source: one machine locks nobody else out, and many machines still guess slowly.
    var failuresAllowedTogether: Int { 10 * failuresAllowed }

    /// The beginning of the window in which failures are counted.
    func failuresSince(_ now: Date) -> Date { now.addingTimeInterval(-60 * Double(lockMinutes)) }

    /// Whether a password may be set.
    /// - Throws: `password.*`.
    package func check(_ password: String, name: String, signInName: String) throws(AppError) {
        let count = password.unicodeScalars.count
        guard count >= passwordLength else { throw .passwordTooShort(least: passwordLength) }
        guard count <= Self.longestPassword, !password.unicodeScalars.contains(where: \.isControlOrDirection) else {
            throw .passwordForm(most: Self.longestPassword)
        }
        let folded = password.lowercased()
        for word in [name, signInName] where !word.isEmpty {
            let plain = word.lowercased()
            let rest = folded.replacing(plain, with: "")
            guard plain.count < 3 || rest == folded || rest.unicodeScalars.count >= passwordLength else {
                throw .passwordHoldsName
            }
        }
        let isRepetition = Set(folded).count < 4
        guard !isRepetition, !refused.contains(folded), !Self.isRun(folded) else { throw .passwordCommon }
    }

    /// `abcdefghij`, `9876543210`: each character next to the one before.
    private static func isRun(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
        return steps == [1] || steps == [-1]
    }
}

/// Account names as people type them: trimmed, in lower case.
package enum SignInName {
    package static let longest = 60

    package static func normalized(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    /// - Throws: `value.invalid` for one that has not the form that the database asks for as well.
    package static func checked(_ text: String) throws(AppError) -> String {
        let name = normalized(text)
        let isFirst: (UInt8) -> Bool = { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        let bytes = Array(name.utf8)
        let marks = Array("._-".utf8)
        guard (2...longest).contains(bytes.count), bytes.first.map(isFirst) == true,
            bytes.allSatisfy({ isFirst($0) || marks.contains($0) })
        else {
            throw .invalidValue(
                "sign_in_name", text.quotable,
                expected: Text(
                    zh: "2 到 \(longest) 个小写字母、数字、点、下划线或连字符，以字母或数字开头",
                    en:
                        "2 to \(longest) letters, digits, dots, underscores or hyphens, a letter or digit first"
                ))
        }
        return name
    }
}
