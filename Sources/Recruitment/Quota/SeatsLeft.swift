import Kernel

/// Seats of a year of a branch or of one above it, after somebody used one.
package struct SeatsLeft: Codable, Sendable {
    package let organisation: String
    package let seats: Int
    package let used: Int
    package let left: Int

    init(organisation: String, seats: Int, used: Int) {
        self.organisation = organisation
        self.seats = seats
        self.used = used
        left = seats - used
    }

    /// A step beyond the seats is recorded and named: people decide.
    var overspent: Text {
        Text(
            zh: "「\(organisation)」全年名额 \(seats) 个，已用 \(used) 个，超出 \(-left) 个。",
            en: "“\(organisation)” has \(seats) seats this year and has used \(used): \(-left) too many.")
    }
}
