// swift-tools-version:6.2
import PackageDescription

// One target graph, dependencies downwards only: the folder under Sources/ is the target's name.
// Sources/Server/Dangwu.docc/Architecture.md draws the layers.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }
let logging = product("Logging", "swift-log")
let crypto = product("Crypto", "swift-crypto")
let cryptoExtras = product("CryptoExtras", "swift-crypto")
let arguments = product("ArgumentParser", "swift-argument-parser")
let hummingbird = product("Hummingbird", "hummingbird")
let niocore = product("NIOCore", "swift-nio")
let nioposix = product("NIOPosix", "swift-nio")
let niohttp = product("NIOHTTP1", "swift-nio")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")

func part(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// A folder of text files that is compiled into the executable as an enum `Embedded<Folder>`.
func embedded(
    _ name: String, _ dependencies: [Target.Dependency] = [], folder: String, exclude: [String]
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: folder, exclude: exclude, swiftSettings: strict,
        plugins: [.plugin(name: "EmbedFiles")])
}

func named(_ names: [String]) -> [Target.Dependency] { names.map { .init(stringLiteral: $0) } }

/// Values without a database: what rules are made of.
let pureNames = ["Kernel", "Civil", "Wire", "Policy", "Sheets", "Workbooks"]

/// What every feature depends on besides its own neighbours.
let groundNames = pureNames + ["Compute", "Postgres", "SQLFiles"]
let ground = named(groundNames)

/// Rules that are large enough for a target of their own: functions of values, without a database or a service.
func pure(
    _ name: String, _ dependencies: [String] = pureNames, and others: [Target.Dependency] = [],
    settings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: named(dependencies) + others, swiftSettings: strict + settings)
}

