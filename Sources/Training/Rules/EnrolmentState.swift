package import Kernel

/// Where a person is on the list of a class.
package enum EnrolmentState: String, Choice {
    case enrolled, waiting, dropped, replaced

    package var text: Text {
        switch self {
        case .enrolled: Text(zh: "已调训", en: "enrolled")
        case .waiting: Text(zh: "候补", en: "waiting")
        case .dropped: Text(zh: "退出", en: "dropped")
        case .replaced: Text(zh: "被替换", en: "replaced")
        }
    }
}
