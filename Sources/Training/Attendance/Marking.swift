import Kernel
import Members

/// One mark on its way to the database: the entry, the person that it names, and what may become of a mark on file.
struct Marking {
    let entry: MarkEntry
    let person: Identifier<Person>
    let shownAs: String
    /// For everybody else on the list, not for somebody named.
    let isOther: Bool
    /// Whether a mark on file stays.
    let keeps: Bool
    let reason: String?
    /// Where it was made up, once that has been looked up.
    var place: MakeUpPlace?
    var otherClass: Identifier<TrainingClass>?

    init(
        _ entry: MarkEntry, _ person: Identifier<Person>, shownAs: String, isOther: Bool = false, keeps: Bool = false,
        reason: String? = nil
    ) {
        self.entry = entry
        self.person = person
        self.shownAs = shownAs
        self.isOther = isOther
        self.keeps = keeps
        self.reason = reason
    }

    var madeUpSession: Int? {
        switch place {
        case .session(let number), .other(_, let number): number
        case .day, nil: nil
        }
    }
}

/// What became of a mark in the database.
enum MarkOutcome: String {
    case new, same, kept, replaced
    /// The half-day was before the person joined.
    case early
}
