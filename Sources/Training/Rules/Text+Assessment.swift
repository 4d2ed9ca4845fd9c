import Civil
import Kernel

/// Sentences about results.
extension Text {
    static func partBelow(_ part: Text, _ points: Amount, _ pass: Amount) -> Text {
        Text(
            zh: "\(part.chinese) \(points) 分，不到 \(pass) 分", en: "\(part.english): \(points), and \(pass) are needed")
    }

    static func partFailed(_ part: Text, _ result: SittingResult) -> Text {
        Text(zh: "\(part.chinese)：\(result.text.chinese)", en: "\(part.english): \(result.text.english)")
    }

    static func totalFailed(_ total: Amount, _ pass: Amount) -> Text {
        Text(zh: "总评 \(total) 分，不到 \(pass) 分", en: "\(total) in all, and \(pass) are needed")
    }

    static func barred(_ part: Text, _ why: Text) -> Text {
        Text(zh: "不得参加\(part.chinese)：\(why.chinese)", en: "not admitted to \(part.english): \(why.english)")
    }

    static let attendanceFailed = Text(zh: "考勤不合格", en: "attendance does not suffice")

    static func resultFirst(_ part: Text) -> Text {
        Text(zh: "还没有\(part.chinese)的成绩", en: "there is no result of \(part.english) yet")
    }

    static func calculated(_ part: Text) -> Text {
        Text(zh: "\(part.chinese)由考勤计算，不用登记", en: "\(part.english) is calculated from attendance")
    }

    static func otherResult(_ part: AssessmentRule.Part) -> Text {
        Text(
            zh: "\(part.name.chinese)应\(part.source.text.chinese)",
            en: "\(part.name.english) is given as \(part.source.text.english)")
    }

    static func noScore(_ score: Amount) -> Text {
        Text(zh: "成绩 \(score) 应为 0 到 100，最多一位小数", en: "\(score) is no score: 0 to 100, one decimal at most")
    }

    static func resitsUsed(_ part: Text, _ resits: Int) -> Text {
        Text(zh: "\(part.chinese)最多补考 \(resits) 次", en: "\(part.english) can be repeated \(resits) times at most")
    }

    static func sittingBefore(_ part: Text, _ sitting: Int) -> Text {
        Text(
            zh: "还没有\(part.chinese)第 \(sitting) 次的成绩", en: "there is no result of sitting \(sitting) of \(part.english)"
        )
    }

    static func passedBefore(_ part: Text) -> Text {
        Text(zh: "\(part.chinese)已合格，不用补考", en: "\(part.english) is passed already")
    }
}
