import Kernel

/// Every setting of the program, with its default. `config/dangwu.yaml` documents the same keys; a test compares both.
package struct Settings: Sendable, Equatable, Unshown {
    package var database = DatabaseSettings()
    package var http = HTTPSettings()
    package var log = LogSettings()
    package var identity = KeySource()
    /// The key of ID numbers before, while it is changed.
    package var oldIdentity = KeySource()
    package var identityLimits = IdentityLimits()
    package var audit = AuditSettings()
    package var access = AccessSettings()
    package var members = MembersSettings()
    package var policy = PolicySettings()
    package var notices = NoticeSettings()
    package var backup = BackupSettings()

    package init() {}
}

package struct DatabaseSettings: Sendable, Equatable, Unshown {
    /// Connection URI of the application's role; empty: a private cluster is started. Secret.
    package var url = ""
    /// Connection URI of the owner of the schema, for `db migrate` only; empty: the owner of the private cluster.
    /// Secret.
    package var ownerURL = ""
    /// Name of the database in the private cluster.
    package var name = "dangwu"
    /// Maximum number of connections; two per core of the server are enough.
    package var poolMaximum = 8
    /// Seconds a request waits for a free connection before it is refused.
    package var poolWaitSeconds = 10
    /// Time limit of a statement in seconds; 0 means none.
    package var statementTimeoutSeconds = 30
    /// Megabytes of the private cluster's log, above which it is emptied; the former one stays beside it.
    package var logMegabytes = 20
    /// Days for which the record stays that a file was imported; a file is taken for repeated on its own day only. 0:
    /// all are kept.
    package var importRunDays = 365
}

package struct HTTPSettings: Sendable, Equatable {
    /// Address to listen on; loopback unless the server is reached through a proxy elsewhere.
    package var host = "127.0.0.1"
    package var port = 8080
    /// How people reach the server, such as https://dangwu.example.internal; sign-in links begin with it. Empty: links
    /// are not shown, only secrets.
    package var publicAddress = ""
    /// Addresses and networks (10.0.0.0/8) of proxies that are believed, separated by commas: the last address of their
    /// `X-Forwarded-For` that is not one of them is the client's. Empty: nobody is believed.
    package var trustedProxies = ""
    /// Maximum size of a request body in bytes; a larger one is refused with 413.
    package var bodyLimitBytes = 16_777_216
    /// Seconds after which an idle connection is closed.
    package var idleTimeoutSeconds = 60
    /// Seconds that the head of a request may take from its first byte, and a new connection until it sends one.
    package var headTimeoutSeconds = 10
    /// Seconds after which a connection is closed that takes nothing at all of its answer.
    package var unreadTimeoutSeconds = 30
    /// Maximum size in bytes of all answers that were written and not taken yet; past it, those connections are closed
    /// that hold most for the longest time.
    package var unreadLimitBytes = 134_217_728
    /// Time limit of a request in seconds: for its body, for what is computed and for the database together.
    package var requestTimeoutSeconds = 30
    /// Long computations (plans, calendars, imports, schemes, large bodies) that may wait for a core; the next one is
    /// refused with 503. 0: none waits.
    package var computeWaiting = 16
    /// Open connections; one more is closed at once. Never more than the operating system allows. One address has half
    /// of them at most, unless it is a trusted proxy.
    package var connectionsMaximum = 1024
    /// Wrong or missing tokens from one address within a minute, after which further ones are answered with 429; 0: no
    /// limit. A token that is right is always taken.
    package var wrongTokensPerMinute = 60
    /// Refusals (403) of one account within a minute, after which it is answered with 429 until the minute is over; 0:
    /// no limit.
    package var refusalsPerMinute = 600
    /// Days for which the answer under an Idempotency-Key is kept; older ones are deleted. 0: all are kept.
    package var idempotencyDays = 30
    /// Seconds that running requests have to finish at shutdown.
    package var shutdownSeconds = 20
}

package struct LogSettings: Sendable, Equatable {
    /// trace, debug, info, notice, warning, error, critical.
    package var level = "notice"
    /// text, or json: one object a line.
    package var format = "text"
}

package struct IdentityLimits: Sendable, Equatable {
    /// How many different ID numbers an account may ask for on a day, imports included.
    package var lookupsPerDay = 100_000
    /// How many of them may share one birth date: who knows a birth date has some hundred numbers left to try.
    package var lookupsPerBirthDate = 60
    /// Days for which it is kept which numbers an account asked for; the limits need one.
    package var lookupDays = 30
}

