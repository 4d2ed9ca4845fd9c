import Access
import ArgumentParser
import Civil
import Composition
import Kernel
import Members
import Organisations
import Points
import Wire

/// The ledger of points: who takes part, what is posted, what it comes to.
struct PointsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points", abstract: localized(zh: "积分账", en: "The ledger of points"),
        subcommands: [
            Join.self, Enter.self, ImportParticipants.self, Participants.self, Regroup.self, Leave.self, Exempt.self,
            Exemptions.self, EndExemption.self, RecordFact.self, ImportFacts.self, Automatic.self, Post.self,
            Reverse.self, Score.self, Entries.self, Me.self, Ranking.self, Proposals.self, Close.self, Reopen.self,
            Periods.self, Sheet.self, Ranks.self, Averages.self,
        ])

    /// The subjects that a command is about.
    struct Subjects: ParsableArguments {
        @Argument(help: member("subject", of: PostOrder.self)) var subjects: [Reference<PointsSubject>]
    }

    struct Join: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/participants/all"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "登记一个党组织的全体对象", en: "Enter everybody below an organisation"))
        @OptionGroup var shape: Shape
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("scope", of: EverybodyOrder.self)) var scope: Reference<Organisation>
        @Option(help: member("statuses", of: EverybodyOrder.self)) var status: [MembershipStatus] = []
        @Option(help: member("group", of: ParticipantOrder.self)) var group: String?
        @Option(help: member("since", of: ParticipantOrder.self)) var since: Day?
        @Flag(help: member("dry_run")) var dryRun = false

        func run(_ session: Session) async throws {
            let order = EverybodyOrder(
                scope: scope, statuses: status.isEmpty ? nil : status, group: group, since: since, dryRun: dryRun)
            try shape.report(
                try await session.services.points.joinAll(
                    order, scheme: scheme.scheme, on: session.today, caller: session.caller))
        }
    }

    struct Enter: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/participants"
        static let configuration = CommandConfiguration(abstract: localized(zh: "登记参加对象", en: "Enter participants"))
        @OptionGroup var shape: Shape
        @OptionGroup var who: Subjects
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("group", of: ParticipantOrder.self)) var group: String?
        @Option(help: member("since", of: ParticipantOrder.self)) var since: Day?
        @Option(help: member("until", of: ParticipantOrder.self)) var until: Day?

        func run(_ session: Session) async throws {
            let participants = who.subjects.map {
                ParticipantOrder(subject: $0, group: group, since: since, until: until)
            }
            try shape.report(
                try await session.services.points.join(
                    ParticipantsOrder(participants: participants), scheme: scheme.scheme, on: session.today,
                    caller: session.caller))
        }
    }

    struct ImportParticipants: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/participants/import"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "从表格导入参加对象", en: "Import participants from a sheet"))
        @OptionGroup var shape: Shape
        @OptionGroup var sheet: SheetOptions

        func run(_ session: Session) async throws {
            try shape.report(
                try await sheet.imported(as: "participants", session) {
                    try await session.services.points.importParticipants(
                        $0, $1, scheme: $2, on: session.today, caller: session.caller)
                })
        }
    }

    struct Participants: SessionCommand, SensitiveCommand {
        static let route = "GET /v1/points/schemes/{scheme}/participants"
        static let sensitive = SensitiveRead.participants
        static let configuration = CommandConfiguration(abstract: localized(zh: "列出参加对象", en: "List participants"))
        @OptionGroup var shape: Shape
        @OptionGroup var paging: Paging
        @OptionGroup var place: PlaceOptions
        @OptionGroup var purpose: PurposeOption

        func run(_ session: Session) async throws {
            try await shape.show(paging, Self.sensitive, place.place, session) {
                try await session.services.points.participants(
                    place.place, scheme: place.scheme, $0, on: session.today, caller: session.caller)
            }
        }
    }

    struct Regroup: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/regroupings"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起换类别", en: "Move participants to another group from a day"))
        @OptionGroup var shape: Shape
        @OptionGroup var who: Subjects
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("group", of: RegroupingOrder.self)) var group: String
        @Option(help: member("on", of: RegroupingOrder.self)) var on: Day

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.regroup(
                    RegroupingOrder(subjects: who.subjects, group: group, on: on), scheme: scheme.scheme,
                    caller: session.caller))
        }
    }

    struct Leave: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/regroupings"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起不再参加", en: "End the part of participants from a day"))
        @OptionGroup var shape: Shape
        @OptionGroup var who: Subjects
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("on", of: RegroupingOrder.self)) var on: Day

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.regroup(
                    RegroupingOrder(subjects: who.subjects, on: on, leaves: true), scheme: scheme.scheme,
                    caller: session.caller))
        }
    }

    struct Exempt: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/exemptions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "决定一段时间免予积分", en: "Exempt participants for a time"))
        @OptionGroup var shape: Shape
        @OptionGroup var who: Subjects
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("exemption", of: ExemptionOrder.self)) var exemption: String
        @Option(help: member("since", of: ExemptionOrder.self)) var since: Day
        @Option(help: member("until", of: ExemptionOrder.self)) var until: Day?
        @Option(help: member("reason")) var reason: String
        @Option(help: member("document", of: ExemptionOrder.self)) var document: String

        func run(_ session: Session) async throws {
            let order = ExemptionOrder(
                subjects: who.subjects, exemption: exemption, since: since, until: until, reason: reason,
                document: document)
            try shape.report(
                try await session.services.points.exempt(order, scheme: scheme.scheme, caller: session.caller))
        }
    }

    struct Exemptions: SessionCommand {
        static let route = "GET /v1/points/schemes/{scheme}/subjects/{subject}/exemptions"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个对象的免予积分", en: "The exemptions of a subject"))
        @OptionGroup var shape: Shape
        @Argument(help: member("subject", of: PostOrder.self)) var subject: Reference<PointsSubject>
        @OptionGroup var scheme: SchemeOption

        func run(_ session: Session) async throws {
            try shape.show(
                try await session.services.points.exemptions(
                    of: subject, scheme: scheme.scheme, caller: session.caller))
        }
    }

    struct EndExemption: SessionCommand {
        static let route = "POST /v1/points/schemes/{scheme}/subjects/{subject}/exemptions/end"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "自某日起恢复积分", en: "End an exemption: from that day points count again"))
        @OptionGroup var shape: Shape
        @Argument(help: member("subject", of: PostOrder.self)) var subject: Reference<PointsSubject>
        @OptionGroup var scheme: SchemeOption
        @Option(help: member("on", of: ExemptionEndOrder.self)) var on: Day

        func run(_ session: Session) async throws {
            try shape.report(
                try await session.services.points.endExemption(
                    ExemptionEndOrder(on: on), of: subject, scheme: scheme.scheme, caller: session.caller))
        }
    }
}
