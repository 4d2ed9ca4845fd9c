import Composition
import Foundation
import HTTPTypes
import Kernel
import Notices
import Recruitment

/// The routes of notices: reminders, what waits, and where mail goes.
enum NoticeRoutes {
    static let all: [Endpoint] = [
        .list("/v1/notices", "Notices, with what became of them", NoticeQuery.self) { request, query, page in
            try await request.services.notices.notices(query, page, caller: request.caller)
        },
        .write(
            .post, "/v1/notices/reminders", "Write a notice, once, for everything in recruitment due for a reminder",
            takes: ReminderOrder.self
        ) { request, order in
            try await request.services.recruitment.remind(
                order, over: request.services.notices, on: request.today, caller: request.caller)
        }.resumable,
        .write(.post, "/v1/notices/deliveries", "Send what waits", takes: DeliveryOrder.self) { request, order in
            try await request.services.notices.deliver(order, at: Date(), caller: request.caller)
        }.resumable,
        .write(
            .put, "/v1/organisations/{organisation}/notice-address",
            "Where mail about an organisation and everything below it goes", takes: NoticeAddressOrder.self
        ) { request, order in
            try await request.services.notices.setAddress(
                order, of: request.reference("organisation"), caller: request.caller)
        },
    ]
}
