import Access
import Civil
package import Kernel
import Organisations
import Postgres
import SQLFiles
import Wire

/// Seats that are kept for subtrees. Each change is a new revision; the latest holds.
extension TrainingService {
    /// Keeps seats of a class for the people of a subtree, or changes how many and until when.
    package func setQuota(_ reference: Reference<TrainingClass>, _ order: ClassQuotaOrder, caller: Caller) async throws
        -> ClassQuotaSet
    {
        try ClassQuotaOrder.requireLimit("seats", order.seats)
        if let release = order.release { try Plausible.day(release, "release") }
        let (code, organisation) = try await changeQuota(
            reference, order.organisation, reason: order.reason, caller: caller
        ) { kept, capacity, _ in
            guard order.seats > 0, (kept + [order.seats]).sum() <= capacity else {
                throw AppError.invalidValue(
                    "seats", String(order.seats),
                    expected: Text(
                        zh: "至少 1，各范围名额合计不超过容量 \(capacity)",
                        en: "1 or more, with quotas of \(capacity) in all at most"))
            }
            return (order.seats, order.release)
        }
        return ClassQuotaSet(
            code: code, organisationCode: organisation.code, organisationName: organisation.name, seats: order.seats,
            release: order.release)
    }

    /// Opens the seats of a quota to everybody admitted to the class.
    package func removeQuota(
        _ reference: Reference<TrainingClass>, _ order: ClassQuotaRemoval, caller: Caller
    ) async throws -> ClassQuotaRemoved {
        let (code, organisation) = try await changeQuota(
            reference, order.organisation, reason: order.reason, caller: caller
        ) { _, _, isKnown in
            guard isKnown else {
                throw AppError.notFound(Text(zh: "名额", en: "quota"), order.organisation.text)
            }
            return (0, nil)
        }
        return ClassQuotaRemoved(
            code: code, organisationCode: organisation.code, organisationName: organisation.name)
    }

    /// Quotas of a class that the caller may see, those that are released among them.
    package func quotas(of reference: Reference<TrainingClass>, caller: Caller) async throws -> Page<ClassQuota> {
        let caller = try caller.with(.readTraining)
        let id = try await identifier(of: reference, caller: caller)
        return Page(
            whole: try await database.read(caller, .quotaList(class: id)).map {
                ClassQuota(
                    organisationCode: try $0["code"], organisationName: try $0["name"], seats: try $0["seats"],
                    taken: try $0["taken"], release: try $0["released_on"], path: try $0["path"])
            })
    }

    /// - Parameter decide: given the seats of the other quotas, the capacity of the class and whether there is a quota,
    ///   the seats and the day of release.
    private func changeQuota(
        _ reference: Reference<TrainingClass>, _ named: Reference<Organisation>, reason: String?, caller: Caller,
        _ decide: @Sendable ([Int], Int, Bool) throws -> (seats: Int, release: Day?)
    ) async throws -> (code: String, organisation: QuotaPlace) {
        let caller = try caller.with(.writeTraining)
        try Plausible.words(optional: reason, "reason")
        let id = try await identifier(of: reference, caller: caller)
        let organisation = try await quotaPlace(named, caller)
        let code = try await database.write(caller) { transaction in
            let current = try await lock(id, nil, transaction)
            guard Scope(path: current.admits).contains(organisation.path) else {
                throw AppError.invalidValue(
                    "organisation", organisation.code,
                    expected: Text(zh: "本班招收范围内的党组织", en: "an organisation that the class admits"))
            }
            let known = try await transaction.query(.quotaList(class: id))
            let others: [Int] = try known.filter { try $0["path"] != organisation.path }.map { try $0["seats"] }
            let (seats, release) = try decide(others, current.capacity, others.count < known.count)
            let auditEvent = try await transaction.record(
                "class.quota", "class", subject: id.value, path: current.path,
                after: JSONText(encoding: ["for": organisation.path, "seats": String(seats)]))
            _ = try await transaction.query(
                .insertQuota(
                    class: id, path: organisation.path, seats: seats, releasedOn: release, reason: reason,
                    auditEvent: auditEvent))
            return current.code
        }
        return (code, organisation)
    }

    private struct QuotaPlace: Sendable {
        let path: String
        let code: String
        let name: String
    }

    /// Below the caller by whatever names it; a neighbour that the class admits by its code.
    private func quotaPlace(_ named: Reference<Organisation>, _ caller: Caller) async throws -> QuotaPlace {
        do {
            let organisation = try await organisations.organisation(named, caller: caller)
            return QuotaPlace(path: organisation.path, code: organisation.code, name: organisation.name)
        } catch let error as AppError where error.kind == .notFound {
            guard let row = try await database.read(caller, .addressee(code: named.text)).single else { throw error }
            return QuotaPlace(path: try row["path"], code: try row["code"], name: try row["name"])
        }
    }
}
