import HTTPTypes
package import Postgres
import Synchronization

/// Counts and times of requests in the Prometheus text format; the label is the route's template, never its values.
package final class Metrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let path: String
        let status: Int
    }

    private struct Sum {
        var count = 0
        var seconds = 0.0
    }

    private let sums = Mutex<[Key: Sum]>([:])
    private let pool: Pool

    package init(pool: Pool) { self.pool = pool }

    func count(_ endpoint: Endpoint, status: Int, took: Duration) {
        let key = Key(method: endpoint.method.rawValue, path: endpoint.path, status: status)
        sums.withLock {
            $0[key, default: Sum()].count += 1
            $0[key, default: Sum()].seconds += took / .seconds(1)
        }
    }

    func text() async -> String {
        let gauge = await pool.gauge
        var lines = [
            "# TYPE dangwu_connections gauge", "dangwu_connections{state=\"open\"} \(gauge.open)",
            "dangwu_connections{state=\"idle\"} \(gauge.idle)", "dangwu_connections_waiting \(gauge.waiting)",
            "# TYPE dangwu_requests_total counter",
        ]
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
