import Access
package import Civil
package import Kernel
import Organisations
import Policy
import Postgres
import SQLFiles
import Schemes

extension PointsService {
    /// Imports an edition of a scheme for an organisation and everything below it. The examples must hold first.
    /// - Throws: `scheme.examples`, `points_edition_pk`, `points.subject_changed`, `points.edition_closed`,
    ///   `points.local_conflict`, `points.period_cut`, `points.parts_cycle`.
    package func importScheme(_ order: SchemeImportOrder, caller: Caller) async throws -> SchemeImported {
        let caller = try caller.with(.manageSchemes)
        let (file, dryRun) = (try order.file(), order.dryRun ?? false)
        let owner = try await organisations.organisation(order.organisation, caller: caller)
        let scheme = file.scheme
        let failed = SchemeTrial(scheme).run().filter { !$0.failures.isEmpty }
        guard failed.isEmpty else { throw AppError.examplesFail(failed) }
        try await refuseCycle(scheme)
        let known = try await catalogue.schemes(scheme.key).first { $0.path == owner.path }
        try known?.tryLists(onto: scheme, from: scheme.inForce.from)
        try refuseCut(scheme, after: known)
        let id = try await database.write(caller, dryRun: dryRun) { transaction in
            let auditEvent = try await transaction.record(
                "scheme.import", "scheme", path: owner.path,
                after: JSONText(encoding: ["key": scheme.key, "version": scheme.version]))
            var id = Identifier<Scheme>.new()
            if let row = try await transaction.query(.pointsSchemeOwned(path: owner.path, key: scheme.key)).single {
                guard try row["subject"] == scheme.subject.rawValue else { throw AppError.subjectChanged(scheme) }
                id = try row["id"]
                try await refuseClosed(id, owner.path, from: scheme.inForce.from, transaction)
            } else {
                _ = try await transaction.query(
                    .insertPointsScheme(
                        id: id, path: owner.path, key: scheme.key, subject: scheme.subject.rawValue,
                        auditEvent: auditEvent))
            }
            _ = try await transaction.query(
                .insertPointsEdition(
                    scheme: id, version: scheme.version, path: owner.path, fromOn: scheme.inForce.from,
                    untilOn: scheme.inForce.until, nameZh: scheme.name.chinese, nameEn: scheme.name.english,
                    document: scheme.source.document, place: scheme.source.place, main: file.main,
                    files: JSONText(encoding: file.texts), auditEvent: auditEvent))
            return id
        }
        catalogue.forget()
        let edition = SchemeEdition(
            scheme: scheme.key, version: scheme.version, name: scheme.name, subject: scheme.subject,
            from: scheme.inForce.from, until: scheme.inForce.until, organisation: owner.name, path: owner.path,
            document: scheme.source.document, place: scheme.source.place, id: id)
        return SchemeImported(edition: edition, items: scheme.items.count, dryRun: dryRun)
    }

    /// Imports a village's or branch's own items, within what the scheme allows.
    package func importLocal(_ order: LocalItemsOrder, scheme key: String, on today: Day, caller: Caller)
        async throws -> LocalItemsImported
    {
        let caller = try caller.with(.manageSchemes)
        let from = order.from ?? today
        try Plausible.day(from, "from")
        let owner = try await organisations.organisation(order.organisation, caller: caller)
        let (owned, _, scheme) = try await self.scheme(key, for: owner.path, on: from)
        let base = owned.edition(on: from)?.scheme ?? scheme
        let items = try LocalItems.read(order.text, onto: base).items.filter(\.isLocal)
        try await tryList(order.text, owned, owner.path, from: from)
        try await database.write(caller) { transaction in
            try await refuseClosed(owned.id, owner.path, from: from, transaction)
            let auditEvent = try await transaction.record(
                "scheme.local", "scheme", subject: owned.id.value, path: owner.path,
                after: JSONText(encoding: ["key": key, "items": items.map(\.id).joined(separator: " ")]))
            _ = try await transaction.query(
                .insertPointsLocal(
                    scheme: owned.id, path: owner.path, fromOn: from, file: order.text, auditEvent: auditEvent))
        }
        catalogue.forget()
        return LocalItemsImported(count: items.count, organisation: owner.name, from: from)
    }

    /// Tries a list with those above and below it, on every edition that it will be read onto.
    private func tryList(_ text: String, _ owned: OwnedScheme, _ path: String, from: Day) async throws {
        var changed = owned
        changed.locals.append(OwnedScheme.Local(path: path, number: .max, from: from, file: text))
        changed.locals.sort { ($0.path, $0.number) < ($1.path, $1.number) }
        for edition in owned.editions where edition.until.map({ $0 > from }) ?? true {
            guard edition.from > from || edition.version == owned.edition(on: from)?.version else { continue }
            try changed.tryLists(onto: edition.scheme, from: max(from, edition.from))
        }
    }

    /// What a published score rests on is not changed behind it: rules begin after the last closed period.
    private func refuseClosed(
        _ id: Identifier<Scheme>, _ path: String, from: Day, _ transaction: ScopedTransaction
    ) async throws {
        _ = try await transaction.query(.lockScheme(scheme: id))
        if let closed = try await transaction.query(.closedFrom(scheme: id, path: path, day: from)).single {
            throw AppError.editionClosed(from, try closed["starts_on"]..<closed["ends_on"])
        }
    }

