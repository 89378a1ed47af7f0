internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluiceRun

/// Finds the inputs and says what was left out: nothing is skipped in silence.
enum FoundInputs {
  struct Unnamed: Error, CustomStringConvertible {
    var description: String
  }

  /// - Parameter pipeName: what a pipe without `--name` is called; nil where a name is needed.
  static func find(
    _ input: InputOptions, excluding: String?, _ logger: Logger, pipeName: String? = nil, trustsSizes: Bool = false
  ) throws -> InputSet {
    if let pipe = try pipe(input, pipeName) { return pipe }
    var found = try InputSet(
      input.inputs, manifest: input.manifest, excluding: excluding, without: input.exclude, trustsSizes: trustsSizes)
    for sentence in found.others.filter({ !$0.reason.mayHoldData && $0.reason != .unreadable }).sentences {
      logger.warning("\(sentence)")
    }
    // What makes the exit code 2 is said with --quiet, too.
    let level: Logger.Level = input.ignoreOtherFiles ? .warning : .error
    for sentence in found.others.filter(\.reason.mayHoldData).sentences {
      logger.log(level: level, "\(sentence)\(input.ignoreOtherFiles ? "" : " (--ignore-other-files if it is meant)")")
    }
    for sentence in found.others.unreadable.sentences { logger.error("\(sentence)") }
    if let name = input.name {
      guard found.shards.count == 1 else {
        throw Unnamed(description: "--name is for one shard, \(input.inputs[0].shown) holds \(found.shards.count)")
      }
      found.shards[0].path = Name(name)
    }
    return found
  }

  /// The one INPUT as a shard, if it is a pipe. Standard input may be a file, which can be read again.
  private static func pipe(_ input: InputOptions, _ otherwise: String?) throws -> InputSet? {
    guard input.inputs.count == 1, input.manifest == nil, try InputShard.isPipe(input.inputs[0]) else { return nil }
    let path = input.inputs[0]
    guard let name = input.name ?? otherwise else {
      throw Unnamed(
        description: "\(path.shown): a pipe; say what to call its shard with --name, such as --name part-1.jsonl")
    }
    let isStandardInput = ["/dev/stdin", "/dev/fd/0"].contains(path)
    return InputSet(pipe: InputShard(pipe: isStandardInput ? "-" : path, named: Name(name)))
  }
}
