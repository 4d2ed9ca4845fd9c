package import Kernel
package import Policy

/// Who may say that training of a level took place: an office speaks for its own level and those below it. Pure.
package struct ConfirmationRule: Sendable {
    /// An office of this level or above confirms training of every level: the county organisation department answers
    /// for the training records of its cadres, wherever they were trained.
    package let department: Level
    package let source: Citation

    /// Hours above the level of the office that enters them are claimed, not earned.
    package func isClaim(_ level: Level, enteredBy office: Level) -> Bool { level > office }

    package func mayDecide(_ office: Level, about level: Level) -> Bool { office >= level || office >= department }

    /// The lowest level whose office may decide.
    package func lowest(about level: Level) -> Level { min(level, department) }

    /// A class is of its host's level at most.
    package static func mayHost(_ host: Level, classOf level: Level) -> Bool { level <= host }
}
