/// The register of secretaries (书记台账): who is secretary where, since when, and whether they are trained.
import Access
package import Civil
package import Kernel
package import Members
package import Organisations
package import Training
package import Wire

package struct SecretaryLine: Codable, Placed, Sendable {
    package let path: String
    package let code: String
    package let organisation: String
    package let level: Level
    package let kind: OrganisationKind
    package let field: Field?
    /// Absent where the post is vacant, with all that follows.
    package let person: Identifier<Person>?
    package let name: String?
    package let sex: Sex?
    package let born: Day?
    package let age: Int?
    package let joined: Day?
    package let education: Text?
    package let mobile: String?
    package let since: Day?
    package let nature: TenureNature?
    /// Absent for a reader who may not read training, with all that follows.
    package let training: OfficeTraining?
    package let dueOn: Day?
    package let lastClass: String?
    package let lastOn: Day?
    package let vacantSince: Day?
}

extension SecretaryLine: Tabular {
    package static let columns: [Column<SecretaryLine>] = [
        Column("code", zh: "组织编码", en: "Code", \.code),
        Column("organisation", zh: "党组织", en: "Organisation", \.organisation),
        Column("level", zh: "层级", en: "Level", \.level),
        Column("field", zh: "领域", en: "Field", \.field),
        Column("name", zh: "书记", en: "Secretary", \.name),
        Column("sex", zh: "性别", en: "Sex", \.sex),
        Column("born", zh: "出生日期", en: "Born", \.born),
        Column("age", zh: "年龄", en: "Age", \.age),
        Column("education", zh: "学历", en: "Education", \.education),
        Column("joined", zh: "入党日期", en: "Joined", \.joined),
        Column("since", zh: "任职日期", en: "Since", \.since),
        Column("nature", zh: "任职性质", en: "Nature", \.nature),
        Column("training", zh: "轮训", en: "Training", \.training),
        Column("due_on", zh: "应训期限", en: "Due", \.dueOn),
        Column("last_class", zh: "最近参训", en: "Last class", \.lastClass),
        Column("last_on", zh: "参训日期", en: "On", \.lastOn),
        Column("mobile", zh: "手机号", en: "Mobile", \.mobile),
        Column("vacant_since", zh: "空缺自", en: "Vacant since", \.vacantSince),
    ]
}

extension Services {
    /// Every organisation of a subtree with its secretary, or how long it has had none.
    package func secretaries(
        _ query: SecretaryQuery, _ page: PageRequest, on today: Day, caller: Caller
    ) async throws -> Page<SecretaryLine> {
        let held = try await members.secretaries(query, page, on: today, caller: caller)
        let day = query.asOf ?? today
        let holders = held.items.compactMap(\.holder)
        var standing: [Identifier<Tenure>: OfficeStanding]?
        if caller.mayAnywhere(.readTraining) {
            standing = try await training.standing(
                ofHolders: holders.map { ($0.person, $0.tenure) }, in: caller.scope, asOf: day, on: today,
                caller: caller)
        }
        let lines = held.items.map { line in
            let own = line.holder.flatMap { standing?[$0.tenure] }
            return SecretaryLine(
                path: line.path, code: line.code, organisation: line.organisation, level: line.level, kind: line.kind,
                field: line.field, person: line.holder?.person, name: line.holder?.name, sex: line.holder?.sex,
                born: line.holder?.born, age: line.holder?.born.map { day.age(bornOn: $0) },
                joined: line.holder?.joined, education: line.holder?.education, mobile: line.holder?.mobile,
                since: line.holder?.since, nature: line.holder?.nature, training: own?.training, dueOn: own?.dueOn,
                lastClass: own?.lastClass, lastOn: own?.lastOn, vacantSince: line.vacantSince)
        }
        return Page(items: lines, next: held.next)
    }
}
