import Kernel
package import Schemes

/// Schemes for tests: made up, to hold what no published one does.
package enum TestScheme {
    /// Quarterly; items that are posted directly, claimed, capped, doubled, vetoed and repaired.
    package static let ledger = """
        format: points-scheme/1
        key: test
        version: "1"
        name: {zh: 测试办法, en: test scheme}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: quarter
        base: 60
        places: 1
        total: {floor: 0, cap: 120}
        blocks:
          - {key: study, name: {zh: 学习, en: study}, cap: 10}
          - {key: duty, name: {zh: 履责, en: duty}}
          - {key: conduct, name: {zh: 作风, en: conduct}, start: 10, floor: 0}
        groups:
          - {key: ordinary, name: {zh: 普通党员, en: ordinary}}
          - {key: official, name: {zh: 骨干党员, en: official}}
          - {key: probationary, name: {zh: 预备党员, en: probationary}, graded: false}
        exemptions:
          - {key: ill, name: {zh: 长期病休, en: long-term ill}, treatment: excluded, place: 第三条}
        grades:
          - {key: excellent, name: {zh: 优秀, en: excellent}, score: ">= 80"}
          - {key: qualified, name: {zh: 合格, en: qualified}, score: "[60, 80)"}
          - {key: unqualified, name: {zh: 不合格, en: unqualified}, score: "< 60"}
        shares:
          - {grades: [excellent], at_most: 1/3, otherwise: qualified, within: branch, minimum: 1, place: 第九条}
        process:
          direct: true
          evidence: false
          closed_period: next
        proposals:
          - {text: {zh: 建议谈话, en: a talk}, below: 60, periods: 1, place: 第十条}
        roll_up: {into: year, way: mean}
        items:
          - {id: A1, block: study, text: 参加学习, value: 1}
          - {id: A2, block: duty, text: 完成任务, value: 2}
          - {id: A3, block: duty, text: 突出贡献, value: {from: 1, to: 10, step: 0.5}}
          - {id: A4, block: duty, text: 骨干加分, value: 3, groups: [official]}
          - {id: P1, block: conduct, text: 缺席, value: -4}
          - {id: P2, block: duty, text: 通报批评, value: -5, process: {closed_period: reopen}}
          - {id: M1, block: duty, text: 任务加倍, follows: {items: [A2], multiply: 2}}
          - {id: V1, block: conduct, text: 一票否决, veto: {score: 0, grade: unqualified}}
          - {id: R1, block: conduct, text: 修复, value: -20, follows: {items: [V1], repair: true}}
          - id: C1
            block: duty
            text: 须申报
            value: 5
            process:
              direct: false
              evidence: true
              claimants: [member, branch, import]
              reviews:
                - {key: branch, name: {zh: 党支部, en: branch}, from: primary}
                - {key: township, name: {zh: 乡镇, en: township}, from: township}
              publicity_working_days: 5
              answer_working_days: 7
              expires_after: {days: 30}
              claim_within: {months: 6}
          - {id: F1, block: duty, text: 学时达标, value: 3, automatic: [{fact: training_hours, total: ">= 8"}]}
          - {id: F2, block: duty, text: 缺席会议, value: -1, automatic: [{fact: attendance, names: [党员大会],
                outcomes: [absent]}]}
        """

    /// What only pure rules need: no period, no ledger.
    package static let arithmetic = """
        format: points-scheme/1
        key: arithmetic
        version: "1"
        name: {zh: 算法, en: arithmetic}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: month
        places: 2
        base: {carried: last_published, share: 50%, first: 80}
        blocks:
          - {key: a, name: {zh: 甲, en: A}, bonus_cap: 30, penalty_cap: 12}
          - {key: b, name: {zh: 乙, en: B}}
        groups:
          - {key: plain, name: {zh: 普通, en: plain}}
          - {key: post, name: {zh: 骨干, en: post}, base: 90}
        exemptions:
          - {key: away, name: {zh: 外派, en: away}, treatment: pro_rata, place: 一}
          - {key: aged, name: {zh: 年满七十, en: aged}, treatment: no_penalty, from_age: 70, place: 二}
        items:
          - {id: U1, block: b, text: 每500元1分, value: {rate: 1, per: 500, unit: 元}}
          - {id: U2, block: b, text: 每20元半分, value: {rate: 0.5, per: 20, unit: 元, remainder: round_up, at_most: 5}}
          - {id: U3, block: b, text: 按比例, value: {rate: -1, per: 3, unit: 次, remainder: pro_rata}}
          - id: L1
            block: b
            text: 全额阶梯
            value: {ladder: whole, unit: 小时, steps: [{quantity: "[10, 20)", points: 2},
                {quantity: "[20, 50)", points: 5}, {quantity: ">= 50", points: 10}]}
          - id: L2
            block: b
            text: 分段阶梯
            value: {ladder: marginal, unit: 元, steps: [{quantity: "[0, 1000]", rate: 1, per: 100},
                {quantity: "> 1000", rate: 1, per: 500}]}
          - id: E1
            block: b
            text: 四方测评
            value: {evaluation: {sources: [{key: self, name: {zh: 自评, en: self}, weight: 10%},
                {key: peers, name: {zh: 互评, en: peers}, weight: 30%}, {key: masses, name: {zh: 群众, en: masses},
                weight: 30%}, {key: leader, name: {zh: 领导, en: leader}, weight: 30%}], out_of: 100, into: 20}}
          - {id: W1, block: a, text: 每月限二每年限五, value: 1, limits: [{per: month, cap: 2}, {per: year, cap: 5}]}
          - {id: W2, block: a, text: 每月一次, value: 4, limits: [{per: month, times: 1}]}
          - {id: B1, block: a, text: 加分, value: {from: 1, to: 100}}
          - {id: B2, block: a, text: 减分, value: {from: -100, to: -1}}
          - {id: Z1, block: a, text: 甲清零, zero: a}
          - {id: Z2, block: b, text: 全清零, zero: total}
          - {id: T1, block: b, text: 追加, value: 3, follows: {items: [U1], add: true, counts: with_first}}
        """

    /// Two others by weight.
    package static let combined = """
        format: points-scheme/1
        key: combined
        version: "1"
        name: {zh: 双积分, en: both}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: quarter
        places: 1
        parts:
          - {scheme: test, weight: 60%}
          - {scheme: other, weight: 40%, out_of: 1000}
        grades:
          - {key: high, name: {zh: 高, en: high}, score: ">= 60"}
          - {key: low, name: {zh: 低, en: low}, score: "< 60"}
        """

    package static func read(_ text: String) throws -> Scheme {
        try SchemeFile(main: "test.yaml", texts: ["test.yaml": text]).scheme
    }
}
