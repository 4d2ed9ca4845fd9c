import Civil
import Kernel
import Recruitment

extension Listing {
    static func quota(_ sheet: QuotaSheet) -> Listing {
        var listing = Listing(columns: [
            .init(key: "code", title: Text(zh: "编码", en: "Code")),
            .init(key: "name", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "seats", title: Text(zh: "名额", en: "Seats"), right: true),
            .init(key: "used", title: Text(zh: "已用", en: "Used"), right: true),
            .init(key: "left", title: Text(zh: "剩余", en: "Left"), right: true),
            .init(key: "base", title: Text(zh: "上年", en: "Last year"), right: true),
            .init(key: "applicants", title: Text(zh: "申请人", en: "Applicants"), right: true),
            .init(key: "activists", title: Text(zh: "积极分子", en: "Activists"), right: true),
        ])
        listing.rows = ([sheet.own] + sheet.units).map { line in
            [
                .text(line.code), .text(line.name), .number(line.seats), .number(line.used), .number(line.left),
                .number(line.base), .number(line.applicants), .number(line.activists),
            ]
        }
        return listing
    }

    static func floors(_ floors: [FloorLine]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "group", title: Text(zh: "类别", en: "Group")),
            .init(key: "at_least", title: Text(zh: "至少", en: "At least"), right: true),
            .init(key: "admitted", title: Text(zh: "已接收", en: "Admitted"), right: true),
            .init(key: "document", title: Text(zh: "文号", en: "Document")),
        ])
        listing.rows = floors.map {
            [
                .word($0.floor.group.rawValue, $0.floor.group.text), .number($0.floor.atLeast), .number($0.admitted),
                .text($0.document),
            ]
        }
        return listing
    }

    static func bounds(_ bounds: [QuotaBound]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "code", title: Text(zh: "下级", en: "Below")),
            .init(key: "at_least", title: Text(zh: "保证", en: "At least"), right: true),
            .init(key: "at_most", title: Text(zh: "上限", en: "At most"), right: true),
            .init(key: "document", title: Text(zh: "文号", en: "Document")),
        ])
        listing.rows = bounds.map {
            [
                .text($0.code), .number($0.atLeast), $0.atMost.map { .number($0) } ?? .text(nil), .text($0.document),
            ]
        }
        return listing
    }

    static func changes(_ changes: [QuotaChange]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "number", title: Text(zh: "序", en: "No."), right: true),
            .init(key: "on", title: Text(zh: "日期", en: "Day")),
            .init(key: "batch", title: Text(zh: "批次", en: "Batch"), right: true),
            .init(key: "seats", title: Text(zh: "增减", en: "Change"), right: true),
            .init(key: "document", title: Text(zh: "文号", en: "Document")),
            .init(key: "reason", title: Text(zh: "理由", en: "Reason")),
        ])
        listing.rows = changes.map {
            [
                .number($0.number), .day($0.decidedOn), $0.batch.map { .number($0) } ?? .text(nil), .number($0.seats),
                .text($0.document), .text($0.reason),
            ]
        }
        return listing
    }

    static func allocation(_ allocation: Allocation) -> Listing {
        var listing = Listing(columns: [
            .init(key: "code", title: Text(zh: "编码", en: "Code")),
            .init(key: "name", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "base", title: Text(zh: "上年", en: "Last year"), right: true),
            .init(key: "applicants", title: Text(zh: "申请人", en: "Applicants"), right: true),
            .init(key: "activists", title: Text(zh: "积极分子", en: "Activists"), right: true),
            .init(key: "exact", title: Text(zh: "按权重", en: "By weight"), right: true),
            .init(key: "ideal", title: Text(zh: "最大余数", en: "Largest remainder"), right: true),
            .init(key: "seats", title: Text(zh: "建议", en: "Proposed"), right: true),
        ])
        listing.rows = allocation.shares.map { share in
            [
                .text(share.unit.key), .text(share.unit.name), .number(share.unit.base),
                .number(share.unit.applicants), .number(share.unit.activists),
                .text(String((share.exact * 100).rounded() / 100)), .number(share.ideal), .number(share.seats),
            ]
        }
        return listing
    }

    static func outcomes(_ floors: [Allocation.FloorOutcome]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "group", title: Text(zh: "类别", en: "Group")),
            .init(key: "at_least", title: Text(zh: "至少", en: "At least"), right: true),
            .init(key: "attainable", title: Text(zh: "最多能达到", en: "Attainable"), right: true),
            .init(key: "met", title: Text(zh: "能否满足", en: "Met")),
        ])
        listing.rows = floors.map {
            [
                .word($0.floor.group.rawValue, $0.floor.group.text), .number($0.floor.atLeast), .number($0.attainable),
                .word(String($0.isMet), $0.isMet ? Text(zh: "能", en: "yes") : Text(zh: "不能", en: "no")),
            ]
        }
        return listing
    }

    static func projection(_ projection: Projection) -> Listing {
        func share(_ part: Int, _ whole: Int) -> String {
            whole == 0 ? "–" : "\((Double(part) / Double(whole) * 1000).rounded() / 10) %"
        }
        var listing = Listing(columns: [
            .init(key: "group", title: Text(zh: "类别", en: "Group")),
            .init(key: "before", title: Text(zh: "已接收", en: "So far"), right: true),
            .init(key: "share_before", title: Text(zh: "比例", en: "Share"), right: true),
            .init(key: "after", title: Text(zh: "接收后", en: "After"), right: true),
            .init(key: "share_after", title: Text(zh: "比例", en: "Share"), right: true),
            .init(key: "floor", title: Text(zh: "至少", en: "At least"), right: true),
        ])
        listing.rows = projection.lines.map { line in
            [
                .word(line.group.rawValue, line.group.text), .number(line.before),
                .text(share(line.before, projection.before)), .number(line.after),
                .text(share(line.after, projection.after)), line.floor.map { .number($0) } ?? .text(nil),
            ]
        }
        return listing
    }

    static func idle(_ branches: [IdleBranch]) -> Listing {
        var listing = Listing(columns: [
            .init(key: "code", title: Text(zh: "编码", en: "Code")),
            .init(key: "name", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "last_on", title: Text(zh: "最近一次", en: "Last admission")),
        ])
        listing.rows = branches.map { [.text($0.code), .text($0.name), .day($0.lastOn)] }
        return listing
    }

    static func ageing(_ candidates: [AgeingCandidate], on today: Day) -> Listing {
        var listing = Listing(columns: [
            .init(key: "name", title: Text(zh: "姓名", en: "Name")),
            .init(key: "organisation", title: Text(zh: "党组织", en: "Organisation")),
            .init(key: "stage", title: Text(zh: "阶段", en: "Stage")),
            .init(key: "leaves_on", title: Text(zh: "超龄日期", en: "Too old on")),
            .init(key: "seats", title: Text(zh: "本年名额", en: "Seats"), right: true),
            .init(key: "ahead", title: Text(zh: "排在前面", en: "Ahead"), right: true),
            .init(key: "overtaken", title: Text(zh: "轮不到", en: "Overtaken")),
            .init(key: "case", title: Text(zh: "案卷", en: "Case")),
        ])
        listing.rows = candidates.map {
            [
                .text($0.name), .text($0.organisationName), .word($0.stage.word, $0.stage.text), .day($0.leavesOn),
                $0.seats.map { .number($0) } ?? .text(nil), $0.ahead.map { .number($0) } ?? .text(nil),
                $0.isOvertaken(on: today) ? .word("true", Text(zh: "是", en: "yes")) : .text(nil),
                .text($0.recruitment.text),
            ]
        }
        return listing
    }
}
