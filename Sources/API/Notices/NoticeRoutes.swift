import Composition
import Civil
import Foundation
import HTTPTypes
import Kernel
import Notices
import Organisations
import Recruitment

struct NoticeBody: Codable, Sendable {
    let id: String
    let channel: String
    let path: String
    let due: String
    let subject: Text
    let tries: Int
    let sent: Bool
    let failure: Text?

    init(_ line: NoticeLine) {
        id = line.id.text
        channel = line.channel.rawValue
        path = line.path
        due = line.dueOn.description
        subject = Text(line.subject)
        tries = line.tries
        sent = line.sentAt != nil
        failure = line.failure.map { failure in
            let detail = failure.detail.isEmpty ? "" : " (\(failure.detail))"
            return Text(
                Text(zh: failure.reason.text.chinese + detail, en: failure.reason.text.english + detail))
        }
    }
}

struct ReminderOrderBody: Codable, Sendable {
    /// Code of an organisation: only what lies below it.
    let scope: String?
}

struct ReminderBody: Codable, Sendable {
    let written: Int
}

struct DeliveryOrderBody: Codable, Sendable {
    /// Notices of this run at most; see `NoticeService.runLimits`.
    let limit: Int?
}

struct DeliveryBody: Codable, Sendable {
    let sent: Int
    let failed: Int
}

struct NoticeAddressBody: Codable, Sendable {
    let address: String
}

/// The routes of notices: what is told, what waits, and where mail goes.
enum NoticeRoutes {
    private static let filter = QueryParameter(
        name: "filter", type: "string", summary: "all, waiting or sent; all unless given",
        values: NoticeFilter.allCases.map(\.rawValue))

    static let all: [Endpoint] = [
        .get("/v1/notices", "Notices, with what became of them", query: [.scope, filter, .limit, .after]) { request in
            PageBody(
                try await request.services.notices.notices(
                    under: request.scope(), request.choice("filter", NoticeFilter.self) ?? .all, request.page(),
                    caller: request.caller), NoticeBody.init)
        },
        .write(
            .post, "/v1/notices/reminders", "Write a notice, once, for everything in recruitment whose lead has begun",
            takes: ReminderOrderBody.self
        ) { request, body in
            var scope: Scope?
            if let code = body.scope {
                scope = try await request.services.organisations.scope(code, caller: request.caller)
            }
            return ReminderBody(
                written: try await request.services.recruitment.remind(
                    under: scope, over: request.services.notices, on: request.today, caller: request.caller))
        }.resumable,
        .write(.post, "/v1/notices/deliveries", "Send what waits", takes: DeliveryOrderBody.self) { request, body in
            let report = try await request.services.notices.deliver(
                at: Date(), atMost: body.limit, caller: request.caller)
            return DeliveryBody(sent: report.sent, failed: report.failed)
        }.resumable,
        .write(
            .put, "/v1/organisations/{key}/notice-address",
            "Where mail about an organisation and everything below it goes", takes: NoticeAddressBody.self
        ) { request, body in
            let organisation = try await request.services.organisations.organisation(
                request.path("key"), caller: request.caller)
            try await request.services.notices.setAddress(body.address, of: organisation, caller: request.caller)
            return DoneBody(done: true)
        },
    ]
}
