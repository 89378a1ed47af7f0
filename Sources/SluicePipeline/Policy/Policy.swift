internal import CDefaults
public import SluiceCore
package import SluiceIO

/// Routing rules, in order: the first that matches a document decides where it goes, and the last
/// matches every document. Immutable; shared by all workers.
///
/// Files are YAML, described in docs/policy.md, and read strictly: anything that is not understood, cannot
/// match, or can never be reached is an error that names its line.
public struct Policy: Sendable {
  /// One reference, so that passing a policy or a variant around costs next to nothing.
  private final class Storage: Sendable {
    let name: String
    let rules: [String]
    let digest: String
    let labelMap: [Name: LabelTarget]?
    let cuts: ScoreCuts?
    let ruleList: [Rule]
    let compiled: CompiledPolicy
    let fields: [FieldPath]

    init(
      _ name: String, _ rules: [Rule], _ labels: [Name: LabelTarget]?, _ cuts: ScoreCuts?,
      _ tests: [any DocumentTest],
      _ changed: [Int]?
    ) {
      self.name = name
      self.rules = rules.map(\.name)
      labelMap = labels
      self.cuts = cuts
      ruleList = rules
      compiled = CompiledPolicy(rules, tests: tests, changed: changed)
      fields = FieldPredicate.fields(of: rules)
      digest = SHA256Digest.hex(of: Policy.canonical(rules, labels, cuts?.parts).utf8)
    }
  }

  private let storage: Storage

  /// - Parameters:
  ///   - tests: those of the policy that a what-if variant was made from.
  ///   - changed: rules of a variant that differ from those of the policy, in order; nil if it is not a variant.
  init(
    name: String, rules: [Rule], labels: [Name: LabelTarget]?, cuts: ScoreCuts?, tests: [any DocumentTest] = [],
    changed: [Int]? = nil
  ) {
    storage = Storage(name, rules, labels, cuts, tests, changed)
  }

  /// The file as the user named it, or `default`.
  public var name: String { storage.name }

  /// Names of the rules, in order; `route` answers with an index into them.
  public var rules: [String] { storage.rules }

  /// SHA-256 of what the policy means, contents of its lists included, in lower-case hex. Comments
  /// and layout do not count.
  public var digest: String { storage.digest }

  /// What the labels of a foreign classifier mean; nil if the policy does not say.
  public var labelMap: [Name: LabelTarget]? { storage.labelMap }

  /// Decision cuts that replace the model's own; nil to leave those. A ``Judge`` applies them.
  public var cuts: ScoreCuts? { storage.cuts }

  /// Fields of the line that rules look at besides those that every run finds: `PolicyInput.fields` has their values,
  /// in this order.
  package var fields: [FieldPath] { storage.fields }

  var ruleList: [Rule] { storage.ruleList }
  package var compiled: CompiledPolicy { storage.compiled }

  private init(_ bytes: [UInt8], name: String, lists: ListSource) throws(PolicyError) {
    var reader = PolicyReader(file: name, lists: lists)
    try reader.read(bytes)
    self.init(name: name, rules: reader.rules, labels: reader.labels, cuts: reader.cuts.map { ScoreCuts($0) })
  }

  /// Reads a policy from text.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - folder: where its list files are; nil refuses list files.
  public init(yaml: String, name: String, folder: String? = nil) throws(PolicyError) {
    try self.init(Array(yaml.utf8), name: name, lists: folder.map { ListSource.folder($0) } ?? .none)
  }

  /// Reads a policy file. List files are taken from its folder.
  public static func load(path: String) throws(PolicyError) -> Policy {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(of: path, limit: largestYAMLFile)
    } catch {
      let detail = (error as? IOFailure)?.detail ?? "cannot be read"
      throw PolicyError(problems: [
        PolicyProblem(
          file: path, line: 0, column: 0, key: "", message: detail, remedy: "Name a policy file with --policy")
      ])
    }
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
    return try Policy(bytes, name: path, lists: .folder(folder))
  }

  /// The policy built into the program: Config/policy.yaml.
  public static let `default`: Policy = {
    let embedded = sluice_default_policy()
    let bytes = Array(UnsafeBufferPointer(start: embedded.bytes, count: embedded.count))
    do {
      return try Policy(bytes, name: "default", lists: .builtIn)
    } catch {
      fatalError("the built-in policy is invalid:\n\(error)")
    }
  }()

  /// Where a document goes, and by which rule.
  ///
  /// Allocates nothing. Numbers are compared before any list is searched, and a text is searched for
  /// terms only if a rule's other predicates hold.
  public func route(_ input: PolicyInput) -> (destination: Destination, ruleIndex: Int) {
    var memo = PolicyMemo()
    return route(input, memo: &memo)
  }

  /// The same, remembering what the tests said: pass one memo to a policy and its `neighbours`, and a
  /// new one for each document.
  public func route(_ input: PolicyInput, memo: inout PolicyMemo) -> (destination: Destination, ruleIndex: Int) {
    let index = compiled.firstMatch(input, &memo)
    return (compiled.rules[index].destination, index)
  }
}
