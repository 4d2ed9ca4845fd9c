import Civil
import Kernel
import Members
import Points
import Procedures
import Recruitment
import Training
package import Wire

/// The page as lines that a person reads, section by section.
extension PersonPage {
    package var heading: Table { Table([person]) }

    package var lines: [PersonPageLine] {
        registerLines + trainingLines + otherLines
            + changes.map { change in
                let who = change.account + (change.onBehalfOf.map { "（\($0)）" } ?? "")
                return PersonPageLine(
                    section: Text(zh: "变更", en: "change"), since: change.at.description, until: "",
                    text: .verbatim("\(change.action) \(who) \(change.door)"))
            }
    }

    private var registerLines: [PersonPageLine] {
        let file = (attributes + (contacts ?? [])).map { fact in
            PersonPageLine(
                Text(zh: "档案", en: "file"), fact.since, nil,
                Text(
                    zh: "\(fact.name.chinese)：\(fact.shown.chinese)", en: "\(fact.name.english): \(fact.shown.english)")
            )
        }
        let standings = memberships.map { standing in
            let place = standing.organisationName ?? ""
            let end = standing.endedAs.map { Text(zh: "（\($0.text.chinese)）", en: " (\($0.text.english))") }
            return PersonPageLine(
                Text(zh: "党籍", en: "membership"), standing.countsFrom ?? standing.since, standing.until,
                Text(
                    zh: "\(standing.status.text.chinese) \(place)\(end?.chinese ?? "")",
                    en: "\(standing.status.text.english) \(place)\(end?.english ?? "")"))
        }
        let decided = decisions.map { decision in
            PersonPageLine(
                Text(zh: "处理决定", en: "decision"), decision.on, nil,
                Text(
                    zh: "\(decision.change.text.chinese)：\(decision.groundName.chinese) \(decision.document)",
                    en: "\(decision.change.text.english): \(decision.groundName.english) \(decision.document)"))
        }
        let letters = transfers.map { letter in
            PersonPageLine(
                Text(zh: "组织关系", en: "transfer"), letter.issuedOn, letter.answeredOn,
                Text(
                    zh: "\(letter.letter) \(letter.from.name) → \(letter.to.name)（\(letter.state.text.chinese)）",
                    en: "\(letter.letter) \(letter.from.name) → \(letter.to.name) (\(letter.state.text.english))"))
        }
        let posts = tenures.map { tenure in
            PersonPageLine(
                Text(zh: "任职", en: "post"), tenure.since, tenure.until,
                Text(
                    zh: "\(tenure.organisationName) \(tenure.title.text.chinese)（\(tenure.nature.text.chinese)）",
                    en: "\(tenure.title.text.english) of \(tenure.organisationName) (\(tenure.nature.text.english))"))
        }
        return file + standings + decided + letters + posts
    }

    private var trainingLines: [PersonPageLine] {
        let owed = (duties ?? []).map { duty in
            PersonPageLine(
                Text(zh: "应训任务", en: "duty"), duty.opened, duty.closed,
                Text(
                    zh: "\(duty.kind.text.chinese)，\(duty.requiredHours) 学时，期限 \(duty.due)：\(duty.state.chinese)",
                    en: "\(duty.kind.text.english), \(duty.requiredHours) hours, due \(duty.due): \(duty.state.english)"
                ))
        }
        let earned = (credits ?? []).map { credit in
            PersonPageLine(
                Text(zh: "学时", en: "hours"), credit.earned, nil,
                Text(
                    zh: "\(credit.className) \(credit.hours) 学时（\(credit.standing.text.chinese)）",
                    en: "\(credit.className), \(credit.hours) hours (\(credit.standing.text.english))"))
        }
        let belongs = (categories ?? []).map { entry in
            PersonPageLine(
                Text(zh: "人员类别", en: "category"), entry.since, entry.until,
                Text(
                    zh: "\(entry.name.chinese) \(entry.organisationName)",
                    en: "\(entry.name.english) \(entry.organisationName)"))
        }
        return owed + earned + belongs
    }

    private var otherLines: [PersonPageLine] {
        let scores = (points ?? []).map { line in
            let name = line.name ?? .verbatim(line.scheme)
            let grade = line.grade ?? .verbatim("")
            let problem = line.problem ?? .verbatim("")
            return PersonPageLine(
                Text(zh: "积分", en: "points"), line.from, line.until,
                Text(
                    zh: "\(name.chinese) \(line.score?.description ?? "") \(grade.chinese)\(problem.chinese)",
                    en: "\(name.english) \(line.score?.description ?? "") \(grade.english)\(problem.english)"))
        }
        let files = (cases ?? []).map { file in
            PersonPageLine(
                Text(zh: "发展党员", en: "recruitment"), file.openedOn, nil,
                Text(
                    zh: "\(file.stage.text.chinese) \(file.state.text.chinese) \(file.organisationName ?? "")",
                    en: "\(file.stage.text.english) \(file.state.text.english) \(file.organisationName ?? "")"))
        }
        let among = (groups ?? []).map { group in
            PersonPageLine(Text(zh: "结构分组", en: "group"), nil, nil, group.text)
        }
        return scores + files + among
    }
}

extension PersonPageLine {
    fileprivate init(_ section: Text, _ since: Day?, _ until: Day?, _ text: Text) {
        self.init(section: section, since: since?.description ?? "", until: until?.description ?? "", text: text)
    }
}
