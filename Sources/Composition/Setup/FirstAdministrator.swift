import Access
import Civil
import Kernel
import Organisations

/// Makes the first administrator over a root organisation, which is entered when the registry is empty.
struct FirstAdministrator {
    private static let role = Role("administrator")

    /// Over the owner's connection.
    let services: Services
    let order: SetupOrder
    let today: Day

    /// Checks the order and sees to the root organisation.
    /// - Returns: where a new administrator is wanted; nil when the one of the order is there already.
    /// - Throws: `setup.administrator_exists`, `setup.root_missing`, `value.*`.
    func prepare(_ report: inout SetupReport) async throws -> Organisation? {
        try Plausible.words(order.administrator, "name")
        if let days = order.days { try Plausible.count(days, "days", in: TokenOrder.daysAllowed) }
        let caller = Caller.localOperator()
        let existing = try await services.access.administrators(on: today, caller: caller)
        let root = try await registered(caller)
        guard existing.isEmpty || order.isAnother else {
            // The same order again is done already; one for another place or name is not.
            guard let root, existing.contains(where: { $0.path == root.path && $0.name == order.administrator }) else {
                throw Self.exists(existing)
            }
            report.steps.append(SetupStep(.root, Text(zh: "\(root.name)，已登记", en: "\(root.name), registered before")))
            return nil
        }
        return try await enterRoot(root, caller, &report)
    }

    /// Makes the administrator, unless there is no place to be one of.
    func enter(over place: Organisation?, _ report: inout SetupReport) async throws {
        guard let place else {
            report.steps.append(
                SetupStep(
                    .administrator,
                    Text(
                        zh: "\(order.administrator) 已是管理员，未另建；--another 再建一名",
                        en: "\(order.administrator) is the administrator; none was made. --another makes one more")))
            return
        }
        report.administrator = try await admit(over: place)
        report.steps.append(
            SetupStep(
                .administrator, changed: true,
                Text(
                    zh: "\(order.administrator)，管辖 \(place.path)", en: "\(order.administrator), over \(place.path)")))
    }

    /// How the administrator gets in the first time: an account with its grant, and a token that is shown once.
    private func admit(over place: Organisation) async throws -> NewToken {
        try await services.access.issue(
            TokenOrder(
                name: order.administrator, role: Self.role, scope: Reference(place.code), days: order.days),
            on: today, caller: .localOperator())
    }

    private func registered(_ caller: Caller) async throws -> Organisation? {
        do {
            return try await services.organisations.organisation(Reference(order.root), caller: caller)
        } catch let error as AppError where error.kind == .notFound {
            return nil
        }
    }

    private func enterRoot(
        _ root: Organisation?, _ caller: Caller, _ report: inout SetupReport
    ) async throws -> Organisation {
        if let root {
            report.steps.append(SetupStep(.root, Text(zh: "\(root.name)，已登记", en: "\(root.name), registered before")))
            return root
        }
        guard let name = order.name else {
            throw AppError(
                .notFound, "setup.root_missing",
                Text(zh: "没有编码为「\(order.root)」的党组织。", en: "There is no organisation with the code “\(order.root)”."),
                hint: Text(
                    zh: "空的数据库请加 --name 全称和 --level 层级，将先登记它。",
                    en: "In an empty database add --name with its full name and --level; it is then entered first."))
        }
        _ = try await services.organisations.enterRoot(
            RootOrder(code: order.root, name: name, level: order.level ?? .county, since: order.since ?? today),
            caller: caller)
        report.steps.append(SetupStep(.root, changed: true, Text(zh: "已登记 \(name)", en: "\(name) was entered")))
        return try await services.organisations.organisation(Reference(order.root), caller: caller)
    }

    private static func exists(_ administrators: [Administrator]) -> AppError {
        AppError(
            .conflict, "setup.administrator_exists",
            Text(zh: "已有管理员，没有另建。", en: "There is an administrator already; none was made."),
            hint: Text(
                zh: "请由管理员发令牌；确要另建一名，请加 --another。",
                en: "Ask one of them for a token, or add --another to make one more all the same."),
            facts: administrators.map { .init("administrator", "\($0.name) \($0.path)") })
    }
}
