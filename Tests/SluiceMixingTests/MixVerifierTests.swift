import Foundation
import SluiceIO
import SluiceMixing
import TestSupport
import Testing

/// Promise: `verify` finds every edit of a mix: changed, missing and foreign files, other counts, and the tag
/// where it must not be.
struct MixVerifierTests {
  private static let tag = "<potentially_unsafe_content>"
  private static let shard = "documents/part-00000.jsonl"

  private static func line(_ text: String, _ component: String, copy: Int = 1) -> String {
    #"{"id":"x","text":"\#(text)","source":"","metadata":{"component":"\#(component)","run":0,"#
      + #""origin_key":"a#1","origin_score":0,"copy":\#(copy),"stage":"","style":"","model":"","prompt":"","prompt_version":""}}"#
      + "\n"
  }

  private static let lines = [line("one two", "kept"), line("a \(tag)b", "tagged"), line("three", "kept")]

  /// A mix with one shard; the manifest is right for `lines`.
  private func mix(_ lines: [String] = lines) throws -> Scratch {
    let scratch = try Scratch()
    let path = try scratch.write(lines.joined(), to: Self.shard)
    try scratch.write("", to: "_SUCCESS")
    let kept = #"{"documents":2,"words":3,"textBytes":12,"tokens":3}"#
    // The tag counts as one token: three bytes and one tag are (3 + 4) / 4 tokens.
    let tagged = #"{"documents":1,"words":2,"textBytes":31,"tokens":2}"#
    let all = #"{"documents":3,"words":5,"textBytes":43,"tokens":5}"#
    func component(_ name: String, _ counts: String) -> String {
      #"{"name":"\#(name)","from":"\#(name)","available":\#(counts),"taken":\#(counts),"originals":1,"share":0.5,"#
        + #""copies":1,"begin":0,"end":1,"leftOut":{}}"#
    }
    let manifest =
      #"{"format":1,"sluiceVersion":"0","recipe":{"name":"r/my.yaml","sha256":"ab","seed":3,"tag":"\#(Self.tag)"},"#
      + #""layout":"shuffled","codec":"none","tokenEstimator":"e","bytesPerToken":4,"runs":[],"inputs":[],"total":\#(all),"#
      + #""components":[\#(component("kept", kept)),\#(component("tagged", tagged))],"phases":[],"#
      + #""shards":[{"path":"\#(Self.shard)","phase":0,"counts":\#(all),"components":{"kept":2,"tagged":1},"#
      + #""bytes":\#(lines.joined().utf8.count),"sha256":"\#(try FileDigest.sha256(of: path))"}]}"#
    try scratch.write(manifest, to: "manifest.json")
    return scratch
  }

  private func differences(_ scratch: Scratch) throws -> [String] {
    try MixVerifier(folder: scratch.path, jobs: 2).differences()
  }

  @Test func aMixAsItWasMadeHasNoDifferences() throws {
    let scratch = try mix()
    #expect(try differences(scratch) == [])
    let verifier = try MixVerifier(folder: scratch.path, jobs: 1)
    #expect(verifier.files == 1 && verifier.documents == 3)
  }

  @Test func aChangedByteIsFound() throws {
    let scratch = try mix()
    try scratch.write(Self.lines.joined().replacing("three", with: "threE"), to: Self.shard)
    #expect(try differences(scratch).contains { $0.hasPrefix("\(Self.shard): the file was changed: its sha256 is") })
  }

  // With a digest that agrees, counts tell.
  @Test func aMissingOrLongerDocumentIsFound() throws {
    let shorter = try differences(try mix(Array(Self.lines.dropLast())))
    #expect(
      shorter.contains(
        "\(Self.shard): holds 2 documents, 4 words, 38 bytes, 4 tokens, the manifest says 3 documents, 5 words, 43 bytes, 5 tokens"
      ),
      "\(shorter)")
    #expect(shorter.contains("\(Self.shard): its components are not those of the manifest"))
    let longer = try differences(try mix(Array(Self.lines.dropLast()) + [Self.line("three!", "kept")]))
    #expect(longer.contains { $0.contains("44 bytes") })
  }

  @Test func aDocumentOfAnotherComponentIsFound() throws {
    let other = try differences(try mix([Self.lines[0], Self.lines[1], Self.line("three", "tagged")]))
    #expect(other.contains("\(Self.shard): its components are not those of the manifest"))
  }

  @Test func theTagInUntaggedTextIsFound() throws {
    let strayed = try differences(try mix([Self.line("\(Self.tag) two", "kept")] + Self.lines.dropFirst()))
    #expect(strayed.contains { $0.hasPrefix("\(Self.shard): ") && $0.hasSuffix("1 untagged document") }, "\(strayed)")
  }

  @Test func aLineOfNoMixIsFound() throws {
    let foreign = try differences(try mix(Self.lines + ["{\"text\":\"do not tell\"}\n"]))
    #expect(foreign.contains { $0.contains("line 4 is no") } && !foreign.joined().contains("tell"), "\(foreign)")
  }

  @Test func missingAndForeignFilesAreFound() throws {
    let scratch = try mix()
    try scratch.write("{}", to: "documents/more.jsonl")
    try FileManager.default.removeItem(atPath: scratch.file("_SUCCESS"))
    #expect(
      try differences(scratch) == [
        "documents/more.jsonl: the manifest does not list this file", "_SUCCESS: is missing",
      ])
    try FileManager.default.removeItem(atPath: scratch.file(Self.shard))
    #expect(try differences(scratch).contains { $0.contains(Self.shard) })
  }

  @Test func aManifestCannotNameFilesElsewhere() throws {
    let scratch = try mix()
    let manifest = String(decoding: try bytes(of: scratch.file("manifest.json")), as: UTF8.self)
    try scratch.write(manifest.replacing("part-00000", with: "../../part"), to: "manifest.json")
    #expect(try differences(scratch).contains { $0.hasSuffix("not a path of this mix") })
    try FileManager.default.removeItem(atPath: scratch.file("manifest.json"))
    #expect(throws: MixFailure.self) { try differences(scratch) }
  }

  @Test func theExportsSayWhatTheManifestSays() throws {
    let scratch = try mix()
    let manifest = try #require(try MixManifest.read(folder: scratch.path))
    let card = DatasetCard(manifest).render()
    #expect(card.hasPrefix("---\npretty_name: \"my\"\n") && card.contains("- n<1K\n"))
    #expect(card.contains("path: \"documents/**/*.jsonl\""))
    #expect(card.contains("| kept | kept | 2 | 1 | 3 | 3 | 50 % | 1 | 0 % | 100 % |"))
    #expect(card.contains("## The harmfulness tag") && !card.contains("## Phases"))
    let listing = SourceListing(manifest).render()
    #expect(
      listing.contains("requested_tokens: 5\nseed: 3\n")
        && listing.contains("- source_name: mix\n  target_ratio: 1.0\n"))
    var apart = manifest
    apart.layout = MixLayout.components.rawValue
    #expect(SourceListing(apart).render().contains("- source_name: tagged\n  target_ratio: 0.5\n"))
  }
}
