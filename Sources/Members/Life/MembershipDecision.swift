package import Civil
package import Kernel
import Postgres
package import Wire

/// A decision about a membership, on file.
package struct MembershipDecision: Codable, Sendable {
    package let id: Identifier<MembershipDecision>
    package let change: LifeChange
    package let ground: String
    package let groundName: Text
    package let groundSince: Day?
    package let on: Day
    package let document: String
    package let reason: String
    /// Why it is void; nil while it is valid.
    package let annulledBecause: String?
}

extension MembershipDecision: Tabular {
    package static let columns: [Column<MembershipDecision>] = [
        Column("on", zh: "日期", en: "Day", \.on),
        Column("change", zh: "处理", en: "Change", \.change),
        Column("ground", zh: "依据", en: "Ground") { .word($0.ground, $0.groundName) },
        Column("document", zh: "文号", en: "Document", \.document),
        Column("reason", zh: "理由", en: "Reason", \.reason),
        Column("annulled_because", zh: "更正", en: "Annulled because", \.annulledBecause),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// A decision that was recorded, with the posts that ended with the membership.
package struct DecisionRecorded: Outcome {
    package struct Post: Codable, Sendable {
        package let organisationCode: String
        package let organisationName: String
        package let title: PostTitle
    }

    package let id: Identifier<MembershipDecision>
    package let person: Identifier<Person>
    package let personName: String
    package let change: LifeChange
    package let on: Day
    package let postsEnded: [Post]

    package var summary: Text {
        let recorded = Text(
            zh: "已登记 \(personName) 的「\(change.text.chinese)」（\(on)）。",
            en: "Recorded for \(personName): \(change.text.english), \(on).")
        guard !postsEnded.isEmpty else { return recorded }
        let posts = Text.list(
            postsEnded.map {
                Text(
                    zh: "「\($0.organisationName)」\($0.title.text.chinese)",
                    en: "\($0.title.text.english) of “\($0.organisationName)”")
            })
        return .sentences([
            recorded, Text(zh: "随之结束的职务：\(posts.chinese)。", en: "Posts that ended with it: \(posts.english)."),
        ])
    }
}

/// Why a decision was recorded by mistake.
package struct DecisionAnnulment: Codable, Described, Sendable {
    package let reason: String
    package let document: String

    package init(reason: String, document: String) {
        self.reason = reason
        self.document = document
    }

    package static let memberTexts: [String: Text] = [:]
}

package struct DecisionAnnulled: Outcome {
    package let id: Identifier<MembershipDecision>
    package let person: Identifier<Person>
    package let personName: String
    package let change: LifeChange
    package let on: Day

    package var summary: Text {
        Text(
            zh: "\(personName) 的「\(change.text.chinese)」（\(on)）不再作数，党籍继续；随之结束的职务和案卷如仍有效，请重新登记。",
            en:
                "The \(change.text.english) of \(personName), \(on), is void and the membership goes on; "
                + "record posts and cases that ended with it again."
        )
    }
}

extension Row {
    func membershipDecision(_ rules: LifeRules) throws -> MembershipDecision {
        let (change, ground): (LifeChange, String) = (try choice("change"), try self["ground"])
        return MembershipDecision(
            id: try self["id"], change: change, ground: ground, groundName: rules.name(of: ground, change),
            groundSince: try self["ground_since"], on: try self["decided_on"], document: try self["document"],
            reason: try self["reason"], annulledBecause: try self["annulled_because"])
    }
}
