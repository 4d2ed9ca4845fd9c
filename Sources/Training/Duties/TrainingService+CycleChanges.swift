import Access
package import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

/// Cycles after they were opened: each change is a fact with its document and reason, and duties follow.
extension TrainingService {
    private struct Days {
        let opens: Day
        let softEnd: Day
        let hardEnd: Day
        let withdrawn: Day?
    }

    private struct Grounds {
        let change: CycleChange.Kind
        let on: Day
        let document: String
        let reason: String
    }

    /// Days that were entered wrongly: the cycle is as if it had been right from the beginning.
    package func correctCycle(
        _ reference: Reference<Cycle>, _ order: CycleCorrection, on today: Day, caller: Caller
    ) async throws -> CycleChanged {
        let caller = try caller.with(.writeTraining)
        guard order.opens != nil || order.softEnd != nil || order.hardEnd != nil else {
            throw AppError.missingValue("opens, soft_end, hard_end")
        }
        let grounds = Grounds(change: .correct, on: today, document: order.document, reason: order.reason)
        return try await change(reference, order.organisation, grounds, caller) {
            Days(
                opens: order.opens ?? $0.opens, softEnd: order.softEnd ?? $0.softEnd,
                hardEnd: order.hardEnd ?? $0.hardEnd, withdrawn: $0.withdrawn)
        }
    }

    /// - Throws: `cycle.not_longer` for ends before those that hold.
    package func extendCycle(
        _ reference: Reference<Cycle>, _ order: CycleExtension, on today: Day, caller: Caller
    ) async throws -> CycleChanged {
        let caller = try caller.with(.writeTraining)
        let grounds = Grounds(
            change: .extend, on: order.on ?? today, document: order.document, reason: order.reason)
        try Plausible.past(grounds.on, "on", today: today)
        return try await change(reference, order.organisation, grounds, caller) { cycle in
            let soft = order.softEnd ?? cycle.softEnd
            guard soft >= cycle.softEnd, order.hardEnd >= cycle.hardEnd,
                soft > cycle.softEnd || order.hardEnd > cycle.hardEnd
            else { throw AppError.cycleNotLonger(cycle) }
            return Days(opens: cycle.opens, softEnd: soft, hardEnd: order.hardEnd, withdrawn: cycle.withdrawn)
        }
    }

    /// From a day on nothing is owed to the cycle; what was done before stays.
    package func withdrawCycle(
        _ reference: Reference<Cycle>, _ order: CycleWithdrawal, on today: Day, caller: Caller
    ) async throws -> CycleChanged {
        let caller = try caller.with(.writeTraining)
        let grounds = Grounds(
            change: .withdraw, on: order.on ?? today, document: order.document, reason: order.reason)
        return try await change(reference, order.organisation, grounds, caller) {
            Days(opens: $0.opens, softEnd: $0.softEnd, hardEnd: $0.hardEnd, withdrawn: grounds.on)
        }
    }

    /// What was changed about a cycle, in the order in which it was decided.
    package func changes(of reference: Reference<Cycle>, _ query: CycleQuery, caller: Caller) async throws
        -> Page<CycleChange>
    {
        let caller = try caller.with(.readTraining)
        let cycle = try await find(reference, query.organisation, caller)
        return Page(
            whole: try await database.read(caller, .cycleChanges(cycle: cycle.id)).map {
                CycleChange(
                    change: try $0.choice("change"), changed: try $0["changed"], opens: try $0["opens"],
                    softEnd: try $0["soft_end"], hardEnd: try $0["hard_end"], document: try $0["document"],
                    reason: try $0["reason"])
            })
    }

    private func change(
        _ reference: Reference<Cycle>, _ organisation: String?, _ grounds: Grounds, _ caller: Caller,
        _ days: @Sendable (Cycle) throws -> Days
    ) async throws -> CycleChanged {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(grounds.document, "document")
        try Plausible.words(grounds.reason, "reason")
        try Plausible.day(grounds.on, "on")
        let found = try await find(reference, organisation, caller)
        guard caller.scope.contains(found.path) else { throw AppError.cycleNotYours(found) }
        return try await database.write(caller) { transaction in
            _ = try await transaction.query(.lockDuties)
            _ = try await transaction.query(.lockCycle(id: found.id))
            let rows = try await transaction.query(.cycles)
            guard let old = try rows.map({ try $0.cycle() }).first(where: { $0.id == found.id }) else {
                throw AppError.notFound(Self.cycleWord, reference.text)
            }
            if let withdrawn = old.withdrawn { throw AppError.cycleWithdrawn(old, withdrawn) }
            let new = try days(old)
            for (day, name) in [(new.opens, "opens"), (new.softEnd, "soft_end"), (new.hardEnd, "hard_end")] {
                try Plausible.day(day, name)
            }
            guard new.opens < new.softEnd, new.softEnd <= new.hardEnd else {
                throw AppError.cycleDates(new.opens, new.softEnd, new.hardEnd)
            }
            let auditEvent = try await transaction.record(
                "cycle.\(grounds.change.rawValue)", "cycle", subject: old.id.value, path: old.path,
                before: JSONText(encoding: ["soft_end": old.softEnd.description, "hard_end": old.hardEnd.description]),
                after: JSONText(encoding: ["document": grounds.document]))
            _ = try await transaction.query(
                .changeCycle(
                    id: old.id, opensOn: new.opens, softOn: new.softEnd, hardOn: new.hardEnd,
                    withdrawnOn: new.withdrawn))
            let scope = Scope(path: old.path)
            _ = try await transaction.query(
                .insertCycleChange(
                    cycle: old.id, path: old.path, pathEnd: scope.high, change: grounds.change.rawValue,
                    changedOn: grounds.on, opensOn: new.opens, softOn: new.softEnd, hardOn: new.hardEnd,
                    softBefore: old.softEnd, hardBefore: old.hardEnd,
                    document: grounds.document, reason: grounds.reason, auditEvent: auditEvent))
            let outcome = try await DutyRefresh(transaction: transaction, rules: rules).cycles(in: scope)
            let cycle = Cycle(
                id: old.id, key: old.key, name: old.name, path: old.path, opens: new.opens, softEnd: new.softEnd,
                hardEnd: new.hardEnd, document: old.document, withdrawn: new.withdrawn)
            return CycleChanged(cycle: cycle, change: grounds.change, duties: outcome.changed)
        }
    }

