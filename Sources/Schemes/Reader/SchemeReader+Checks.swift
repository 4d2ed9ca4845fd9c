import Civil
package import Kernel
package import Policy

/// What can be known only when the whole file was read.
extension SchemeReader {
    func check(_ node: RuleNode) throws(AppError) {
        try unique(draft.blocks.map { ($0.key, $0.line) }, node)
        try unique(draft.items.map { ($0.id, $0.line) }, node)
        try unique(draft.groups.map { ($0.key, $0.line) }, node)
        try unique(draft.grades.map { ($0.key, $0.line) }, node)
        guard draft.items.count <= Self.mostItems else {
            throw node.problem(
                Text(zh: "项目超过 \(Self.mostItems) 个", en: "the scheme has more than \(Self.mostItems) items"))
        }
        let blocks = Set(draft.blocks.map(\.key))
        try nesting(blocks, node)
        for (index, item) in draft.items.enumerated() {
            try Wanted.check(every: 32, index)
            try check(item, blocks, node)
        }
        for grade in draft.grades { try groups(grade.groups, grade.line, node) }
        for share in draft.shares {
            for key in share.grades + [share.otherwise].compactMap({ $0 }) { try gradeExists(key, share.line, node) }
        }
        for rule in draft.proposals {
            for key in rule.grades { try gradeExists(key, rule.line, node) }
            try groups(rule.groups, rule.line, node)
        }
        if draft.parts.contains(where: { $0.scheme == draft.key }) {
            throw try node.node("parts").problem(
                Text(zh: "组合办法不能以自己为组成部分", en: "a scheme is no part of itself"))
        }
        guard draft.parts.isEmpty || draft.parts.map(\.weight).isWhole else {
            throw try node.node("parts").problem(Text(zh: "权重之和应为 100%", en: "the weights must come to 100 %"))
        }
        guard draft.parts.isEmpty || draft.items.isEmpty else {
            throw try node.node("parts").problem(
                Text(zh: "组合办法不能有自己的项目", en: "a scheme that combines others has no items of its own"))
        }
        if let local = draft.local, !blocks.contains(local.block) {
            throw try node.node("local").problem(
                Text(zh: "没有板块「\(local.block)」", en: "there is no block “\(local.block)”"))
        }
        for question in draft.openQuestions {
            for id in question.items where !draft.items.contains(where: { $0.id == id }) {
                throw try node.node("open_questions").problem(Text(zh: "没有项目「\(id)」", en: "there is no item “\(id)”"))
            }
        }
    }

    /// Sums go down from block to block: they are as deep as people write them.
    private static let deepestBlock = 20

    private func nesting(_ blocks: Set<String>, _ node: RuleNode) throws(AppError) {
        let parents = Dictionary(draft.blocks.map { ($0.key, $0.parent) }, uniquingKeysWith: { first, _ in first })
        for block in draft.blocks {
            var (parent, depth) = (block.parent, 0)
            while let key = parent {
                guard blocks.contains(key) else {
                    throw at(block.line, node, Text(zh: "没有板块「\(key)」", en: "there is no block “\(key)”"))
                }
                depth += 1
                guard depth <= Self.deepestBlock else {
                    throw at(
                        block.line, node,
                        Text(
                            zh: "板块互为上级，或嵌套超过 \(Self.deepestBlock) 层",
                            en: "the blocks contain one another, or lie more than \(Self.deepestBlock) deep"))
                }
                parent = parents[key] ?? nil
            }
        }
    }

    private func check(_ item: Item, _ blocks: Set<String>, _ node: RuleNode) throws(AppError) {
        guard blocks.contains(item.block) else {
            throw at(
                item.line, node,
                Text(zh: "\(item.id)：没有板块「\(item.block)」", en: "\(item.id): there is no block “\(item.block)”"))
        }
        try groups(item.groups, item.line, node)
        switch item.effect {
        case .veto(let veto):
            if let grade = veto.grade { try gradeExists(grade, item.line, node) }
            if veto.score == .lowestOfGrade, veto.grade == nil {
                throw at(item.line, node, Text(zh: "score: lowest 要写 grade", en: "score: lowest needs a grade"))
            }
        case .zero(let block?):
            guard blocks.contains(block) else {
                throw at(item.line, node, Text(zh: "没有板块「\(block)」", en: "there is no block “\(block)”"))
            }
        case .grade:
            guard case .levels(let levels) = item.value else {
                throw at(item.line, node, Text(zh: "sets_grade 要求按级别计分", en: "sets_grade needs a value by levels"))
            }
            for level in levels { try gradeExists(level.key, item.line, node) }
        case .points, .zero(nil): break
        }
        for id in item.follows?.items ?? [] where !draft.items.contains(where: { $0.id == id }) {
            throw at(item.line, node, Text(zh: "\(item.id)：没有项目「\(id)」", en: "\(item.id): there is no item “\(id)”"))
        }
    }

