/// The days off that the regulation itself names (《全国年节及纪念日放假办法》), for years whose notice is not out yet.
package struct StatutoryDays: Sendable {
    /// The festivals of the lunar calendar and Qingming, which is a solar term: their days differ by year.
    package enum Festival: String, CaseIterable, Sendable {
        case springFestival = "spring_festival"
        case qingming
        case dragonBoat = "dragon_boat"
        case midAutumn = "mid_autumn"
    }

    /// One edition of the regulation.
    package struct Edition: Sendable {
        package let since: Day
        package let document: String
        /// Month and day.
        package let fixed: [(month: Int, day: Int)]
        /// Days counted from a festival's own day: −1 is its eve.
        package let around: [Festival: [Int]]

        package init(since: Day, document: String, fixed: [(month: Int, day: Int)], around: [Festival: [Int]]) {
            self.since = since
            self.document = document
            self.fixed = fixed
            self.around = around
        }
    }

    private let editions: [Edition]
    private let festivals: [Int: [Festival: Day]]

    /// - Parameter festivals: by year, the day of each.
    package init(editions: [Edition], festivals: [Int: [Festival: Day]]) {
        self.editions = editions.sorted { $0.since < $1.since }
        self.festivals = festivals
    }

    package static let none = StatutoryDays(editions: [], festivals: [:])

    /// Whether the regulation in force on a day makes it a day off. False, too, for a festival of a year that the table
    /// does not reach.
    package func contains(_ day: Day) -> Bool {
        guard let edition = editions.last(where: { $0.since <= day }) else { return false }
        let parts = day.components
        if edition.fixed.contains(where: { $0 == (parts.month, parts.day) }) { return true }
        return (festivals[parts.year] ?? [:]).contains { festival, own in
            (edition.around[festival] ?? []).contains(day - own)
        }
    }

    /// All editions and festivals as one text, equal for equal ones.
    package var signature: String {
        let rules = editions.map { edition in
            let around = edition.around.sorted { $0.key.rawValue < $1.key.rawValue }
            return "\(edition.since):\(edition.fixed)\(around.map { "\($0.key.rawValue)\($0.value)" })"
        }
        let days = festivals.sorted { $0.key < $1.key }.map { year, days in
            "\(year)\(days.values.map(\.number).sorted())"
        }
        return (rules + days).joined(separator: ";")
    }
}
