import Access
package import Civil
import Foundation
package import Kernel
import Postgres
package import Wire

package enum Sex: String, Choice {
    case female, male

    package var text: Text {
        switch self {
        case .female: Text(zh: "女", en: "female")
        case .male: Text(zh: "男", en: "male")
        }
    }

    package var officeWords: [String] { self == .female ? ["女性"] : ["男性"] }
}

/// One person and the membership of today.
package struct Person: Codable, Placed, Sendable {
    package let id: Identifier<Person>
    package let path: String
    package let name: String
    package let sex: Sex
    package let born: Day
    /// Masked, such as `****#3f9a2c` with the end of the person's identifier; nil when no number is on file.
    package let maskedNumber: String?
    package let synthetic: Bool
    package let status: MembershipStatus?
    /// The day from which the standing counts, in whatever organisation it began.
    package let memberSince: Day?
    package let organisationCode: String?
    package let organisationName: String?
    package let version: Int
}

extension Person: Tabular {
    package static let columns: [Column<Person>] = [
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("sex", zh: "性别", en: "Sex", \.sex),
        Column("born", zh: "出生日期", en: "Born", \.born),
        Column("masked_number", zh: "身份证号", en: "ID number", \.maskedNumber),
        Column("status", zh: "党籍", en: "Status", \.status),
        Column("member_since", zh: "自", en: "Since", \.memberSince),
        Column("organisation_code", zh: "组织编码", en: "Code", \.organisationCode),
        Column("organisation_name", zh: "党组织", en: "Organisation", \.organisationName),
        Column("synthetic", zh: "合成", en: "Synthetic", \.synthetic),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// The ID number of a person in clear.
package struct PersonNumber: Codable, Sendable {
    package let number: ClearNumber
}

/// An ID number in clear. It has a form of its own, so that an answer that holds one is recognised by its schema.
package struct ClearNumber: WireValue, Hashable {
    package static let format = "id-number-in-clear"

    package let text: String

    init(_ number: IDNumber) { text = number.characters }

    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private init(sample: String) { text = sample }

    package static var sample: ClearNumber { ClearNumber(sample: "99000119900307001X") }

    package static var form: TextForm? {
        TextForm(
            format, example: sample.text, expected: Text(zh: "18 位身份证号", en: "an ID number of 18 characters")
        ) { (try? IDNumber($0)) != nil }
    }
}

extension ClearNumber: CellValue { package var cell: Cell { .text(text) } }

extension PersonNumber: Tabular {
    package static let columns: [Column<PersonNumber>] = [Column("number", zh: "身份证号", en: "ID number", \.number)]
}

/// The name as it is searched: without spaces and middle dots, in lower case.
package enum NameKey {
    package static func of(_ name: String) -> String {
        String(PersonName.standard(name).lowercased().filter { !$0.isWhitespace && $0 != "·" })
    }

    /// The first key that no name beginning with this one reaches.
    static func after(_ key: String) -> String { key + "\u{10FFFF}" }
}

extension Row {
    func person() throws -> Person {
        let (id, cipher): (Identifier<Person>, Bytes?) = (try self["id"], try self["id_cipher"])
        return Person(
            id: id, path: try self["path"], name: try self["name"], sex: try choice("sex"),
            born: try self["born_on"],
            maskedNumber: cipher.map { _ in IDNumber.masked(reference: id.description.suffix(6)) },
            synthetic: try self["synthetic"], status: try choice("status"), memberSince: try self["since"],
            organisationCode: try self["organisation_code"], organisationName: try self["organisation_name"],
            version: try self["version"])
    }
}
