import Console
import Kernel
import Testing

struct FrontPageTests {
    @Test(arguments: Language.allCases)
    func thePageSpeaksTheReadersLanguage(language: Language) throws {
        let html = try FrontPage.html(language)
        #expect(html.contains("lang=\"\(language.rawValue)\"") && html.contains("/openapi.json"))
        #expect(html.contains(language == .chinese ? "党务" : "Dangwu"))
    }
}
