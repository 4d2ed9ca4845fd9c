package import Civil
import Kernel
import Sheets

/// Tables of people who do not exist, for trials and measurements. The same seed gives the same tables.
///
/// Nobody can be mistaken for a real person: the ID numbers have right check digits but a region code beginning with
/// 99, which GB/T 2260 does not assign, and every row is marked as synthetic.
package struct SyntheticPeople: Sendable {
    /// Shares in a thousand of members by age, end of 2024 (中央组织部党内统计公报, published 2025-06-30), without those
    /// over sixty, who rarely hold the office.
    private static let ages: [(ClosedRange<Int>, Int)] = [
        (24...30, 122), (31...35, 107), (36...40, 114), (41...45, 97), (46...50, 90), (51...55, 94), (56...60, 86),
    ]
    /// Women among members, end of 2024 (same bulletin).
    private static let womenInThousand = 309

    /// The commonest surnames by the Ministry of Public Security's report on names for 2020, most frequent first.
    private static let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余")
    private static let womensSyllables = Array("秀英芳娜敏静丽艳娟霞玲桂兰萍红梅燕婷雪慧洁琴月")
    private static let mensSyllables = Array("伟强军勇杰涛明超刚平辉建国志海波斌鹏飞永峰宏文")

    private var random: SeededRandom
    private var sequence = 0
    private let today: Day

    /// - Parameters:
    ///   - today: the day on which the people have their ages.
    ///   - after: how many people were made before under other seeds, so that no ID number comes twice.
    package init(seed: UInt64, today: Day, after: Int = 0) {
        random = SeededRandom(seed: seed)
        self.today = today
        sequence = after
    }

    /// Members without an office, as a table that `person import` takes.
    package mutating func members(of codes: [String], joined: Day) -> String {
        var lines = [CSVText.line(["organisation", "name", "id_number", "status", "since", "synthetic"])]
        for code in codes {
            let (name, number, born) = person()
            lines.append(
                CSVText.line([code, name, number, "full", max(joined, born.adding(years: 18)).description, "true"]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One secretary for each organisation, as a table that `person import` takes.
    /// - Parameter wanted: those of the organisations whose rows are written; nil means all. A part of the
    ///   organisations has the same people as in the table of all.
    package mutating func secretaries(
        of codes: [String], writing wanted: Set<String>? = nil, tenureFrom first: Day, through last: Day
    ) -> String {
        var lines = [
            CSVText.line(["organisation", "name", "id_number", "status", "since", "title", "tenure_since", "synthetic"])
        ]
        for code in codes {
            let (name, number, born) = person()
            let joined = Day(
                number: born.adding(years: 18).number
                    + random.below(max(1, first.number - born.adding(years: 18).number)))
            let appointed = Day(number: first.number + random.below(max(1, last - first + 1)))
            if let wanted, !wanted.contains(code) { continue }
            lines.append(
                CSVText.line([
                    code, name, number, "full", joined.description, "secretary", max(joined, appointed).description,
                    "true",
                ]))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Young people on their way into the Party, each with a standing, as a table that `person import` takes.
    package mutating func candidates(_ standings: [(code: String, status: String, since: Day)]) -> (
        table: String, numbers: [String]
    ) {
        var lines = [CSVText.line(["organisation", "name", "id_number", "status", "since", "synthetic"])]
        var numbers: [String] = []
        for standing in standings {
            let (name, number, _) = person(Self.candidateAges)
            numbers.append(number)
            lines.append(
                CSVText.line([standing.code, name, number, standing.status, standing.since.description, "true"]))
        }
        return (lines.joined(separator: "\n") + "\n", numbers)
    }

    /// Four in five new members are 35 or younger (same bulletin); nobody here is too young for what lies years back.
    private static let candidateAges: [(ClosedRange<Int>, Int)] = [(25...30, 500), (31...35, 320), (36...45, 180)]

    private mutating func person(_ ages: [(ClosedRange<Int>, Int)] = ages) -> (name: String, number: String, born: Day)
    {
        let isWoman = random.below(1000) < Self.womenInThousand
        let total = ages.reduce(0) { $0 + $1.1 }
        var pick = random.below(total)
        var age = 40
        for (range, share) in ages {
            if pick < share {
                age = range.lowerBound + random.below(range.count)
                break
            }
            pick -= share
        }
        let born = Day(number: today.adding(years: -age).number - random.below(365))
        // Squaring a uniform pick favours the front of the list, as real frequencies do.
        let place = random.below(Self.surnames.count) * random.below(Self.surnames.count) / Self.surnames.count
        let syllables = isWoman ? Self.womensSyllables : Self.mensSyllables
        var name = String(Self.surnames[place]) + String(syllables[random.below(syllables.count)])
        if random.below(10) < 7 { name.append(syllables[random.below(syllables.count)]) }
        sequence += 1
        // 499 numbers of a sex a day and region, from 001 on: regions take turns, so that no number comes twice.
        let region = 990_000 + sequence / 400
        let code = sequence % 400 * 2 + (isWoman ? 2 : 1)
        let number = (try? IDNumber(region: String(region), birth: born, sequence: code))?.characters ?? ""
        return (name, number, born)
    }
}
