// swift-tools-version: 6.2
import PackageDescription

// Separate from the program's own package, so that the program needs neither libFuzzer nor its flags.
// Scripts/fuzz builds and runs it.
let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "sluice", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["CFuzzer", .product(name: "FuzzHarness", package: "sluice")],
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("ExistentialAny"),
        .treatAllWarnings(as: .error),
      ]),
  ],
  cxxLanguageStandard: .cxx17
)
