import Civil
import Foundation
import Kernel
import TestSupport
import Testing
import Wire

/// Bodies of any bytes: a value or an error that names the place, in a time like that of their bytes.
struct JSONFuzzTests {
    struct Order: Codable, Described, Sendable {
        struct Line: Codable, Limited, Sendable {
            let name: String
            let day: Day
            let hours: Hours?
        }

        let title: String
        let count: Int
        let amount: Amount?
        let share: Double?
        let flag: Bool?
        let marks: [String: Amount]?
        let lines: [Line]

        static let memberLimits: [String: MemberLimit] = ["lines": .items(0...100)]
        static let memberTexts: [String: Text] = [:]
    }

    private static let valid = [
        #"{"title":"x","count":3,"amount":"2.5","share":0.5,"flag":true,"marks":{"a":"1"},"lines":[]}"#,
        #"{"title":"\u4e2d\ud83d\ude00\n","count":-1,"lines":[{"name":"n","day":"2014-05-09","hours":"4.5"}]}"#,
        #"{"title":"x","count":1e3,"lines":[{"name":"n","day":"2014-05-09"},{"name":"m","day":"2014-05-09"}],"flag":null}"#,
    ]

    @Test func anyBytes() {
        var source = FuzzSource(
            seed: 31, valid: Self.valid,
            pieces: ["{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "null", "true", "\"count\":", "[["])
        var (read, clock) = (0, FuzzClock())
        for _ in 0..<FuzzSource.cases {
            let bytes = source.next()
            clock.run(bytes) {
                do {
                    _ = try WireDecoder.decode(Order.self, from: bytes)
                    read += 1
                } catch {
                    #expect(error is AppError, "\(String(decoding: bytes, as: UTF8.self)): \(error)")
                }
            }
        }
        #expect(read > FuzzSource.cases / 500)
        #expect(clock.longest < .seconds(1), "\(clock.worst)")
    }

    /// What the check takes for JSON the decoder of the system takes as well, escapes included.
    @Test func theCheckTakesNothingElseThanJSON() {
        var source = FuzzSource(
            seed: 32, valid: Self.valid + [#"["\"\\\/\b\f\n\r\tA\ud83d\ude00"]"#, #"{"a":[1,-2.5e-3,[]]}"#],
            pieces: ["{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800\\udc00", "1.", "-", "e5"])
        var taken = 0
        for _ in 0..<FuzzSource.cases {
            let bytes = source.next()
            guard (try? JSONCheck.check(bytes, .anything)) != nil else { continue }
            taken += 1
            let parsed = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            if parsed == nil { #expect(!Self.isPlain(bytes), "\(String(decoding: bytes, as: UTF8.self))") }
        }
        #expect(taken > FuzzSource.cases / 100)
    }

    /// The check is looser about numbers such as `1.` and about bytes that are no UTF-8: the decoder refuses them.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        let numbers = text.matches(of: /[-+0-9.eEpPxXa-fA-F]+/).map(\.0)
        // What no fraction of 64 bits holds is a number all the same.
        let isFinite = numbers.allSatisfy { Double($0)?.isFinite ?? true }
        return isFinite && !text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{FEFF}" }
            && numbers.allSatisfy { $0.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil }
    }

    @Test func depthAndLengthOfNumbersAreBounded() {
        func fails(_ text: String) -> Bool {
            (try? JSONCheck.check(Array(text.utf8), .anything)) == nil
        }
        #expect(!fails(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)))
        #expect(fails(String(repeating: "[", count: 40) + String(repeating: "]", count: 40)))
        #expect(!fails(String(repeating: "1", count: 64)) && fails(String(repeating: "1", count: 65)))
        let start = ContinuousClock.now
        for text in [
            String(repeating: "[", count: 400_000), String(repeating: "1", count: 400_000),
            "[" + String(repeating: "\"\\n\",", count: 40_000) + "1]",
            "\"" + String(repeating: "\\u4e2d", count: 40_000) + "\"",
        ] {
            _ = fails(text)
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: [
        (#""\u0041\n\"\\\/""#, true), (#""\ud83d\ude00""#, true), (#""\ud83d""#, false), (#""\ude00""#, false),
        (#""\ud83d\u0041""#, false), (#""\x""#, false), (#""\u12""#, false), (#""\u12g4""#, false), (#""\""#, false),
    ])
    func escapesAreThoseOfTheStandard(text: String, isTaken: Bool) {
        #expect(((try? JSONCheck.check(Array(text.utf8), .anything)) != nil) == isTaken)
    }

    @Test func fieldsOfAQuery() {
        struct Query: Codable, Described, Sendable {
            var name: String?
            var year: Int?
            var on: Day?
            var kinds: [String]?

            static let memberTexts: [String: Text] = [:]
        }
        var source = FuzzSource(seed: 33, valid: ["2014-05-09", "2014", "a,b"], pieces: [",", "%", "&", "="])
        var read = 0
        for _ in 0..<FuzzSource.cases / 3 {
            let names = ["name", "year", "on", "kinds", "other"]
            let fields = (0..<source.below(4)).map { _ in (name: names[source.below(5)], value: source.text()) }
            do {
                _ = try WireDecoder.decode(Query.self, fields: fields)
                read += 1
            } catch { #expect(error is AppError, "\(fields): \(error)") }
        }
        #expect(read > FuzzSource.cases / 100)
    }
}
