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

    /// Identifiers may contain any character: what follows one is searched for from the end.
    private static func one(_ verb: String, _ value: String) throws(AppError) -> Change {
        switch verb {
        case "drop-trainee": return .drop(trainee: value)
        case "remove-class": return .cancel(course: value)
        case "add-seats":
            guard let (course, number) = halves(value, at: value.lastIndex(of: "=")), let seats = Int(number) else {
                throw .planChange(value, .form("add-seats c12=10"))
            }
            return .addSeats(course: course, seats: seats)
        case "add-class":
            // The new identifier is chosen by the user, the one after it exists.
            guard let (id, model) = halves(value, at: value.firstIndex(of: "=")),
                let (like, day) = halves(model, at: model.lastIndex(of: "@")), let start = Day(day)
            else { throw .planChange(value, .form("add-class new=c12@2026-03-02")) }
            return .addClass(id: id, like: like, start: start)
        case "move-leave":
            guard let (trainee, days) = halves(value, at: value.lastIndex(of: "=")),
                let dots = days.firstRange(of: ".."),
                let from = Day(String(days[..<dots.lowerBound])), let through = Day(String(days[dots.upperBound...]))
            else { throw .planChange(value, .form("move-leave t7=2026-03-01..2026-03-20")) }
            return .moveLeave(trainee: trainee, from: from, through: through)
        default: throw .planChange(verb, .form("add-seats c12=10"))
        }
    }

    /// The text before and after a character; nil when it is missing or nothing precedes it.
    private static func halves(_ text: String, at place: String.Index?) -> (String, String)? {
        guard let place, place > text.startIndex else { return nil }
        return (String(text[..<place]), String(text[text.index(after: place)...]))
    }
}
