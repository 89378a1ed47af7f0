/// Sends a request until it is answered or there is no hope left. Waits and sends; `Tries` and `Throttle`
/// decide.
struct ChatClient: Sendable {
  enum Outcome: Sendable {
    case answer(ChatAnswer)
    case unreadable(UnreadableAnswer)
    /// An error that concerns this request.
    case failed
    /// An error that every request would meet: why, and what to do.
    case hopeless(String)
    case stopped
  }

  private let http: HTTPClient
  private let throttle: Throttle
  private let settings: LiveSettings
  private let isStopping: @Sendable () -> Bool

  init(_ settings: LiveSettings, isStopping: @escaping @Sendable () -> Bool) throws(SynthesisError) {
    self.settings = settings
    self.isStopping = isStopping
    throttle = Throttle(ceiling: settings.concurrency)
    http = try HTTPClient(
      url: settings.url, key: settings.key, timeout: .seconds(settings.timeout), connections: settings.concurrency)
  }

  func close() { http.close() }

  func ask(_ request: ChatRequest) async -> Outcome {
    var tries = Tries(endpoint: settings.endpoint, retries: settings.retries)
    while true {
      let earliest = await throttle.enter()
      guard await wait(until: earliest) else {
        await throttle.leave()
        return .stopped
      }
      let result = await http.post(request.body)
      await throttle.leave()
      if case .success = result { await throttle.reached() }
      let step = tries.next(after: result, wasReached: await throttle.isReached, chance: .random(in: 0...1))
      if let seconds = tries.overload { await throttle.overloaded(for: seconds) }
      switch step {
      case .answer(let answer):
        await throttle.succeeded()
        return .answer(answer)
      case .unreadable(let answer): return .unreadable(answer)
      case .fail: return .failed
      case .giveUp(let reason): return .hopeless(reason)
      case .again(let seconds):
        guard await wait(until: .now + .seconds(seconds)) else { return .stopped }
      }
    }
  }

  /// - Returns: false if the call is being stopped.
  private func wait(until instant: ContinuousClock.Instant) async -> Bool {
    while true {
      if isStopping() { return false }
      let left = instant - .now
      if left <= .zero { return true }
      try? await Task.sleep(for: min(left, .milliseconds(250)))
    }
  }
}
