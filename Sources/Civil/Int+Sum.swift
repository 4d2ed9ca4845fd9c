extension Sequence<Int> {
    /// Counts added without a trap: a sum that is too large stays at the largest number there is, and is then outside
    /// every range that it is checked for.
    package func sum() -> Int {
        reduce(0) { sum, count in
            let (more, overflows) = sum.addingReportingOverflow(count)
            return overflows ? (count < 0 ? .min : .max) : more
        }
    }
}
