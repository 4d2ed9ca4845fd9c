import Access
import Civil
import Foundation
import Kernel
package import Members
package import Organisations
import Postgres
import SQLFiles

/// What becomes of training when something happens to people and offices: decided here, for every event, in the
/// transaction of the event.
extension TrainingService {
    /// Tenures began, ended or were annulled: duties follow the office, and seats the duties: former holders leave the
    /// lists of classes to come.
    package static func listener(rules: TrainingRules) -> TenureListener {
        { transaction, tenures in
            _ = try await DutyRefresh(transaction: transaction, rules: rules).tenures(tenures)
        }
    }

    /// Standings of people began, moved, were restored or corrected: what they owe follows.
    package static func standingListener(rules: TrainingRules) -> StandingListener {
        { transaction, people in
            _ = try await DutyRefresh(transaction: transaction, rules: rules).people(people)
        }
    }

    /// A part of the tree lies elsewhere: its offices owe to the cycles of the new place.
    package static func subtreeListener(rules: TrainingRules) -> SubtreeListener {
        { transaction, scope in
            _ = try await DutyRefresh(transaction: transaction, rules: rules).cycles(in: scope)
        }
    }

    /// An organisation ended or was divided: what its people owe follows their new place, and seats their duties.
    package static func settledListener(rules: TrainingRules) -> SettledListener {
        { transaction, people in
            let refresh = DutyRefresh(transaction: transaction, rules: rules)
            _ = try await refresh.people(people.map { Identifier($0.value) })
        }
    }

    /// Somebody died or left: nothing is owed any more, by office, category or standing, and every seat is free.
    package static func membershipEnded(rules: TrainingRules) -> MembershipListener {
        { transaction, end in
            _ = try await transaction.query(
                .endCategoriesOfPerson(person: end.person, day: end.day, auditEvent: end.auditEvent))
            _ = try await DutyRefresh(transaction: transaction, rules: rules).people([end.person])
            _ = try await transaction.query(
                .releaseSeats(
                    people: [end.person], day: end.day, everything: true, why: end.reason, auditEvent: end.auditEvent))
        }
    }
}
