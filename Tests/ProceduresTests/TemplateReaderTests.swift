import Kernel
import Policy
import Procedures
import TestSupport
import Testing

/// Charts as files: read, checked and compared with their sources.
struct TemplateReaderTests {
    private func templates() throws -> [Template] {
        let loader = PolicyLoader()
        let nodes = try RecruitmentPolicy.rules(loader).sets.map(\.nodes).reduce(into: Set()) { $0.formUnion($1) }
        return try RecruitmentPolicy.templates(loader, nodes: nodes)
    }

    @Test func theChartsHaveTheirNumbersOfSteps() throws {
        let counts = try Dictionary(templates().map { ($0.key, $0.steps.count) }, uniquingKeysWith: { $1 })
        #expect(counts == ["dev-25": 25, "dev-27": 27, "dev-29": 29])
        // Each milestone has one place in a chart, and belongs to its own stage.
        for template in try templates() where template.key != "dev-27" {
            let milestones = template.steps.flatMap(\.milestones)
            #expect(Set(milestones).count == milestones.count, "\(template.key)")
            for step in template.steps { #expect(step.milestones.allSatisfy { $0.stage == step.stage }) }
        }
    }

    @Test func aTemplateCannotLeaveANationalNodeOut() throws {
        let text = try PolicyLoader().text("policy/recruitment/templates/dev-25.yaml")
        let cut = text.split(separator: "\n").filter { !$0.contains("[political_review]") }.joined(separator: "\n")
        let nodes = try #require(try RecruitmentPolicy.rules(PolicyLoader()).sets.last?.nodes)
        let error = #expect(throws: AppError.self) {
            _ = try TemplateReader.read(PolicyLoader.parse(cut, file: "x.yaml"), nodes: nodes)
        }
        #expect(error?.code == "policy.bad_value" && error?.message.chinese.contains("政治审查") == true)
        let twice = text.replacing("number: \"2\"", with: "number: \"1\"")
        #expect(throws: AppError.self) {
            _ = try TemplateReader.read(PolicyLoader.parse(twice, file: "x.yaml"), nodes: nodes)
        }
    }

    @Test func theChartOfTwentyNineIsTheSources() throws {
        let chart = try #require(try templates().first { $0.key == "dev-29" })
        let names = [
            "教育引导", "接收申请、谈话", "确定积极分子、备案", "培养联系人", "考察", "支委会听取意见", "备案、确定发展对象", "入党介绍人", "政治审查",
            "短期集中培训", "支委会讨论", "党委预审", "公示", "支部大会", "报党委", "谈话", "党委审批", "通知支部", "报上级组织部门备案", "编入支部、小组",
            "宣誓", "预备期考察", "转正申请、审查", "公示", "支部大会（转正）", "报党委", "党委审批", "通知", "存档",
        ]
        #expect(chart.steps.map(\.name.chinese) == names)
        #expect(chart.steps.map(\.number) == (1...29).map(String.init))
        #expect(chart.step("9")?.materials.map(\.name.chinese) == ["函调", "结论"])
    }
}
