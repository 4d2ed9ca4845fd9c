/// Every setting of the program, with its default. `config/dangwu.yaml` documents the same keys; a test keeps both equal.
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
    /// Connection URI of the owner of the schema, for `db migrate` alone; empty: the same server's owner when private. Secret.
    package var ownerURL = ""
    /// Name of the database in the private cluster.
    package var name = "dangwu"
    /// Connections open at most; two per core of the server is plenty.
    package var poolMaximum = 8
    /// Seconds a request waits for a free connection before it is refused.
    package var poolWaitSeconds = 10
    /// Seconds one statement may run; 0 means no bound.
    package var statementTimeoutSeconds = 30
}

package struct HTTPSettings: Sendable, Equatable {
    /// Address to listen on; loopback unless a proxy stands in front.
    package var host = "127.0.0.1"
    package var port = 8080
    /// Bytes of a request body at most; a larger one is refused with 413.
    package var bodyLimitBytes = 16_777_216
    /// Seconds after which an idle connection is closed.
    package var idleTimeoutSeconds = 60
    /// Seconds that a request may take in all.
    package var requestTimeoutSeconds = 30
    /// Seconds that requests under way get to finish at shutdown.
    package var shutdownSeconds = 20
}

package struct LogSettings: Sendable, Equatable {
    /// trace, debug, info, notice, warning, error, critical.
    package var level = "notice"
}

package struct IdentitySettings: Sendable, Equatable {
    /// 32 bytes in Base64 that encrypt and find ID numbers. Empty: kept in a file of the state folder, private cluster only. Secret.
    package var key = ""
}

package struct PolicySettings: Sendable, Equatable {
    /// A folder of rule files that take the place of the shipped ones of the same name; empty: as shipped.
    package var folder = ""
    /// The rule set file of training, below `policy/training/`.
    package var trainingRules = "training"
    /// Local additions to the rules of recruitment, files below `policy/recruitment/local/` without `.yaml`, separated by
    /// commas; empty: the national rules alone.
    package var recruitmentLocal = ""
    /// Rules of recruitment that are switched, such as `report.quarter=on, meeting.fresh_review=off`; empty: as the files say.
    package var recruitmentSwitches = ""
    /// When a seat of the yearly plan is used up: vote or approval.
    package var recruitmentSeats = "approval"
}

package struct NoticeSettings: Sendable, Equatable {
    /// Minutes between two runs of the worker beside the server: what is due is told, what waits is sent; 0: only by command.
    package var everyMinutes = 60
    /// A folder that takes each notice as a JSON file; empty: no files.
    package var folder = ""
    /// A mail server of the intranet that takes mail from this machine without a password; empty: no mail.
    package var smtpHost = ""
    package var smtpPort = 25
    /// Whom the mail comes from.
    package var mailFrom = "dangwu@localhost"
    /// Where mail goes about places that have no address of their own (`dangwu notice address`); empty: nowhere.
    package var mailTo = ""
    /// An address that begins with http:// and takes each notice as JSON; empty: none.
    package var webhook = ""
}