    /// A cycle by its identifier, or by its key where one organisation has it open.
    /// - Throws: `not_found`; `reference.ambiguous` with the cycles of that key.
    func find(_ reference: Reference<Cycle>, _ organisation: String?, _ caller: Caller) async throws -> Cycle {
        let all = try await database.read(caller, .cycles).map { try $0.cycle() }
        if let id = reference.identifier {
            guard let cycle = all.first(where: { $0.id == id }) else {
                throw AppError.notFound(Self.cycleWord, reference.text)
            }
            return cycle
        }
        var found = all.filter { $0.key == reference.text }
        if let organisation {
            let path = try await organisations.organisation(Reference(organisation), caller: caller).path
            found.removeAll { $0.path != path }
        }
        let live = found.filter { $0.withdrawn == nil }
        if !live.isEmpty { found = live }
        guard let first = found.first else { throw AppError.notFound(Self.cycleWord, reference.text) }
        guard found.count == 1 else {
            throw AppError.ambiguous(
                Self.cycleWord, reference.text, candidates: found.map { ($0.id.description, $0.path) })
        }
        return first
    }

    /// Every opening of a cycle about a part of the tree: where townships or counties opened it each for itself, it is
    /// one cycle to the organisations above them.
    func openings(
        of reference: Reference<Cycle>, in scope: Scope, _ caller: Caller
    ) async throws -> [Identifier<Cycle>] {
        if let id = reference.identifier { return [try await find(Reference(id), nil, caller).id] }
        let found = try await database.read(caller, .cycles).map { try $0.cycle() }.filter { cycle in
            let range = Scope(path: cycle.path)
            return cycle.key == reference.text && (range.contains(scope) || scope.contains(range))
        }
        guard !found.isEmpty else { throw AppError.notFound(Self.cycleWord, reference.text) }
        return found.map(\.id)
    }

    static let cycleWord = Text(zh: "轮训周期", en: "cycle")
}

/// Which cycle is meant, where several organisations have one of that key open.
package struct CycleQuery: Codable, Described, Sendable {
    package let organisation: String?

    package init(organisation: String? = nil) { self.organisation = organisation }

    package static let memberTexts = [
        "organisation": Text(
            zh: "哪个党组织的周期，同一周期开启多处时填写", en: "Whose cycle, where several organisations have it open")
    ]
}

extension AppError {
    static func cycleOverlaps(_ name: Text, _ others: [Cycle]) -> AppError {
        AppError(
            .conflict, "cycle.overlaps",
            Text(
                zh: "「\(name.chinese)」与已开启的 \(others.count) 个周期对象、时间重叠，同一人会欠两次。",
                en:
                    "“\(name.english)” is for the same people at the same time as \(others.count) open cycles: "
                    + "they would owe twice."),
            hint: Text(
                zh: "可撤销原周期（cycle withdraw），或用 --instead 并存：每个职务只向最近的一级周期负责。",
                en:
                    "Withdraw the other one (cycle withdraw), or open it beside with --instead: every office then "
                    + "owes to the nearest alone."),
            facts: others.prefix(candidatesShown).map {
                Fact($0.key, "\($0.path) \($0.opens)–\($0.hardEnd)")
            })
    }

    static func cycleNotYours(_ cycle: Cycle) -> AppError {
        AppError(
            .forbidden, "cycle.not_yours",
            Text(
                zh: "「\(cycle.name.chinese)」由上级（\(cycle.path)）开启。",
                en: "“\(cycle.name.english)” was opened by an organisation above yours (\(cycle.path))."),
            hint: Text(zh: "应由开启它的组织更改。", en: "It takes the organisation that opened it to change it."))
    }

    static func cycleWithdrawn(_ cycle: Cycle, _ day: Day) -> AppError {
        AppError(
            .conflict, "cycle.withdrawn",
            Text(
                zh: "「\(cycle.name.chinese)」已于 \(day) 撤销。", en: "“\(cycle.name.english)” was withdrawn on \(day)."),
            hint: Text(zh: "需要时可用 cycle open 重新开启。", en: "Open it again with cycle open where it is needed."))
    }

    static func cycleNotLonger(_ cycle: Cycle) -> AppError {
        AppError(
            .invalid, "cycle.not_longer",
            Text(
                zh: "新期限不晚于现行期限（\(cycle.softEnd)，最后期限 \(cycle.hardEnd)），不是延长。",
                en: "These ends are not later than those that hold: \(cycle.softEnd), hard end \(cycle.hardEnd)."),
            hint: Text(zh: "登记有误请用 cycle correct。", en: "Use cycle correct for what was entered wrongly."))
    }

    static func cycleDates(_ opens: Day, _ soft: Day, _ hard: Day) -> AppError {
        AppError(
            .invalid, "cycle_dates",
            Text(
                zh: "周期日期先后不对：开始 \(opens)，应训期限 \(soft)，最后期限 \(hard)。",
                en: "The days of the cycle are in the wrong order: \(opens), soft end \(soft), hard end \(hard)."),
            hint: Text(zh: "开始在前，最后期限不早于应训期限。", en: "It opens first, and the hard end is not before the soft end."))
    }
}
