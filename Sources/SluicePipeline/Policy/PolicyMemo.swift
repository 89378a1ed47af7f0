/// What a policy's tests said about one document, so that the policy and its variants search the text only once. Start
/// a new one for every document.
public struct PolicyMemo: Sendable {
  private var known: UInt64 = 0
  private var holds: UInt64 = 0

  public init() {}

  /// From the 65th test on, answers are computed anew each time.
  @inline(__always)
  mutating func value(of test: Int, else compute: () -> Bool) -> Bool {
    if test >= 64 { return compute() }
    let bit = (1 as UInt64) << UInt64(test)
    if known & bit == 0 {
      known |= bit
      if compute() { holds |= bit }
    }
    return holds & bit != 0
  }
}
