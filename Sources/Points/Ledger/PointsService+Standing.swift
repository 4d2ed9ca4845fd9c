import Access
import Civil
import Kernel
import Organisations
import Postgres
import SQLFiles
import Schemes

/// In whose name something is claimed, and for whose deed.
extension PointsService {
    /// Whether the caller speaks for the department that an item belongs to (主管部门): the organisation or the level that
    /// the scheme names, or one above it; where it names none, anybody above the branches.
    /// - Parameter path: the place of who did the deed.
    func owns(_ item: Item, at path: String, _ transaction: ScopedTransaction) async throws {
        guard transaction.caller.scope != .everything else { return }
        switch item.process.owner {
        case .organisation(let code):
            // Seen by itself and from above, and by nobody else.
            guard try await transaction.query(.pathOfOrganisation(code: code)).single != nil else {
                throw AppError.notOwner(item)
            }
        case .level(let least):
            guard try await level(of: path, transaction).map({ $0 >= least }) ?? false else {
                throw AppError.notOwner(item)
            }
        case nil:
            guard try await level(of: path, transaction).map({ $0 > .primary }) ?? false else {
                throw AppError.notOwner(item)
            }
        }
    }

    /// The level of the caller's office above a path.
    func level(of path: String, _ transaction: ScopedTransaction) async throws -> Level? {
        guard let office = transaction.caller.ranges.first(where: { $0.contains(path) }) else { return nil }
        return try await transaction.query(.levelOfPath(path: office.low)).single?.choice("level")
    }

    /// An organisation's honour or penalty goes to the holders of the post on the day, whatever the entry names.
    func checkCauses(_ orders: [Posting], _ schemes: [String: [OwnedScheme]], caller: Caller) async throws {
        for order in orders where order.cause != nil {
            let items = schemes[order.scheme, default: []].lazy.flatMap(\.editions).compactMap {
                $0.scheme.item(order.item)
            }
            guard let item = items.first(where: { $0.cause?.by == .organisation }), let cause = item.cause,
                let name = order.cause
            else { continue }
            let organisation = try await organisations.organisation(Reference(name), caller: caller)
            let holders = try await database.read(
                caller,
                .holdersOnDay(organisation: organisation.id, titles: cause.posts, day: order.happened))
            try holds(holders, order.subject, item, organisation.name, order.happened)
        }
    }

    func holds(_ holders: Rows, _ subject: Identifier<PointsSubject>, _ item: Item, _ organisation: String, _ day: Day)
        throws
    {
        guard try holders.contains(where: { try $0["person_id"] == subject }) else {
            throw AppError.notPrincipal(item, organisation, day)
        }
    }
}
