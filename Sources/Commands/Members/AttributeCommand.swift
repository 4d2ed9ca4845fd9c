import ArgumentParser
import Composition
import Kernel
import Members
import Wire

/// What the files of people may say.
struct AttributeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attribute", abstract: localized(zh: "人员档案的项目及代码表", en: "Attributes of the member file"),
        subcommands: [List.self, Values.self])

    struct List: SessionCommand {
        static let route = "GET /v1/attributes"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "列出人员档案的项目", en: "List the attributes of the member file"))
        @OptionGroup var shape: Shape

        func run(_ session: Session) async throws {
            try shape.show(session.services.members.attributeLines(caller: session.caller))
        }
    }

    struct Values: SessionCommand {
        static let route = "GET /v1/attributes/{attribute}"
        static let configuration = CommandConfiguration(
            abstract: localized(zh: "一个项目的代码表", en: "Values of an attribute that has a list"))
        @OptionGroup var shape: Shape
        @Argument(help: help(zh: "项目的键，见 attribute list", en: "Key of the attribute, see attribute list"))
        var attribute: String

        func run(_ session: Session) async throws {
            try shape.show(session.services.members.attributeChoices(of: attribute, caller: session.caller))
        }
    }
}
