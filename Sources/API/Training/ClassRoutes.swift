import Composition
import HTTPTypes
import Kernel
import Members
import Training
import Wire

extension TrainingClass: Versioned {}

/// The routes of classes, enrolment and attendance.
enum ClassRoutes {
    static let all: [Endpoint] = classes + changes + lists + nominations + attendance + assessment + prints

    private static let classes: [Endpoint] = [
        .list("/v1/classes", "Classes that the caller hosts or is admitted to", ClassQuery.self) {
            request, query, page in
            try await request.services.training.classes(query, page, caller: request.caller)
        },
        .write(.post, "/v1/classes", "Draft a class", takes: ClassOrder.self) { request, order in
            try await request.services.training.createClass(order, on: request.today, caller: request.caller)
        },
        .get(versioned: "/v1/classes/{class}", "One class, by code or identifier") { request in
            try await request.services.training.trainingClass(request.reference("class"), caller: request.caller)
        },
        .write(
            .patch, "/v1/classes/{class}", "Change a class that is not closed; its people are notified",
            takes: ClassChange.self
        ) { request, change in
            try await request.services.training.updateClass(
                request.reference("class"), change, expected: request.version(), caller: request.caller)
        }.ifMatch(.required),
        .get("/v1/classes/{class}/sessions", "The half-days of a class") { request in
            try await request.services.training.sessions(of: request.reference("class"), caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/state", "Announce, start or cancel a class", takes: ClassMoveOrder.self
        ) { request, order in
            try await request.services.training.move(
                request.reference("class"), order, expected: request.expectedVersion(), on: request.today,
                caller: request.caller)
        }.ifMatch(.optional),
        .write(
            .post, "/v1/classes/{class}/close", "Judge attendance and results, and credit the hours",
            takes: ClassClosing.self
        ) { request, order in
            try await request.services.training.closeClass(
                request.reference("class"), order, expected: request.expectedVersion(), on: request.today,
                caller: request.caller)
        }.ifMatch(.optional),
        .write(
            .post, "/v1/classes/{class}/reopen", "Reverse the credited hours, so that attendance can be corrected",
            takes: ClassReopening.self
        ) { request, order in
            try await request.services.training.reopenClass(
                request.reference("class"), order, expected: request.expectedVersion(), on: request.today,
                caller: request.caller)
        }.ifMatch(.optional),
        .get("/v1/classes/{class}/quotas", "Seats that are kept for subtrees") { request in
            try await request.services.training.quotas(of: request.reference("class"), caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/quotas", "Keep seats for a subtree, or change how many",
            takes: ClassQuotaOrder.self
        ) { request, order in
            try await request.services.training.setQuota(request.reference("class"), order, caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/quotas/removals", "Open the seats of a quota to everybody admitted",
            takes: ClassQuotaRemoval.self
        ) { request, order in
            try await request.services.training.removeQuota(request.reference("class"), order, caller: request.caller)
        },
    ]

    private static let changes: [Endpoint] = [
        .write(
            .post, "/v1/classes/{class}/shift", "Move a class to another week, its sessions along with it",
            takes: ClassShiftOrder.self
        ) { request, order in
            try await request.services.training.shiftClass(
                request.reference("class"), order, expected: request.expectedVersion(), caller: request.caller)
        }.ifMatch(.optional),
        .write(.post, "/v1/classes/{class}/sessions", "Add a half-day", takes: SessionOrder.self) { request, order in
            try await request.services.training.addSession(
                order, to: request.reference("class"), expected: request.expectedVersion(), caller: request.caller)
        }.ifMatch(.optional),
        .write(
            .patch, "/v1/classes/{class}/sessions/{number}", "Change one half-day", takes: SessionChange.self
        ) { request, change in
            try await request.services.training.changeSession(
                request.number("number"), of: request.reference("class"), change, expected: request.expectedVersion(),
                caller: request.caller)
        }.ifMatch(.optional),
        .write(
            .post, "/v1/classes/{class}/sessions/{number}/removal", "Remove a half-day that has no marks",
            takes: SessionRemoval.self
        ) { request, order in
            try await request.services.training.removeSession(
                request.number("number"), of: request.reference("class"), order, expected: request.expectedVersion(),
                caller: request.caller)
        }.ifMatch(.optional),
        .get("/v1/classes/{class}/changes", "What was changed about a class, before and after") { request in
            try await request.services.training.changes(of: request.reference("class"), caller: request.caller)
        },
    ]

    private static let lists: [Endpoint] = [
        .list("/v1/classes/{class}/enrolments", "The list of a class", export: .roster) { request, page in
            try await request.services.training.enrolments(
                of: request.reference("class"), page, caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/enrolments", "Enrol people: seats first, then the waiting list",
            takes: EnrolmentOrder.self
        ) { request, order in
            try await request.services.training.enrol(order, in: request.reference("class"), caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/enrolments/{person}/drop",
            "Take somebody off the list; the next in waiting enters", takes: DropOrder.self
        ) { request, order in
            try await request.services.training.drop(
                request.reference("person"), from: request.reference("class"), order,
                expected: request.expectedVersion(), caller: request.caller)
        }.ifMatch(.optional),
        .write(
            .post, "/v1/classes/{class}/enrolments/{person}/restore",
            "Bring somebody back who was dropped by mistake", takes: RestoreOrder.self
        ) { request, order in
            try await request.services.training.restore(
                request.reference("person"), to: request.reference("class"), order,
                expected: request.expectedVersion(), caller: request.caller)
        }.ifMatch(.optional),
        .write(
            .post, "/v1/classes/{class}/enrolments/{person}/joining",
            "Correct the day from which somebody is there", takes: JoiningOrder.self
        ) { request, order in
            try await request.services.training.correctJoining(
                of: request.reference("person"), in: request.reference("class"), order,
                expected: request.expectedVersion(), caller: request.caller)
        }.ifMatch(.optional),
        .write(.post, "/v1/classes/{class}/seats", "Give free seats to those who wait") { request in
            try await request.services.training.fillSeats(of: request.reference("class"), caller: request.caller)
        },
    ]

    private static let nominations: [Endpoint] = [
        .write(
            .post, "/v1/training/reminders",
            "Write notices for people called up, hosts with something to do, and duties that are due",
            takes: TrainingReminderOrder.self
        ) { request, order in
            try await request.services.training.remind(order, on: request.today, caller: request.caller)
        },
        .list("/v1/classes/{class}/nominations", "People that offices below propose for a class", export: .roster) {
            request, page in
            try await request.services.training.nominations(
                for: request.reference("class"), page, caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/nominations", "Nominate own people for a class of a superior",
            takes: NominationOrder.self
        ) { request, order in
            try await request.services.training.nominate(
                order, for: request.reference("class"), caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/nominations/{person}/decision",
            "Confirm or refuse a nomination as the host, or withdraw it", takes: NominationDecisionOrder.self
        ) { request, order in
            try await request.services.training.decideNomination(
                of: request.reference("person"), for: request.reference("class"), order, caller: request.caller)
        },
    ]

    private static let attendance: [Endpoint] = [
        .get("/v1/attendance-rules", "The attendance rules that a class can be given") { request in
            try request.services.training.attendanceRules(caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/sessions/{number}/marks", "Enter the marks of one half-day",
            takes: MarksOrder.self
        ) { request, order in
            try await request.services.training.mark(
                order, session: request.number("number"), of: request.reference("class"), caller: request.caller)
        },
        .importing(
            "/v1/classes/{class}/sessions/{number}/sign-in", "Mark a half-day by a list of those who were there",
            sheet: "sign-in", for: .markAttendance, AttendanceListOrder.self
        ) { request, order in
            try await request.services.training.signIn(
                request.bytes, order, session: request.number("number"), of: request.reference("class"),
                caller: request.caller)
        },
        .importing(
            "/v1/classes/{class}/marks", "Import marks, all or nothing", sheet: "marks", for: .markAttendance,
            MarksImportOrder.self
        ) {
            request, order in
            try await request.services.training.importMarks(
                request.bytes, order, of: request.reference("class"), caller: request.caller)
        },
        .get("/v1/classes/{class}/marks", "The marks of a class") { request in
            try await request.services.training.marks(of: request.reference("class"), caller: request.caller)
        },
    ]

    private static let assessment: [Endpoint] = [
        .get("/v1/classes/{class}/results", "How the people of a class stand with its assessment") { request in
            try await request.services.training.results(of: request.reference("class"), caller: request.caller)
        },
        .write(
            .post, "/v1/classes/{class}/results", "Enter results of examinations, essays and other parts",
            takes: ResultsOrder.self
        ) { request, order in
            try await request.services.training.assess(
                order, in: request.reference("class"), on: request.today, caller: request.caller)
        },
        .importing(
            "/v1/classes/{class}/results/import", "Import results, all or nothing", sheet: "results",
            for: .markAttendance,
            ResultsImportOrder.self
        ) { request, order in
            try await request.services.training.importResults(
                request.bytes, order, in: request.reference("class"), on: request.today, caller: request.caller)
        },
    ]

    /// One page to print for each kind.
    private static let prints: [Endpoint] = ClassPrint.allCases.map { kind in
        Endpoint(
            method: .get, path: "/v1/classes/{class}/\(kind.rawValue).html",
            summary: "Ready to print: \(kind.text.english)",
            query: kind.isLetter ? QueryParameter.members(of: ClassLetterQuery.self) : [], answer: .html,
            sensitive: .classPaper
        ) { request in
            let letter = kind.isLetter ? try request.decoded(ClassLetterQuery.self) : ClassLetterQuery()
            let text = try await request.services.training.printed(
                kind, of: request.reference("class"), letter: letter, request.language, on: request.today,
                caller: request.caller)
            return .text(type: "text/html; charset=utf-8", text)
        }
    }
}
