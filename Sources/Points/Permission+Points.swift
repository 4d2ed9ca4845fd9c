package import Access
package import Kernel
import Schemes
import Wire

extension Permission {
    package static let readPoints = Permission("points.read", zh: "查看积分", en: "read points")
    package static let readOwnPoints = Permission("points.read_own", zh: "查看本人积分", en: "read one's own points")
    package static let claimPoints = Permission("points.claim", zh: "申报积分", en: "claim points")
    package static let reviewPoints = Permission("points.review", zh: "审核积分", en: "review claims of points")
    package static let postPoints = Permission("points.post", zh: "直接记账", en: "post points")
    package static let closePoints = Permission(
        "points.close", zh: "结账和重开积分周期", en: "close and reopen periods of points")
    package static let manageSchemes = Permission("points.manage_schemes", zh: "维护积分办法", en: "manage points schemes")
}

extension SensitiveRead {
    /// The published sheet of a period.
    package static let sheet = SensitiveRead.export(of: "points.sheet")
    package static let ranking = SensitiveRead.export(of: "points.ranking")
    package static let participants = SensitiveRead.export(of: "points.participants")
    package static let claims = SensitiveRead.export(of: "points.claims")
}

extension Feature {
    package static let points = Feature(
        permissions: [
            .readPoints, .readOwnPoints, .claimPoints, .reviewPoints, .postPoints, .closePoints, .manageSchemes,
        ], constraints: .points,
        imports: [
            ImportSheet("claims", zh: "积分申报", en: "Claims", columns: SheetLayout.claims),
            ImportSheet("facts", zh: "自动记分的事实", en: "Facts for automatic points", columns: SheetLayout.facts),
            ImportSheet("participants", zh: "积分对象", en: "Participants", columns: SheetLayout.participants),
        ])
}
