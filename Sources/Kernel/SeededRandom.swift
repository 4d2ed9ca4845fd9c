/// A small reproducible generator (SplitMix64; Steele, Lea and Flood, OOPSLA 2014): the same seed, the same sequence.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A value from 0 up to, but without, `bound`; cheaper than the standard library's unbiased one.
    package mutating func below(_ bound: Int) -> Int {
        Int(((next() >> 32) &* UInt64(bound)) >> 32)
    }

    /// A value from 0 up to, but without, 1.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
