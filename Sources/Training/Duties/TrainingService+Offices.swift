/// How the holders of offices stand with their training, many at once.
import Access
package import Civil
package import Kernel
package import Members
import Postgres
import SQLFiles

/// Whether the holder of an office is trained.
package enum OfficeTraining: String, Choice {
    case trained, exempt, untrained, overdue
    /// Nothing is owed, or not yet.
    case nothing

    package var text: Text {
        switch self {
        case .trained: Text(zh: "已训", en: "trained")
        case .exempt: Text(zh: "免训", en: "exempt")
        case .untrained: Text(zh: "未训", en: "not yet trained")
        case .overdue: Text(zh: "逾期未训", en: "overdue")
        case .nothing: Text(zh: "无任务", en: "nothing owed")
        }
    }

    /// - Parameter level: of the duty; nil where there is none.
    init(level: String?) {
        switch level {
        case "settled": self = .trained
        case "exempt": self = .exempt
        case nil: self = .nothing
        case let word?:
            switch OverdueLevel(rawValue: word) {
            case .overdue, .pastHard: self = .overdue
            case .open, .dueSoon, .forecastToMiss: self = .untrained
            case nil: self = .nothing
            }
        }
    }
}

/// How the holder of an office stands.
package struct OfficeStanding: Sendable {
    package let training: OfficeTraining
    package let dueOn: Day?
    package let lastClass: String?
    package let lastOn: Day?
}

extension TrainingService {
    /// How holders stand with what their offices owe to cycles and on appointment, on a day.
    package func standing(
        ofHolders holders: [(person: Identifier<Person>, tenure: Identifier<Tenure>)], in scope: Scope, asOf: Day,
        on today: Day, caller: Caller
    ) async throws -> [Identifier<Tenure>: OfficeStanding] {
        let caller = try caller.with(.readTraining)
        try await openStanding(in: scope, on: today, caller)
        let rows = try await database.read(
            caller,
            .trainingOfTenures(
                asOf: asOf, dueSoonDays: rules.dueSoonDays, forecastDays: rules.forecastDays,
                people: holders.map(\.person), tenures: holders.map(\.tenure)))
        var found: [Identifier<Tenure>: OfficeStanding] = [:]
        for row in rows {
            found[try row["tenure"]] = OfficeStanding(
                training: OfficeTraining(level: try row["level"]), dueOn: try row["due_on"],
                lastClass: try row["last_class"], lastOn: try row["last_on"])
        }
        return found
    }
}
