import Civil
import Kernel
import Mustache

/// The three parts of a letter of introduction: the stub stays, the letter goes along, the receipt comes back.
struct TransferLetter {
    private let transfer: Transfer

    init(_ transfer: Transfer) { self.transfer = transfer }

    func html(_ layout: String, _ language: Language) throws -> String {
        let parts = [
            Text(zh: "存根", en: "Stub"), Text(zh: "介绍信", en: "Letter of introduction"), Text(zh: "回执", en: "Receipt"),
        ].map { name in ["name": name(language)] }
        let dues = transfer.duesThrough?.description ?? ""
        let rows = [
            (Text(zh: "姓名", en: "Name"), transfer.name),
            (Text(zh: "党籍", en: "Standing"), transfer.status.text(language)),
            (Text(zh: "转出组织", en: "From"), transfer.from.name), (Text(zh: "转入组织", en: "To"), transfer.to.name),
            (Text(zh: "党费交至", en: "Dues paid through"), dues),
            (Text(zh: "开具日期", en: "Issued on"), transfer.issuedOn.description),
            (Text(zh: "有效期至", en: "Valid through"), transfer.validThrough.description),
        ].map { ["label": $0.0(language), "value": $0.1] }
        let page: [String: Any] = [
            "language": language.rawValue, "title": Text(zh: "党员组织关系介绍信", en: "Letter of introduction")(language),
            "letter": transfer.letter, "parts": parts, "rows": rows,
            "seal": Text(zh: "（盖章）　　年　　月　　日", en: "(seal and date)")(language),
        ]
        return try MustacheTemplate(string: layout).render(page)
    }
}
