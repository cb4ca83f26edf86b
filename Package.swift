// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with: Swift 6, every unsafe expression marked, no warning tolerated.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),  // dynamic dispatch must be spelled
  .enableUpcomingFeature("InternalImportsByDefault"),  // a public API may not leak an import
  .enableUpcomingFeature("MemberImportVisibility"),  // each file imports what it uses
  .enableExperimentalFeature("Lifetimes"),  // own ~Escapable types; swift-nio has it too
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "emslog",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "emslog", targets: ["emslog"]),
    .library(name: "EventLog", targets: ["EventLog"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .target(name: "EventLog", swiftSettings: settings),
    .target(
      name: "LogFiles",
      dependencies: [
        "CZlib", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "emslog",
      dependencies: [
        "CPCRE2", "EventLog", "LogFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: [
        "LogFiles", "CZlib", .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "EventLogTests", dependencies: ["EventLog", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "LogFilesTests",
      dependencies: [
        "LogFiles", "TestSupport", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "emslog", "TestSupport", .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Cases"], swiftSettings: settings),
    .testTarget(
      name: "RepositoryTests",
      dependencies: [
        "emslog", "EventLog", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
  ]
)
