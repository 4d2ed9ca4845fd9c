package import ArgumentParser
package import Kernel

/// Words of an option: as the API spells them, or as an office does (`rural` or 农村).
package protocol WordOption: Choice, ExpressibleByArgument {}

extension WordOption {
    package init?(argument: String) {
        guard let value = Self.allCases.first(where: { $0.isMeant(by: argument) }) else { return nil }
        self = value
    }

    private func isMeant(by argument: String) -> Bool {
        [rawValue, text.chinese, text.english].contains { $0.lowercased() == argument.lowercased() }
    }

    /// As help and errors list them: `rural`, in Chinese `rural（农村）`.
    package static var allValueStrings: [String] {
        allCases.map { value in
            let name = value.text.localized
            return CommandLanguage.current == .english || name == value.rawValue
                ? value.rawValue : "\(value.rawValue)（\(name)）"
        }
    }

    package var defaultValueDescription: String { rawValue }
}
