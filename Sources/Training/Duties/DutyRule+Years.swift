import Civil
package import Kernel
import Members

extension DutyRule {
    /// Which years are owed where: those that somebody opened, those that a person has duties of already, and this one
    /// where the rule asks for it by itself.
    package struct Years: Sendable {
        /// A year that was opened for a part of the tree: for its offices, or for every member.
        package struct Opened: Sendable {
            package let year: Int
            package let range: Scope
            package let everyone: Bool

            package init(year: Int, range: Scope, everyone: Bool) {
                self.year = year
                self.range = range
                self.everyone = everyone
            }
        }

        package let opened: [Opened]
        /// The years of the duties that the person has.
        package let known: Set<Int>
        package let current: Int

        package init(opened: [Opened], known: Set<Int>, current: Int) {
            self.opened = opened
            self.known = known
            self.current = current
        }

        func drafts(_ office: Office, _ rules: TrainingRules) -> [Draft] {
            let years = known.union(opened.filter { $0.range.contains(office.path) }.map(\.year)).union([current])
            return years.sorted().compactMap { year in
                guard let draft = annual(office, year: year, rules: rules) else { return nil }
                let isOpen = known.contains(year) || isOpened(year, office.path, everyone: true)
                return isOpen || stands(office, draft, rules) ? draft : nil
            }
        }

        /// The years that a member without an office owes at a place.
        func ofMembers(at path: String) -> [Int] {
            Set(opened.filter { $0.everyone && $0.range.contains(path) }.map(\.year)).sorted()
        }

        private func isOpened(_ year: Int, _ path: String, everyone: Bool) -> Bool {
            opened.contains { $0.year == year && $0.everyone == everyone && $0.range.contains(path) }
        }

        private func stands(_ office: Office, _ draft: Draft, _ rules: TrainingRules) -> Bool {
            rules.set(draft.ruleSet)?.annual(office.words, office.field, office.level)?.rule.isStanding ?? false
        }
    }
}
