package import Kernel
import Mustache

/// The page at the root of the server, for people who open the address in a browser.
package enum FrontPage {
    private static let template = """
        <!doctype html>
        <html lang="{{language}}">
        <head><meta charset="utf-8"><title>{{title}}</title></head>
        <body><h1>{{title}}</h1><p>{{words}}</p><p><a href="/openapi.json">/openapi.json</a></p></body>
        </html>

        """

    /// - Throws: when the template cannot be parsed, which a test rules out.
    package static func html(_ language: Language) throws -> String {
        let title = Text(zh: "党务：基层党组织培训与党员管理", en: "Dangwu: training and membership of primary Party organisations")
        let words = Text(zh: "程序接口在 /v1 下，须带令牌。", en: "The API is below /v1 and needs a token.")
        let page = ["language": language.rawValue, "title": title(language), "words": words(language)]
        return try MustacheTemplate(string: template).render(page)
    }
}
