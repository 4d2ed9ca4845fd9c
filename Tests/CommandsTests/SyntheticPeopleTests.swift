import Civil
import Demonstration
import TestSupport
import Testing

/// Tables of people who do not exist.
struct SyntheticPeopleTests {
    /// Two counties with tables of the same seed had the same ID numbers.
    @Test(arguments: [1, 7] as [UInt64])
    func aPartHasThePeopleOfTheWhole(seed: UInt64) {
        let codes = (0..<900).map { "6101\($0)" }
        func rows(_ wanted: [String]?) -> [String] {
            var people = SyntheticPeople(seed: seed, today: day("2026-06-30"))
            return people.secretaries(
                of: codes, writing: wanted.map { Set($0) }, tenureFrom: day("2020-01-01"), through: day("2026-06-30")
            ).split(separator: "\n").dropFirst().map(String.init)
        }
        let (first, second) = (Array(codes.prefix(450)), Array(codes.suffix(450)))
        #expect(rows(first) + rows(second) == rows(nil))
        #expect(Set(rows(nil).map { $0.split(separator: ",")[2] }).count == 900)
    }
}
