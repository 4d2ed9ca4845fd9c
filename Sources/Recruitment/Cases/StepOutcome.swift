package import Kernel
package import Procedures
import Wire

/// What recording a step did, or would do.
package struct StepOutcome: Outcome {
    package let number: Int
    package let milestone: Milestone
    package let isNew: Bool
    package let irregular: Bool
    package let stage: Milestone.Stage
    package let state: CaseState
    /// Nothing was recorded.
    package let dryRun: Bool
    package let verdict: StepVerdict
    /// Seats of the year from the branch upwards, after a step that uses one; as far as the caller sees.
    package let seats: [SeatsLeft]

    package var summary: Text {
        let broken = verdict.findings.filter { !$0.holds && $0.kind != .gate }.map { finding in
            Text(
                zh: "\(finding.name.chinese)：\(finding.text.chinese)。",
                en: "\(finding.name.english): \(finding.text.english).")
        }
        return .sentences([result] + broken + seats.filter { $0.left < 0 }.map(\.overspent))
    }

    private var result: Text {
        let name = milestone.text
        if !isNew {
            return Text(
                zh: "第 \(number) 步「\(name.chinese)」此前已登记。",
                en: "Step \(number), “\(name.english)”, was recorded before.")
        }
        if dryRun {
            return irregular
                ? Text(zh: "将作为不规范步骤登记；未登记。", en: "It would be recorded as irregular; nothing was recorded.")
                : Text(zh: "可以办理；未登记。", en: "It is permitted; nothing was recorded.")
        }
        let mark = irregular ? Text(zh: "（不规范）", en: " (irregular)") : .verbatim("")
        return Text(
            zh: "已登记第 \(number) 步「\(name.chinese)」\(mark.chinese)，阶段：\(stage.text.chinese)。",
            en: "Recorded step \(number), “\(name.english)”\(mark.english); stage: \(stage.text.english).")
    }
}

/// Why a step is found to be wrong.
package struct StepAnnulmentOrder: Codable, Described, Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package static let memberTexts: [String: Text] = [:]
}

package struct StepAnnulled: Outcome {
    package let number: Int
    package let milestone: Milestone
    package let stage: Milestone.Stage

    package var summary: Text {
        Text(
            zh: "第 \(number) 步「\(milestone.text.chinese)」已更正，留在案卷，不再作数。",
            en: "Step \(number), “\(milestone.text.english)”, is annulled: it stays on file and no longer counts.")
    }
}
