// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "sluice",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "sluice", targets: ["sluice"]),
    .library(name: "SluicePipeline", targets: ["SluiceCore", "SluiceIO", "SluiceClassifier", "SluicePipeline"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .executableTarget(name: "sluice", dependencies: ["SluiceCommands"]),
    .target(
      name: "SluiceCommands",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluiceClassifier", "SluiceTraining", "SluicePipeline", "SluiceLedger",
        "SluiceReport", "SluiceRun", "SluiceSynthesis", "SluiceMixing", "SluiceDecoding",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(name: "SluiceDecoding", dependencies: ["SluiceSynthesis"]),
    .target(
      name: "SluiceMixing",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluicePipeline", "SluiceLedger", "SluiceRun", "CDefaults", "CLinux",
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "SluiceRun",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluiceClassifier", "SluiceTraining", "SluicePipeline", "SluiceLedger",
        "SluiceReport",
      ]),
    .target(name: "SluiceReport", dependencies: ["SluiceCore", "SluiceIO", "SluicePipeline"]),
    .target(
      name: "SluiceSynthesis",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluiceClassifier", "SluiceTraining", "SluicePipeline", "SluiceLedger", "SluiceRun",
        "CDefaults", "CCurl",
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "SluicePipeline",
      dependencies: ["SluiceCore", "SluiceIO", "CDefaults", "CKernels", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "SluiceLedger",
      dependencies: [
        "SluiceCore", "SluiceIO", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(name: "SluiceTraining", dependencies: ["SluiceCore", "SluiceIO", "SluiceClassifier", "CKernels"]),
    .target(name: "SluiceClassifier", dependencies: ["SluiceCore", "SluiceIO", "CDefaults", "CKernels"]),
    .target(
      name: "SluiceIO",
      dependencies: [
        "SluiceCore", "CISAL", "CDeflate", "CZstd", "CSimdjson", "CCrypto", "CXXHash", "CLinux", "CKernels",
      ]),
    .target(name: "SluiceCore"),

    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
    .systemLibrary(name: "CLinux"),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CKernels"),
    // Loads libcurl when a live endpoint is asked; of libcurl4-openssl-dev it needs the headers only.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CDefaults", exclude: ["default.safetensors", "default.sha256"]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // The targets of Fuzz/, which links to this folder; here the tests replay what failed once.
    .target(
      name: "FuzzHarness", dependencies: ["SluiceCore", "SluiceIO", "SluiceClassifier", "SluicePipeline"],
      path: "Tests/FuzzHarness"),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzHarness"], exclude: ["Fixtures"]),
    .testTarget(name: "SluiceCoreTests", dependencies: ["SluiceCore"]),
    // CZlib: the reference that the faster gzip is held to.
    .testTarget(name: "SluiceIOTests", dependencies: ["SluiceCore", "SluiceIO", "CZlib", "TestSupport"]),
    .testTarget(
      name: "SluiceClassifierTests",
      dependencies: ["SluiceCore", "SluiceIO", "SluiceClassifier", "TestSupport", "CKernels", "CKernelReferences"]),
    // The plain form of every kernel, and each of its variants by name.
    .target(name: "CKernelReferences", dependencies: ["CKernels"], path: "Tests/CKernelReferences"),
    .testTarget(
      name: "SluiceTrainingTests",
      dependencies: ["SluiceCore", "SluiceClassifier", "SluiceTraining", "TestSupport"]),
    .testTarget(name: "SluiceLedgerTests", dependencies: ["SluiceCore", "SluiceLedger"]),
    .testTarget(
      name: "SluicePipelineTests", dependencies: ["SluiceCore", "SluiceIO", "SluicePipeline", "TestSupport"]),
    .testTarget(name: "SluiceDecodingTests", dependencies: ["SluiceDecoding"]),
    .testTarget(
      name: "SluiceMixingTests",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluicePipeline", "SluiceLedger", "SluiceRun", "SluiceMixing", "TestSupport",
      ]),
    .testTarget(
      name: "SluiceRunTests",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluiceClassifier", "SluiceTraining", "SluicePipeline", "SluiceLedger",
        "SluiceReport", "SluiceRun", "TestSupport",
      ]),
    .testTarget(
      name: "SluiceCommandsTests",
      dependencies: [
        "SluiceCommands", "SluiceCore", "SluicePipeline", "SluiceRun",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "SluiceReportTests", dependencies: ["SluiceCore", "SluicePipeline", "SluiceReport"]),
    .testTarget(
      name: "SluiceSynthesisTests",
      dependencies: [
        "SluiceCore", "SluiceIO", "SluiceClassifier", "SluiceTraining", "SluicePipeline", "SluiceLedger",
        "SluiceSynthesis", "TestSupport",
      ]),
    // As another package sees the libraries: what docs and the DocC catalog show must do with public names.
    .testTarget(
      name: "SluiceAPITests", dependencies: ["SluiceCore", "SluiceIO", "SluiceClassifier", "SluicePipeline"],
      packageAccess: false),
    .testTarget(name: "SluiceEndToEndTests", dependencies: ["TestSupport", "sluice"]),
  ],
  cxxLanguageStandard: .cxx17
)

// One place for the settings every Swift module shares. C modules and system libraries take none.
let modulesInC: Set = ["CSimdjson", "CKernels", "CKernelReferences", "CDefaults", "CCurl"]
for target in package.targets where target.type != .system && !modulesInC.contains(target.name) {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
  ]
}

// What Scripts/fuzz builds with libFuzzer, in a package of its own, which sees nothing of this one but its products.
if Context.environment["SLUICE_FUZZ"] != nil {
  package.products.append(.library(name: "FuzzHarness", targets: ["FuzzHarness"]))
}
