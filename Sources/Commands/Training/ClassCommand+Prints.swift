import Access
import ArgumentParser
import Composition
import Kernel
import Training

/// Pages of a class ready for paper, as HTML.
extension ClassCommand {
    struct Print: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "打印（HTML）：通知、名册、签到表、分组、结业名单、证书、变更", en: "Pages to print, as HTML"),
            subcommands: [
                Notice.self, Roster.self, SignIn.self, Groups.self, Completion.self, Certificates.self, Changes.self,
            ])

        struct Notice: PrintCommand {
            static let print = ClassPrint.notice
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
            @Option(help: member("document", of: ClassLetterQuery.self)) var document: String?

            var letter: ClassLetterQuery { ClassLetterQuery(document: document) }
        }

        struct Roster: PrintCommand {
            static let print = ClassPrint.roster
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
        }

        struct SignIn: PrintCommand {
            static let print = ClassPrint.signIn
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
        }

        struct Groups: PrintCommand {
            static let print = ClassPrint.groups
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
        }

        struct Completion: PrintCommand {
            static let print = ClassPrint.completion
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
        }

        struct Certificates: PrintCommand {
            static let print = ClassPrint.certificates
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
        }

        struct Changes: PrintCommand {
            static let print = ClassPrint.changes
            static let configuration = CommandConfiguration(abstract: print.text.localized)
            @OptionGroup var globals: Globals
            @Argument(help: classHelp) var reference: Reference<TrainingClass>
            @OptionGroup var purpose: PurposeOption
            @Option(help: member("document", of: ClassLetterQuery.self)) var document: String?

            var letter: ClassLetterQuery { ClassLetterQuery(document: document) }
        }
    }
}

/// One kind of page.
protocol PrintCommand: SensitiveCommand {
    static var print: ClassPrint { get }
    var reference: Reference<TrainingClass> { get }
    var letter: ClassLetterQuery { get }
}

extension PrintCommand {
    static var sensitive: SensitiveRead { .classPaper }
    /// Lists have no number.
    var letter: ClassLetterQuery { ClassLetterQuery() }
    static var route: String { "GET /v1/classes/{class}/\(print.rawValue).html" }

    func run(_ session: Session) async throws {
        Terminal.write(
            try await session.services.training.printed(
                Self.print, of: reference, letter: letter, CommandLanguage.current, on: session.today,
                caller: session.caller))
    }
}
