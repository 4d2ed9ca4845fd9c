import ArgumentParser
import Civil
import Foundation
import Kernel
import Sheets
import Wire

/// One value of a list: what a person reads and what a program reads.
enum ListingCell {
    case text(String?)
    case number(Int)
    /// A code for programs, words for people.
    case word(String, Text)
    /// A sentence for people; programs get both languages.
    case both(Text)

    static func day(_ day: Day?) -> ListingCell { .text(day?.description) }

    /// A tick for people, true or false for programs.
    static func mark(_ isSet: Bool) -> ListingCell { .word(isSet ? "true" : "false", .verbatim(isSet ? "✓" : "")) }

    static func hours(_ hours: Hours) -> ListingCell { .text(hours.description) }

    fileprivate var shown: String {
        switch self {
        case .text(let text): text ?? ""
        case .number(let number): String(number)
        case .word(_, let text): text.localized
        case .both(let text): text.localized
        }
    }

    fileprivate var json: String {
        switch self {
        case .text(nil): "null"
        case .text(let text?): Self.quoted(text)
        case .number(let number): String(number)
        case .word(let code, _): Self.quoted(code)
        case .both(let text): "{\"zh_hans\":\(Self.quoted(text.chinese)),\"en\":\(Self.quoted(text.english))}"
        }
    }

    fileprivate static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if scalar.value < 0x20 {
                    result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}

/// A list as a table that lines up, as JSON or as CSV.
struct Listing {
    struct Column {
        let key: String
        let title: Text
        var right = false
    }

    let columns: [Column]
    var rows: [[ListingCell]] = []

    func render(_ format: OutputFormat) -> String {
        switch format {
        case .table: table
        case .json: json
        case .csv:
            ([CSVText.line(columns.map(\.key))] + rows.map { CSVText.line($0.map(\.shown)) }).joined(separator: "\n")
                + "\n"
        }
    }

    private var table: String {
        if rows.isEmpty { return Text(zh: "（没有）", en: "(none)").localized + "\n" }
        let titles = columns.map { $0.title.localized }
        let shown = rows.map { $0.map { Self.line($0.shown) } }
        let widths = columns.indices.map { column in
            max(DisplayWidth.of(titles[column]), shown.map { DisplayWidth.of($0[column]) }.max() ?? 0)
        }
        func line(_ values: [String]) -> String {
            var text = ""
            for (index, value) in values.enumerated() {
                let last = index == values.count - 1
                text +=
                    last && !columns[index].right
                    ? value : DisplayWidth.pad(value, to: widths[index], right: columns[index].right)
                if !last { text += "  " }
            }
            return text + "\n"
        }
        return line(titles) + line(widths.map { String(repeating: "─", count: $0) }) + shown.map(line).joined()
    }

    /// A text in one line without control characters, which could change the state of a terminal.
    private static func line(_ text: String) -> String {
        guard
            text.unicodeScalars.contains(where: { $0.isControlOrDirection || $0.properties.isWhitespace && $0 != " " })
        else {
            return text
        }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.compactMap { $0.isControlOrDirection ? nil : $0.properties.isWhitespace ? " " : $0 }
            ))
    }

    private var json: String {
        let objects = rows.map { row in
            "  {" + zip(columns, row).map { ListingCell.quoted($0.key) + ": " + $1.json }.joined(separator: ", ") + "}"
        }
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }
}

extension Shape {
    func show(_ listing: Listing) { Terminal.write(listing.render(format)) }
}
