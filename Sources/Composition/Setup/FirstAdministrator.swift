import Access
import Civil
import Kernel
import Organisations

/// Makes the first administrator over a root organisation, which is entered when the registry is empty.
struct FirstAdministrator {
    /// Where an administrator is wanted, or who it is already.
    enum Place {
        case wanted(Organisation)
        case there(Administrator)
    }

    /// Over the owner's connection.
    let services: Services
    let order: SetupOrder
    let today: Day

    /// Checks the order and sees to the root organisation.
    /// - Throws: `setup.administrator_exists`, `setup.sign_in_name`, `setup.root_missing`, `value.*`.
    func prepare(_ report: inout SetupReport) async throws -> Place {
        try Plausible.words(order.administrator, "name")
        let signInName = try SignInName.checked(order.signInName)
        if let days = order.days { try Plausible.count(days, "days", in: TokenOrder.daysAllowed) }
        _ = try services.access.firstRole(order.officer)
        let caller = Caller.localOperator()
        let existing = try await services.access.administrators(on: today, caller: caller)
        let root = try await registered(caller)
        guard existing.isEmpty || order.isAnother else {
            // The same order again is done already; one for another place or name is not.
            guard let root,
                let found = existing.first(where: { $0.path == root.path && $0.name == order.administrator })
            else { throw Self.exists(existing) }
            if found.signInName == nil { try await requireFree(signInName, caller) }
            report.steps.append(SetupStep(.root, Text(zh: "\(root.name)，已登记", en: "\(root.name), registered before")))
            return .there(found)
        }
        try await requireFree(signInName, caller)
        return .wanted(try await enterRoot(root, caller, &report))
    }

    /// Makes the administrator, unless there is one.
    func enter(_ place: Place, _ report: inout SetupReport) async throws {
        let organisation: Organisation
        switch place {
        case .wanted(let found): organisation = found
        case .there(let found) where order.renewsSecret:
            report.signIn = try await renew(found)
            report.steps.append(
                SetupStep(
                    .administrator, changed: true,
                    Text(zh: "\(found.name)，另给了一次性密码", en: "\(found.name), with another one-time secret")))
            return
        case .there:
            report.steps.append(
                SetupStep(
                    .administrator,
                    Text(
                        zh: "\(order.administrator) 已是管理员，未另建；--another 再建一名，--new-secret 另给一次性密码",
                        en: "\(order.administrator) is the administrator; none was made. --another makes one more, "
                            + "--new-secret another one-time secret")))
            return
        }
        (report.administrator, report.signIn) = try await services.access.admit(
            TokenOrder(
                name: order.administrator, role: try services.access.firstRole(order.officer),
                scope: Reference(organisation.code), days: order.days),
            as: order.signInName, on: today, caller: .localOperator())
        report.steps.append(
            SetupStep(
                .administrator, changed: true,
                Text(
                    zh: "\(order.administrator)，管辖 \(organisation.path)",
                    en: "\(order.administrator), over \(organisation.path)")))
    }

    /// Another one-time secret for an administrator whose first one was lost or has expired.
    private func renew(_ administrator: Administrator) async throws -> NewAccount {
        let caller = Caller.localOperator()
        if administrator.signInName == nil {
            _ = try await services.access.change(
                administrator.account, AccountChangeOrder(signInName: order.signInName), caller: caller)
        }
        return try await services.access.reset(administrator.account, ResetOrder(), caller: caller)
    }

    /// Asked before anything is made, so that no secret is made and then lost.
    private func requireFree(_ signInName: String, _ caller: Caller) async throws {
        guard try await services.access.isTaken(signInName, caller: caller) else { return }
        throw AppError(
            .conflict, "setup.sign_in_name",
            Text(zh: "登录名「\(signInName)」已经有人用了。", en: "Another account has the sign-in name “\(signInName)”."),
            hint: Text(zh: "请用 --sign-in-name 另取一个。", en: "Choose another one with --sign-in-name."))
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
            on: today, caller: caller)
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
