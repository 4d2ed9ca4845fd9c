/// What looks like the number of a person in what an error says: it is never repeated, in whole or in part.
extension String {
    /// What stands for a number wherever one would be: nothing can be computed from it.
    package static let numberMask = "****"

    /// The text with the mask in the place of every run of fifteen digits or more, and of an X that follows.
    package var withoutPersonalNumbers: String {
        guard utf8.count > 14 else { return self }
        var result = ""
        var run = ""
        func flush(_ next: Character?) -> Bool {
            defer { run = "" }
            guard run.count > 14 else {
                result += run
                return false
            }
            result += Self.numberMask
            return next == "X" || next == "x"
        }
        for character in self {
            if character.isWholeNumber {
                run.append(character)
            } else if !flush(character) {
                result.append(character)
            }
        }
        _ = flush(nil)
        return result
    }
}

extension Text {
    package var withoutPersonalNumbers: Text {
        Text(zh: chinese.withoutPersonalNumbers, en: english.withoutPersonalNumbers)
    }
}
