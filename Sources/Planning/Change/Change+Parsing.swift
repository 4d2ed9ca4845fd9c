import Civil
package import Kernel

extension Change {
    /// Reads changes as they are typed: `add-seats c12=10`, `remove-class c3`, `add-class new=c12@2026-03-02` (a class
    /// like c12 that begins on that day), `move-leave t7=2026-03-01..2026-03-20`, `drop-trainee t7`.
    /// - Throws: `plan.change` with the word that is not understood.
    package static func parse(_ words: [String]) throws(AppError) -> [Change] {
        var changes: [Change] = []
        var index = 0
        while index < words.count {
            let verb = words[index]
            guard index + 1 < words.count else { throw .planChange(verb, .form("add-seats c12=10")) }
            changes.append(try one(verb, words[index + 1]))
            index += 2
        }
        return changes
    }

    private static func one(_ verb: String, _ value: String) throws(AppError) -> Change {
        let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
        switch verb {
        case "drop-trainee": return .drop(trainee: value)
        case "remove-class": return .cancel(course: value)
        case "add-seats":
            guard parts.count == 2, let seats = Int(parts[1]) else {
                throw .planChange(value, .form("add-seats c12=10"))
            }
            return .addSeats(course: parts[0], seats: seats)
        case "add-class":
            let model = parts.count == 2 ? parts[1].split(separator: "@").map(String.init) : []
            guard model.count == 2, let start = Day(model[1]) else {
                throw .planChange(value, .form("add-class new=c12@2026-03-02"))
            }
            return .addClass(id: parts[0], like: model[0], start: start)
        case "move-leave":
            let days = parts.count == 2 ? parts[1].split(separator: "..", omittingEmptySubsequences: false) : []
            guard days.count == 2, let from = Day(String(days[0])), let through = Day(String(days[1])) else {
                throw .planChange(value, .form("move-leave t7=2026-03-01..2026-03-20"))
            }
            return .moveLeave(trainee: parts[0], from: from, through: through)
        default: throw .planChange(verb, .form("add-seats c12=10"))
        }
    }
}
