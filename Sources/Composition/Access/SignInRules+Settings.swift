import Access
import Settings

extension SignInRules {
    /// The rules with the numbers of the settings.
    func with(_ all: Settings) -> SignInRules {
        let settings = all.access
        var rules = self
        rules.passwordCost = settings.passwordCost
        rules.passwordLength = settings.passwordLength
        rules.failuresAllowed = settings.failuresAllowed
        rules.lockMinutes = settings.lockMinutes
        rules.resetHours = settings.resetHours
        rules.sessionIdleMinutes = settings.sessionIdleMinutes
        rules.sessionHours = settings.sessionHours
        rules.attemptDays = settings.attemptDays
        rules.unusedDays = settings.unusedDays
        rules.certificatePart = settings.certificatePart
        rules.publicAddress = all.http.publicAddress
        while rules.publicAddress.hasSuffix("/") { rules.publicAddress.removeLast() }
        return rules
    }
}
