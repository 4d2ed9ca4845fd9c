import Access
package import Civil
package import Kernel
package import Members
import Organisations
import Postgres
import SQLFiles

extension TrainingService {
    /// Why a person is on the list of a day, or is not.
    package func reasons(for person: Reference<Person>, _ query: AsOfQuery, on today: Day, caller: Caller) async throws
        -> DutyReasons
    {
        let caller = try caller.with(.readTraining)
        let asOf = query.asOf ?? today
        try Plausible.day(asOf, "as_of")
        let known = try await members.person(person, caller: caller)
        try await openStanding(in: caller.scope, on: today, caller)
        let judged = try await judged(known.id, asOf: asOf, caller: caller)
        return try await database.snapshot(caller) { transaction in
            let refresh = DutyRefresh(transaction: transaction, rules: rules)
            let (offices, standings) = try await refresh.holdings(of: known.id)
            let cycles = try await transaction.query(.cycles).map { row in
                (row: try row.cycle(), cycle: try row.dutyCycle())
            }
            var lines: [DutyExplanation.Line] = []
            func say(_ topic: Text, _ text: Text) { lines.append(DutyExplanation.Line(topic: topic, text: text)) }
            Self.describe(standings, asOf, say)
            for office in offices.sorted(by: { $0.since < $1.since }) {
                say(Text(zh: "任职", en: "Office"), officeText(office))
                let live = cycles.filter { $0.cycle.opens <= asOf }
                for (row, cycle) in live {
                    guard let why = UnowedRule.reason(office, cycle, live.map(\.cycle), rules) else { continue }
                    say(
                        Text(zh: "不欠", en: "Not owed"),
                        Text(
                            zh: "周期「\(row.name.chinese)」：\(why.chinese)。",
                            en: "Cycle “\(row.name.english)”: \(why.english)."))
                }
            }
            if offices.isEmpty {
                say(
                    Text(zh: "任职", en: "Office"),
                    Text(zh: "没有规则所列的职务或人员类别。", en: "Holds no post or category that the rules name."))
            }
            for duty in judged.map(\.duty) {
                lines += try await explanation(of: duty.id, asOf: asOf, transaction).lines
            }
            let listed = judged.filter { if case .open(let level) = $0.state { level != .open } else { false } }
            return DutyReasons(
                person: known.id, personName: known.name, asOf: asOf, isListed: !listed.isEmpty,
                answer: Self.answer(judged.map(\.state), listed.count, asOf), lines: lines)
        }
    }

    private static func describe(
        _ standings: [DutyRule.Standing], _ asOf: Day, _ say: (Text, Text) -> Void
    ) {
        let topic = Text(zh: "党籍", en: "Membership")
        guard let last = standings.last(where: { $0.since <= asOf }) else {
            return say(topic, Text(zh: "截至 \(asOf) 不是党员。", en: "No member on \(asOf)."))
        }
        if let until = last.until, until <= asOf {
            say(
                topic,
                Text(
                    zh: "党籍已于 \(until) 终止或转出，此后不欠任何培训。",
                    en: "The membership ended or left on \(until); nothing is owed after that day."))
        }
    }

    private func officeText(_ office: DutyRule.Office) -> Text {
        let name = office.title?.text ?? rules.subject(office.words.first ?? "")
        let until = office.until.map { Text(zh: "至 \($0)", en: " until \($0)") } ?? Text(zh: "至今", en: " on")
        return Text(
            zh: "\(office.since) \(until.chinese)：\(name.chinese)。",
            en: "From \(office.since)\(until.english): \(name.english).")
    }

    private static func answer(_ states: [DutyState], _ listed: Int, _ asOf: Day) -> Text {
        if listed > 0 {
            return Text(
                zh: "\(asOf) 在名单上，有 \(listed) 项任务到期或逾期。", en: "Listed on \(asOf): \(listed) duties are due or late.")
        }
        let inForce = states.filter { if case .annulled = $0 { false } else { $0 != .notYetOpen } }
        guard !inForce.isEmpty else {
            return Text(zh: "\(asOf) 不在名单上：没有产生任何任务。", en: "Not listed on \(asOf): nothing was ever owed.")
        }
        let words = Text.list(inForce.map(\.text))
        return Text(
            zh: "\(asOf) 不在名单上：\(words.chinese)。", en: "Not listed on \(asOf): \(words.english).")
    }
}
