import Civil
import Kernel

/// Why an entry of the period does not count.
enum Ignored {
    case reversed, unknownItem, repaired
    case otherGroup(String?)
    case exempt(ExemptionRule)
    case largerOfOneAct(Int, String)
    case firstDropped(Int)

    var text: Text {
        switch self {
        case .reversed: Text(zh: "已冲销", en: "reversed")
        case .unknownItem: Text(zh: "本版办法没有这个项目", en: "no such item in this edition of the scheme")
        case .repaired: Text(zh: "已修复或纠正", en: "repaired or corrected")
        case .otherGroup(let group):
            Text(
                zh: "项目不适用于类别「\(group ?? "—")」", en: "the item is not for the group “\(group ?? "—")”")
        case .exempt(let rule):
            Text(
                zh: "事发时属于「\(rule.name.chinese)」，不计分（\(rule.place)）",
                en: "exempt at the time: \(rule.name.english) (\(rule.place))")
        case .largerOfOneAct(let number, let place):
            Text(
                zh: "一事只计最大的一项（第 \(number) 号）\(place)",
                en: "of one deed only the largest counts (entry \(number)) \(place)")
        case .firstDropped(let number):
            Text(zh: "所依据的第 \(number) 号没有计分", en: "entry \(number), which it is about, does not count")
        }
    }
}

extension Text {
    static let totalName = Text(zh: "总分", en: "total")

    static func baseLine(_ rule: BaseRule) -> Text {
        switch rule {
        case .fixed: Text(zh: "基础分", en: "base")
        case .carried(.total, let share, _):
            Text(zh: "基础分：上期总分的 \(share)", en: "base: \(share) of the last period's total")
        case .carried(.published, let share, _):
            Text(zh: "基础分：上期公布分的 \(share)", en: "base: \(share) of the last published score")
        }
    }

    static func blockStart(_ block: Block) -> Text {
        Text(zh: "「\(block.name.chinese)」起始分", en: "“\(block.name.english)” starts from")
    }

    static func entryLine(_ item: Item, notes: [Text]) -> Text {
        let wording = item.place.isEmpty ? item.wording : "\(item.wording)（\(item.place)）"
        return Text(
            zh: ([wording] + notes.map(\.chinese)).joined(separator: "；"),
            en: ([wording] + notes.map(\.english)).joined(separator: "; "))
    }

    static func repeated(_ rule: Repetition) -> Text {
        Text(
            zh: "有效期内再次发生，按 \(rule.factor.times) 倍计（\(rule.place)）",
            en: "again while the first is valid: \(rule.factor.times) times (\(rule.place))")
    }

    static func multiplied(_ number: Int, _ value: Amount, _ factor: Ratio) -> Text {
        Text(
            zh: "第 \(number) 号 \(value.signed) 按 \(factor.times) 倍计，补 \((value * factor - value).signed)",
            en:
                "entry \(number) of \(value.signed) counts \(factor.times) times: "
                + "\((value * factor - value).signed) more"
        )
    }

    static func takenBack(_ number: Int) -> Text {
        Text(
            zh: "冲销已结账周期的第 \(number) 号：它当时使得分改变多少，本期就改回多少",
            en: "entry \(number) of a closed period is reversed: what it had changed there is changed back here")
    }

    static func repairedLate(_ number: Int) -> Text {
        Text(
            zh: "第 \(number) 号在已结账周期中已经修复或纠正，登记在后：结账时得分会有多少不同，本期就改多少",
            en:
                "entry \(number) had been repaired in a closed period and that came in later: the difference "
                + "counts here"
        )
    }

    static func firstDoesNotCount(_ number: Int) -> Text {
        Text(zh: "第 \(number) 号不计分", en: "entry \(number) does not count")
    }

    static func vetoEntry(_ item: Item) -> Text {
        Text(zh: "一票否决：\(item.wording)", en: "one-vote veto: \(item.wording)")
    }

    static func vetoResult(_ items: [Item]) -> Text {
        let names = items.map(\.id).joined(separator: "、")
        return Text(
            zh: "一票否决（\(names)）：其他记分只记录、不生效，直至修复",
            en: "veto (\(names)): other entries are recorded without effect until it is repaired")
    }

    static func zeroed(_ name: Text, by item: Item) -> Text {
        Text(
            zh: "「\(name.chinese)」清零：\(item.wording)", en: "“\(name.english)” is set to zero: \(item.wording)")
    }

    static func capped(_ name: Text, sum: Amount, at held: Amount) -> Text {
        Text(
            zh: "「\(name.chinese)」\(sum) 分，上限 \(held)", en: "“\(name.english)” comes to \(sum), its cap is \(held)")
    }

    static func floored(_ name: Text, sum: Amount, at held: Amount) -> Text {
        Text(
            zh: "「\(name.chinese)」\(sum) 分，下限 \(held)", en: "“\(name.english)” comes to \(sum), its floor is \(held)")
    }

    static func held(_ name: Text, sum: Amount, at held: Amount) -> Text {
        held < sum ? capped(name, sum: sum, at: held) : floored(name, sum: sum, at: held)
    }

    static func itemHeld(_ item: Item, _ span: Range<Day>, _ limit: ItemLimit, sum: Amount, at held: Amount) -> Text {
        let window = limit.window.map { Text(zh: "每\($0.text.chinese)", en: "a \($0.text.english)") }
        let words = window ?? Text(zh: "本期", en: "in the period")
        return Text(
            zh: "\(item.id)（\(span.lowerBound) 起）共 \(sum)，\(words.chinese)限 \(held)",
            en: "\(item.id) (from \(span.lowerBound)) comes to \(sum), \(held) \(words.english) is the limit")
    }

    static func usedBefore(_ item: Item, _ used: Amount) -> Text {
        Text(
            zh: "\(item.id) 的限额在以前各期已用 \(used)", en: "earlier periods have used \(used) of the limit of \(item.id)")
    }

    static func timesHeld(_ item: Item, _ span: Range<Day>, _ times: Int) -> Text {
        Text(
            zh: "\(item.id)（\(span.lowerBound) 起）最多计 \(times) 次",
            en: "\(item.id) (from \(span.lowerBound)) counts \(times) times at most")
    }

    static func rounding(_ places: Int) -> Text {
        Text(zh: "四舍五入到 \(places) 位小数", en: "rounded half up to \(places) places")
    }
}

extension Ratio {
    /// As a factor: `2`, `1.5`, `1/3`.
    var times: String {
        let value = Amount(1) * self
        return value.ratio(to: Amount(1)) == self
            ? value.description : "\(numerator)/\(denominator)"
    }
}

extension ValueRule {
    /// In a few characters, the same in both languages.
    package var summary: String {
        switch self {
        case .fixed(let value): value.signed
        case .range(let low, let high, _): "\(low) … \(high)"
        case .rate(let rate): "\(rate.points.signed) / \(rate.per) \(rate.unit)"
        case .ladder(let ladder): "↗ \(ladder.steps.count) (\(ladder.unit))"
        case .levels(let levels): levels.map { "\($0.key) \($0.value.signed)" }.joined(separator: ", ")
        case .evaluation(let evaluation): "≤ \(evaluation.into)"
        case .undefined: "?"
        }
    }
}
