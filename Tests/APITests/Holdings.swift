import Access
import Civil
import Committees
import Composition
import Foundation
import Kernel
import Members
import Organisations
import Points
import Procedures
import Recruitment
import Schemes
import TestSupport
import Testing
import Training
import Wire

/// What one subtree holds, as a neighbour might ask for it.
struct Holdings: Sendable {
    let organisation: String
    let organisationID: String
    let person: String
    let tenure: String
    let duty: String
    let relief: String
    /// Hours that wait for confirmation.
    let credit: String
    let course: String
    let enrolment: String
    let plan: String
    let claim: String
    let period: String
    let exemption: String
    let recruitment: String
    let letter: String
    let applicant: String
    /// An applicant without a case.
    let newcomer: String
    let names: [String]
    let village: String
    /// The key of the county's own scheme.
    let scheme: String
    /// Versions of the county and of the class, and the number of the person's ID number among those of the fixture.
    let version: Int
    let classVersion: Int
    let index: Int
    /// Somebody whose membership a decision ended, and the decision.
    let former: String
    let decision: String
    let account: String
    let token: String
    /// A session of somebody who signs in.
    let session: String
    /// The account of that session, which stands for the person.
    let signer: String
    /// A grant that waits for a second administrator, somebody who acts for another, and access that is suspended.
    let grant: String
    let substitution: String
    let suspension: String
    /// A certificate that signs in to the account.
    let certificate: String
    /// A correction that waits for a second person.
    let correction: String
    /// The register of the subtree compared with a sheet of one row.
    let comparison: String
    /// The last import for a part of the subtree.
    let imported: String

    /// Texts that only this subtree's answers may contain.
    var marks: [String] { personal + [organisationID, course, "班次\(organisation)"] }

    /// Of these, what even a township below may not see: it sees the class that admits it and the parent.
    var personal: [String] {
        [
            person, tenure, duty, relief, credit, enrolment, plan, claim, exemption, recruitment, letter, applicant,
            correction, imported, comparison,
            newcomer,
            former,
            decision,
        ]
            + names
    }
}

