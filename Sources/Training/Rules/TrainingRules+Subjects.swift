import Civil
import Kernel
import Members
import Policy

/// The words that a rule file may use for those who owe something.
struct RuleSubjects {
    let categories: [String]

    /// One word or a list of them.
    func read(_ node: RuleNode, standings: Bool) throws(AppError) -> [String] {
        let posts = PostTitle.allCases.map(\.rawValue)
        let known = posts + (standings ? [StandingSubject.member.rawValue] : []) + categories
        var words: [String] = []
        let nodes: [RuleNode]
        do { nodes = try node.elements() } catch { nodes = [node] }
        for element in nodes {
            let word = try element.text()
            guard known.contains(word) else {
                let list = known.joined(separator: ", ")
                throw element.problem(
                    Text(
                        zh: "应为职务、categories 中的类别之一：\(list)",
                        en: "expected a post or one of the categories of this file: \(list)"))
            }
            words.append(word)
        }
        return words
    }
}

extension PersonCategory {
    init(_ node: RuleNode) throws(AppError) {
        try node.only(["key", "name", "source"])
        key = try node.text("key")
        guard PostTitle(rawValue: key) == nil, StandingSubject(rawValue: key) == nil, key.count <= 60 else {
            throw try node.node("key").problem(
                Text(zh: "与职务或党员身份同名", en: "a post or a standing has this name already"))
        }
        name = try node.bothLanguages("name")
        source = try node.citation()
    }
}

