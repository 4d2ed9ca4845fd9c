package import Composition
import Compute
import HTTPTypes
import Postgres
import Synchronization

/// Counts and times of requests in the Prometheus text format; the label is the route's template, never its values.
package final class Metrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let path: String
        let status: Int
    }

    private struct Refusal: Hashable {
        let status: Int
        let reason: String
    }

    private struct Sum {
        var count = 0
        var seconds = 0.0
    }

    private let sums = Mutex<[Key: Sum]>([:])
    private let refusals = Mutex<[Refusal: Int]>([:])
    private let connections = Mutex((open: 0, shed: 0))
    private let closed = Mutex<[String: Int]>([:])
    private let unread = Mutex(0)
    private let services: Services

    package init(services: Services) { self.services = services }

    func count(_ endpoint: Endpoint, status: Int, took: Duration) {
        let key = Key(method: endpoint.method.rawValue, path: endpoint.path, status: status)
        sums.withLock {
            $0[key, default: Sum()].count += 1
            $0[key, default: Sum()].seconds += took / .seconds(1)
        }
    }

    /// - Parameter reason: the code of the error, of which there is a fixed number.
    func countRefusal(status: Int, reason: String) {
        refusals.withLock { $0[Refusal(status: status, reason: reason), default: 0] += 1 }
    }

    /// A connection that was taken; false, and it is counted as shed, when there are as many as may be.
    package func openConnection(most: Int) -> Bool {
        connections.withLock {
            guard $0.open < most else {
                $0.shed += 1
                return false
            }
            $0.open += 1
            return true
        }
    }

    /// One that was not taken for another reason.
    package func shedConnection() { connections.withLock { $0.shed += 1 } }

    /// - Parameter reason: one of a fixed number of words.
    package func countClosed(reason: String) { closed.withLock { $0[reason, default: 0] += 1 } }

    /// What all answers hold that were written and not taken.
    package func noteUnread(bytes: Int) { unread.withLock { $0 = bytes } }

    package func closeConnection() { connections.withLock { $0.open -= 1 } }

    func text(bodyBytes: Int) async -> String {
        let gauge = await services.pool.gauge
        let compute = services.compute.gauge
        let (open, shed) = connections.withLock { $0 }
        var lines = [
            "# TYPE dangwu_connections gauge", "dangwu_connections{state=\"open\"} \(gauge.open)",
            "dangwu_connections{state=\"idle\"} \(gauge.idle)", "dangwu_connections_waiting \(gauge.waiting)",
            "# TYPE dangwu_computations gauge", "dangwu_computations{state=\"running\"} \(compute.running)",
            "dangwu_computations{state=\"waiting\"} \(compute.waiting)",
            "# TYPE dangwu_computations_refused_total counter", "dangwu_computations_refused_total \(compute.refused)",
            "# TYPE dangwu_body_bytes gauge", "dangwu_body_bytes \(bodyBytes)",
            "# TYPE dangwu_clients gauge", "dangwu_clients \(open)",
            "# TYPE dangwu_clients_shed_total counter", "dangwu_clients_shed_total \(shed)",
            "# TYPE dangwu_unread_bytes gauge", "dangwu_unread_bytes \(unread.withLock { $0 })",
            "# TYPE dangwu_clients_closed_total counter",
        ]
        for (reason, count) in closed.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            lines.append("dangwu_clients_closed_total{reason=\"\(reason)\"} \(count)")
        }
        lines.append("# TYPE dangwu_refusals_total counter")
        let refusals = refusals.withLock { $0 }.sorted {
            ($0.key.status, $0.key.reason) < ($1.key.status, $1.key.reason)
        }
        for (key, count) in refusals {
            lines.append("dangwu_refusals_total{status=\"\(key.status)\",reason=\"\(key.reason)\"} \(count)")
        }
        lines.append("# TYPE dangwu_requests_total counter")
        let sums = sums.withLock { $0 }.sorted {
            ($0.key.path, $0.key.method, $0.key.status) < ($1.key.path, $1.key.method, $1.key.status)
        }
        for (key, sum) in sums {
            let labels = "method=\"\(key.method)\",route=\"\(key.path)\",status=\"\(key.status)\""
            lines.append("dangwu_requests_total{\(labels)} \(sum.count)")
            lines.append("dangwu_request_seconds_total{\(labels)} \(sum.seconds)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
