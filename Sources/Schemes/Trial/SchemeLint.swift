import Civil
package import Kernel

/// What is allowed in a scheme's file and yet hardly meant.
package struct SchemeWarning: Codable, Sendable {
    package enum Kind: String, Choice {
        case gap, overlap, unreachable, undefined, open, noExample = "no_example"

        package var text: Text {
            switch self {
            case .gap: Text(zh: "空档", en: "gap")
            case .overlap: Text(zh: "重叠", en: "overlap")
            case .unreachable: Text(zh: "达不到", en: "unreachable")
            case .undefined: Text(zh: "没有分值", en: "no value")
            case .open: Text(zh: "原文未定", en: "left open")
            case .noExample: Text(zh: "没有算例", en: "no example")
            }
        }
    }

    package let kind: Kind
    package let line: Int?
    package let text: Text
}

extension Scheme {
    /// Gaps and overlaps of thresholds and ladders, items without a value, questions that the source leaves open.
    package var warnings: [SchemeWarning] {
        var found: [SchemeWarning] = []
        let audiences: [String?] = groups.isEmpty ? [nil] : groups.filter(\.isGraded).map(\.key)
        var seen: Set<String> = []
        for audience in audiences {
            let fitting = grades.filter { $0.score != nil && $0.groups.map { $0.contains(audience ?? "") } ?? true }
            let (gaps, overlaps) = fitting.compactMap(\.score).gapsAndOverlaps(step: step)
            for gap in gaps where seen.insert("gap \(gap)").inserted {
                found.append(
                    SchemeWarning(
                        kind: .gap, line: fitting.first?.line,
                        text: Text(
                            zh: "等次之间有空档 \(gap)：例如 \(gap.least(step: step)?.description ?? "") 分没有等次",
                            en:
                                "the grades leave a gap \(gap): a score of "
                                + "\(gap.least(step: step)?.description ?? "") has no grade"
                        )))
            }
            for (below, above) in overlaps where seen.insert("overlap \(below) \(above)").inserted {
                found.append(
                    SchemeWarning(
                        kind: .overlap, line: fitting.first?.line,
                        text: Text(zh: "等次 \(below) 与 \(above) 重叠", en: "the grades \(below) and \(above) overlap")))
            }
            if let lowest = fitting.compactMap({ $0.score?.lower?.value }).min(),
                !fitting.contains(where: { $0.score?.lower == nil }),
                lowest > (total.floor ?? Amount(0)), seen.insert("below \(lowest)").inserted
            {
                found.append(
                    SchemeWarning(
                        kind: .gap, line: fitting.first?.line,
                        text: Text(zh: "低于 \(lowest) 分没有等次", en: "scores below \(lowest) have no grade")))
            }
        }
        for item in items { found += warnings(of: item) }
        for question in openQuestions {
            let items = question.items.joined(separator: "、")
            found.append(
                SchemeWarning(
                    kind: .open, line: nil,
                    text: Text(
                        zh:
                            "原文未定（\(items.isEmpty ? "总则" : items)）：\(question.question.chinese)；"
                            + "本文件按：\(question.assumed.chinese)",
                        en:
                            "left open by the source (\(items.isEmpty ? "in general" : items)): "
                            + "\(question.question.english); this file assumes: \(question.assumed.english)"
                    )))
        }
        if examples.isEmpty {
            found.append(
                SchemeWarning(
                    kind: .noExample, line: nil,
                    text: Text(zh: "没有算例，无法用 scheme test 核对", en: "there are no examples for scheme test")))
        }
        return found
    }

    private func warnings(of item: Item) -> [SchemeWarning] {
        var found: [SchemeWarning] = []
        if item.value == .undefined {
            found.append(
                SchemeWarning(
                    kind: .undefined, line: item.line,
                    text: Text(
                        zh: "\(item.id)：原文没有分值，不能记分", en: "\(item.id): the source gives no value; it cannot be scored"))
            )
        }
        if case .ladder(let ladder) = item.value {
            let (gaps, overlaps) = ladder.steps.map(\.quantity).gapsAndOverlaps(step: ladder.resolution)
            for gap in gaps {
                found.append(
                    SchemeWarning(
                        kind: .gap, line: item.line,
                        text: Text(
                            zh: "\(item.id)：各档之间有空档 \(gap)\(ladder.unit)",
                            en: "\(item.id): the steps leave a gap \(gap) \(ladder.unit)")))
            }
            for (below, above) in overlaps {
                found.append(
                    SchemeWarning(
                        kind: .overlap, line: item.line,
                        text: Text(
                            zh: "\(item.id)：档次 \(below) 与 \(above) 重叠，按先列的计",
                            en: "\(item.id): the steps \(below) and \(above) overlap; the first listed counts")))
            }
        }
        if case .bySize(let bands) = item.validity {
            let (gaps, overlaps) = bands.map(\.0).gapsAndOverlaps(step: Amount(units: 1))
            for gap in gaps {
                found.append(
                    SchemeWarning(
                        kind: .gap, line: item.line,
                        text: Text(
                            zh: "\(item.id)：有效期各档之间有空档 \(gap) 分，这样的记账没有期限",
                            en: "\(item.id): the bands of its validity leave a gap \(gap); such an entry has no term")))
            }
            for (below, above) in overlaps {
                found.append(
                    SchemeWarning(
                        kind: .overlap, line: item.line,
                        text: Text(
                            zh: "\(item.id)：有效期 \(below) 与 \(above) 重叠，按先列的计",
                            en: "\(item.id): the bands \(below) and \(above) overlap; the first listed counts")))
            }
        }
        if case .fixed(let value) = item.value, let cap = item.limits.compactMap(\.bounds.cap).min(), value > cap {
            found.append(
                SchemeWarning(
                    kind: .unreachable, line: item.line,
                    text: Text(
                        zh: "\(item.id)：一次 \(value) 分就超过限额 \(cap)",
                        en: "\(item.id): one entry of \(value) exceeds the limit of \(cap)")))
        }
        return found
    }
}
