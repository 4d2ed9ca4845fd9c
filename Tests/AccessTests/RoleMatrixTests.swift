import Access
import Civil
import Composition
import Foundation
import Kernel
import Logging
import Members
import Organisations
import Points
import Policy
import Settings
import TestSupport
import Testing
import Training

/// The role matrix: what is shipped, what a file may not say, and roles that come and go without a migration.
struct RoleMatrixTests {
    /// Who may do what, as a table that a change of the file is reviewed by.
    @Test func theShippedRolesGiveWhatTheyShould() throws {
        let entries = RoleMatrix.shipped.entries
        var lines = ["permission".padded(28) + entries.map { $0.role.key.padded(14) }.joined()]
        for permission in Features.permissions {
            let marks = entries.map { ($0.permissions.contains(permission) ? "x" : ".").padded(14) }
            lines.append(permission.key.padded(28) + marks.joined())
        }
        try expectGolden(
            lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n"), "roles.txt")
    }

    @Test func theAdministratorMayDoEverything() {
        let entry = RoleMatrix.shipped.entries.first { $0.role == .administrator }
        #expect(entry.map { Set($0.permissions) } == Set(Features.permissions))
    }

    /// A role that enters or claims points confirms none, in every role but the administrator's.
    @Test func nobodyConfirmsWhatTheyEnter() {
        let entering: Set<Permission> = [.claimPoints, .postPoints]
        for entry in RoleMatrix.shipped.entries where entry.role != .administrator {
            #expect(entering.isDisjoint(with: entry.permissions) || !entry.permissions.contains(.reviewPoints))
        }
    }

    @Test func everyDeclaredPermissionIsGivenToARole() {
        #expect(Set(Features.permissions.map(\.key)).count == Features.permissions.count)
        for permission in Features.permissions {
            #expect(!RoleMatrix.shipped.roles(giving: permission).isEmpty, "\(permission)")
        }
    }

    /// A permission that a feature writes down and does not list could be given to nobody.
    @Test func everyPermissionOfTheSourcesIsListedByItsFeature() throws {
        let root = URL(fileURLWithPath: CommandRunner.repository + "/Sources")
        let walk = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var written: Set<String> = []
        for case let file as URL in walk where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /= Permission\(\s*"([^"]+)"/) { written.insert(String(match.1)) }
        }
        #expect(written == Set(Features.permissions.map(\.key)))
    }

    // MARK: what a file may not say

    private static let head = "format: roles/1\nsource: {document: d, place: p}\nroles:\n"

    private func read(_ roles: String) throws(AppError) -> RoleMatrix {
        try RoleMatrix(
            PolicyLoader.parse(Self.head + roles, file: "roles.yaml"),
            declared: [Permission("a.read", zh: "读", en: "read"), Permission("a.write", zh: "写", en: "write")])
    }

    @Test func aRoleFileIsRead() throws {
        let matrix = try read(
            """
            - key: boss
              name: {zh: 领导, en: boss}
              purpose: {zh: 看, en: looks}
              permissions: [a.read]
            - {key: idle, name: {zh: 闲, en: idle}, purpose: {zh: 无, en: none}, permissions: []}
            """)
        #expect(matrix[Role("boss")]?.name.chinese == "领导" && matrix[Role("idle")]?.permissions == [])
        #expect(matrix[Role("clerk")] == nil)
    }

    @Test(arguments: [
        ("- {key: a, name: {zh: 甲, en: a}, purpose: {zh: 甲, en: a}, permissions: [a.read, a.raed]}", 4, "a.raed"),
        ("- {key: a, purpose: {zh: 甲, en: a}, permissions: []}", 4, "name"),
        ("- {key: a, name: {zh: 甲}, purpose: {zh: 甲, en: a}, permissions: []}", 4, "en"),
        ("- {key: a, name: {zh: 甲, en: ' '}, purpose: {zh: 甲, en: a}, permissions: []}", 4, "both languages"),
        ("- {key: a, name: {zh: 甲, en: a}, permissions: []}", 4, "purpose"),
        ("- {key: A b, name: {zh: 甲, en: a}, purpose: {zh: 甲, en: a}, permissions: []}", 4, "lower-case"),
        ("- {key: a, name: {zh: 甲, en: a}, purpose: {zh: 甲, en: a}, permissions: [a.read, a.read]}", 4, "twice"),
        (
            """
            - {key: a, name: {zh: 甲, en: a}, purpose: {zh: 甲, en: a}, permissions: []}
            - {key: a, name: {zh: 乙, en: b}, purpose: {zh: 乙, en: b}, permissions: []}
            """, 5, "twice"
        ),
        ("- {key: a, name: {zh: 甲, en: a}, purpose: {zh: 甲, en: a}, permissions: [], may: all}", 4, "may"),
        ("  []", 4, "no role"),
    ])
    func mistakesAreRefusedWithTheirPlace(roles: String, line: Int, what: String) {
        do {
            _ = try read(roles)
            Issue.record("accepted")
        } catch {
            #expect(error.code == "policy.bad_value")
            #expect(error.message.english.hasPrefix("roles.yaml:\(line): "), "\(error.message.english)")
            #expect(error.message.english.contains(what), "\(error.message.english)")
        }
    }

    // MARK: roles that come and go

    private func issue(_ services: Services, _ role: Role, _ code: String = "610116") async throws
        -> NewToken
    {
        let organisation = try await services.organisations.organisation(Reference(code), caller: Fixture.root)
        return try await services.access.issue(
            TokenOrder(name: code, role: role, scope: Reference(organisation.code)), on: day("2020-01-01"),
            lasting: 86_400,
            caller: Fixture.root)
    }

    /// The fixture's services under a role file of the installation.
    private func services(_ fixture: Fixture, roles: String) throws -> Services {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dangwu-roles-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("policy/access/roles.yaml")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try (Self.head + roles).write(to: file, atomically: true, encoding: .utf8)
        var settings = Settings()
        settings.policy.folder = folder.path
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try Services(
            settings: settings, pool: fixture.services.pool, keys: KeyRing(MasterKey(fixture.identityKey)),
            logger: logger)
    }

    private static let archivist = """
        - key: archivist
          name: {zh: 档案员, en: archivist}
          purpose: {zh: 查阅名册, en: Looks up the registry}
          permissions: [registry.read, identity.read]
        """

    @Test func aNewRoleNeedsNoMigrationAndOneThatIsGoneGivesNothing() async throws {
        try await Fixture.with { fixture in
            let own = try services(fixture, roles: Self.archivist)
            let role = Role("archivist")
            let token = try await issue(own, role)
            let today = day("2026-01-01")
            let caller = try await own.access.authenticate(token.secret, on: today, door: "api")
            #expect(caller.roles == [role] && caller.may(.readIdentity) && !caller.may(.readTraining))
            do {
                _ = try caller.with(.writeRegistry)
                Issue.record("accepted")
            } catch let error as AppError { #expect(error.message.english.contains("archivist")) }
            // The shipped file has no such role: the grant gives nothing, and the error says why.
            do {
                _ = try await fixture.services.access.authenticate(token.secret, on: today, door: "api")
                Issue.record("accepted")
            } catch let error as AppError {
                #expect(error.code == "access.no_grant" && error.facts.map(\.value) == ["archivist"])
            }
            // Beside a grant that holds it adds nothing.
            let organisation = try await fixture.services.organisations.organisation("610116", caller: Fixture.root)
            _ = try await fixture.services.access.grant(
                GrantOrder(
                    account: token.account, role: .viewer, scope: Reference(organisation.code),
                    since: day("2020-01-01")),
                on: day("2020-01-01"), caller: Fixture.root)
            let viewer = try await fixture.services.access.authenticate(token.secret, on: today, door: "api")
            #expect(viewer.roles == [.viewer] && !viewer.may(.readIdentity))
            // And the list of roles shows it.
            let lines = try await fixture.services.access.roles(on: today, caller: Fixture.root)
            #expect(lines.filter { !$0.isKnown }.map(\.role) == [role])
            #expect(lines.filter { $0.grants == 1 }.map(\.role) == [.viewer, role])
            let seen = try await fixture.services.access.roles(on: today, caller: viewer)
            #expect(seen.count == RoleMatrix.shipped.entries.count && seen.allSatisfy { $0.grants == nil })
        }
    }

    @Test func aRoleThatIsNoneIsRefusedWithThoseThatAre() async throws {
        try await Fixture.with { fixture in
            do {
                _ = try await issue(fixture.services, Role("archivist"))
                Issue.record("accepted")
            } catch let error as AppError {
                #expect(error.code == "value.invalid" && error.message.english.contains("clerk (clerk)"))
                #expect(error.message.chinese.contains("registrar（教务员）"))
            }
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
