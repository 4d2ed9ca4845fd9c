import Civil
import Kernel

/// Letters: the notice of a class after GB/T 9704—2012, and that of its changes.
extension ClassPaper {
    /// Masthead, number, title, addressees, body, attachment, signature, copies.
    var notice: [Markup] {
        let title = say("关于举办「\(course.name)」的通知", "Notice of the class “\(course.name)”")
        let body: [Markup] = points.enumerated().flatMap { index, point in
            [Markup.tag("h2", heading(index, point.title)), .tag("p", point.text)]
        }
        let attachment = say("附件：学员名册（\(trainees.count) 人）", "Attachment: roster (\(trainees.count) people)")
        let parts: [[Markup]] = [
            masthead, [.tag("h1", title), .tag("p", addressees, style: "to"), .tag("p", purpose)], body, timetable,
            [.tag("p", attachment)], signature, copies, [.tag("section", [])], rosterByTownship,
        ]
        return parts.flatMap(\.self)
    }

    /// Half-days in the order in which they are held.
    private var timetable: [Markup] {
        [
            .tag("p", say("课程安排：", "Timetable:")),
            .table(
                [
                    say("日期", "Day"), say("时间", "Time"), say("课次", "Session"), say("课程", "Subject"),
                    say("学时", "Hours"), say("授课人", "Teacher"),
                ],
                sessions.map { session in
                    [
                        written(session.day), session.half.text(language), String(session.number), session.title,
                        session.hours.description,
                        session.teacher == ClassOrder.unnamedTeacher ? "" : session.teacher,
                    ]
                }),
        ]
    }

    var changeList: [Markup] {
        let title = say("关于「\(course.name)」变更的通知", "Changes to the class “\(course.name)”")
        let rows = changes.map { line in
            [
                String(line.number), line.changed.description, ClassDifference.name(of: line.member)(language),
                line.before, line.after, line.reason ?? "",
            ]
        }
        return masthead + [
            .tag("h1", title), .tag("p", addressees, style: "to"),
            .tag(
                "p",
                changes.isEmpty
                    ? say("本班次没有变更。", "Nothing was changed.")
                    : say("现将班次变更情况通知如下，请转告参训人员。", "The following was changed; please inform the trainees.")),
            .table(
                [
                    say("次", "No."), say("日期", "Day"), say("事项", "What"), say("原为", "Before"), say("改为", "After"),
                    say("理由", "Reason"),
                ], rows),
        ] + signature
    }

    private var masthead: [Markup] {
        [
            .tag("p", say("\(host)文件", host), style: "mark"),
            .tag("p", document ?? say("〔\(today.year)〕　　号", "No.        /\(today.year)"), style: "number"),
        ]
    }

    private var addressees: String {
        let places = byTownship.map(\.township).filter { !$0.isEmpty }
        guard !places.isEmpty else { return say("各有关党组织：", "To the organisations concerned:") }
        return say(places.joined(separator: "、") + "：", places.joined(separator: ", ") + ":")
    }

    private var purpose: String {
        say(
            "按照轮训安排，定于 \(written(course.starts)) 至 \(written(course.ends)) 举办「\(course.name)」。现将有关事项通知如下。",
            "The class “\(course.name)” will be held from \(course.starts) to \(course.ends), as follows.")
    }

    private func written(_ day: Day) -> String {
        let (year, month, date) = day.components
        return "\(year)年\(month)月\(date)日"
    }

    private func heading(_ index: Int, _ title: String) -> String {
        let numerals = ["一", "二", "三", "四", "五", "六"]
        return say("\(numerals[min(index, numerals.count - 1)])、\(title)", "\(index + 1). \(title)")
    }

    private var points: [(title: String, text: String)] {
        let hours = sessions.map(\.hours).sum()
        let days = Set(sessions.map(\.day)).count
        return [
            (
                say("时间和地点", "Time and place"),
                say(
                    "\(written(course.starts)) 报到，\(written(course.ends)) 结束，共 \(days) 天、\(hours) 学时。"
                        + "地点：\(course.venue)。",
                    "From \(course.starts) to \(course.ends): \(days) days, \(hours) hours. Place: \(course.venue).")
            ),
            (
                say("参训人员", "Who attends"),
                say("共 \(trainees.count) 人，名单附后。", "\(trainees.count) people, listed in the attachment.")
            ),
            (
                say("培训内容", "Subjects"),
                Text.list(topics.map(\.text))(language) + say("。", ".")
            ),
            (
                say("有关要求", "What is asked"),
                say(
                    "参训人员应按时报到，全程参加。因故不能参加的，须经所在党组织书面请假并报组织部门批准。培训期间不收取任何费用。",
                    "Attend in time and throughout. Leave is asked for in writing through the organisation and "
                        + "approved by the organisation department. Nothing is charged.")
            ),
        ]
    }

    private var topics: [Topic] { Topic.allCases.filter { topic in sessions.contains { $0.topic == topic } } }

    private var signature: [Markup] {
        [.tag("p", host, style: "sign"), .tag("p", say(written(today), today.description), style: "sign")]
    }

    private var copies: [Markup] {
        [.tag("p", say("抄送：\(course.venue)。", "Copy to: \(course.venue)."), style: "copies")]
    }
}
