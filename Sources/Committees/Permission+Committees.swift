package import Access
import Kernel
import Organisations
import Wire

/// Terms belong to the registry, and who may read or change that may do so with them.
extension Feature {
    package static let committees = Feature(
        permissions: [],
        constraints: ConstraintTexts([
            "committee_term_dates": .init(
                .invalid, Text(zh: "应换届日期要晚于当选日期。", en: "The next election has to be later than the election.")),
            "committee_term_ended": .init(
                .invalid, Text(zh: "实际换届日期要晚于当选日期。", en: "The committee has to end later than it was elected.")),
        ]),
        imports: [TermSheet.terms])
}
