package import Kernel
import Mustache

/// A document of a case, as data: the record of the whole process or one form. Every date on it is that of its
/// step, so that two forms cannot differ about one day.
package struct CaseDocument: Codable, Sendable {
    package struct Field: Codable, Sendable {
        package let key: String
        package let label: Text
        package let value: Text
    }

    package struct Section: Codable, Sendable {
        package let number: String
        package let name: Text
        package let actor: Text
        package let fields: [Field]
    }

    /// The template's key and, for a form, its number.
    package let key: String
    package let title: Text
    package let name: String
    package let head: [Field]
    package let sections: [Section]
    package let source: Text

    /// Ready to print.
    /// - Throws: when the installation's own layout is no Mustache template.
    package func html(_ layout: String, _ language: Language) throws -> String {
        func rows(_ fields: [Field]) -> [[String: String]] {
            fields.map { ["label": $0.label(language), "value": $0.value(language)] }
        }
        let sections: [[String: Any]] = sections.map { section in
            [
                "number": section.number, "name": section.name(language), "fields": rows(section.fields),
                "signature": Text(
                    zh: "签名盖章（\(section.actor.chinese)）", en: "Signature and seal (\(section.actor.english))")(
                        language),
            ]
        }
        let page: [String: Any] = [
            "language": language.rawValue, "title": title(language), "name": name, "head": rows(head),
            "sections": sections, "source": source(language),
        ]
        return try MustacheTemplate(string: layout).render(page)
    }
}
