/// A linear program over bounded variables, solved by the primal simplex method with upper bounds (G. B. Dantzig,
/// *Linear Programming and Extensions*, 1963, ch. 18), dense and small: tens of rows, some thousand variables.
///
/// Minimises a sum of costs; rows are equalities. Entering variables go by the steepest price and, after a run of
/// degenerate steps, by the smallest index (R. G. Bland, 1977), so that it ends.
struct LinearProgram {
    struct Variable {
        var lower: Double
        var upper: Double
        var cost: Double
    }

    struct Row {
        var terms: [(variable: Int, factor: Double)]
        var equals: Double
    }

    enum Outcome {
        case infeasible
        case solved(values: [Double], cost: Double)
    }

    var variables: [Variable] = []
    var rows: [Row] = []

    static let tolerance = 1e-7

    mutating func add(_ lower: Double, _ upper: Double, cost: Double = 0) -> Int {
        variables.append(Variable(lower: lower, upper: upper, cost: cost))
        return variables.count - 1
    }

    func solve() -> Outcome {
        if variables.contains(where: { $0.lower > $0.upper + Self.tolerance }) { return .infeasible }
        var tableau = Tableau(self)
        guard tableau.findFeasible() else { return .infeasible }
        tableau.minimise(variables.map(\.cost))
        let values = tableau.values(count: variables.count)
        return .solved(values: values, cost: zip(variables, values).reduce(0) { $0 + $1.0.cost * $1.1 })
    }
}

/// The rows in terms of the basis. Variables behind those of the program are artificial, one a row.
private struct Tableau {
    private var cells: [[Double]]
    /// The values of the basic variables.
    private var basic: [Double]
    private var basis: [Int]
    private var upper: [Double]
    private let lower: [Double]
    /// Nonbasic variables have the value of one of their bounds.
    private var isAtUpper: [Bool]
    private var isBasic: [Bool]
    private let own: Int

    init(_ program: LinearProgram) {
        own = program.variables.count
        let rows = program.rows.count
        lower = program.variables.map(\.lower) + [Double](repeating: 0, count: rows)
        upper = program.variables.map(\.upper) + [Double](repeating: .infinity, count: rows)
        isAtUpper = [Bool](repeating: false, count: own + rows)
        isBasic = [Bool](repeating: false, count: own + rows)
        cells = []
        basic = []
        basis = []
        for (index, row) in program.rows.enumerated() {
            var line = [Double](repeating: 0, count: own + rows)
            var rest = row.equals
            for term in row.terms {
                line[term.variable] += term.factor
                rest -= term.factor * lower[term.variable]
            }
            if rest < 0 {
                for column in 0..<own { line[column] = -line[column] }
                rest = -rest
            }
            line[own + index] = 1
            cells.append(line)
            basic.append(rest)
            basis.append(own + index)
            isBasic[own + index] = true
        }
    }

    /// Phase 1: drives the artificial variables to nothing.
    mutating func findFeasible() -> Bool {
        let costs = (0..<upper.count).map { $0 < own ? 0.0 : 1.0 }
        minimise(costs)
        let rest = basis.indices.reduce(0) { $0 + (basis[$1] >= own ? basic[$1] : 0) }
        guard rest < 1e-6 else { return false }
        for column in own..<upper.count { upper[column] = 0 }
        return true
    }

    mutating func minimise(_ given: [Double]) {
        let costs = given + [Double](repeating: 0, count: upper.count - given.count)
        var prices = costs
        for row in basis.indices where costs[basis[row]] != 0 {
            let cost = costs[basis[row]]
            for column in prices.indices { prices[column] -= cost * cells[row][column] }
        }
        var idle = 0
        while let entering = entering(prices, smallest: idle > 60) {
            let moved = step(entering, &prices)
            idle = moved > LinearProgram.tolerance ? 0 : idle + 1
        }
    }

    private func entering(_ prices: [Double], smallest: Bool) -> Int? {
        var best: (column: Int, gain: Double)?
        for column in prices.indices where !isBasic[column] && upper[column] - lower[column] > LinearProgram.tolerance {
            let gain = isAtUpper[column] ? prices[column] : -prices[column]
            guard gain > LinearProgram.tolerance else { continue }
            if smallest { return column }
            if best.map({ gain > $0.gain }) ?? true { best = (column, gain) }
        }
        return best?.column
    }

    /// Lets a variable grow from its lower or shrink from its upper bound, until it or a basic one meets a bound.
    /// - Returns: how far it went.
    private mutating func step(_ entering: Int, _ prices: inout [Double]) -> Double {
        let direction = isAtUpper[entering] ? -1.0 : 1.0
        var limit = upper[entering] - lower[entering]
        var leaving: (row: Int, toUpper: Bool)?
        for row in basis.indices {
            let rate = cells[row][entering] * direction
            let room: Double
            if rate > LinearProgram.tolerance {
                room = basic[row] / rate
            } else if rate < -LinearProgram.tolerance {
                room = (upper[basis[row]] - lower[basis[row]] - basic[row]) / -rate
            } else {
                continue
            }
            let isSmaller =
                room < limit - 1e-12 || (room <= limit && leaving.map { basis[row] < basis[$0.row] } ?? false)
            if isSmaller {
                limit = max(0, room)
                leaving = (row, rate < 0)
            }
        }
        for row in basis.indices { basic[row] -= cells[row][entering] * direction * limit }
        guard let leaving else {
            isAtUpper[entering].toggle()
            return limit
        }
        let out = basis[leaving.row]
        isBasic[out] = false
        isAtUpper[out] = leaving.toUpper
        isBasic[entering] = true
        basis[leaving.row] = entering
        basic[leaving.row] = direction > 0 ? limit : upper[entering] - lower[entering] - limit
        isAtUpper[entering] = false
        pivot(leaving.row, entering, &prices)
        return limit
    }

    private mutating func pivot(_ row: Int, _ column: Int, _ prices: inout [Double]) {
        let factor = 1 / cells[row][column]
        for index in cells[row].indices { cells[row][index] *= factor }
        let line = cells[row]
        for other in cells.indices where other != row {
            let share = cells[other][column]
            guard share != 0 else { continue }
            for index in line.indices { cells[other][index] -= share * line[index] }
        }
        let share = prices[column]
        if share != 0 { for index in line.indices { prices[index] -= share * line[index] } }
    }

    func values(count: Int) -> [Double] {
        var values = (0..<count).map { isAtUpper[$0] && !isBasic[$0] ? upper[$0] : lower[$0] }
        for row in basis.indices where basis[row] < count { values[basis[row]] = lower[basis[row]] + basic[row] }
        return values
    }
}