    /// Where periods become longer or shorter, none of the old ones is cut short: the new ones begin with one of both.
    private func refuseCut(_ scheme: Scheme, after known: OwnedScheme?) throws {
        let from = scheme.inForce.from
        guard let before = known?.editions.last(where: { $0.from < from })?.scheme.period, before != scheme.period
        else {
            return
        }
        let cut = [before, scheme.period].map { $0.span(containing: from) }.first { $0.lowerBound != from }
        if let cut { throw AppError.periodCut(from, cut) }
    }

    /// A scheme that combines others must not come back to itself by them.
    private func refuseCycle(_ scheme: Scheme) async throws {
        var (waiting, seen) = (scheme.parts.map(\.scheme), Set<String>())
        while let key = waiting.popLast() {
            guard key != scheme.key else { throw AppError.partsCycle(scheme.key) }
            guard seen.insert(key).inserted else { continue }
            for other in try await catalogue.schemes(key) {
                waiting += other.editions.flatMap(\.scheme.parts).map(\.scheme)
            }
        }
    }

    /// Schemes in use, an edition a line.
    package func schemes(_ page: PageRequest, caller: Caller) async throws -> Page<SchemeEdition> {
        let caller = try caller.with(anyOf: .readPoints, .readOwnPoints)
        let (version, id) = try PathKey.read(page.after, within: .everything)
        let rows = try await database.readPage(
            caller,
            .pointsSchemes(
                afterScheme: id, afterVersion: version, limit: page.limit + 1))
        let lines = try rows.map { row in
            SchemeEdition(
                scheme: try row["key"], version: try row["version"],
                name: Text(zh: try row["name_zh"], en: try row["name_en"]), subject: try row.choice("subject"),
                from: try row["from_on"], until: try row["until_on"], organisation: try row["organisation"],
                path: try row["path"], document: try row["document"], place: try row["place"], id: try row["id"])
        }
        return Page(lines, limit: page.limit) { PathKey.write($0.version, $0.id.value) }
    }

    /// The items of a scheme in use, those of villages included, as of a day.
    package func items(_ query: PointsPlace, scheme key: String, on today: Day, caller: Caller) async throws
        -> Page<SchemeItem>
    {
        let caller = try caller.with(anyOf: .readPoints, .readOwnPoints)
        let day = query.asOf ?? today
        try Plausible.day(day, "as_of")
        let scope = try await organisations.scope(query.scope, caller: caller)
        return Page(whole: SchemeItem.all(of: try await scheme(key, under: caller.places(in: scope), on: day).scheme))
    }

    /// The scheme that judges parts of the tree: the nearest superior's of each, or the only one that lies in it.
    /// - Throws: `points.scheme_missing`, `points.choose_scheme` when there are several.
    func scheme(_ key: String, under places: [Scope], on day: Day) async throws -> (
        owned: OwnedScheme, version: String, scheme: Scheme
    ) {
        let schemes = try await catalogue.schemes(key)
        // Of each scheme that judges one of the places, where it is read from.
        var found: [String: String] = [:]
        for place in places {
            if let above = try? catalogue.nearest(schemes, key: key, for: place.low) {
                found[above.path] = found[above.path] ?? place.low
            } else {
                for inside in schemes where place.contains(inside.path) { found[inside.path] = inside.path }
            }
        }
        guard let only = found.first else { throw AppError.schemeMissing(key) }
        guard found.count == 1 else { throw AppError.chooseScheme(key, found.keys.sorted()) }
        return try catalogue.scheme(schemes, key: key, for: only.value, on: day)
    }

    /// The edition by which the whole period that a day lies in is judged.
    /// - Throws: `points.scheme_missing`, `points.not_in_force`.
    func scheme(_ key: String, for path: String, closing day: Day) async throws -> (
        owned: OwnedScheme, edition: OwnedScheme.Edition, period: Range<Day>
    ) {
        let owned = try catalogue.nearest(await catalogue.schemes(key), key: key, for: path)
        guard let (edition, period) = owned.edition(closing: day) else { throw AppError.editionMissing(key, day) }
        return (owned, edition, period)
    }

    /// The scheme that judges what lies at a path, on a day.
    func scheme(_ key: String, for path: String, on day: Day) async throws -> (
        owned: OwnedScheme, version: String, scheme: Scheme
    ) {
        try catalogue.scheme(await catalogue.schemes(key), key: key, for: path, on: day)
    }
}

extension AppError {
    static func chooseScheme(_ key: String, _ paths: [String]) -> AppError {
        AppError(
            .invalid, "points.choose_scheme",
            Text(
                zh: "有 \(paths.count) 个组织施行同名办法「\(key)」，请选定范围。",
                en: "\(paths.count) organisations use a scheme “\(key)”; name one."),
            hint: Text(zh: "请用 scope 指定党组织。", en: "Name the organisation in scope."),
            facts: paths.prefix(20).map { Fact("scope", $0) })
    }

    static func examplesFail(_ failed: [SchemeTrial.Outcome]) -> AppError {
        AppError(
            .invalid, "scheme.examples",
            Text(
                zh: "办法文件中有 \(failed.count) 个算例不符，没有导入。",
                en: "\(failed.count) examples of the scheme do not hold; it was not imported."),
            hint: Text(zh: "用 dangwu scheme test 查看。", en: "See them with dangwu scheme test."),
            facts: failed.prefix(10).map { Fact($0.example.name, Text.list($0.failures).both) })
    }

    static func subjectChanged(_ scheme: Scheme) -> AppError {
        AppError(
            .conflict, "points.subject_changed",
            Text(
                zh: "办法「\(scheme.key)」的对象不能在版本之间改变。",
                en: "The subject of the scheme “\(scheme.key)” cannot change between editions."),
            hint: Text(zh: "请用新的 key。", en: "Use another key."))
    }
}
