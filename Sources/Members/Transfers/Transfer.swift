package import Civil
package import Foundation
package import Kernel
import Organisations
import Postgres

/// A transfer of membership (组织关系转接) with its letter of introduction. The membership lies where it lay until the letter
/// has been accepted.
package struct Transfer: Sendable {
    package enum Direction: String, Sendable, CaseIterable {
        /// Both organisations are on this register.
        case inside
        case out
        case `in`
    }

    package enum Answer: String, Sendable, CaseIterable {
        case accepted, returned, cancelled, expired

        package var text: Text {
            switch self {
            case .accepted: Text(zh: "已接收", en: "accepted")
            case .returned: Text(zh: "已退回", en: "returned")
            case .cancelled: Text(zh: "已撤销", en: "cancelled")
            case .expired: Text(zh: "已过期", en: "expired")
            }
        }
    }

    /// Derived: a letter that nobody has answered runs out by itself.
    package enum State: Sendable, Equatable {
        case awaiting
        case expired
        case answered(Answer)

        package var key: String {
            switch self {
            case .awaiting: "awaiting"
            case .expired: "expired"
            case .answered(let answer): answer.rawValue
            }
        }

        package var text: Text {
            switch self {
            case .awaiting: Text(zh: "待接收", en: "awaiting acceptance")
            case .expired: Answer.expired.text
            case .answered(let answer): answer.text
            }
        }
    }

    package struct End: Sendable {
        package let code: String?
        package let name: String
    }

    package let id: UUID
    package let person: UUID
    package let name: String
    package let status: MembershipStatus
    package let direction: Direction
    package let from: End
    package let to: End
    package let letter: String
    package let issuedOn: Day
    package let validThrough: Day
    /// The first day of the month through which dues are paid.
    package let duesThrough: Day?
    package let answer: Answer?
    package let answeredOn: Day?
    /// The number of the receipt, or why it was returned or cancelled.
    package let remark: String?
    let path: String
    let toPath: String?

    package func state(on today: Day) -> State {
        if let answer { return .answered(answer) }
        return today > validThrough ? .expired : .awaiting
    }
}

/// Whom a letter is for: an organisation of this register by its code, or one elsewhere by its name.
package enum Addressee: Sendable {
    case organisation(code: String)
    case elsewhere(name: String)
}

/// Which letters are listed.
package enum TransferFilter: String, Sendable, CaseIterable {
    case open, expired, all
}

extension Row {
    func transfer() throws -> Transfer {
        Transfer(
            id: try self["id"], person: try self["person_id"], name: try self["name"], status: try choice("status"),
            direction: try choice("direction"),
            from: Transfer.End(code: try self["from_code"], name: try self["from_name"]),
            to: Transfer.End(code: try self["to_code"], name: try self["to_name"]), letter: try self["letter"],
            issuedOn: try self["issued_on"], validThrough: try self["valid_through"],
            duesThrough: try self["dues_through"], answer: try choice("answer"),
            answeredOn: try self["answered_on"], remark: try self["remark"], path: try self["path"],
            toPath: try self["to_path"])
    }
}
