import Civil
import Kernel
import Schemes

/// The scores of everybody in one period, and the order among them: of an open period as far as it has come, of one
/// that is being closed as a whole. Pure; shares of the subjects can be calculated side by side.
struct Standings: Sendable {
    let scheme: Scheme
    let period: Range<Day>
    /// The day to judge, and the last day whose entries are looked at.
    let day: Day
    let known: Day
    let waived: Set<Int>
    /// The scheme with a village's own items, for the subjects of a path.
    let local: @Sendable (String) -> Scheme

    struct Line: Sendable {
        let subject: RatedSubject
        let sheet: ScoreSheet
    }

    /// How many participants are calculated together, while the database goes on with others.
    static let shareSize = 4000

    /// - Throws: `points.previous_open` when a whole period is judged that builds on one that is still open.
    func line(_ packed: RatedSubject, isFinal: Bool) throws -> Line {
        let subject = try packed.unpacked()
        let rule = ScoreRule(local(subject.path))
        let history = History(
            entries: subject.entries, participations: subject.participations, exemptions: subject.exemptions,
            born: subject.born)
        if isFinal, rule.waits(history, published: subject.published, start: period.lowerBound) {
            throw AppError.previousOpen(scheme.period.previous(to: period.lowerBound))
        }
        let carried = rule.carried(history, published: subject.published, into: period.lowerBound, known: known)
        return Line(
            subject: subject,
            sheet: rule.sheet(history.beginning(with: carried), on: day, known: known, explains: false))
    }

    /// Grades and ranks over all.
    func list(_ lines: some Collection<Line>) -> RankingList<Int> {
        var branches: [String: Int] = [:]
        let candidates = lines.enumerated().map { index, line in
            let branch = scheme.subject == .person ? branches[line.subject.path] ?? -(branches.count + 1) : nil
            if let branch { branches[line.subject.path] = branch }
            return RankingList<Int>.Candidate(
                key: index, branch: branch, group: line.sheet.group, score: line.sheet.score,
                penalties: line.sheet.penalties, grade: line.sheet.standing == .scored ? line.sheet.grade ?? "" : nil,
                isGradeSet: line.sheet.isGradeSet, last: line.sheet.last)
        }
        return RankingList(scheme, candidates, waived: waived)
    }
}
