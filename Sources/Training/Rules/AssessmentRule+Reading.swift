import Civil
import Kernel
import Policy

extension AssessmentRule {
    init(_ node: RuleNode) throws(AppError) {
        try node.only(["parts", "pass", "grades"])
        var parts: [Part] = []
        for element in try node.list("parts", atMost: 20) { parts.append(try Part(element, known: parts.map(\.key))) }
        guard !parts.isEmpty else {
            throw try node.node("parts").problem(Text(zh: "至少要有一项", en: "at least one part is needed"))
        }
        self.parts = parts
        let weights = parts.map(\.weight).sum()
        guard weights == 0 || weights == 100 else {
            throw try node.node("parts").problem(
                Text(zh: "权重合计 \(weights)，应为 100", en: "the weights add up to \(weights) instead of 100"))
        }
        pass = try node.optional("pass").map { (node) throws(AppError) in Amount(try node.integer(0...100)) }
        var grades: [Grade] = []
        for element in try node.optional("grades")?.elements() ?? [] {
            try element.only(["from", "name"])
            grades.append(
                Grade(from: Amount(try element.integer("from", 0...100)), name: try element.bothLanguages("name")))
        }
        guard zip(grades, grades.dropFirst()).allSatisfy({ $0.from > $1.from }), grades.isEmpty || weights == 100 else {
            throw try node.node("grades").problem(
                Text(zh: "等次应由高到低，且各项有权重", en: "grades are given from the highest on, for parts with weights"))
        }
        guard pass == nil || weights == 100 else {
            throw try node.node("pass").problem(Text(zh: "各项没有权重，没有总分", en: "without weights there is no total"))
        }
        self.grades = grades
    }

    /// What it asks for, in words.
    var texts: [Text] {
        var texts = parts.map(\.text)
        if let pass {
            texts.append(Text(zh: "总评不低于 \(pass) 分", en: "\(pass) or more in all"))
        }
        if !grades.isEmpty {
            let list = Text.list(
                grades.map { Text(zh: "\($0.from) 分起\($0.name.chinese)", en: "\($0.name.english) from \($0.from)") })
            texts.append(list)
        }
        return texts
    }
}

extension AssessmentRule.Part {
    fileprivate init(_ node: RuleNode, known: [String]) throws(AppError) {
        try node.only(["key", "name", "result", "weight", "pass", "resits", "resit_at_most", "after"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        source = try node.optional("result")?.choice(AssessmentRule.Source.self) ?? .score
        weight = try node.optional("weight")?.integer(1...100) ?? 0
        pass = try node.optional("pass").map { (node) throws(AppError) in Amount(try node.integer(0...100)) }
        resits = try node.optional("resits")?.integer(0...9) ?? 0
        resitAtMost = try node.optional("resit_at_most").map { (node) throws(AppError) in
            Amount(try node.integer(0...100))
        }
        after = node.has("after") ? try node.words("after") : []
        guard (1...60).contains(key.count), !known.contains(key),
            (key == AssessmentRule.attendance) == (source == .attendance)
        else {
            throw try node.node("key").problem(
                Text(
                    zh: "键不重复，最多 60 个字；attendance 只用于由考勤计算的一项",
                    en: "a key of its own, 60 characters at most; attendance is what is calculated from it"))
        }
        guard after.allSatisfy({ $0 == AssessmentRule.attendance || known.contains($0) }) else {
            throw try node.node("after").problem(
                Text(zh: "应为 attendance 或前面各项的键", en: "expected attendance or the key of a part above"))
        }
        let isFitting: Bool
        switch source {
        case .score: isFitting = weight > 0 || pass != nil
        case .verdict: isFitting = weight == 0 && pass == nil && resitAtMost == nil
        case .attendance: isFitting = weight > 0 && resits == 0 && after.isEmpty
        }
        guard isFitting, resitAtMost.map({ $0 >= pass ?? .zero }) ?? true else {
            throw node.problem(
                Text(
                    zh: "评分的一项有权重或及格线，补考计分不低于及格线；评合格与否的一项没有权重；由考勤计算的一项有权重",
                    en:
                        "a score has a weight or a pass mark, and a cap of resits not below it; a verdict has no "
                        + "weight; what is calculated from attendance has one"
                ))
        }
    }

    fileprivate var text: Text {
        var (chinese, english) = (name.chinese, name.english)
        if weight > 0 {
            chinese += "占 \(weight)%"
            english += " \(weight) %"
        }
        if let pass {
            chinese += "，不低于 \(pass) 分"
            english += ", \(pass) or more"
        }
        if source == .verdict {
            chinese += "须合格"
            english += " has to be passed"
        }
        if resits > 0 {
            chinese += "，可补考 \(resits) 次" + (resitAtMost.map { "（至多计 \($0) 分）" } ?? "")
            english += ", \(resits) resits" + (resitAtMost.map { " (\($0) at most)" } ?? "")
        }
        if after.contains(AssessmentRule.attendance) {
            chinese += "，考勤不合格不得参加"
            english += ", not for who fails attendance"
        }
        return Text(zh: chinese, en: english)
    }
}
