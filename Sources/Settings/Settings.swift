/// Every setting of the program, with its default. `config/dangwu.yaml` documents the same keys; a test compares both.
package struct Settings: Sendable, Equatable {
    package var database = DatabaseSettings()
    package var http = HTTPSettings()
    package var log = LogSettings()
    package var identity = IdentitySettings()
    package var policy = PolicySettings()
    package var notices = NoticeSettings()

    package init() {}
}

package struct DatabaseSettings: Sendable, Equatable {
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
}

package struct HTTPSettings: Sendable, Equatable {
    /// Address to listen on; loopback unless the server is reached through a proxy elsewhere.
    package var host = "127.0.0.1"
    package var port = 8080
    /// Maximum size of a request body in bytes; a larger one is refused with 413.
    package var bodyLimitBytes = 16_777_216
    /// Seconds after which an idle connection is closed.
    package var idleTimeoutSeconds = 60
    /// Time limit of a request in seconds.
    package var requestTimeoutSeconds = 30
    /// Seconds that running requests have to finish at shutdown.
    package var shutdownSeconds = 20
}

package struct LogSettings: Sendable, Equatable {
    /// trace, debug, info, notice, warning, error, critical.
    package var level = "notice"
}

package struct IdentitySettings: Sendable, Equatable {
    /// 32 bytes in Base64 that encrypt and find ID numbers. Empty: kept in a file of the state folder, private cluster
    /// only. Secret.
    package var key = ""
    /// How many different ID numbers an account may ask for on a day, imports included.
    package var lookupsPerDay = 100_000
    /// How many of them may share one birth date: who knows a birth date has some hundred numbers left to try.
    package var lookupsPerBirthDate = 60
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

package struct NoticeSettings: Sendable, Equatable {
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