extension Holdings {
    static func fill(_ fixture: Fixture, county: String, village: String, index: Int) async throws -> Holdings {
        let services = fixture.services
        let key = "walk-\(county)"
        let organisation = try await services.organisations.organisation(Reference(county), caller: Fixture.root)
        let person = try await fixture.person(index)
        let tenure = try await services.members.tenures(of: Reference(person.id), caller: Fixture.root).items[0]
        let asOf = try #require(Day("2014-06-01"))
        let training = services.training
        let duty = try await training.duties(
            of: Reference(person.id), AsOfQuery(asOf: asOf), on: ChinaTime.today(), caller: Fixture.root
        ).items[0]
        let order = ReliefOrder(
            duties: [Reference(duty.id)], kind: .extension_, granted: asOf, expires: asOf, reason: "r", approver: "a",
            document: "d")
        let relief = try await training.grant(order, on: ChinaTime.today(), caller: Fixture.root).items[0].id
        let past =
            "id_number,class,level,ended_on,hours,document\n\(Fixture.number(index)),上级班,province,2014-06-20,8,1号\n"
        _ = try await training.importPast(
            Array(past.utf8), ImportOrder(), on: ChinaTime.today(), caller: fixture.caller(String(village.dropLast(3))))
        let imported = try #require(
            try await training.importedSheets(
                ImportedSheetQuery(scope: Reference(county)), PageRequest(), caller: Fixture.root
            ).items.first)
        let credit = try await training.credits(of: Reference(person.id), caller: Fixture.root).items[0]
        let course = try await training.createClass(
            ClassOrder(
                host: Reference(county), code: "k\(index)", name: "班次\(county)", fields: [.rural, .community],
                kinds: [.rotation], starts: asOf, ends: asOf, minimum: 1, capacity: 5, venue: "v",
                sessions: [
                    ClassSession(
                        number: 1, day: asOf, half: .morning, topic: .ideals, title: "t", hours: Hours(tenths: 40),
                        teacher: "t")
                ]), on: ChinaTime.today(), caller: Fixture.root)
        let announced = try await training.move(
            Reference(course.id), ClassMoveOrder(state: .announced, on: asOf), expected: nil, on: ChinaTime.today(),
            caller: Fixture.root)
        let plan = try await training.acceptPlan(
            PlanAcceptance(name: "计划", scope: Reference(county), asOf: asOf.adding(days: -9), assignments: []),
            on: ChinaTime.today(), caller: Fixture.root)
        _ = try await training.enrol(
            EnrolmentOrder(people: [Reference(person.id)]), in: Reference(course.id), caller: Fixture.root)
        let enrolment = try await training.enrolments(of: Reference(course.id), PageRequest(), caller: Fixture.root)
            .items[0]
        let points = services.points
        let subject = Reference(Identifier<PointsSubject>(person.id))
        let today = ChinaTime.today()
        _ = try await points.importScheme(
            SchemeImportOrder(
                SchemeFile(main: "m", texts: ["m": schemeText(key)]), organisation: Reference(county)),
            caller: Fixture.root)
        _ = try await points.join(
            ParticipantsOrder(participants: [ParticipantOrder(subject: subject, since: asOf)]), scheme: key,
            on: today, caller: Fixture.root)
        _ = try await points.post(
            PostsOrder(entries: [PostOrder(subject: subject, scheme: key, item: "A", on: asOf, key: "k")]),
            on: today, caller: Fixture.root)
        let claim = try await points.claim(
            ClaimOrder(subject: subject, scheme: key, item: "B", on: asOf, key: "c"), on: today,
            caller: Fixture.root)
        let closed = try await points.close(
            ClosingOrder(organisation: Reference(county), day: asOf, decision: "d"), scheme: key, on: today,
            caller: Fixture.root)
        let exemption = try await points.exempt(
            ExemptionOrder(subjects: [subject], exemption: "e", since: today, reason: "r", document: "d"),
            scheme: key, caller: Fixture.root
        ).items[0]
        let applicant = 40 + index
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,status,synthetic\n\(village),申请人\(county),\(Fixture.number(applicant)),2014-01-01,applicant,true\n"
        )
        let candidate = try await fixture.person(applicant)
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,status,synthetic\n\(village),新人\(county),\(Fixture.number(80 + index)),2014-01-01,applicant,true\n"
        )
        let newcomer = try await fixture.person(80 + index)
        let recruitment = try await services.recruitment.open(
            CaseOrder(person: Reference(candidate.id), on: asOf), on: ChinaTime.today(), caller: Fixture.root
        ).id
        _ = try await services.recruitment.record(
            StepOrder(.application, on: StatedDate(asOf), evidence: ["application_letter"]),
            of: Reference(recruitment), on: ChinaTime.today(), caller: Fixture.root)
        let letter = try await services.members.issueTransfer(
            LetterOrder(person: Reference(person.id), elsewhere: "别处"), on: ChinaTime.today(), caller: Fixture.root
        ).transfer
        _ = try await fixture.importPeople(
            "organisation,name,id_number,since,status,synthetic\n\(village),故人\(county),\(Fixture.number(60 + index)),2004-01-01,full,true\n"
        )
        let former = try await fixture.person(60 + index)
        let decision = try await services.members.decide(
            DecisionOrder(.die, ground: "death", groundSince: nil, on: asOf, document: "d", reason: "r"),
            about: Reference(former.id), on: today, caller: Fixture.root
        ).id
        let token = try await fixture.token(county, .viewer)
        let signer = try await services.access.add(
            AccountOrder(name: "登录\(county)", signInName: "walk\(county)", role: .viewer, scope: Reference(county)),
            on: today, caller: Fixture.root)
        let session = try await services.access.signIn(
            SignInOrder(name: "walk\(county)", password: signer.secret), door: "api", from: .address("192.0.2.1"))
        _ = try await points.link(
            signer.account, AccountPersonOrder(person: Reference(person.id)), caller: Fixture.root)
        var careful = services.access
        careful.grants.needsSecondPerson = true
        let manager = try await fixture.caller(county)
        let grant = try await careful.grant(
            GrantOrder(account: token.account, role: .clerk, scope: Reference(county)), on: today, caller: manager)
        let substitution = try await services.access.substitute(
            SubstitutionOrder(
                account: token.account, substitute: signer.account, since: today, until: today.adding(days: 9),
                reason: "r"), on: today, caller: Fixture.root)
        let suspension = try await services.access.suspend(
            Identifier(tenure.id.value), PostSuspensionOrder(account: signer.account, reason: "r"), caller: Fixture.root
        )
        _ = try await services.training.categorise(
            CategoryOrder(
                person: Reference(candidate.id), category: "village_director", since: asOf, source: "s"),
            caller: Fixture.root)
        _ = try await services.training.report(
            TrainingReportOrder(month: Month(of: asOf), document: "d"), of: Reference(county), on: today,
            caller: Fixture.root)
        _ = try await services.terms.begin(
            TermOrder(organisation: Reference(village), since: asOf.adding(years: -2), document: "d"), on: today,
            caller: Fixture.root)
        let certificate = try await services.access.bind(
            CertificateOrder(subject: "holder \(county)"), to: token.account, caller: Fixture.root)
        var members = services.members
        members.needsSecondPerson = true
        let correction = try #require(
            try await members.correct(
                Reference(newcomer.id), CorrectionOrder(field: "name", value: "新名\(county)", reason: "r"), on: today,
                caller: Fixture.root
            ).correction)
        let sheet = "organisation,name,id_number,since\n\(village),新名,\(Fixture.number(92)),2014-01-01\n"
        let comparison = try await members.compare(
            Array(sheet.utf8), ComparisonOrder(scope: Reference(county), source: "s"), on: today, caller: Fixture.root)
        return Holdings(
            organisation: county, organisationID: organisation.id.description, person: person.id.description,
            tenure: tenure.id.description,
            duty: duty.id.description, relief: relief.description, credit: credit.id.description,
            course: course.id.description,
            enrolment: enrolment.id.description, plan: plan.id.description, claim: claim.id.description,
            period: closed.period.description, exemption: exemption.id.description,
            recruitment: recruitment.description, letter: letter.id.description, applicant: candidate.id.description,
            newcomer: newcomer.id.description,
            names: [person.name, candidate.name, former.name, newcomer.name], village: village, scheme: key,
            version: organisation.version, classVersion: announced.version, index: index,
            former: former.id.description, decision: decision.description, account: token.account.description,
            token: token.id.description, session: session.id.description,
            signer: signer.account.description, grant: grant.id.description,
            substitution: substitution.id.description, suspension: suspension.id.description,
            certificate: certificate.id.description, correction: correction.description,
            comparison: comparison.id.description,
            imported: imported.id.description)
    }

    static func schemeText(_ key: String) -> String {
        """
        format: points-scheme/1
        key: \(key)
        version: "1"
        name: {zh: 测试, en: test}
        source: {document: 测试, place: 全文}
        in_force: {from: 2000-01-01}
        period: year
        base: 10
        blocks: [{key: a, name: {zh: 甲, en: A}}]
        exemptions: [{key: e, name: {zh: 免, en: exempt}, place: 一}]
        process: {direct: true, evidence: false}
        local: {bonus_items: 5, penalty_items: 5, value_at_most: 2, block: a, place: 第五条}
        items:
          - {id: A, block: a, text: 甲, value: 1}
          - {id: B, block: a, text: 乙, value: 1, process: {direct: false, reviews: [{key: r, name: {zh: 审, en: review}}]}}
        """
    }
}
