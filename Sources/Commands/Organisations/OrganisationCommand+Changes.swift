import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Wire

/// What is decided about organisations: founded, changed, merged, divided, dissolved, restored, corrected, undone.
extension OrganisationCommand {
    struct Genealogy: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/genealogy"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "来历和去向：成立、变更、合并、分设、撤销", en: "What was decided, what it came from and became"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.organisations.genealogy(of: organisation, caller: session.caller))
        }
    }

    struct Attached: SessionCommand {
        static let route = "GET /v1/organisations/{organisation}/attached"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "名下的党员、职务、班次和在办事项", en: "Members, posts, classes and open matters that hang on it"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.organisations.attached(
                    to: organisation, on: session.today, caller: session.caller))
        }
    }

    struct Found: SessionCommand {
        static let route = "POST /v1/organisations"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "成立，也可由几个组织合并而成", en: "Found, alone or by merging others"))
        @OptionGroup var shape: Shape
        @Argument(help: member("code", of: FoundingOrder.self)) var code: String
        @Option(help: member("name")) var name: String
        @Option(help: member("parent", of: FoundingOrder.self)) var parent: Reference<Organisation>
        @Option(help: member("kind", of: FoundingOrder.self)) var kind: OrganisationKind
        @Option(help: member("level", of: FoundingOrder.self)) var level: Level?
        @Option(help: member("field", of: FoundingOrder.self)) var field: Field?
        @Option(help: member("since", of: FoundingOrder.self)) var since: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String?
        @Option(parsing: .upToNextOption, help: member("merging", of: FoundingOrder.self))
        var merging: [Reference<Organisation>] = []
        @Flag(help: member("dry_run", of: FoundingOrder.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let order = FoundingOrder(
                code: code, name: name, parent: parent, kind: kind, level: level, field: field, since: since,
                document: document, reason: reason, merging: merging.isEmpty ? nil : merging, dryRun: dryRun)
            try shape.report(
                try await session.services.organisations.found(order, on: session.today, caller: session.caller))
        }
    }

    struct Change: SessionCommand {
        static let route = "PATCH /v1/organisations/{organisation}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起更名、改编码、改类型层级领域或划转", en: "Rename, recode, convert or move from a day on"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("since", of: OrganisationChange.self)) var since: Day
        @Option(help: member("name", of: OrganisationChange.self)) var name: String?
        @Option(help: member("code", of: OrganisationChange.self)) var code: String?
        @Option(help: member("kind", of: OrganisationChange.self)) var kind: OrganisationKind?
        @Option(help: member("level", of: OrganisationChange.self)) var level: Level?
        @Option(help: member("field", of: OrganisationChange.self)) var field: Field?
        @Option(help: member("parent", of: OrganisationChange.self)) var parent: Reference<Organisation>?
        @Option(help: member("document")) var document: String?
        @Option(help: member("reason")) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: OrganisationChange.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let change = OrganisationChange(
                since: since, name: name, code: code, kind: kind, level: level, field: field, parent: parent,
                document: document, reason: reason, dryRun: dryRun)
            try shape.report(
                try await session.services.organisations.change(
                    organisation, change, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Merge: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/merge"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "把其他组织并入本组织", en: "Merge other organisations into this one"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(parsing: .upToNextOption, help: member("organisations", of: MergeOrder.self))
        var organisations: [Reference<Organisation>]
        @Option(help: member("on", of: MergeOrder.self)) var on: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: MergeOrder.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let order = MergeOrder(
                organisations: organisations, on: on, document: document, reason: reason, dryRun: dryRun)
            try shape.report(
                try await session.services.organisations.merge(
                    into: organisation, order, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Split: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/split"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "分设：一部分党员和下级组织成为新组织", en: "Divide: a part becomes an organisation of its own"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("code", of: SplitOrder.self)) var code: String
        @Option(help: member("name")) var name: String
        @Option(help: member("kind", of: SplitOrder.self)) var kind: OrganisationKind?
        @Option(help: member("field", of: SplitOrder.self)) var field: Field?
        @Option(parsing: .upToNextOption, help: member("people", of: SplitOrder.self)) var people: [Reference<Person>] =
            []
        @Option(parsing: .upToNextOption, help: member("children", of: SplitOrder.self))
        var children: [Reference<Organisation>] = []
        @Option(help: member("on", of: SplitOrder.self)) var on: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: SplitOrder.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let order = SplitOrder(
                code: code, name: name, kind: kind, field: field, people: people, children: children, on: on,
                document: document, reason: reason, dryRun: dryRun)
            try shape.report(
                try await session.services.members.split(
                    organisation, order, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Close: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/close"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤销，可由其他组织承接", en: "Dissolve, alone or into another"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("on", of: OrganisationClosing.self)) var on: Day
        @Option(help: member("into", of: OrganisationClosing.self)) var into: Reference<Organisation>?
        @Flag(help: member("end_posts", of: OrganisationClosing.self)) var endPosts = false
        @Option(help: member("document")) var document: String?
        @Option(help: member("reason")) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: OrganisationClosing.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let order = OrganisationClosing(
                on: on, into: into, endPosts: endPosts, document: document, reason: reason, dryRun: dryRun)
            try shape.report(
                try await session.services.organisations.close(
                    organisation, order, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Reopen: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/reopen"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "恢复已撤销的组织", en: "Restore a dissolved organisation"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("on", of: OrganisationReopening.self)) var on: Day
        @Option(help: member("document")) var document: String
        @Option(help: member("reason")) var reason: String?
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: OrganisationReopening.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let order = OrganisationReopening(on: on, document: document, reason: reason, dryRun: dryRun)
            try shape.report(
                try await session.services.organisations.reopen(
                    organisation, order, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Correct: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/correction"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "更正登记有误的名称、类型、领域或成立日期", en: "Correct a name, kind, field or day entered wrongly"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("version", of: OrganisationCorrection.self)) var version: Int?
        @Option(help: member("name", of: OrganisationCorrection.self)) var name: String?
        @Option(help: member("kind", of: OrganisationCorrection.self)) var kind: OrganisationKind?
        @Option(help: member("field", of: OrganisationCorrection.self)) var field: Field?
        @Option(help: member("since", of: OrganisationCorrection.self)) var since: Day?
        @Option(help: member("document")) var document: String?
        @Option(help: member("reason")) var reason: String
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: OrganisationCorrection.self)) var dryRun = false

        func run(_ session: Session) async throws {
            let order = OrganisationCorrection(
                version: version, name: name, kind: kind, field: field, since: since, document: document,
                reason: reason, dryRun: dryRun)
            try shape.report(
                try await session.services.organisations.correct(
                    organisation, order, expected: expectedVersion, on: session.today, caller: session.caller))
        }
    }

    struct Undo: SessionCommand {
        static let route = "POST /v1/organisations/{organisation}/undo"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "撤回最近一次变更、撤销或恢复", en: "Undo the last change, dissolution or restoration"))
        @OptionGroup var shape: Shape
        @Argument(help: member("organisation")) var organisation: Reference<Organisation>
        @Option(help: member("document")) var document: String?
        @Option(help: member("reason")) var reason: String
        @Option(help: member("expected_version")) var expectedVersion: Int?
        @Flag(help: member("dry_run", of: UndoOrder.self)) var dryRun = false

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.organisations.undo(
                    organisation, UndoOrder(document: document, reason: reason, dryRun: dryRun),
                    expected: expectedVersion, caller: session.caller))
        }
    }
}
