import Foundation
import TestSupport
import Testing

/// docs/dependencies.md names what the program contains and loads, with versions and licences.
struct DependencyTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
    .standardized

  private struct Resolved: Decodable {
    struct Pin: Decodable {
      struct State: Decodable { var version: String }

      var identity: String
      var state: State
    }

    var pins: [Pin]
  }

  /// Cells of the rows of all tables.
  private func rows() throws -> [[String]] {
    try String(contentsOf: Self.root.appendingPathComponent("docs/dependencies.md"), encoding: .utf8)
      .split(separator: "\n").filter { $0.hasPrefix("|") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  @Test func everyPackageIsListedWithTheVersionThatIsBuilt() throws {
    let file = try Data(contentsOf: Self.root.appendingPathComponent("Package.resolved"))
    let pins = try JSONDecoder().decode(Resolved.self, from: file).pins
    let rows = try rows()
    #expect(pins.count >= 4)
    for pin in pins {
      let row = rows.first { $0[0].lowercased() == pin.identity }
      #expect(row?[1] == pin.state.version, "\(pin.identity) \(pin.state.version): \(row ?? [])")
    }
  }

  @Test func everyLibraryTheProgramNamesIsListed() throws {
    guard let found = try? run("objdump", ["-p", sluiceBinary]), found.status == 0 else {
      print("SKIPPED everyLibraryTheProgramNamesIsListed: objdump is not installed")
      return
    }
    let names = found.text.split(separator: "\n").filter { $0.contains("NEEDED") }
      .map { String($0.split(separator: " ").last!) }
    let listed = try rows().map { $0[0] }.joined(separator: " ")
    #expect(names.contains("libzstd.so.1"))
    // The Swift runtime's own libraries are one row.
    let runtime = ["libswift", "libFoundation", "lib_Foundation", "libdispatch", "libBlocksRuntime", "libxxhash"]
    for name in names where !runtime.contains(where: name.hasPrefix) {
      #expect(listed.contains(name), "\(name) is not in docs/dependencies.md")
    }
    #expect(!names.contains { $0.hasPrefix("libcurl") }, "libcurl is loaded when asked for")
  }
}
