import Access
import Civil
import Kernel
import Members

/// Everything that is printed of a class, as values; the pages are made of them by pure functions.
struct ClassPaper {
    struct Trainee: Placed {
        /// The path of the office that has them on its list.
        let path: String
        let number: Int
        let name: String
        let sex: Sex?
        let township: String
        let organisation: String
        let post: PostTitle?
        let joined: Day?
        /// Nil also for a reader who may not read it.
        var phone: String?
        var completed = false
        var hours = Hours.zero
        var score: Amount?
        /// Given by the assessment, where the class has one.
        var grade: Text?
        var failures: [Text] = []
    }

    let course: TrainingClass
    let host: String
    let hostCode: String
    /// The number of the letter, where it has one already.
    let document: String?
    let sessions: [ClassSession]
    let trainees: [Trainee]
    let changes: [ClassChangeLine]
    let groupSize: Int
    /// The day of closing, once the class is closed.
    let closed: Day?
    let today: Day
    let language: Language

    func say(_ chinese: String, _ english: String) -> String { Text(zh: chinese, en: english)(language) }

    /// Trainees by township, in the order of their numbers.
    var byTownship: [(township: String, trainees: [Trainee])] {
        var order: [String] = []
        var groups: [String: [Trainee]] = [:]
        for trainee in trainees {
            if groups[trainee.township] == nil { order.append(trainee.township) }
            groups[trainee.township, default: []].append(trainee)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }

    /// Discussion groups of equal size, as far as it goes: people of one township are spread over them.
    var groups: [[Trainee]] {
        let count = max(1, (trainees.count + groupSize - 1) / groupSize)
        let spread = byTownship.flatMap(\.trainees)
        return (0..<count).map { group in
            spread.enumerated().filter { $0.offset % count == group }.map(\.element)
        }
    }

    /// The serial number of a certificate: the host, the class and the number on its list. None of them is given
    /// again, and two hosts whose classes have one code give no number twice.
    func serial(_ trainee: Trainee) -> String {
        let digits = String(trainee.number)
        return "\(hostCode)-\(course.code)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    func html(_ kind: ClassPrint) -> String {
        let content: [Markup]
        switch kind {
        case .notice: content = notice
        case .roster: content = roster
        case .signIn: content = signIn
        case .groups: content = groupsAndSeats
        case .completion: content = completion
        case .certificates: content = certificates
        case .changes: content = changeList
        }
        let style = kind == .signIn || kind == .certificates ? PaperStyle.landscape : PaperStyle.portrait
        let title = Markup.escaped(kind.text(language) + " — " + course.name)
        return
            "<!doctype html>\n<html lang=\"\(language.rawValue)\">\n<head>\n<meta charset=\"utf-8\">\n<title>\(title)"
            + "</title>\n<style>\n\(style)\(PaperStyle.common)</style>\n</head>\n<body class=\"\(kind.rawValue)\">\n"
            + content.map(\.html).joined() + "</body>\n</html>\n"
    }
}

/// How paper looks: margins, type and lines of GB/T 9704—2012 for the notice; headings of tables on every sheet.
enum PaperStyle {
    static let portrait = "@page { size: A4 portrait; margin: 37mm 26mm 35mm 28mm; }\n"
    static let landscape = "@page { size: A4 landscape; margin: 20mm 15mm; }\n"
    static let common = """
        body { font: 16pt/28pt FangSong, FangSong_GB2312, STFangsong, "Noto Serif CJK SC", serif; margin: 0 auto; }
        p { margin: 0; text-indent: 2em; }
        p.to, p.plain { text-indent: 0; }
        p.sign { text-align: right; text-indent: 0; padding-right: 4em; }
        p.mark { color: #d00; font: bold 36pt/54pt "Xiaobiaosong", SimSun, serif; text-align: center; text-indent: 0; }
        p.number { text-align: center; text-indent: 0; border-bottom: 1.2pt solid #d00; padding-bottom: 4mm; }
        p.copies { border-top: .8pt solid #000; border-bottom: .8pt solid #000; text-indent: 0; font-size: 14pt; }
        h1 { font: bold 22pt/34pt "Xiaobiaosong", SimSun, serif; text-align: center; margin: 2em 0 1em; }
        h2 { font: 16pt/28pt SimHei, "Noto Sans CJK SC", sans-serif; margin: 1em 0 .3em; break-after: avoid; }
        table { width: 100%; border-collapse: collapse; font-size: 12pt; line-height: 1.4; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        th, td { border: .5pt solid #000; padding: 1.5mm; text-align: center; font-weight: normal; }
        th { font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
        table.boxes td { height: 11mm; }
        section { break-after: page; }
        section:last-child { break-after: auto; }
        section.certificate { border: 2pt double #900; padding: 15mm 20mm; height: 135mm; }

        """
}
