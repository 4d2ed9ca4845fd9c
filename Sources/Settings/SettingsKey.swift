import Kernel

/// One setting by name: how it is read from text and shown.
package struct SettingsKey: Sendable {
    package let name: String
    package let isSecret: Bool
    package let get: @Sendable (Settings) -> String
    let set: @Sendable (inout Settings, String) -> Text?

    /// `DANGWU_HTTP_PORT` for `http.port`.
    package var environmentName: String {
        "DANGWU_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    private static func text(
        _ name: String, _ path: any (WritableKeyPath<Settings, String> & Sendable), secret: Bool = false,
        allowed: [String] = []
    ) -> SettingsKey {
        SettingsKey(
            name: name, isSecret: secret, get: { $0[keyPath: path] },
            set: { settings, value in
                guard allowed.isEmpty || allowed.contains(value) else {
                    let words = allowed.joined(separator: ", ")
                    return Text(zh: "应为其中之一：\(words)", en: "expected one of \(words)")
                }
                settings[keyPath: path] = value
                return nil
            })
    }

    /// A text that has a form or is empty.
    private enum Form {
        case headerName, attribute

        func accepts(_ text: String) -> Bool {
            text.utf8.count <= 100
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
                    case UInt8(ascii: "."): self == .attribute
                    default: false
                    }
                }
        }

        var expected: Text {
            switch self {
            case .headerName:
                Text(zh: "应为请求头的名称，如 X-Client-Subject", en: "expected a header's name such as X-Client-Subject")
            case .attribute: Text(zh: "应为主体属性，如 CN", en: "expected an attribute of subjects such as CN")
            }
        }
    }

    private static func text(
        _ name: String, _ path: any (WritableKeyPath<Settings, String> & Sendable), as form: Form
    ) -> SettingsKey {
        SettingsKey(
            name: name, isSecret: false, get: { $0[keyPath: path] },
            set: { settings, value in
                settings[keyPath: path] = value
                return form.accepts(value) ? nil : form.expected
            })
    }

    private static func number(
        _ name: String, _ path: any (WritableKeyPath<Settings, Int> & Sendable), _ range: ClosedRange<Int>
    ) -> SettingsKey {
        SettingsKey(
            name: name, isSecret: false, get: { String($0[keyPath: path]) },
            set: { settings, value in
                guard let number = Int(value), range.contains(number) else {
                    return Text(
                        zh: "应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                        en: "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
                }
                settings[keyPath: path] = number
                return nil
            })
    }

    /// The end of settings whose text is run as a command.
    static let commandSuffix = "key_command"

    /// The three settings of a key (`KeySource`).
    /// - Parameter name: what stands before `key`.
    private static func key(
        _ name: String, _ path: any (WritableKeyPath<Settings, KeySource> & Sendable)
    ) -> [SettingsKey] {
        func setting(
            _ suffix: String, _ member: any (WritableKeyPath<KeySource, String> & Sendable), secret: Bool = false
        ) -> SettingsKey {
            SettingsKey(
                name: name + suffix, isSecret: secret, get: { $0[keyPath: path][keyPath: member] },
                set: { settings, value in
                    settings[keyPath: path][keyPath: member] = value
                    return nil
                })
        }
        return [
            setting("key", \.key, secret: true), setting("key_file", \.keyFile),
            setting(commandSuffix, \.keyCommand),
        ]
    }

    package static let all: [SettingsKey] =
        general + key("identity.", \.identity) + key("identity.old_", \.oldIdentity)
        + key("audit.", \.audit.source)

    private static let general: [SettingsKey] = [
        .text("database.url", \.database.url, secret: true),
        .text("database.owner_url", \.database.ownerURL, secret: true),
        .text("database.name", \.database.name),
        .number("database.pool_maximum", \.database.poolMaximum, 1...200),
        .number("database.pool_wait_seconds", \.database.poolWaitSeconds, 1...600),
        .number("database.statement_timeout_seconds", \.database.statementTimeoutSeconds, 0...86_400),
        .number("database.log_megabytes", \.database.logMegabytes, 1...100_000),
        .number("database.import_run_days", \.database.importRunDays, 0...36_500),
        .text("http.host", \.http.host),
        .number("http.port", \.http.port, 0...65_535),
        .text("http.public_address", \.http.publicAddress),
        SettingsKey(
            name: "http.trusted_proxies", isSecret: false, get: { $0.http.trustedProxies },
            set: { settings, value in
                settings.http.trustedProxies = value
                guard TrustedProxies(value) == nil else { return nil }
                return Text(
                    zh: "应为用逗号分开的地址或网段，如 127.0.0.1, ::1, 10.20.0.0/16",
                    en: "expected addresses or networks separated by commas, such as 127.0.0.1, ::1, 10.20.0.0/16")
            }),
        .number("http.body_limit_bytes", \.http.bodyLimitBytes, 1024...1_073_741_824),
        .number("http.idle_timeout_seconds", \.http.idleTimeoutSeconds, 1...3600),
        .number("http.head_timeout_seconds", \.http.headTimeoutSeconds, 1...3600),
        .number("http.unread_timeout_seconds", \.http.unreadTimeoutSeconds, 1...3600),
        .number("http.unread_limit_bytes", \.http.unreadLimitBytes, 1_048_576...17_179_869_184),
        .number("http.request_timeout_seconds", \.http.requestTimeoutSeconds, 1...3600),
        .number("http.compute_waiting", \.http.computeWaiting, 0...10_000),
        .number("http.connections_maximum", \.http.connectionsMaximum, 8...100_000),
        .number("http.wrong_tokens_per_minute", \.http.wrongTokensPerMinute, 0...1_000_000),
        .number("http.refusals_per_minute", \.http.refusalsPerMinute, 0...1_000_000),
        .number("http.idempotency_days", \.http.idempotencyDays, 0...36_500),
        .number("http.shutdown_seconds", \.http.shutdownSeconds, 0...600),
        .text("log.level", \.log.level, allowed: ["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        .text("log.format", \.log.format, allowed: ["text", "json"]),
        .number("audit.every_minutes", \.audit.everyMinutes, 0...10_080),
        .text("audit.heads_folder", \.audit.headsFolder),
        .text("audit.heads_webhook", \.audit.headsWebhook),
        .text("audit.heads_mail_to", \.audit.headsMailTo),
        .number("audit.heads_mail_hours", \.audit.headsMailHours, 0...8760),
        .number("access.password_cost", \.access.passwordCost, 15...20),
        .number("access.password_length", \.access.passwordLength, 10...64),
        .number("access.failures_allowed", \.access.failuresAllowed, 3...100),
        .number("access.lock_minutes", \.access.lockMinutes, 1...1440),
        .number("access.reset_hours", \.access.resetHours, 1...720),
        .number("access.session_idle_minutes", \.access.sessionIdleMinutes, 5...1440),
        .number("access.session_hours", \.access.sessionHours, 1...720),
        .number("access.attempt_days", \.access.attemptDays, 7...3650),
        .number("access.unused_days", \.access.unusedDays, 1...3650),
        .text("access.purpose", \.access.purpose, allowed: ["required", "optional"]),
        .text("access.certificate_header", \.access.certificateHeader, as: .headerName),
        .text("access.certificate_part", \.access.certificatePart, as: .attribute),
        .text("access.second_administrator", \.access.secondAdministrator, allowed: ["on", "off"]),
        .text("access.three_officers", \.access.threeOfficers, allowed: ["on", "off"]),
        .text("access.posts", \.access.posts, allowed: ["on", "off"]),
        .number("access.substitution_days", \.access.substitutionDays, 1...366),
        .number("identity.lookups_per_day", \.identityLimits.lookupsPerDay, 1...10_000_000),
        .number("identity.lookups_per_birth_date", \.identityLimits.lookupsPerBirthDate, 1...10_000),
        .number("identity.lookup_days", \.identityLimits.lookupDays, 2...36_500),
        .text("members.second_person", \.members.secondPerson, allowed: ["on", "off"]),
        .text("policy.folder", \.policy.folder),
        .text("policy.training_rules", \.policy.trainingRules),
        .text("policy.recruitment_local", \.policy.recruitmentLocal),
        .text("policy.recruitment_switches", \.policy.recruitmentSwitches),
        .text("policy.recruitment_seats", \.policy.recruitmentSeats),
        .number("notices.every_minutes", \.notices.everyMinutes, 0...10_080),
        .text("notices.folder", \.notices.folder),
        .text("notices.smtp_host", \.notices.smtpHost),
        .number("notices.smtp_port", \.notices.smtpPort, 1...65_535),
        .text("notices.mail_from", \.notices.mailFrom),
        .text("notices.mail_to", \.notices.mailTo),
        .text("notices.webhook", \.notices.webhook),
        .text("backup.folder", \.backup.folder),
        .number("backup.maximum_age_hours", \.backup.maximumAgeHours, 1...8760),
        .number("backup.keep", \.backup.keep, 1...10_000),
        .text("backup.recipient", \.backup.recipient),
        SettingsKey(
            name: "backup.at", isSecret: false, get: { $0.backup.at },
            set: { settings, value in
                settings.backup.at = value
                guard value.isEmpty || settings.backup.minuteOfDay != nil else {
                    return Text(zh: "应为 24 小时制的时间，如 02:30", en: "expected a time of day such as 02:30")
                }
                return nil
            }),
    ]
}
