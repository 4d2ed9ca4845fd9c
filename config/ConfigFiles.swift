/// Settings, rule files and calendars as shipped, compiled into the executable so that it needs no folder beside it.
package enum ConfigFiles {
    /// Every shipped file: its path below `config/` and its text.
    package static var all: [(path: String, text: String)] { EmbeddedConfigFiles.files }

    package static func text(_ path: String) -> String? {
        EmbeddedConfigFiles.files.first { $0.path == path }?.text
    }
}
