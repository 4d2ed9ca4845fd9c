package import Kernel
import Policy

/// A village's own items, read onto the scheme that allows them.
package enum LocalItems {
    package static func read(_ text: String, onto scheme: Scheme) throws(AppError) -> Scheme {
        try SchemeReader.local(PolicyLoader.parse(text, file: "local.yaml"), onto: scheme)
    }
}
