import Civil
import Kernel
import Members

/// Lists of people: roster, sign-in sheet, groups, completions, certificates.
extension ClassPaper {
    /// In the order of the numbers of the list.
    var roster: [Markup] {
        let headings = rosterHeadings(say("乡镇", "Township"))
        let rows = trainees.sorted { $0.number < $1.number }.map { rosterLine($0, [$0.township]) }
        return [.tag("h1", say("「\(course.name)」学员名册", "Roster of “\(course.name)”")), .table(headings, rows)]
    }

    /// The same for those who are informed: each township finds its people together.
    var rosterByTownship: [Markup] {
        [.tag("h1", say("「\(course.name)」学员名册", "Roster of “\(course.name)”"))]
            + byTownship.flatMap { township, trainees in
                [
                    Markup.tag("h2", heading(township, trainees.count)),
                    .table(rosterHeadings(), trainees.map { rosterLine($0) }),
                ]
            }
    }

    private func rosterHeadings(_ more: String...) -> [String] {
        [say("序号", "No."), say("姓名", "Name"), say("性别", "Sex")] + more
            + [say("党组织", "Organisation"), say("职务", "Post"), say("联系电话", "Phone"), say("备注", "Note")]
    }

    private func rosterLine(_ trainee: Trainee, _ more: [String] = []) -> [String] {
        [String(trainee.number), trainee.name, trainee.sex?.text(language) ?? ""] + more
            + [
                trainee.organisation, trainee.post?.text(language) ?? "", trainee.phone ?? "",
                trainee.joined.map { say("\($0) 到班", "from \($0) on") } ?? "",
            ]
    }

    private func heading(_ township: String, _ count: Int) -> String {
        let place = township.isEmpty ? say("（未列乡镇）", "no township") : township
        return say("\(place)（\(count) 人）", "\(place) (\(count))")
    }

    /// A box for each half-day; a wide class goes on with the next sheet.
    var signIn: [Markup] {
        let wide = 10
        return stride(from: 0, to: max(1, sessions.count), by: wide).map { first in
            let part = sessions.dropFirst(first).prefix(wide)
            let headings =
                [say("序号", "No."), say("姓名", "Name"), say("党组织", "Organisation")]
                + part.map { "\(day($0.day)) \($0.half.text(language)) \($0.number)" }
            let rows = trainees.map { trainee in
                [String(trainee.number), trainee.name, trainee.organisation]
                    + part.map { session in
                        trainee.joined.map { session.day < $0 } ?? false ? "—" : ""
                    }
            }
            return .tag(
                "section",
                [
                    .tag("h1", say("「\(course.name)」签到表", "Sign-in sheet of “\(course.name)”")),
                    .table(headings, rows, style: "boxes"),
                ])
        }
    }

    private func day(_ day: Day) -> String {
        let (_, month, date) = day.components
        return say("\(month)月\(date)日", "\(month)/\(date)")
    }

    var groupsAndSeats: [Markup] {
        let headings = [
            say("座次", "Seat"), say("序号", "No."), say("姓名", "Name"), say("党组织", "Organisation"), say("组内职责", "Role"),
        ]
        return [.tag("h1", say("「\(course.name)」分组和座次表", "Groups and seats of “\(course.name)”"))]
            + groups.enumerated().flatMap { index, group in
                [
                    Markup.tag("h2", say("第 \(index + 1) 组（\(group.count) 人）", "Group \(index + 1) (\(group.count))")),
                    .table(
                        headings,
                        group.enumerated().map { place, trainee in
                            [
                                "\(index + 1)-\(place + 1)", String(trainee.number), trainee.name,
                                trainee.organisation, place == 0 ? say("组长", "leader") : "",
                            ]
                        }),
                ]
            }
    }

    var completion: [Markup] {
        let (done, others) = (trainees.filter(\.completed), trainees.filter { !$0.completed })
        let isGraded = trainees.contains { $0.grade != nil }
        let headings =
            [say("序号", "No."), say("姓名", "Name"), say("党组织", "Organisation"), say("学时", "Hours")]
            + (isGraded ? [say("总评", "Score"), say("等次", "Grade")] : []) + [say("证书编号", "Certificate")]
        var list = [
            Markup.tag("h1", say("「\(course.name)」结业名单", "Completions of “\(course.name)”")),
            .tag(
                "p",
                say(
                    "\(course.starts) 至 \(course.ends)，参训 \(trainees.count) 人，结业 \(done.count) 人。",
                    "\(course.starts) to \(course.ends): \(done.count) of \(trainees.count) completed the class."),
                style: "plain"),
            .table(
                headings,
                done.map {
                    [String($0.number), $0.name, $0.organisation, $0.hours.description] + marks($0, isGraded)
                        + [serial($0)]
                }),
        ]
        if isGraded, !others.isEmpty {
            list.append(.tag("h2", say("未结业（\(others.count) 人）", "Not completed (\(others.count))")))
            list.append(
                .table(
                    headings.dropLast() + [say("原因", "Why")],
                    others.map {
                        [String($0.number), $0.name, $0.organisation, $0.hours.description] + marks($0, true)
                            + [Text.list($0.failures)(language)]
                    }))
        }
        return list + [.tag("p", host, style: "sign")]
    }

    private func marks(_ trainee: Trainee, _ isGraded: Bool) -> [String] {
        isGraded ? [trainee.score?.description ?? "", trainee.grade?(language) ?? ""] : []
    }

    /// The grade in the sentence of a certificate.
    private func graded(_ trainee: Trainee) -> String {
        trainee.grade.map { say("考核\($0(.chinese))，", "assessed as \($0(.english)), ") } ?? ""
    }

    var certificates: [Markup] {
        trainees.filter(\.completed).map { trainee in
            .tag(
                "section",
                [
                    .tag("h1", say("结　业　证　书", "Certificate")),
                    .tag("p", say("编号：\(serial(trainee))", "No. \(serial(trainee))"), style: "plain"),
                    .tag(
                        "p",
                        say(
                            "\(trainee.name) 同志于 \(course.starts) 至 \(course.ends) 参加「\(course.name)」，"
                                + "完成 \(trainee.hours) 学时，\(graded(trainee))准予结业。",
                            "\(trainee.name) attended “\(course.name)” from \(course.starts) to \(course.ends), "
                                + "\(trainee.hours) hours, \(graded(trainee))and completed it.")),
                    .tag("p", host, style: "sign"),
                    .tag("p", (closed ?? today).description, style: "sign"),
                ], style: "certificate")
        }
    }
}