package struct AuditSettings: Sendable, Equatable, Unshown {
    /// Where the key comes from that signs the heads of the audit log: 32 bytes in Base64; to change it, the new key
    /// comes first and old ones follow after a comma. Empty: kept in a file of the state folder with the private
    /// cluster, otherwise nothing is sealed.
    package var source = KeySource()
    /// The key where it is a setting itself. Secret.
    package var key: String {
        get { source.key }
        set { source.key = newValue }
    }
    /// Minutes between two sealings by the server's worker; 0: only by command.
    package var everyMinutes = 5
    /// A folder, best on another machine, to which each signed head is appended; empty: one of the state folder with
    /// the private cluster, otherwise none.
    package var headsFolder = ""
    /// A URL beginning with http:// to which signed heads are posted after each sealing; empty: none.
    package var headsWebhook = ""
    /// Recipient of a mail with the newest head, over the mail server of `notices`; empty: none.
    package var headsMailTo = ""
    /// Hours between two such mails; 0: one after each sealing.
    package var headsMailHours = 24
}

package struct AccessSettings: Sendable, Equatable {
    /// Cost of a password's hash (scrypt, RFC 7914): N is two to this power, with r = 8 and p = 1. One more doubles
    /// time and memory; 15 takes 32 MB and a tenth of a second. Existing hashes keep theirs.
    package var passwordCost = 15
    /// Characters that a password has at least.
    package var passwordLength = 10
    /// Failed sign-ins after which an account name is locked.
    package var failuresAllowed = 5
    /// Minutes that a name stays locked, and within which failures are counted.
    package var lockMinutes = 15
    /// Hours that the secret of a new or reset account lasts.
    package var resetHours = 72
    /// Minutes without a request after which a session ends.
    package var sessionIdleMinutes = 60
    /// Hours after which a session ends in any case.
    package var sessionHours = 12
    /// Days that sign-in attempts are kept.
    package var attemptDays = 180
    /// Days without use after which the review of access names a grant.
    package var unusedDays = 90
    /// Whether a reader has to state what ID numbers in clear, exports and prints are for: required or optional.
    package var purpose = "optional"
    /// The header in which a trusted proxy passes the subject of the client certificate that it checked; empty: nobody
    /// signs in by certificate.
    package var certificateHeader = ""
    /// The attribute of the subject that accounts are bound to, such as CN, serialNumber or UID; subject: all of it.
    package var certificatePart = "CN"
    /// on: a grant or substitution by one administrator gives nothing until another confirms it; off.
    package var secondAdministrator = "off"
    /// on: system, security and audit are administered by three people, who do nothing else (三员分立); off.
    package var threeOfficers = "off"
    /// on: who holds a post has the role that `policy/access/posts.yaml` gives it, as long as the tenure lasts; off.
    package var posts = "off"
    /// Days that somebody may act in place of another at most.
    package var substitutionDays = 60
}

package struct MembersSettings: Sendable, Equatable {
    /// on: a correction of a name, an ID number or a day of admission or conversion has no effect until a second person
    /// agrees; off.
    package var secondPerson = "off"
}

package struct PolicySettings: Sendable, Equatable {
    /// A folder of rule files that replace the shipped ones of the same name; empty: as shipped.
    package var folder = ""
    /// The rule set file of training, below `policy/training/`.
    package var trainingRules = "training"
    /// Local additions to the rules of recruitment, files below `policy/recruitment/local/` without `.yaml`, separated
    /// by commas; empty: only the national rules.
    package var recruitmentLocal = ""
    /// Rules of recruitment that are switched on or off, such as `report.quarter=on, meeting.fresh_review=off`; empty:
    /// as in the files.
    package var recruitmentSwitches = ""
    /// When a seat of the yearly plan is used up: vote or approval.
    package var recruitmentSeats = "approval"
}

package struct NoticeSettings: Sendable, Equatable, Unshown {
    /// Minutes between two runs of the server's worker, which writes and sends notices; 0: only by command.
    package var everyMinutes = 60
    /// A folder for notices, each as a JSON file; empty: no files.
    package var folder = ""
    /// A mail server of the intranet that accepts mail from this machine without a password; empty: no mail.
    package var smtpHost = ""
    package var smtpPort = 25
    /// Sender of the mail.
    package var mailFrom = "dangwu@localhost"
    /// Recipient for organisations without an address (`dangwu notice address`); empty: none.
    package var mailTo = ""
    /// A URL beginning with http:// that receives each notice as JSON; empty: none.
    package var webhook = ""
}

package struct BackupSettings: Sendable, Equatable, Unshown {
    /// The folder of the backups; empty: `backups` in the state folder, private cluster only.
    package var folder = ""
    /// Hours after which `dangwu doctor` finds the newest backup too old.
    package var maximumAgeHours = 26
    /// How many stay; older ones are removed after each new one.
    package var keep = 14
    /// The public key that backups are encrypted for, from `dangwu backup key`; empty: they are not encrypted.
    package var recipient = ""
    /// The time of day, China Standard Time, at which the server backs up its private cluster, such as 02:30; empty:
    /// only by command.
    package var at = ""

    /// `at` as minutes since midnight; nil when it is empty or no time.
    package var minuteOfDay: Int? {
        let parts = at.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isASCII) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
