/// Puts the results of a shard's turns back into input order: pure bookkeeping, without a lock. Turns end in any order;
/// the worker that completes the next one appends it and all that follow it without a gap, for everybody.
package struct AppendOrder<Results> {
  private var ready: [Int: Results] = [:]
  private var nextSequence = 0
  private var isAppending = false

  package init() {}

  /// Takes the results of a turn.
  ///
  /// - Parameter sequence: the turn's place in the shard's order, from 0.
  /// - Returns: whether the caller now has the task of appending, and must call `next` until it returns nil.
  package mutating func add(_ results: Results, sequence: Int) -> Bool {
    ready[sequence] = results
    if isAppending { return false }
    isAppending = true
    return true
  }

  /// What is to be appended next; nil if that turn has not ended yet, which also ends the caller's task.
  package mutating func next() -> Results? {
    guard let results = ready.removeValue(forKey: nextSequence) else {
      isAppending = false
      return nil
    }
    nextSequence += 1
    return results
  }
}