    private func groups(_ keys: [String]?, _ line: Int, _ node: RuleNode) throws(AppError) {
        for key in keys ?? [] where !draft.groups.contains(where: { $0.key == key }) {
            throw at(line, node, Text(zh: "没有类别「\(key)」", en: "there is no group “\(key)”"))
        }
    }

    private func gradeExists(_ key: String, _ line: Int, _ node: RuleNode) throws(AppError) {
        guard draft.grades.contains(where: { $0.key == key }) else {
            throw at(line, node, Text(zh: "没有等次「\(key)」", en: "there is no grade “\(key)”"))
        }
    }

    private func unique(_ keys: [(key: String, line: Int)], _ node: RuleNode) throws(AppError) {
        var seen: Set<String> = []
        for (key, line) in keys where !seen.insert(key).inserted {
            throw at(line, node, Text(zh: "「\(key)」出现两次", en: "“\(key)” appears twice"))
        }
    }

    /// A problem of a line that was read before; lines of included tables are counted from 100,000.
    private func at(_ line: Int, _ node: RuleNode, _ text: Text) -> AppError {
        let place = line >= 100_000 ? "include:\(line - 100_000)" : "\(node.file):\(line)"
        return AppError(
            .invalid, "policy.bad_value", Text(zh: "\(place)：\(text.chinese)。", en: "\(place): \(text.english)."),
            hint: Text(zh: "请改正规则文件后重试；什么也没有改变。", en: "Correct the rule file and try again; nothing was changed."))
    }

    /// Adds a village's own items to a scheme, within what the scheme allows (自设项目).
    /// - Throws: `policy.bad_value` for items beyond the number or size allowed, with the rule.
    package static func local(_ node: RuleNode, onto scheme: Scheme) throws(AppError) -> Scheme {
        try node.only(["format", "extends", "items"])
        guard try node.text("format") == "points-local/1" else {
            throw try node.node("format").problem(Text(zh: "应为 points-local/1", en: "expected points-local/1"))
        }
        guard try node.text("extends") == scheme.key else {
            throw try node.node("extends").problem(Text(zh: "应为 \(scheme.key)", en: "expected \(scheme.key)"))
        }
        guard let rule = scheme.local else {
            throw node.problem(
                Text(zh: "办法「\(scheme.key)」不许自设项目", en: "the scheme “\(scheme.key)” allows no items of one's own"))
        }
        var reader = SchemeReader { (name) throws(AppError) in throw AppError.missingValue(name) }
        reader.draft.process = scheme.process
        reader.draft.period = scheme.period
        var added: [Item] = []
        for line in try node.list("items", atMost: mostItems) {
            try line.only(["id", "block", "text", "value", "limits"])
            let item = try reader.item(line, isLocal: true)
            guard item.block == rule.block, case .fixed(let value) = item.value else {
                throw line.problem(
                    Text(
                        zh: "自设项目应为固定分值，归入板块「\(rule.block)」（\(rule.place)）",
                        en: "a local item has a fixed value and belongs to the block “\(rule.block)” (\(rule.place))"))
            }
            guard value.magnitude <= rule.valueAtMost, value != .zero else {
                throw line.problem(
                    Text(
                        zh: "每项不超过 \(rule.valueAtMost) 分（\(rule.place)）；更大的须报上级批准后写入办法",
                        en:
                            "at most \(rule.valueAtMost) points an item (\(rule.place)); "
                            + "more must be approved above and written into the scheme"
                    ))
            }
            guard scheme.item(item.id) == nil, !added.contains(where: { $0.id == item.id }) else {
                throw line.problem(Text(zh: "「\(item.id)」出现两次", en: "“\(item.id)” appears twice"))
            }
            added.append(item)
        }
        let penalties = added.filter { $0.value.isPenalty }.count
        guard penalties <= rule.penaltyItems, added.count - penalties <= rule.bonusItems else {
            throw node.problem(
                Text(
                    zh: "最多 \(rule.bonusItems) 个加分项、\(rule.penaltyItems) 个扣分项（\(rule.place)）",
                    en:
                        "at most \(rule.bonusItems) items that add and \(rule.penaltyItems) that take away "
                        + "(\(rule.place))"
                ))
        }
        return scheme.adding(added)
    }
}
