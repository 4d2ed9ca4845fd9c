package import Postgres
package import Wire

/// A migration and when it was applied.
package struct MigrationLine: Codable, Tabular {
    package let migration: String
    package let appliedAt: Moment?

    package init(_ status: Migrator.Status) {
        migration = status.migration.name
        appliedAt = status.applied.map(Moment.init)
    }

    package static let columns: [Column<MigrationLine>] = [
        Column("migration", zh: "迁移", en: "Migration", \.migration),
        Column("applied_at", zh: "应用时间", en: "Applied at", \.appliedAt),
    ]
}