let rules = [
    // Optimised in debug builds as well: its tests search thousands of plans, and others wait for the cores meanwhile.
    pure("Planning", ["Kernel", "Civil"], settings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    pure("Schemes"),
    pure("Procedures"),
    // Optimised in debug builds as well: tests build trees of all sizes.
    pure("Merkle", [], and: [crypto], settings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
]

func feature(_ name: String, uses: [Target.Dependency] = [], and others: [Target.Dependency] = []) -> Target {
    part(name, ground + uses + others)
}

let features = [
    feature("Access", and: [crypto, cryptoExtras, logging]),
    feature("Organisations", uses: ["Access"]),
    feature("Members", uses: ["Access", "Organisations"], and: [crypto, product("Mustache", "swift-mustache")]),
    feature("Committees", uses: ["Access", "Organisations", "Members"]),
    feature("Notices", uses: ["Access", "Organisations", "Members"], and: [niocore, nioposix, niohttp]),
    feature("Training", uses: ["Access", "Organisations", "Members", "Notices", "Planning"]),
    feature("Points", uses: ["Access", "Organisations", "Members", "Schemes"], and: [crypto]),
    feature(
        "Recruitment", uses: ["Access", "Organisations", "Members", "Notices", "Procedures"],
        and: [product("Mustache", "swift-mustache")]),
    feature("Registers", uses: ["Access", "Organisations", "Members"]),
    feature("Audit", uses: ["Access", "Merkle"], and: [crypto, logging]),
]

/// Features and the rules below them.
let featureNames = (rules + features).map(\.name)
let everyFeature = named(featureNames)

/// Tests of the target of that name, or of the whole program when there is none. They may use whatever lies below the
/// doors.
func tests(_ name: String, _ others: [Target.Dependency] = []) -> Target {
    // In steps: as one expression it takes the type checker too long on a busy machine.
    let subject = ["EndToEnd", "Repository"].contains(name) ? "dangwu" : name
    let lower = ["TestSupport", "Composition", "ConfigFiles", "LocalPostgres", "Settings", "YAML"]
    var names = [subject]
    for below in groundNames + featureNames + lower where below != subject { names.append(below) }
    var dependencies = named(names)
    dependencies += [logging] + others
    let data: [String: [String]] = [
        "Planning": ["Instances"], "Repository": ["Golden"], "Commands": ["Golden"], "API": ["Golden"],
        "Access": ["Golden"],
    ]
    return .testTarget(
        name: name + "Tests", dependencies: dependencies, exclude: data[name] ?? [], swiftSettings: strict)
}

let featureTests = featureNames.map { tests($0, $0 == "Notices" ? [niocore, nioposix, niohttp] : []) }

let package = Package(
    name: "dangwu",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: rules + features + featureTests + [
        // ground
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        part("Kernel"),
        part("Compute", ["Kernel"]),
        part("Civil", ["Kernel"]),
        // Yams brings libyaml, whose events it reads.
        part("YAML", ["Kernel", product("Yams", "Yams")]),
        part("Policy", ["Kernel", "Civil", "YAML", "ConfigFiles"]),
        // Optimised in debug builds as well: its tests read thousands of damaged workbooks.
        .target(
            name: "Workbooks", dependencies: ["CZip", "CExpat", "CXLSXWriter", "Kernel", "Civil"],
            swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        part("Sheets", ["Kernel", "Civil", "Workbooks"]),
        part("Wire", ["Kernel", "Civil", "Sheets", "Workbooks"]),
        part("Postgres", ["CLibPQ", "Kernel", "Civil", logging, lifecycle, crypto]),
        part("LocalPostgres", ["Kernel", "Postgres", logging]),
        part("Backup", ["Kernel", "Wire", "Postgres", "LocalPostgres", "Access", crypto]),
        part("Settings", ["Kernel", "YAML", "ConfigFiles"]),
        embedded(
            "SQLFiles", ["Postgres"], folder: "sql", exclude: ["migrations", "queries", "schema.sql"]),
        embedded("ConfigFiles", folder: "config", exclude: ["dangwu.yaml", "policy", "calendar", "codes"]),

        part(
            "Composition",
            [
                "Kernel", "Civil", "Compute", "Wire", "Policy", "Postgres", "LocalPostgres", "Backup", "Settings",
                "ConfigFiles", "SQLFiles", logging, crypto,
            ] + everyFeature),

        // doors
        part(
            "API",
            [
                "Composition", "Compute", "Kernel", "Civil", "Wire", "Policy", "Sheets", "Workbooks", "Postgres",
                "Settings", hummingbird, logging, lifecycle, niocore, niohttp,
            ] + everyFeature),
        part("Console", ["Kernel", product("Mustache", "swift-mustache")]),
        part(
            "Commands",
            [
                "Composition", "LocalPostgres", "Backup", "Settings", "Kernel", "Civil", "Wire", "Policy", "Sheets",
                "Workbooks", "Postgres", arguments, logging,
            ] + everyFeature),

        // what runs the doors
        part(
            "Server",
            [
                "Composition", "API", "Console", "Commands", "Kernel", "Civil", "Settings", "Postgres", "LocalPostgres",
                "Audit", "Backup", "Notices", "Recruitment", "Training", "Access", hummingbird, arguments, logging,
                lifecycle, niocore,
            ], exclude: ["Dangwu.docc"]),
        part(
            "Demonstration",
            [
                "Composition", "Server", "Commands", "Kernel", "Civil", "Wire", "Sheets", "ConfigFiles", "Postgres",
                "SQLFiles", "LocalPostgres", arguments, logging,
            ] + everyFeature),
        part("Program", ["CMalloc", "Commands", "Server", "Demonstration", "Access", "Kernel", "Postgres", arguments]),
        .executableTarget(name: "dangwu", dependencies: ["Program"], swiftSettings: strict),

        // tests
        part(
            "TestSupport",
            ground + everyFeature + ["Composition", "Demonstration", "LocalPostgres", "Settings", logging]),
        tests("Kernel"),
        tests("Compute"),
        tests("Civil"),
        tests("Workbooks"),
        tests("Sheets"),
        tests("Settings"),
        tests("YAML"),
        tests("Wire"),
        tests("Policy"),
        tests("Postgres"),
        tests("LocalPostgres"),
        tests("Backup"),
        tests("Composition"),
        tests("Console"),
        tests("API", ["Server", "Demonstration"]),
        tests("Commands", ["API", "Program", "Server", "Demonstration", arguments]),
        tests("EndToEnd", ["Demonstration"]),
        tests("Repository"),

        // tools
        .executableTarget(name: "embed-files", path: "Tools/embed-files", swiftSettings: strict),
        .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"], path: "Tools/EmbedFiles"),
    ]
)
