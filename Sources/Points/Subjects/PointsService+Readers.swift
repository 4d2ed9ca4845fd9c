import Access
import Civil
import Kernel
import Members
import Postgres
import SQLFiles

/// Whose points a caller may read.
extension PointsService {
    /// The person that an account stands for.
    func person(of caller: Caller) async throws -> Identifier<Person>? {
        try await database.read(caller, .personOfAccount(account: caller.account)).single?["person_id"]
    }

    func ownSubject(of caller: Caller) async throws -> Identifier<PointsSubject>? {
        try await person(of: caller).map { Identifier($0) }
    }

    /// The caller where they may read a subject's points: everybody who reads points reads their scope's; a member
    /// reads their own.
    func reader(of subject: Identifier<PointsSubject>, caller: Caller) async throws -> Caller {
        if caller.may(.readPoints) { return caller }
        if caller.mayAnywhere(.readOwnPoints), try await ownSubject(of: caller) == subject {
            return try caller.with(anyOf: .readOwnPoints, .readPoints)
        }
        guard caller.mayAnywhere(.readPoints) else {
            _ = try caller.with(.readOwnPoints)
            throw AppError.notOwn
        }
        return try caller.with(.readPoints)
    }
}

extension Day {
    /// Before and after every day that a rule file can name.
    static let distantPast = Day(number: -100_000)
    static let distantFuture = Day(number: 100_000)
}
