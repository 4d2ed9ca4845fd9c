/// What holds secrets: no log, message or dump of it, or of what it is in, shows more than the name of its type.
package protocol Unshown: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Unshown {
    package var description: String { "\(Self.self)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
