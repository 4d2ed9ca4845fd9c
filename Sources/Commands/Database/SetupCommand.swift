import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Settings
import Wire

/// Prepares a database and makes the first administrator.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: localized(zh: "准备数据库并建立第一名管理员", en: "Prepare a database and make the first administrator"),
        discussion: localized(
            zh: "用 database.owner_url 的连接；可以重复运行，已就绪的不改动。令牌写到标准输出，首次登录用的链接或一次性密码"
                + "写到标准错误，都只显示一次。",
            en: "Uses the connection of database.owner_url. It can be repeated: what is ready stays. "
                + "The token is written to standard output, and the link or secret of the first sign-in to standard "
                + "error, each once."))
    @OptionGroup var shape: Shape
    @Option(help: help(zh: "最高一级党组织的编码", en: "Code of the organisation at the top")) var root: String
    @Option(help: help(zh: "它的全称；尚未登记时必填", en: "Its full name; needed when it is not registered yet"))
    var name: String?
    @Option(help: help(zh: "它的层级，默认 county", en: "Its level, by default county")) var level: Level?
    @Option(help: help(zh: "它的成立日期，默认今天", en: "Its founding day, by default today")) var since: Day?
    @Option(help: help(zh: "第一名管理员", en: "Who the first administrator is")) var administrator: String
    @Option(help: help(zh: "其登录名，默认 admin", en: "Their name to sign in with, by default admin")) var signInName: String?
    @Option(help: member("days", of: TokenOrder.self)) var days: Int?
    @Option(
        help: help(
            zh: "三员分立时是哪一员：system、security 或 audit",
            en: "Which officer it is where duties are divided: system, security or audit"))
    var officer: Officer?
    @Flag(help: help(zh: "已有管理员时再建一名", en: "Make one more although there is an administrator"))
    var another = false
    @Flag(help: help(zh: "给已有的管理员另一个一次性密码", en: "Give the administrator who is there another one-time secret"))
    var newSecret = false
    @Flag(
        help: help(
            zh: "把应用角色的口令改为 database.url 中的，或另生成", en: "Set the role's password to that of database.url, or make one"))
    var resetPassword = false

    private var order: SetupOrder {
        var order = SetupOrder(root: root, administrator: administrator)
        (order.name, order.level, order.since, order.days) = (name, level, since, days)
        (order.isAnother, order.renewsSecret, order.resetsPassword) = (another, newSecret, resetPassword)
        if let signInName { order.signInName = signInName }
        order.officer = officer
        return order
    }

    func run() async throws {
        let loaded = try shape.globals.load()
        let setup = Setup(try shape.globals.startup(), logger: Globals.logger(loaded.settings))
        let report = try await setup.run(order, on: ChinaTime.today())
        guard shape.format == .table else { return try shape.json(report) }
        Terminal.talk(Table(report.steps).text(in: CommandLanguage.current))
        if let url = report.databaseURL { Terminal.talk("database.url: \(url)") }
        if let signIn = report.signIn {
            Terminal.talk(signIn.summary.localized)
            // A link holds it already.
            if signIn.link == nil {
                Terminal.talk(Text(zh: "一次性密码：\(signIn.secret)", en: "One-time secret: \(signIn.secret)").localized)
            }
        }
        if let token = report.administrator {
            Terminal.talk(token.summary.localized)
            Terminal.write(token.secret + "\n")
        }
        if !report.isChanged { Terminal.talk(Text(zh: "没有改动。", en: "Nothing was changed.").localized) }
    }
}

extension Officer: ExpressibleByArgument {}
