import Access
import Civil
import Kernel
import Members
import Organisations
import Postgres
import SQLFiles
import Schemes

/// Subjects as people name them, in orders and in sheets.
extension PointsService {
    /// What was found under the names of a list.
    struct NamedSubjects {
        var found: [String: Identifier<PointsSubject>] = [:]
        /// Names that several have.
        var ambiguous: Set<String> = []
    }

    /// - Parameter kind: what the scheme rates; nil where no scheme is named: people first, then organisations.
    /// - Throws: `not_found`; `reference.ambiguous` with those who share the name; `points.not_own` for a member who
    ///   names
    ///   anybody else.
    func subject(_ reference: Reference<PointsSubject>, _ kind: SubjectKind?, caller: Caller) async throws
        -> Identifier<PointsSubject>
    {
        if let id = reference.identifier { return id }
        guard caller.mayAnywhere(.readPoints) || caller.mayAnywhere(.claimPoints) else {
            // A member learns nothing about namesakes.
            let found = try await named([reference.text], kind, caller: caller).found[reference.text]
            guard let found, try await ownSubject(of: caller) == found else { throw AppError.notOwn }
            return found
        }
        let caller = try caller.with(anyOf: .readPoints, .claimPoints)
        return try await subject(reference, in: named([reference.text], kind, caller: caller), kind, caller)
    }

    /// The same for a list, in its order; a list of identifiers asks nothing.
    func subjects(_ references: [Reference<PointsSubject>], _ kind: SubjectKind?, caller: Caller) async throws
        -> [Identifier<PointsSubject>]
    {
        let texts = Set(references.lazy.filter { $0.identifier == nil }.map(\.text))
        let names = texts.isEmpty ? NamedSubjects() : try await named(texts, kind, caller: caller)
        var ids: [Identifier<PointsSubject>] = []
        ids.reserveCapacity(references.count)
        for reference in references { ids.append(try await subject(reference, in: names, kind, caller)) }
        return ids
    }

    private func subject(
        _ reference: Reference<PointsSubject>, in names: NamedSubjects, _ kind: SubjectKind?, _ caller: Caller
    ) async throws -> Identifier<PointsSubject> {
        if let id = reference.identifier ?? names.found[reference.text] { return id }
        if names.ambiguous.contains(reference.text) {
            switch kind {
            case .organisation:
                return Identifier(
                    try await organisations.organisation(Reference(reference.text), caller: caller).id)
            case .person, nil:
                return Identifier(try await members.identifier(of: Reference(reference.text), caller: caller))
            }
        }
        throw AppError.notFound(.pointsSubject, reference.text)
    }

    /// Looks all names up at once: ID numbers, codes and names; identifiers stand for themselves.
    func named(_ texts: some Sequence<String>, _ kind: SubjectKind?, caller: Caller) async throws -> NamedSubjects {
        var names = NamedSubjects()
        var others: Set<String> = []
        for text in texts where names.found[text] == nil {
            if let id = Identifier<PointsSubject>(text) { names.found[text] = id } else { others.insert(text) }
        }
        guard !others.isEmpty else { return names }
        if kind != .organisation { try await people(others, &names, caller) }
        if kind != .person {
            let rest = others.filter { names.found[$0] == nil && !names.ambiguous.contains($0) }
            try await organisations(rest, &names, caller)
        }
        return names
    }

    private func people(_ texts: Set<String>, _ names: inout NamedSubjects, _ caller: Caller) async throws {
        var (hashes, keys): ([Bytes: String], [String: [String]]) = ([:], [:])
        for text in texts {
            if let number = try? IDNumber(text) {
                hashes[members.hash(number)] = text
            } else {
                keys[NameKey.of(text), default: []].append(text)
            }
        }
        try await members.count(texts.compactMap { try? IDNumber($0) }, for: "points", caller: caller)
        let rows = try await database.read(
            caller,
            [
                .pointsPeopleByNumber(idHashes: Array(hashes.keys)),
                .pointsPeopleByName(nameKeys: Array(keys.keys), low: caller.scope.low, high: caller.scope.high),
            ])
        for row in rows[0] { if let text = hashes[try row["id_hash"]] { names.found[text] = try row["person_id"] } }
        for row in rows[1] {
            try names.add(keys[try row["name_key"]] ?? [], row["person_id"], shared: row["people"])
        }
    }

    private func organisations(_ texts: Set<String>, _ names: inout NamedSubjects, _ caller: Caller) async throws {
        let rows = try await database.read(
            caller,
            [
                .pointsOrganisationsByCode(codes: Array(texts)),
                .pointsOrganisationsByName(names: Array(texts), low: caller.scope.low, high: caller.scope.high),
            ])
        for row in rows[0] { names.found[try row["code"]] = try row["id"] }
        for row in rows[1] {
            let name: String = try row["name"]
            if names.found[name] == nil { try names.add([name], row["id"], shared: row["organisations"]) }
        }
    }
}

extension PointsService.NamedSubjects {
    fileprivate mutating func add(_ texts: [String], _ id: Identifier<PointsSubject>, shared count: Int) {
        for text in texts {
            if count == 1 { found[text] = id } else { ambiguous.insert(text) }
        }
    }

    /// What a cell of a sheet says when nobody was found under its text.
    func reason(_ text: String, _ kind: SubjectKind) -> Text {
        if kind == .person, let advice = IDNumber.advice(text) { return advice }
        if ambiguous.contains(text) {
            return kind == .person
                ? Text(zh: "同名的不止一人，请改用编号或身份证号", en: "several people have this name; give the identifier or ID number")
                : Text(zh: "同名的党组织不止一个，请改用编码", en: "several organisations have this name; give the code")
        }
        return switch kind {
        case .person: Text(zh: "找不到这个编号、身份证号或姓名的人员", en: "nobody has this identifier, ID number or name")
        case .organisation: Text(zh: "找不到这个编码或名称的党组织", en: "no organisation has this code or name")
        }
    }
}

extension Text {
    static let pointsSubject = Text(zh: "积分对象", en: "subject of points")
}