extension HoursConversion {
    init(_ node: RuleNode) throws(AppError) {
        try node.only(["key", "name", "day", "half_day", "evening", "most_per_day", "splits_years", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        day = try node.node("day").hours()
        halfDay = try node.node("half_day").hours()
        evening = try node.optional("evening")?.hours() ?? .zero
        mostPerDay = try node.optional("most_per_day")?.hours() ?? Hours(tenths: 240)
        splitsYears = try node.optional("splits_years")?.flag() ?? true
        _ = try node.citation()
        guard halfDay <= day, day <= mostPerDay else {
            throw node.problem(
                Text(
                    zh: "半天不多于一天，一天不多于每天上限",
                    en: "half a day has no more hours than a day, and a day no more than the most"))
        }
    }
}

extension CycleAudience {
    fileprivate init(_ node: RuleNode, _ subjects: RuleSubjects) throws(AppError) {
        try node.only(FormRule.keys(beside: ["who", "levels", "fields", "hours", "accepts"]))
        who = try subjects.read(node.node("who"), standings: false)
        levels = node.has("levels") ? try node.choices("levels", Level.self) : [.primary]
        fields = node.has("fields") ? try node.choices("fields", Field.self) : Field.allCases
        hours = try node.optional("hours")?.hours()
        accepts = node.has("accepts") ? try node.choices("accepts", Level.self) : nil
        forms = try FormRule.read(node)
    }
}

extension CycleDefinition {
    init(_ node: RuleNode, _ subjects: RuleSubjects) throws(AppError) {
        try node.only(["key", "name", "opens", "soft_end", "hard_end", "levels", "fields", "audience", "source"])
        key = try node.text("key")
        name = try node.bothLanguages("name")
        opens = try node.day("opens")
        softEnd = try node.day("soft_end")
        hardEnd = try node.day("hard_end")
        if node.has("audience") {
            guard !node.has("levels"), !node.has("fields") else {
                throw node.problem(
                    Text(zh: "有 audience 时，levels 和 fields 写在其中", en: "levels and fields belong into the audience"))
            }
            var audience: [CycleAudience] = []
            for element in try node.list("audience", atMost: 100) {
                audience.append(try CycleAudience(element, subjects))
            }
            guard !audience.isEmpty else {
                throw try node.node("audience").problem(Text(zh: "至少要有一类人员", en: "somebody has to owe it"))
            }
            self.audience = audience
        } else {
            audience = [
                CycleAudience(
                    who: CycleAudience.secretaries, levels: try node.choices("levels", Level.self),
                    fields: try node.choices("fields", Field.self))
            ]
        }
        source = try node.citation()
        guard opens < softEnd, softEnd <= hardEnd else {
            throw node.problem(Text(zh: "周期日期先后不对", en: "the days of the cycle are in the wrong order"))
        }
    }
}

extension TrainingRuleSet {
    init(_ node: RuleNode, _ subjects: RuleSubjects) throws(AppError) {
        try node.only(["key", "from", "newly_appointed", "rotation", "new_members", "annual"])
        key = try node.text("key")
        from = try node.day("from")
        let newly = try node.node("newly_appointed")
        var appointments: [Appointment] = []
        let elements: [RuleNode]
        do { elements = try newly.elements() } catch { elements = [newly] }
        for element in elements { appointments.append(try Appointment(element, subjects)) }
        newlyAppointed = appointments
        let rotation = try node.node("rotation")
        try rotation.only(FormRule.keys(beside: ["accepts", "hours", "source"]))
        rotationAccepts = try rotation.choices("accepts", Level.self)
        rotationHours = try rotation.node("hours").hours()
        rotationForms = try FormRule.read(rotation) ?? FormRule()
        rotationSource = try rotation.citation()
        newMembers = try node.optional("new_members").map { (rule) throws(AppError) in try NewMembers(rule) }
        var annual: [Annual] = []
        for element in try node.list("annual", atMost: 200) { annual.append(try Annual(element, subjects)) }
        self.annual = annual
    }
}

extension TrainingRuleSet.Appointment {
    fileprivate init(_ node: RuleNode, _ subjects: RuleSubjects) throws(AppError) {
        try node.only(
            FormRule.keys(beside: ["who", "levels", "fields", "months", "hours", "accepts", "standing", "source"]))
        who =
            try node.optional("who").map { (who) throws(AppError) in try subjects.read(who, standings: false) }
            ?? CycleAudience.secretaries
        levels = node.has("levels") ? Set(try node.choices("levels", Level.self)) : Set(Level.allCases)
        fields = node.has("fields") ? Set(try node.choices("fields", Field.self)) : Set(Field.allCases)
        months = try node.integer("months", 1...60)
        hours = try node.optional("hours")?.hours()
        accepts = node.has("accepts") ? try node.choices("accepts", Level.self) : nil
        forms = try FormRule.read(node)
        stands = try node.optional("standing")?.choice(AppointmentStanding.self) ?? .afterCycle
        source = try node.citation()
    }
}

extension TrainingRuleSet.NewMembers {
    fileprivate init(_ node: RuleNode) throws(AppError) {
        try node.only(FormRule.keys(beside: ["probation_months", "first_year_months", "accepts", "source"]))
        probationMonths = try node.integer("probation_months", 1...60)
        firstYearMonths = try node.integer("first_year_months", 1...60)
        accepts = try node.choices("accepts", Level.self)
        forms = try FormRule.read(node) ?? FormRule()
        source = try node.citation()
    }
}

extension TrainingRuleSet.Annual {
    fileprivate init(_ node: RuleNode, _ subjects: RuleSubjects) throws(AppError) {
        try node.only(FormRule.keys(beside: ["who", "levels", "fields", "hours", "accepts", "standing", "source"]))
        who = try subjects.read(node.node("who"), standings: true)
        levels = node.has("levels") ? Set(try node.choices("levels", Level.self)) : Set(Level.allCases)
        fields = node.has("fields") ? Set(try node.choices("fields", Field.self)) : Set(Field.allCases)
        hours = try node.node("hours").hours()
        accepts = node.has("accepts") ? try node.choices("accepts", Level.self) : Level.allCases
        isStanding = try node.optional("standing")?.flag() ?? false
        // Of members without an office a year is opened, by somebody who knows that it is meant for everybody.
        guard !isStanding || !who.contains(StandingSubject.member.rawValue) else {
            throw try node.node("standing").problem(
                Text(
                    zh: "党员（member）的年度学时要由 duty open-year --everyone 开启，不能写 standing: true",
                    en: "yearly hours of every member are opened by duty open-year --everyone, and never stand"))
        }
        forms = try FormRule.read(node) ?? FormRule()
        source = try node.citation()
    }
}
