/// What a text may ask of the reader. Each limit is checked before the work it bounds, so that a text costs time and
/// memory in proportion to its bytes and no more.
package struct YAMLLimits: Sendable {
    /// Bytes of the text.
    package var bytes = 4_000_000
    /// Levels of mappings and sequences within each other.
    package var depth = 32
    /// Mappings, sequences and scalars, keys included.
    package var nodes = 50_000

    package static let standard = YAMLLimits()

    package init() {}
}
