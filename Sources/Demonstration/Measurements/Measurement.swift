package import Kernel

/// One figure beside its reference from the same run.
package struct Measurement: Sendable {
    package let name: Text
    package let figure: String
    package let reference: String
    /// The figure over the reference, in words of the target.
    package let ratio: String
    package let target: String

    init(_ name: Text, _ figure: String, reference: String = "", ratio: String = "", target: String = "") {
        self.name = name
        self.figure = figure
        self.reference = reference
        self.ratio = ratio
        self.target = target
    }
}

/// Times in order of size.
struct Samples {
    private let sorted: [Duration]

    init(_ times: [Duration]) { sorted = times.sorted() }

    /// The value below which this many in a thousand lie.
    func quantile(_ thousandth: Int) -> Duration {
        sorted.isEmpty ? .zero : sorted[min(sorted.count - 1, sorted.count * thousandth / 1000)]
    }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
    var milliseconds: String { Self.rounded(seconds * 1000) + " ms" }
    var inSeconds: String { Self.rounded(seconds) + " s" }

    /// Two digits behind the point.
    static func rounded(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

func timed<Value>(_ body: () async throws -> Value) async throws -> (value: Value, took: Duration) {
    let start = ContinuousClock.now
    let value = try await body()
    return (value, ContinuousClock.now - start)
}
