import Civil
import Foundation
import Kernel
import Points
import Postgres

struct EditionBody: Codable, Sendable {
    let scheme: String
    let key: String
    let path: String
    let subject: String
    let version: String
    let from: String
    let until: String?
    let name: Text
    let document: String
    let place: String

    init(_ line: EditionLine) {
        scheme = line.scheme.text
        key = line.key
        path = line.path
        subject = line.subject.rawValue
        version = line.version
        from = line.from.description
        until = line.until?.description
        name = Text(line.name)
        document = line.document
        place = line.place
    }
}

struct SchemeTextBody: Codable, Sendable {
    let name: String
    let text: String
}

struct SchemeImportBody: Codable, Sendable {
    let organisation: String
    /// The name of the scheme's own file among `files`.
    let main: String
    let files: [SchemeTextBody]
    let dryRun: Bool?
}

struct LocalItemsBody: Codable, Sendable {
    let organisation: String
    let from: String?
    let text: String
}

struct ItemBody: Codable, Sendable {
    let id: String
    let block: String
    let wording: String
    /// `+5`, `1 … 10`, `+1 / 500 元`; `?` where the source gives none.
    let value: String
    let place: String
    let isDirect: Bool
    let needsEvidence: Bool
    let groups: [String]?

    init(_ item: Item) {
        id = item.id
        block = item.block
        wording = item.wording
        value = item.value.summary
        place = item.place
        isDirect = item.process.isDirect
        needsEvidence = item.process.needsEvidence
        groups = item.groups
    }
}

struct RefusalBody: Codable, Sendable {
    let subject: String
    let item: String
    let code: String
    let reason: Text
    /// The way out, and the rule that refused it.
    let hint: Text?
    let rule: String?

    init(subject: String, item: String, _ error: AppError) {
        self.subject = subject
        self.item = item
        code = error.code
        reason = Text(error.message)
        hint = error.hint.map(Text.init)
        rule = error.rule
    }
}

struct AutomaticBody: Codable, Sendable {
    let made: Int
    let known: Int
    let refused: [RefusalBody]

    init(_ outcome: AutomaticOutcome) {
        made = outcome.made
        known = outcome.known
        refused = outcome.refused.map {
            RefusalBody(subject: $0.subject.text, item: $0.item, $0.error)
        }
    }
}

struct MarkOfSourceBody: Codable, Sendable {
    let source: String
    let mark: String
}

struct PostOrderBody: Codable, Sendable {
    let subject: String
    let scheme: String
    let item: String
    let on: String
    let points: String?
    let quantity: String?
    let level: String?
    let marks: [MarkOfSourceBody]?
    let act: String?
    let follows: Int?
    let continuing: Bool?
    let evidence: String?
    let decision: String?
    let cause: String?
    let key: String

    func order() throws(AppError) -> PostOrder {
        PostOrder(
            subject: try PointsBody.uuid(subject, "subject"), scheme: scheme, item: item,
            happened: try APIRequest.day(on, "on"),
            seen: try PointsBody.observation(points: points, quantity: quantity, level: level, marks: marks), act: act,
            follows: follows, isContinuing: continuing ?? false, evidence: evidence, decision: decision, cause: cause,
            key: key)
    }
}

struct PostOrdersBody: Codable, Sendable, WireKeyed {
    let entries: [PostOrderBody]
}

struct PostedBody: Codable, Sendable {
    let subject: String
    let number: Int
    let value: String
    /// What it changed in the score: less than its value where a limit holds.
    let counted: String
    let score: String
    let countsOn: String
    let isNew: Bool
    let cuts: [Text]

    init(_ posted: Posted) {
        subject = posted.subject.text
        number = posted.number
        value = posted.value.description
        counted = posted.counted.description
        score = posted.score.description
        countsOn = posted.counts.description
        isNew = posted.isNew
        cuts = posted.cuts.map(Text.init)
    }
}

struct ReversalBody: Codable, Sendable {
    let number: Int
    let decision: String
    let key: String
}

struct EntryBody: Codable, Sendable {
    let number: Int
    let scheme: String
    let version: String
    let kind: String
    let item: String
    let value: String
    let formula: String
    let happenedOn: String
    let countsOn: String
    let postedOn: String
    let continuing: Bool
    let act: String?
    let level: String?
    let cause: String?
    let evidence: String?
    let decision: String?
    let follows: Int?
    let reverses: Int?
    let claim: String?
    let hash: String

    init(_ entry: LedgerEntry) {
        number = entry.number
        scheme = entry.scheme.text
        version = entry.version
        kind = entry.kind.rawValue
        item = entry.item
        value = entry.value.description
        formula = entry.formula
        happenedOn = entry.happened.description
        countsOn = entry.counts.description
        postedOn = entry.posted.description
        continuing = entry.isContinuing
        act = entry.act
        level = entry.level
        cause = entry.cause
        evidence = entry.evidence
        decision = entry.decision
        follows = entry.follows
        reverses = entry.reverses
        claim = entry.claim?.text
        hash = entry.hash.hex
    }
}

struct ScoreLineBody: Codable, Sendable {
    let step: String
    let entry: Int?
    let item: String?
    let block: String?
    let day: String?
    let value: String
    let counts: String
    let text: Text

    init(_ line: ScoreSheet.Line) {
        step = line.step.rawValue
        entry = line.entry
        item = line.item
        block = line.block
        day = line.day?.description
        value = line.value.description
        counts = line.counts.description
        text = Text(line.text)
    }
}

struct PointsScoreBody: Codable, Sendable {
    let scheme: String
    let version: String
    let from: String
    let until: String
    let asOf: String
    let standing: String
    let group: String?
    let score: String
    let grade: String?
    let gradeName: Text?
    let lines: [ScoreLineBody]

    init(_ scheme: Scheme, _ sheet: ScoreSheet) {
        self.scheme = scheme.key
        version = scheme.version
        from = sheet.period.lowerBound.description
        until = sheet.period.upperBound.description
        asOf = sheet.asOf.description
        standing = sheet.standing.word
        group = sheet.group
        score = sheet.score.description
        grade = sheet.grade
        gradeName = sheet.grade.flatMap { scheme.grade($0) }.map { Text($0.name) }
        lines = sheet.lines.map(ScoreLineBody.init)
    }
}

enum PointsBody {
    static func uuid(_ text: String, _ name: String) throws(AppError) -> UUID {
        guard let id = UUID(canonical: text) else {
            throw .invalidValue(name, String(text.prefix(60)), expected: Text(zh: "UUID", en: "a UUID"))
        }
        return id
    }

    static func uuids(_ texts: [String], _ name: String) throws(AppError) -> [UUID] {
        var ids: [UUID] = []
        for text in texts { ids.append(try uuid(text, name)) }
        return ids
    }

    static func amount(_ text: String?, _ name: String) throws(AppError) -> Amount? {
        guard let text else { return nil }
        guard let amount = Amount(text) else {
            throw .invalidValue(
                name, String(text.prefix(40)),
                expected: Text(zh: "最多四位小数的数", en: "a number of at most four decimal places"))
        }
        return amount
    }

    static func observation(
        points: String?, quantity: String?, level: String?, marks: [MarkOfSourceBody]?
    ) throws(AppError) -> Observation {
        var means: [String: Amount]?
        if let marks {
            var values: [String: Amount] = [:]
            for mark in marks { values[mark.source] = try amount(mark.mark, "marks") }
            means = values
        }
        return Observation(
            quantity: try amount(quantity, "quantity"), points: try amount(points, "points"), level: level, marks: means
        )
    }
}
