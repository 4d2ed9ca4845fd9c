import ArgumentParser
import Civil
import Kernel
import Members
import Training
import Wire

/// What kind of training a class is.
struct ClassKindOptions: ParsableArguments {
    @Option(help: member("form", of: ClassChange.self)) var form: TrainingForm?
    @Option(help: member("course", of: ClassChange.self)) var course: String?
}

/// What a class demands of people.
struct FilterOptions: ParsableArguments {
    @Option(help: member("born_from", of: ClassFilters.self)) var bornFrom: Int?
    @Option(help: member("born_through", of: ClassFilters.self)) var bornThrough: Int?
    @Option(help: member("sex", of: ClassFilters.self)) var sex: Sex?
    @Option(name: .customLong("post"), help: member("posts", of: ClassFilters.self)) var posts: [PostTitle] = []
    @Option(help: member("appointed_from", of: ClassFilters.self)) var appointedFrom: Day?
    @Option(help: member("appointed_through", of: ClassFilters.self)) var appointedThrough: Day?
    @Option(help: member("after", of: ClassFilters.self)) var after: [Prerequisite] = []

    /// Nil where none is given.
    var filters: ClassFilters? {
        let filters = ClassFilters(
            bornFrom: bornFrom, bornThrough: bornThrough, sex: sex, posts: posts.isEmpty ? nil : posts,
            appointedFrom: appointedFrom, appointedThrough: appointedThrough, after: after.isEmpty ? nil : after)
        return filters == ClassFilters() ? nil : filters
    }
}

extension TrainingForm: WordOption {}

extension Prerequisite: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
