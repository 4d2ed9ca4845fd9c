import Access
package import Civil
package import Kernel
package import Organisations
package import Wire

/// Two records made one: which is kept, which is gone, and why.
package struct PersonMergeOrder: Codable, Described, Sendable {
    package let gone: Reference<Person>
    package let reason: String
    package let document: String?
    package let dryRun: Bool?

    package init(gone: Reference<Person>, reason: String, document: String? = nil, dryRun: Bool? = nil) {
        self.gone = gone
        self.reason = reason
        self.document = document
        self.dryRun = dryRun
    }

    package static let memberTexts = [
        "gone": Text(zh: "并入的那一份登记：姓名、身份证号或编号", en: "The record that is merged into it")
    ]
}

/// Why two merged records are separated again.
package struct PersonSeparationOrder: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}

/// Two people who resemble each other and are two.
package struct PersonDistinctionOrder: Codable, Described, Sendable {
    package let other: Reference<Person>
    package let reason: String

    package init(other: Reference<Person>, reason: String) {
        self.other = other
        self.reason = reason
    }

    package static let memberTexts = [
        "other": Text(zh: "另一个人：姓名、身份证号或编号", en: "The other person")
    ]
}

/// What a merge moved, or would.
package struct PersonMerged: Outcome {
    package struct Facts: Codable, Sendable {
        package let relation: String
        package let name: Text
        /// Those that went to the kept record.
        package let moved: Int
        /// Those that the kept record had too.
        package let doubled: Int
    }

    package let id: Identifier<PersonMerge>
    package let kept: Identifier<Person>
    package let keptName: String
    package let gone: Identifier<Person>
    package let goneName: String
    package let facts: [Facts]
    package let dryRun: Bool

    package var summary: Text {
        let counts = facts.map { fact in
            let double = fact.doubled > 0
            return Text(
                zh: "\(fact.name.chinese) \(fact.moved) 项\(double ? "（另有重复 \(fact.doubled) 项）" : "")",
                en: "\(fact.name.english): \(fact.moved)\(double ? " (and \(fact.doubled) doubled)" : "")")
        }
        let what = facts.isEmpty ? Text(zh: "没有要移过去的内容", en: "nothing to move") : Text.list(counts)
        return dryRun
            ? Text(
                zh: "试运行（没有保存）：\(goneName) 将并入 \(keptName)：\(what.chinese)。",
                en: "Dry run, nothing was saved; \(goneName) would be merged into \(keptName): \(what.english).")
            : Text(
                zh: "\(goneName) 已并入 \(keptName)：\(what.chinese)。",
                en: "\(goneName) is merged into \(keptName): \(what.english).")
    }
}

package struct PersonSeparated: Outcome {
    package let merge: Identifier<PersonMerge>
    package let kept: Identifier<Person>
    package let keptName: String
    package let gone: Identifier<Person>
    package let goneName: String

    package var summary: Text {
        Text(
            zh: "\(goneName) 与 \(keptName) 已恢复为两份登记。", en: "\(goneName) and \(keptName) are two records again.")
    }
}

package struct PersonDistinguished: Outcome {
    package let first: Identifier<Person>
    package let firstName: String
    package let second: Identifier<Person>
    package let secondName: String

    package var summary: Text {
        Text(
            zh: "已记录 \(firstName) 与 \(secondName) 不是同一人，不再提示。",
            en: "Recorded that \(firstName) and \(secondName) are two people; they are no longer listed.")
    }
}

/// A merge on file.
package struct PersonMerge: Codable, Placed, Sendable {
    package let id: Identifier<PersonMerge>
    package let path: String
    package let kept: Identifier<Person>
    package let keptName: String
    package let gone: Identifier<Person>
    package let goneName: String
    package let reason: String
    package let document: String?
    package let mergedOn: Day
    package let account: String?
    package let separatedOn: Day?
    package let separationReason: String?
}

extension PersonMerge: Tabular {
    package static let columns: [Column<PersonMerge>] = [
        Column("kept_name", zh: "保留", en: "Kept", \.keptName),
        Column("gone_name", zh: "并入", en: "Merged", \.goneName),
        Column("merged_on", zh: "日期", en: "Day", \.mergedOn),
        Column("account", zh: "登记人", en: "By", \.account),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("document", zh: "文号", en: "Document", \.document),
        Column("separated_on", zh: "恢复日期", en: "Separated", \.separatedOn),
        Column("separation_reason", zh: "恢复理由", en: "Reason", \.separationReason),
        Column("kept", zh: "保留编号", en: "Kept record", \.kept),
        Column("gone", zh: "并入编号", en: "Merged record", \.gone),
    ]
}

/// Which merges are listed.
package struct PersonMergeQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?

    package init(scope: Reference<Organisation>? = nil) { self.scope = scope }

    package static let memberTexts: [String: Text] = [:]
}
