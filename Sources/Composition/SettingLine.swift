package import Settings
package import Wire

/// A setting, its value and where that came from.
package struct SettingLine: Codable, Tabular {
    package let key: String
    package let value: String
    package let origin: String?

    /// A secret that is set is not shown.
    package init(_ setting: SettingsKey, of loaded: SettingsLoader.Loaded) {
        let text = setting.get(loaded.settings)
        key = setting.name
        value = setting.isSecret && !text.isEmpty ? "********" : text
        origin = loaded.origins[setting.name]?.description
    }

    package static let columns: [Column<SettingLine>] = [
        Column("key", zh: "设置", en: "Setting", \.key),
        Column("value", zh: "值", en: "Value", \.value),
        Column("origin", zh: "来源", en: "Origin", \.origin),
    ]
}
