/// Where an attempt to sign in comes from: failures from one source do not lock the name for the others.
package enum SignInSource: Sendable {
    /// The client's address, as far as it is known; `-` where there is none.
    case address(String)
    /// A session that is open already and asks for the password once more.
    case session

    /// What the source is counted under, with the name: no source has two names in common with another.
    func text(with name: String) -> String {
        switch self {
        case .address(let address): "address\n\(address)\n\(name)"
        case .session: "session\n\(name)"
        }
    }
}
