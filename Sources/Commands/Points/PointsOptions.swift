import ArgumentParser
import Civil
import Kernel
import Members
import Organisations
import Points
import Schemes
import Wire

/// A scheme in use.
struct SchemeOption: ParsableArguments {
    @Option(help: member("scheme")) var scheme: String
}

/// A part of the tree.
struct ScopeOption: ParsableArguments {
    @Option(help: member("scope")) var scope: Reference<Organisation>?

    var part: PointsScope { PointsScope(scope: scope) }
}

/// A scheme and a part of the tree, as of a day.
struct PlaceOptions: ParsableArguments {
    @Option(help: member("scheme")) var scheme: String
    @Option(help: member("scope")) var scope: Reference<Organisation>?
    @Option(help: member("as_of")) var asOf: Day?

    var place: PointsPlace { PointsPlace(scope: scope, asOf: asOf) }
}

/// A sheet to import.
struct SheetOptions: ParsableArguments {
    @OptionGroup var input: ImportFile
    @Option(help: member("scheme")) var scheme: String

    /// Passes the file to the verb that imports it.
    func imported<Done: SheetOutcome>(
        as name: String, _ session: Session,
        by verb: (_ bytes: [UInt8], _ order: ImportOrder, _ scheme: String) async throws -> Done
    ) async throws -> Done {
        try await input.imported(as: name, session) { try await verb($0, $1, scheme) }
    }
}

/// What an entry or a claim is about.
struct EntryOptions: ParsableArguments {
    @Option(help: member("subject", of: PostOrder.self)) var subject: Reference<PointsSubject>
    @Option(help: member("scheme")) var scheme: String
    @Option(help: member("item", of: PostOrder.self)) var item: String
    @Option(help: member("on", of: PostOrder.self)) var on: Day
    @Option(help: member("points", of: PostOrder.self)) var points: Amount?
    @Option(help: member("quantity", of: PostOrder.self)) var quantity: Amount?
    @Option(help: member("level", of: PostOrder.self)) var level: String?
    @Option(name: .customLong("mark"), help: help(zh: "评议来源=平均分，可多次", en: "source=mean mark; may be repeated"))
    var marks: [SourceMark] = []
    @Option(help: member("act", of: PostOrder.self)) var act: String?
    @Option(help: member("follows", of: PostOrder.self)) var follows: Int?
    @Flag(help: member("continuing", of: PostOrder.self)) var continuing = false
    @Option(help: member("evidence", of: PostOrder.self)) var evidence: String?
    @Option(help: member("cause", of: PostOrder.self)) var cause: String?
    @Option(help: member("key", of: PostOrder.self)) var key: String?

    func claim(note: String?, claimant: Claimant?) -> ClaimOrder {
        ClaimOrder(
            subject: subject, scheme: scheme, item: item, on: on, points: points, quantity: quantity, level: level,
            marks: marks.isEmpty ? nil : marks, act: act, follows: follows, continuing: continuing,
            evidence: evidence, note: note, cause: cause, claimant: claimant, key: key)
    }

    func post(decision: String?) -> PostOrder {
        PostOrder(
            subject: subject, scheme: scheme, item: item, on: on, points: points, quantity: quantity, level: level,
            marks: marks.isEmpty ? nil : marks, act: act, follows: follows, continuing: continuing,
            evidence: evidence, decision: decision, cause: cause, key: key)
    }
}

extension SourceMark: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Amount: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension ClaimState: WordOption {}
extension Claimant: WordOption {}
extension FactKind: WordOption {}
extension MembershipStatus: WordOption {}
