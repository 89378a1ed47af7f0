/// Aho–Corasick over numbered words: after each word, the state is the longest beginning of any
/// phrase that the text ends with here.
struct PhraseAutomaton: Sendable {
  private struct State: Sendable {
    var depth: Int32 = 0
    /// Where to look when no transition fits.
    var fail: Int32 = 0
    /// The phrase that ends here; -1 if none.
    var term: Int32 = -1
    /// The nearest state down the fail links where a phrase ends; 0 if none.
    var output: Int32 = 0
  }

  private var states = [State()]
  /// Transitions by state and word: key plus one, 0 is empty. At most half full.
  private var keys: [UInt64]
  private var targets: [Int32]

  /// Of equal phrases, the first is reported.
  init(_ phrases: [[Int32]]) {
    var children: [[(word: Int32, state: Int32)]] = [[]]
    var known: [UInt64: Int32] = [:]
    for (term, phrase) in phrases.enumerated() {
      var state: Int32 = 0
      for word in phrase {
        let key = Self.key(state, word)
        if let next = known[key] {
          state = next
          continue
        }
        let next = Int32(states.count)
        states.append(State(depth: states[Int(state)].depth + 1))
        children.append([])
        children[Int(state)].append((word, next))
        known[key] = next
        state = next
      }
      if states[Int(state)].term < 0 { states[Int(state)].term = Int32(term) }
    }
    var size = 64
    while size < known.count * 2 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    targets = [Int32](repeating: 0, count: size)
    for (key, target) in known { insert(key, target) }
    link(children)
  }

  private mutating func insert(_ key: UInt64, _ target: Int32) {
    var slot = slot(key)
    while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    targets[slot] = target
  }

  /// Sets fail and output links, breadth first.
  private mutating func link(_ children: [[(word: Int32, state: Int32)]]) {
    var queue: [Int32] = [0]
    var head = 0
    while head < queue.count {
      let parent = queue[head]
      head += 1
      for (word, child) in children[Int(parent)] {
        if parent != 0 { states[Int(child)].fail = next(states[Int(parent)].fail, word) }
        let fail = Int(states[Int(child)].fail)
        states[Int(child)].output = states[fail].term >= 0 ? Int32(fail) : states[fail].output
        queue.append(child)
      }
    }
  }

  /// The state after one more word.
  @inline(__always)
  func next(_ state: Int32, _ word: Int32) -> Int32 {
    var state = state
    while true {
      let target = transition(state, word)
      if target > 0 || state == 0 { return max(target, 0) }
      state = states[Int(state)].fail
    }
  }

  /// The longest phrase that ends in a state; 0 if none.
  @inline(__always)
  func firstOutput(_ state: Int32) -> Int32 {
    states[Int(state)].term >= 0 ? state : states[Int(state)].output
  }

  @inline(__always)
  func nextOutput(_ state: Int32) -> Int32 { states[Int(state)].output }

  func term(_ state: Int32) -> Int { Int(states[Int(state)].term) }
  func depth(_ state: Int32) -> Int { Int(states[Int(state)].depth) }

  private func transition(_ state: Int32, _ word: Int32) -> Int32 {
    let key = Self.key(state, word)
    var slot = slot(key)
    while keys[slot] != 0 {
      if keys[slot] == key { return targets[slot] }
      slot = (slot + 1) & (keys.count - 1)
    }
    return -1
  }

  private static func key(_ state: Int32, _ word: Int32) -> UInt64 { (UInt64(state) << 32 | UInt64(word)) + 1 }

  private func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
  }
}
