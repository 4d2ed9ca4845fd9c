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

    @Test(arguments: Language.allCases)
    func theSignInPageSpeaksTheReadersLanguage(language: Language) throws {
        let html = try SignInPage.html(language)
        #expect(html.contains("lang=\"\(language.rawValue)\"") && html.contains(SignInPage.scriptPath))
        #expect(html.contains(language == .chinese ? "首次登录" : "First sign-in") && !html.contains("{{"))
    }
}
