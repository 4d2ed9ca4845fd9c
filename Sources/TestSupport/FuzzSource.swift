import Foundation
import Kernel

/// Inputs for tests of parsers: random bytes, valid inputs with random changes, and extremes, the same for the same
/// seed. `DANGWU_FUZZ_CASES` says how many a test tries.
package struct FuzzSource {
    private var random: SeededRandom
    private let valid: [[UInt8]]
    private let pieces: [[UInt8]]
    private let longest: Int

    /// Cases of each test: some thousands in every run of the tests, a million with `make fuzz`.
    package static let cases =
        ProcessInfo.processInfo.environment["DANGWU_FUZZ_CASES"].flatMap { Int($0) } ?? 3000

    /// - Parameters:
    ///   - valid: inputs that the parser takes.
    ///   - pieces: what its grammar is made of, put in at random.
    ///   - longest: bytes of an input at most.
    package init(seed: UInt64, valid: [String], pieces: [String], longest: Int = 400) {
        random = SeededRandom(seed: seed)
        self.valid = valid.map { Array($0.utf8) }
        self.pieces = (pieces + Self.extremes).map { Array($0.utf8) }
        self.longest = longest
    }

    /// What numbers, dates and texts of the wrong size look like.
    package static let extremes = [
        "0", "-0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "18446744073709551616", "1e308", "-1e400", "0.00001", "999999999.9999", "1000000000", "99999999999999999999",
        "0001-01-01", "9999-12-31", "2024-02-29", "0000-00-00", "10000-01-01", "\u{0}", "\u{FFFD}", "\u{202E}",
        "\u{10FFFF}", "e\u{301}", "👨‍👩‍👧", "\u{FEFF}", "", " ", "\t", "\r", "\n", "\u{3000}",
    ]

    package mutating func next() -> [UInt8] {
        switch random.below(10) {
        case 0: return (0..<random.below(longest)).map { _ in UInt8(random.below(256)) }
        case 1: return (0..<random.below(longest)).map { _ in UInt8(0x20 + random.below(0x5F)) }
        case 2, 3:
            var made: [UInt8] = []
            for _ in 0..<random.below(30) { made += piece() }
            return Array(made.prefix(longest))
        default:
            guard !valid.isEmpty else { return piece() }
            var made = valid[random.below(valid.count)]
            for _ in 0...random.below(4) { change(&made) }
            return Array(made.prefix(longest))
        }
    }

    /// The same as text: what is no UTF-8 becomes the replacement character, as it does at every door.
    package mutating func text() -> String { String(decoding: next(), as: UTF8.self) }

    package mutating func below(_ bound: Int) -> Int { random.below(bound) }

    private mutating func piece() -> [UInt8] { pieces[random.below(pieces.count)] }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = random.below(bytes.count + 1)
        let length = min(random.below(12), bytes.count - place)
        switch random.below(6) {
        case 0 where place < bytes.count: bytes[place] = UInt8(random.below(256))
        case 1: bytes.removeSubrange(place..<place + length)
        case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: random.below(bytes.count + 1))
        case 3: bytes.replaceSubrange(place..<place + length, with: piece())
        case 4:
            let other = valid[random.below(valid.count)]
            bytes = Array(bytes.prefix(place) + other.suffix(random.below(other.count + 1)))
        default: bytes.insert(contentsOf: piece(), at: place)
        }
    }
}

/// The time of many cases and the slowest: what is linear stays near the mean.
package struct FuzzClock {
    private var slowest: (Duration, [UInt8]) = (.zero, [])
    private let began = ContinuousClock.now

    package init() {}

    package mutating func run<Value>(_ input: [UInt8], _ body: () throws -> Value) rethrows -> Value {
        let start = ContinuousClock.now
        defer {
            let took = ContinuousClock.now - start
            if took > slowest.0 { slowest = (took, input) }
        }
        return try body()
    }

    /// The longest that one case took.
    package var longest: Duration { slowest.0 }
    package var whole: Duration { ContinuousClock.now - began }
    package var worst: String { String(decoding: slowest.1, as: UTF8.self) }
}
