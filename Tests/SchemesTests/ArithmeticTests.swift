import Civil
import Kernel
import Schemes
import TestSupport
import Testing

/// Values out of observations, each worked by hand.
struct ArithmeticTests {
    private let scheme: Scheme

    init() throws { scheme = try TestScheme.read(TestScheme.arithmetic) }

    private func value(_ id: String, _ seen: Observation) throws -> Amount {
        try Arithmetic(#require(scheme.item(id))).value(seen).value
    }

    @Test(arguments: [("0", "0"), ("499.99", "0"), ("500", "1"), ("999", "1"), ("1700", "3")])
    func aRateDropsTheRemainder(quantity: String, points: String) throws {
        #expect(try value("U1", Observation(quantity: Amount(quantity))) == Amount(points))
    }

    @Test(arguments: [("0", "0"), ("0.01", "0.5"), ("20", "0.5"), ("20.01", "1"), ("200", "5"), ("220", "5")])
    func aRateRoundsUpToItsMost(quantity: String, points: String) throws {
        #expect(try value("U2", Observation(quantity: Amount(quantity))) == Amount(points))
    }

    @Test func aRateByPartsIsExact() throws {
        #expect(try value("U3", Observation(quantity: Amount(2))) == Amount("-0.6667"))
        #expect(try value("U3", Observation(quantity: Amount(6))) == Amount(-2))
    }

    @Test(arguments: [("10", "2"), ("19.99", "2"), ("20", "5"), ("49", "5"), ("50", "10"), ("400", "10")])
    func aLadderGivesItsStep(quantity: String, points: String) throws {
        #expect(try value("L1", Observation(quantity: Amount(quantity))) == Amount(points))
    }

    @Test(arguments: [("0", "0"), ("950", "9"), ("1000", "10"), ("1499", "10"), ("1500", "11"), ("3000", "14")])
    func aMarginalLadderAddsItsParts(quantity: String, points: String) throws {
        #expect(try value("L2", Observation(quantity: Amount(quantity))) == Amount(points))
    }

    @Test func anEvaluationIsWeighted() throws {
        let marks = ["self": Amount(100), "peers": Amount(90), "masses": Amount(85), "leader": amount("92.5")]
        // 10 + 27 + 25.5 + 27.75 = 90.25, a fifth of it.
        #expect(try value("E1", Observation(marks: marks)) == Amount("18.05"))
    }

    @Test(arguments: [
        ("L1", Observation(quantity: Amount(9)), "points.input_no_step"),
        ("L1", Observation(), "points.input_missing"), ("U1", Observation(points: Amount(1)), "points.input_not_asked"),
        ("U1", Observation(quantity: Amount(-1)), "points.input_outside"),
        ("B1", Observation(points: Amount(101)), "points.input_outside"), ("B1", Observation(), "points.input_missing"),
        ("E1", Observation(marks: ["self": Amount(50)]), "points.input_missing"),
        ("E1", Observation(marks: ["boss": Amount(50)]), "points.input_outside"),
        ("W1", Observation(level: "x"), "points.input_not_asked"),
    ])
    func wrongObservationsAreRefused(id: String, seen: Observation, code: String) throws {
        let item = try #require(scheme.item(id))
        let error = #expect(throws: AppError.self) { try Arithmetic(item).value(seen) }
        #expect(error?.code == code && error?.rule?.contains(id) == true)
    }
}
