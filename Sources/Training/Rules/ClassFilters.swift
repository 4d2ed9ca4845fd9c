package import Civil
package import Kernel
package import Members
package import Wire

/// What a class demands of a person beside field, place and level. What is left out demands nothing.
package struct ClassFilters: Codable, Described, Sendable, Hashable {
    /// Years of birth.
    package let bornFrom: Int?
    package let bornThrough: Int?
    package let sex: Sex?
    /// One of these posts is held on the first day of the class.
    package let posts: [PostTitle]?
    /// The post, or any, is held since a day in this period.
    package let appointedFrom: Day?
    package let appointedThrough: Day?
    /// What has to be completed before; the demand of the course where it is left out.
    package let after: [Prerequisite]?

    package init(
        bornFrom: Int? = nil, bornThrough: Int? = nil, sex: Sex? = nil, posts: [PostTitle]? = nil,
        appointedFrom: Day? = nil, appointedThrough: Day? = nil, after: [Prerequisite]? = nil
    ) {
        self.bornFrom = bornFrom
        self.bornThrough = bornThrough
        self.sex = sex
        self.posts = posts
        self.appointedFrom = appointedFrom
        self.appointedThrough = appointedThrough
        self.after = after
    }

    package static let none = ClassFilters()
    static let years = 1900...2100

    package static let memberLimits: [String: MemberLimit] = [
        "born_from": .count(years), "born_through": .count(years), "posts": .items(0...PostTitle.allCases.count),
        "after": .items(0...20),
    ]

    package static let memberTexts = [
        "born_from": Text(zh: "招收哪一年及以后出生的", en: "Born in this year or later"),
        "born_through": Text(zh: "招收哪一年及以前出生的", en: "Born in this year or earlier"),
        "sex": Text(zh: "只招收男性或女性", en: "Men or women alone"),
        "posts": Text(
            zh: "开班时担任其中一个职务，可多个", en: "Holds one of these posts when the class begins; may be repeated"),
        "appointed_from": Text(zh: "该职务自哪一天及以后任职", en: "Holds the post since this day or a later one"),
        "appointed_through": Text(zh: "该职务自哪一天及以前任职", en: "Holds the post since this day or an earlier one"),
        "after": Text(
            zh: "须先完成的课程（规则文件 courses 的键）和年限，如 primary/3；不填按课程的规定",
            en: "Courses to be completed before, with years, such as primary/3; by default what the course demands"),
    ]
}

/// A course that has to be completed before another.
package struct Prerequisite: Codable, Described, Sendable, Hashable {
    package let course: String
    package let years: Int?

    package init(course: String, years: Int? = nil) {
        self.course = course
        self.years = years
    }

    static let mostYears = 1...50

    package static let memberLimits: [String: MemberLimit] = ["years": .count(mostYears)]

    package static let memberTexts = [
        "course": Text(zh: "课程：规则文件 courses 的键", en: "Course: a key of the rule file's courses"),
        "years": Text(zh: "开班前几年内完成的才算", en: "How many years before the class it may lie at most"),
    ]

    /// `primary`, or `primary/3` for three years.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, parts.count <= 2 else { return nil }
        course = String(first)
        guard parts.count == 2 else {
            years = nil
            return
        }
        guard let number = Int(parts[1]), Self.mostYears.contains(number) else { return nil }
        years = number
    }

    package var description: String { years.map { "\(course)/\($0)" } ?? course }
}

extension ClassFilters {
    var isEmpty: Bool { self == .none }

    /// - Throws: `value.*`.
    func check(_ rules: TrainingRules) throws(AppError) {
        if let bornFrom { try Self.requireLimit("born_from", bornFrom) }
        if let bornThrough { try Self.requireLimit("born_through", bornThrough) }
        if let bornFrom, let bornThrough, bornFrom > bornThrough {
            throw .invalidValue(
                "born_through", String(bornThrough),
                expected: Text(zh: "不早于 \(bornFrom)", en: "\(bornFrom) or later"))
        }
        if let appointedFrom { try Plausible.day(appointedFrom, "appointed_from") }
        if let appointedThrough { try Plausible.day(appointedThrough, "appointed_through") }
        if let appointedFrom, let appointedThrough, appointedFrom > appointedThrough {
            throw .invalidValue(
                "appointed_through", appointedThrough.description,
                expected: Text(zh: "不早于 \(appointedFrom)", en: "\(appointedFrom) or later"))
        }
        for prerequisite in after ?? [] {
            _ = try rules.course(prerequisite.course)
            if let years = prerequisite.years { try Prerequisite.requireLimit("years", years) }
        }
    }

    /// Each demand in words, as cards of classes and changes show them.
    var texts: [Text] {
        var texts: [Text] = []
        if bornFrom != nil || bornThrough != nil { texts.append(.bornBetween(bornFrom, bornThrough)) }
        if let sex { texts.append(Text(zh: "只招收\(sex.text.chinese)性", en: "\(sex.text.english) alone")) }
        if let posts, !posts.isEmpty {
            let list = Text.list(posts.map(\.text))
            texts.append(Text(zh: "担任\(list.chinese)", en: "holds a post: \(list.english)"))
        }
        if appointedFrom != nil || appointedThrough != nil {
            texts.append(.appointedBetween(appointedFrom, appointedThrough))
        }
        for prerequisite in after ?? [] {
            texts.append(.completedFirst(.verbatim(prerequisite.course), prerequisite.years))
        }
        return texts
    }
}

extension Text {
    static func bornBetween(_ from: Int?, _ through: Int?) -> Text {
        switch (from, through) {
        case (let from?, let through?): Text(zh: "\(from) 至 \(through) 年出生", en: "born from \(from) to \(through)")
        case (let from?, nil): Text(zh: "\(from) 年及以后出生", en: "born in \(from) or later")
        case (nil, let through?): Text(zh: "\(through) 年及以前出生", en: "born in \(through) or earlier")
        case (nil, nil): .verbatim("")
        }
    }

    static func appointedBetween(_ from: Day?, _ through: Day?) -> Text {
        switch (from, through) {
        case (let from?, let through?): Text(zh: "\(from) 至 \(through) 任职", en: "in office since \(from) to \(through)")
        case (let from?, nil): Text(zh: "\(from) 及以后任职", en: "in office since \(from) or later")
        case (nil, let through?): Text(zh: "\(through) 及以前任职", en: "in office since \(through) or earlier")
        case (nil, nil): .verbatim("")
        }
    }

    static func completedFirst(_ course: Text, _ years: Int?) -> Text {
        guard let years else {
            return Text(zh: "先完成\(course.chinese)", en: "\(course.english) completed before")
        }
        return Text(
            zh: "\(years) 年内完成过\(course.chinese)", en: "\(course.english) completed in the last \(years) years")
    }
}
