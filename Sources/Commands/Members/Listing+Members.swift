import Policy
import Civil
import Kernel
import Members

extension Listing {
    static func grounds(_ rules: LifeRules) -> Listing {
        var listing = Listing(columns: [
            .init(key: "change", title: Text(zh: "处理", en: "Change")),
            .init(key: "ground", title: Text(zh: "依据", en: "Ground")),
            .init(key: "name", title: Text(zh: "说明", en: "Meaning")),
            .init(key: "months", title: Text(zh: "须满月数", en: "Months"), right: true),
            .init(key: "from", title: Text(zh: "适用于", en: "For")),
            .init(key: "source", title: Text(zh: "出处", en: "Source")),
        ])
        listing.rows = rules.rules.flatMap { rule in
            rule.grounds.map { ground in
                [
                    .word(
                        rule.change.rawValue,
                        Text(zh: "\(rule.name.chinese) \(rule.change.rawValue)", en: rule.change.rawValue)),
                    .text(ground.key), .word(ground.key, ground.name),
                    ground.wait.map { .number($0.months) } ?? .text(nil),
                    .word(ground.from.map(\.rawValue).joined(separator: " "), .list(ground.from.map(\.text))),
                    .word(ground.source.document, ground.source.text),
                ]
            }
        }
        return listing
    }

    static func memberships(_ memberships: [Membership]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "status", title: Text(zh: "党籍", en: "Standing")),
            .init(key: "since", title: Text(zh: "自", en: "Since")),
            .init(key: "counts_from", title: Text(zh: "起算", en: "Counts from")),
            .init(key: "until", title: Text(zh: "至（不含）", en: "Until")),
            .init(key: "ended_as", title: Text(zh: "结束", en: "Ended")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
        ])
        listing.rows = memberships.map {
            [
                .word($0.status.rawValue, $0.status.text), .day($0.since), .day($0.countsFrom ?? $0.since),
                .day($0.until), $0.endedAs.map { .word($0, Membership.ending($0)) } ?? .text(nil),
                .text($0.organisationName),
            ]
        }
        return listing
    }

    static func decisions(_ decisions: [LifeDecision], _ rules: LifeRules) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
            .init(key: "on", title: Text(zh: "日期", en: "Day")),
            .init(key: "change", title: Text(zh: "处理", en: "Change")),
            .init(key: "ground", title: Text(zh: "依据", en: "Ground")),
            .init(key: "document", title: Text(zh: "文号", en: "Document")),
            .init(key: "reason", title: Text(zh: "理由", en: "Reason")),
            .init(key: "annulled", title: Text(zh: "更正", en: "Annulled")),
        ])
        listing.rows = decisions.map { decision in
            let rule = rules.rule(decision.change)
            let ground = rule?.grounds.first { $0.key == decision.ground }?.name ?? .verbatim(decision.ground)
            return [
                .text(decision.id.text), .day(decision.day),
                .word(decision.change.rawValue, rule?.name ?? .verbatim(decision.change.rawValue)),
                .word(decision.ground, ground), .text(decision.document), .text(decision.reason),
                .text(decision.annulledBecause),
            ]
        }
        return listing
    }

    static func balance(_ balance: Balance) -> Listing {
        var listing = Listing(columns: [
            .init(key: "line", title: Text(zh: "项目", en: "Line")),
            .init(key: "people", title: Text(zh: "人数", en: "People"), right: true),
        ])
        func line(_ key: String, _ text: Text, _ people: Int) -> [ListingCell] { [.word(key, text), .number(people)] }
        listing.rows = [line("opening", Text(zh: "上年末党员数", en: "Members at the end of last year"), balance.opening)]
        if let reported = balance.reportedOpening {
            listing.rows.append(
                line(
                    "reported", Text(zh: "上年上报数（\(reported.document)）", en: "As reported (\(reported.document))"),
                    reported.closing))
        }
        for part in balance.lines {
            let sign = part.movement.isIncrease ? "＋ " : "－ "
            listing.rows.append(
                line(
                    part.movement.rawValue,
                    Text(zh: sign + part.movement.text.chinese, en: sign + part.movement.text.english), part.people))
        }
        listing.rows += [
            line("expected", Text(zh: "应有", en: "Expected"), balance.expected),
            line("closing", Text(zh: "实有", en: "There are"), balance.closing),
            line("difference", Text(zh: "差额", en: "Difference"), balance.difference),
        ]
        return listing
    }

    static func letters(_ letters: [Transfer], on today: Day) -> Listing {
        var listing = Listing(columns: [
            .init(key: "id", title: Text(zh: "编号", en: "Identifier")),
            .init(key: "letter", title: Text(zh: "介绍信", en: "Letter")),
            .init(key: "name", title: Text(zh: "姓名", en: "Name")),
            .init(key: "from", title: Text(zh: "转出", en: "From")),
            .init(key: "to", title: Text(zh: "转入", en: "To")),
            .init(key: "issued_on", title: Text(zh: "开具", en: "Issued")),
            .init(key: "valid_through", title: Text(zh: "有效期至", en: "Through")),
            .init(key: "state", title: Text(zh: "状态", en: "State")),
        ])
        listing.rows = letters.map { letter in
            let state = letter.state(on: today)
            return [
                .text(letter.id.text), .text(letter.letter), .text(letter.name), .text(letter.from.name),
                .text(letter.to.name), .day(letter.issuedOn), .day(letter.validThrough), .word(state.key, state.text),
            ]
        }
        return listing
    }
}
