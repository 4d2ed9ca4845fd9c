import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles

/// The score of a person in one scheme, as a line of their page.
package struct PersonPoints: Codable, Sendable {
    package let scheme: String
    /// Nil, as everything below but the problem, where there is no score for the day.
    package let name: Text?
    package let from: Day?
    package let until: Day?
    package let score: Amount?
    package let grade: Text?
    /// Why there is no score.
    package let problem: Text?
}

extension PointsService {
    /// The scores of a person on a day, in every scheme that they take or took part in.
    package func scores(of person: Identifier<Person>, on today: Day, caller: Caller) async throws -> [PersonPoints] {
        let caller = try caller.with(.readPoints)
        let subject = Identifier<PointsSubject>(person)
        let keys: [String] = try await database.read(caller, .participationsOfSubject(subject: subject)).map {
            try $0["key"]
        }
        var lines: [PersonPoints] = []
        for key in keys {
            do {
                let score = try await score(ScoreQuery(scheme: key), of: Reference(subject), on: today, caller: caller)
                lines.append(
                    PersonPoints(
                        scheme: key, name: score.schemeName, from: score.from, until: score.until, score: score.score,
                        grade: score.gradeName, problem: nil))
            } catch let error as AppError where error.kind == .invalid || error.kind == .notFound {
                lines.append(
                    PersonPoints(
                        scheme: key, name: nil, from: nil, until: nil, score: nil, grade: nil, problem: error.message))
            }
        }
        return lines
    }
}
