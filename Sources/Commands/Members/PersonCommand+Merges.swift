import Access
import ArgumentParser
import Composition
import Kernel
import Members
import Organisations
import Wire

/// Duplicates on the register: found, merged, separated again.
extension PersonCommand {
    struct Duplicates: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/duplicates"
        static let sensitive = SensitiveRead.duplicates
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出可能是同一人的登记", en: "List people who may be one person"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let query = PersonDuplicateQuery(scope: scope)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.duplicates(query, $0, caller: session.caller)
            }
        }
    }

    struct Merges: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/people/merges"
        static let sensitive = SensitiveRead.merges
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出合并记录", en: "List merges of people, with those that were undone"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var purpose: PurposeOption
        @Option(help: member("scope")) var scope: Reference<Organisation>?

        func run(_ session: Session) async throws {
            let query = PersonMergeQuery(scope: scope)
            try await shape.show(paging, Self.sensitive, query, session) {
                try await session.services.members.merges(query, $0, caller: session.caller)
            }
        }
    }

    struct Merge: SessionCommand {
        static let route = "POST /v1/people/{person}/merge"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "把同一人的另一份登记并入这一份", en: "Merge another record of the same person into this one"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "保留的登记", en: "The record that is kept")) var person: Reference<Person>
        @Argument(help: member("gone", of: PersonMergeOrder.self)) var gone: Reference<Person>
        @Option(help: member("reason")) var reason: String
        @Option(help: member("document")) var document: String?
        @Flag(help: member("dry_run")) var dryRun = false

        func run(_ session: Session) async throws {
            let order = PersonMergeOrder(gone: gone, reason: reason, document: document, dryRun: dryRun)
            try shape.report(
                try await session.services.members.merge(into: person, order, caller: session.caller))
        }
    }

    struct Unmerge: SessionCommand {
        static let route = "POST /v1/people/{person}/unmerge"
        static let configuration = CommandConfiguration(
            abstract: localized(
                zh: "恢复为两份登记：写并入的编号，或保留的人（其最后一次合并）",
                en: "Make two records again: of the merged one, or of the last merge into a person"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.separate(
                    person, PersonSeparationOrder(reason: reason), caller: session.caller))
        }
    }

    struct Distinguish: SessionCommand {
        static let route = "POST /v1/people/{person}/distinctions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "记录两个相似的人不是同一人", en: "Record that two people who resemble each other are two"))
        @OptionGroup var shape: Shape
        @Argument(help: member("person")) var person: Reference<Person>
        @Argument(help: member("other", of: PersonDistinctionOrder.self)) var other: Reference<Person>
        @Option(help: member("reason")) var reason: String

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.members.distinguish(
                    person, PersonDistinctionOrder(other: other, reason: reason), caller: session.caller))
        }
    }
}
