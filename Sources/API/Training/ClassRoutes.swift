import Composition
import HTTPTypes
import Kernel
import Members
import Training
import Wire

extension TrainingClass: Versioned {}

/// The routes of classes, enrolment and attendance.
enum ClassRoutes {
    static let all: [Endpoint] = classes + lists

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
            .patch, "/v1/classes/{class}", "Change a draft or announced class; its sessions stay",
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
            .post, "/v1/classes/{class}/close", "Judge attendance and credit the hours", takes: ClassClosing.self
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
        .write(.post, "/v1/classes/{class}/quotas", "Keep seats for a subtree", takes: ClassQuotaOrder.self) {
            request, order in
            try await request.services.training.setQuota(request.reference("class"), order, caller: request.caller)
        },
    ]

    private static let lists: [Endpoint] = [
        .list("/v1/classes/{class}/enrolments", "The list of a class") { request, page in
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
        .importing("/v1/classes/{class}/marks", "Import marks, all or nothing", sheet: "marks", ImportOrder.self) {
            request, order in
            try await request.services.training.importMarks(
                request.bytes, order, of: request.reference("class"), caller: request.caller)
        },
        .get("/v1/classes/{class}/marks", "The marks of a class") { request in
            try await request.services.training.marks(of: request.reference("class"), caller: request.caller)
        },
    ]
}
