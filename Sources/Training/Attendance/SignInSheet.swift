import Kernel
import Sheets

/// A list of those who were there, as it comes: one name a line, or a table below some lines about the meeting. Pure.
struct SignInSheet {
    struct Line {
        let line: Int
        let text: String
        /// Seconds after midnight of the first entry.
        let joined: Int?
        /// Seconds spent there.
        let spent: Int?
        let left: Int?
    }

    let lines: [Line]
    let unread: [String]
    let hasTimes: Bool

    static let columns = [
        SheetColumn(
            "person", "用户昵称（入会昵称）", "用户昵称(入会昵称)", "用户昵称", "昵称", "姓名", "学员", "名单序号", "身份证号", required: true,
            zh: "谁到了：姓名、名单序号、身份证号，或带括号的会议昵称",
            en: "Who was there: name, number of the list, ID number, or a nickname with brackets", example: "李建国"),
        SheetColumn(
            "joined", "首次入会时间", "入会时间", "签到时间", zh: "何时到", en: "When the person came", example: "2026-03-04 19:02:11"),
        SheetColumn("left", "最后退会时间", "退会时间", zh: "何时离开", en: "When the person left", example: "2026-03-04 21:00:03"),
        SheetColumn("duration", "累计参会时长", "参会时长", zh: "一共多久", en: "For how long in all", example: "01:53:20"),
    ]

    /// - Throws: `sheet.*`; `import.rejected` for a time that cannot be read.
    init(_ bytes: [UInt8], as choices: SheetChoices = .none) throws(AppError) {
        let records = try SheetRecords(bytes, as: choices, columns: Self.columns).records
        let chosen = try choices.keys(among: Self.columns)
        func key(_ title: String) -> String? { chosen[title] ?? Self.key(title) }
        let places = records.firstIndex { record in record.fields.contains { key($0) == "person" } }
        for heading in chosen.keys.sorted() {
            let isThere = places.map { records[$0].fields.contains(heading) } ?? false
            guard isThere else { throw SheetChoices.absent(heading, Self.columns) }
        }
        guard let heading = places else {
            // A pasted column: nothing but names.
            lines = records.compactMap { record in
                record.fields.first { !$0.isEmpty }.map {
                    Line(line: record.line, text: $0, joined: nil, spent: nil, left: nil)
                }
            }
            unread = []
            hasTimes = false
            return
        }
        var positions: [String: Int] = [:]
        var unread: [String] = []
        for (index, title) in records[heading].fields.enumerated() where !title.isEmpty {
            if let key = key(title), chosen[title] != nil || positions[key] == nil {
                positions[key] = index
            } else {
                unread.append(title)
            }
        }
        self.unread = unread
        hasTimes = positions["joined"] != nil
        var reader = CellReader()
        var lines: [Line] = []
        for record in records[(heading + 1)...] {
            func cell(_ key: String) -> String {
                guard let place = positions[key], place < record.fields.count else { return "" }
                return record.fields[place]
            }
            func seconds(_ key: String) -> Int? {
                let text = cell(key)
                guard !text.isEmpty else { return nil }
                guard let seconds = ClockText.seconds(text) else {
                    reader.fail(
                        line: record.line, key,
                        Text(zh: "「\(text.quotable)」不是时刻或时长", en: "“\(text.quotable)” is not a time or a duration"))
                    return nil
                }
                return seconds
            }
            // Footers of an export stand below an empty name.
            guard !cell("person").isEmpty else { continue }
            lines.append(
                Line(
                    line: record.line, text: cell("person"), joined: seconds("joined"), spent: seconds("duration"),
                    left: seconds("left")))
        }
        try reader.finish()
        self.lines = lines
    }

    private static func key(_ title: String) -> String? {
        let word = title.filter { !$0.isWhitespace && $0 != "*" && $0 != "\u{FEFF}" }
        return columns.first { $0.key == word || $0.headings.contains(word) }?.key
    }
}

/// Times of a day and durations as sheets write them. Pure.
enum ClockText {
    /// `19:02`, `19:02:11`, `01:53:20`, each perhaps after a day. Nil for anything else.
    static func seconds(_ text: String) -> Int? {
        guard let clock = text.split(separator: " ").last else { return nil }
        let parts = clock.split(whereSeparator: { $0 == ":" || $0 == "：" }).map { Int($0) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1] else { return nil }
        let seconds = parts.count == 3 ? parts[2] : 0
        guard let seconds, (0...47).contains(hours), (0...59).contains(minutes), (0...59).contains(seconds) else {
            return nil
        }
        return (hours * 60 + minutes) * 60 + seconds
    }
}

/// The names that a nickname may contain: itself, and what is before, between and after its brackets and dashes. Pure.
enum Nickname {
    static func names(in text: String) -> [String] {
        let pieces = text.split { "()（）[]【】<>《》-—_/|,，、;；".contains($0) || $0.isWhitespace }.map(String.init)
        // Numbers of lists and devices around a name.
        let bare = pieces.map { piece in
            String(piece.drop(while: \.isNumber).reversed().drop(while: \.isNumber).reversed())
        }
        return ([text] + pieces + bare).filter { !$0.isEmpty }
    }
}
