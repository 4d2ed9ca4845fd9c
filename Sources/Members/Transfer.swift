import Access
package import Civil
package import Kernel
package import Organisations
import Postgres
package import Wire

/// A transfer of membership (组织关系转接) with its letter of introduction. The membership stays where it is until the letter
/// has been accepted.
package struct Transfer: Codable, Placed, Sendable {
    package enum Direction: String, Choice {
        /// Both organisations are on this register.
        case inside
        case out
        case `in`

        package var text: Text {
            switch self {
            case .inside: Text(zh: "系统内", en: "within this register")
            case .out: Text(zh: "转往系统外", en: "to elsewhere")
            case .in: Text(zh: "自系统外转入", en: "from elsewhere")
            }
        }
    }

    package enum State: String, Choice {
        case awaiting, expired, accepted, returned, cancelled

        package var text: Text {
            switch self {
            case .awaiting: Text(zh: "待接收", en: "awaiting acceptance")
            case .expired: Text(zh: "已过期", en: "expired")
            case .accepted: Text(zh: "已接收", en: "accepted")
            case .returned: Text(zh: "已退回", en: "returned")
            case .cancelled: Text(zh: "已撤销", en: "cancelled")
            }
        }
    }

    package struct End: Codable, Sendable {
        package let code: String?
        package let name: String
    }

    package let id: Identifier<Transfer>
    package let person: Identifier<Person>
    /// Of the office that has the member now.
    package let path: String
    package let name: String
    package let status: MembershipStatus
    package let direction: Direction
    package let from: End
    package let to: End
    package let letter: String
    package let issuedOn: Day
    package let validThrough: Day
    package let duesThrough: Month?
    /// On the day it was asked for: a letter that nobody has answered expires by itself.
    package let state: State
    package let answeredOn: Day?
    /// The number of the receipt, or why it was returned or cancelled.
    package let remark: String?
}

extension Transfer: Tabular {
    package static let columns: [Column<Transfer>] = [
        Column("letter", zh: "介绍信", en: "Letter", \.letter),
        Column("name", zh: "姓名", en: "Name", \.name),
        Column("status", zh: "党籍", en: "Standing", \.status),
        Column("from", zh: "转出", en: "From", \.from.name),
        Column("to", zh: "转入", en: "To", \.to.name),
        Column("issued_on", zh: "开具", en: "Issued", \.issuedOn),
        Column("valid_through", zh: "有效期至", en: "Through", \.validThrough),
        Column("dues_through", zh: "党费交至", en: "Dues through", \.duesThrough),
        Column("state", zh: "状态", en: "State", \.state),
        Column("answered_on", zh: "办理", en: "Answered", \.answeredOn),
        Column("remark", zh: "备注", en: "Remark", \.remark),
        Column("id", zh: "编号", en: "Identifier", \.id),
    ]
}

/// What became of a letter by what was done.
package struct TransferOutcome: Outcome {
    package let transfer: Transfer
    /// Seats in classes that went with the acceptance; nil where nothing moved.
    package var seats: [SeatGivenUp]?

    package var summary: Text { seats?.added(to: answer) ?? answer }

    private var answer: Text {
        let (letter, name, to) = (transfer.letter, transfer.name, transfer.to.name)
        switch transfer.state {
        case .awaiting, .expired:
            return Text(
                zh: "已为 \(name) 开具介绍信 \(letter)（转往「\(to)」），有效期至 \(transfer.validThrough)；对方接收以前党籍不动。",
                en:
                    "Issued letter \(letter) for \(name) to “\(to)”, valid through \(transfer.validThrough); "
                    + "nothing moves before it is accepted."
            )
        case .accepted:
            return Text(
                zh: "介绍信 \(letter) 已接收：\(name) 的组织关系自 \(answeredOn) 起在「\(to)」。",
                en: "Letter \(letter) is accepted: the membership of \(name) is with “\(to)” from \(answeredOn) on.")
        case .returned:
            return Text(
                zh: "介绍信 \(letter) 已退回，\(name) 的组织关系仍在「\(transfer.from.name)」。",
                en: "Letter \(letter) is returned; the membership of \(name) stays with “\(transfer.from.name)”.")
        case .cancelled:
            return Text(
                zh: "介绍信 \(letter) 已撤销，\(name) 的组织关系仍在「\(transfer.from.name)」。",
                en: "Letter \(letter) is cancelled; the membership of \(name) stays with “\(transfer.from.name)”.")
        }
    }

    private var answeredOn: String { transfer.answeredOn?.description ?? "" }
}

/// Which letters are listed.
package enum TransferFilter: String, Choice {
    case open, expired, all

    package var text: Text {
        switch self {
        case .open: Text(zh: "未办结", en: "open")
        case .expired: Text(zh: "已过期", en: "expired")
        case .all: Text(zh: "全部", en: "all")
        }
    }
}

package struct TransferQuery: Codable, Described, Sendable {
    package var scope: Reference<Organisation>?
    package var state: TransferFilter?

    package init(scope: Reference<Organisation>? = nil, state: TransferFilter? = nil) {
        self.scope = scope
        self.state = state
    }

    package static let memberTexts = [
        "state": Text(zh: "open 未办结（默认）、expired 已过期或 all 全部", en: "open (by default), expired or all")
    ]
}

/// A letter with what only its verbs need.
struct LetterOnFile {
    let transfer: Transfer
    /// What it was answered with; nil while nobody has.
    let answer: Transfer.State?
    let path: String
    let toPath: String?

    /// The end that lies in a scope: the sender's, unless only the receiver's does.
    func place(in scope: Scope) -> String { scope.contains(path) ? path : toPath ?? path }
}

extension Row {
    /// - Parameter today: the day for which its state is wanted.
    func letter(on today: Day) throws -> LetterOnFile {
        let (answer, through): (Transfer.State?, Day) = (try choice("answer"), try self["valid_through"])
        let dues: Day? = try self["dues_through"]
        let transfer = Transfer(
            id: try self["id"], person: try self["person_id"], path: try self["path"], name: try self["name"],
            status: try choice("status"), direction: try choice("direction"),
            from: Transfer.End(code: try self["from_code"], name: try self["from_name"]),
            to: Transfer.End(code: try self["to_code"], name: try self["to_name"]), letter: try self["letter"],
            issuedOn: try self["issued_on"], validThrough: through, duesThrough: dues.map { Month(of: $0) },
            state: answer ?? (today > through ? .expired : .awaiting), answeredOn: try self["answered_on"],
            remark: try self["remark"])
        return LetterOnFile(
            transfer: transfer, answer: answer, path: try self["path"], toPath: try self["to_path"])
    }
}
