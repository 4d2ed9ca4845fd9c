package import Kernel
import Sheets
package import Wire

/// How a list of those who were there is read: a pasted column of names, a paper sheet, or the export of a meeting
/// program with times.
package struct AttendanceListOrder: Codable, Described, Sendable {
    package let others: Mark?
    package let starts: String?
    package let lateAfter: Int?
    package let atLeast: Int?
    package let ignore: [String]?
    package let dryRun: Bool?
    package let sheet: String?
    package let map: [String]?

    package init(
        others: Mark? = nil, starts: String? = nil, lateAfter: Int? = nil, atLeast: Int? = nil,
        ignore: [String]? = nil, dryRun: Bool? = nil, sheet: String? = nil, map: [String]? = nil
    ) {
        self.others = others
        self.starts = starts
        self.lateAfter = lateAfter
        self.atLeast = atLeast
        self.ignore = ignore
        self.dryRun = dryRun
        self.sheet = sheet
        self.map = map
    }

    static let minutes = 0...1440

    package static let memberLimits: [String: MemberLimit] = [
        "late_after": .count(minutes), "at_least": .count(minutes), "ignore": .items(0...200),
        "map": .items(0...SheetChoices.most),
    ]

    package static let memberTexts = [
        "others": Text(
            zh: "名单上没有签到又没有登记的人登记为：present、late、left_early 或 absent",
            en: "What people who did not sign in and have no mark get: present, late, left_early or absent"),
        "starts": Text(zh: "开始时刻，如 19:00", en: "When it began, such as 19:00"),
        "late_after": Text(
            zh: "开始后多少分钟算迟到，须同时给出开始时刻", en: "Minutes after the beginning from which it is late; needs the beginning"),
        "at_least": Text(zh: "参会累计不足多少分钟算缺勤", en: "Minutes of presence below which it is an absence"),
        "ignore": Text(zh: "不是学员的昵称（会议室、主持人等），可多个", en: "Nicknames of devices or hosts to pass over; may be repeated"),
    ]
}

/// What a list of those who were there came to.
package struct SignInRead: Outcome {
    /// People found in it, each once.
    package let people: Int
    package let present: Int
    package let late: Int
    /// People whose time was too short, with their minutes.
    package let short: [SignInShort]
    /// Names that appeared more than once.
    package let repeated: [String]
    /// Columns that were passed over.
    package let unread: [String]
    package let written: MarksWritten
    package let dryRun: Bool

    package var summary: Text {
        var parts = [
            dryRun ? Text(zh: "试运行（没有保存）：", en: "Dry run, nothing was saved: ") : .verbatim(""),
            Text(
                zh: "签到 \(people) 人：出勤 \(present)，迟到 \(late)，时长不足 \(short.count)。",
                en: "\(people) people signed in: \(present) present, \(late) late, \(short.count) for too short a time."
            ),
            written.summary,
        ]
        if !short.isEmpty {
            let list = Text.list(
                short.map { Text(zh: "\($0.name) \($0.minutes) 分钟", en: "\($0.name) \($0.minutes) minutes") })
            parts.append(Text(zh: "时长不足：\(list.chinese)。", en: "Too short: \(list.english)."))
        }
        if !repeated.isEmpty {
            parts.append(
                Text(
                    zh: "多次签到：\(repeated.joined(separator: "、"))。",
                    en: "More than once: \(repeated.joined(separator: ", "))."))
        }
        if !unread.isEmpty {
            parts.append(
                Text(
                    zh: "未读的列：\(unread.joined(separator: "、"))。",
                    en: "Columns passed over: \(unread.joined(separator: ", "))."))
        }
        return .sentences(parts)
    }
}

package struct SignInShort: Codable, Sendable {
    package let name: String
    package let minutes: Int
}
