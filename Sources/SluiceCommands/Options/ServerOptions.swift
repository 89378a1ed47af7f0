internal import ArgumentParser
internal import SluiceSynthesis

/// How a live server is asked, and what that may cost.
struct ServerOptions: ParsableArguments {
  @OptionGroup var key: KeyOptions

  @Option(help: "Most requests in flight at once; reduced while the server says it is overloaded.")
  var concurrency = 32

  @Option(help: "Timeout of a request, in seconds.")
  var timeout = 300.0

  @Option(help: "How often to retry a failed request.")
  var retries = 8

  @Option(
    help: ArgumentHelp("Stop before the stage has used more tokens than this, all calls together.", valueName: "count"))
  var maxTokensTotal: Int?

  @Option(help: ArgumentHelp("Stop before the stage has cost more than this; needs the prices.", valueName: "amount"))
  var maxCost: Double?

  @Option(help: ArgumentHelp("Price of a million tokens sent.", valueName: "amount"))
  var priceInput = 0.0

  @Option(help: ArgumentHelp("Price of a million tokens received.", valueName: "amount"))
  var priceOutput = 0.0

  func check(_ endpoint: String) throws {
    try EndpointCheck.check(endpoint)
    guard (1...4096).contains(concurrency) else { throw ValidationError("--concurrency must be 1 to 4096") }
    guard timeout.isFinite, timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout must be 1 to 86400 seconds")
    }
    guard (0...100).contains(retries) else { throw ValidationError("--retries must be 0 to 100") }
    guard maxTokensTotal ?? 1 > 0 else { throw ValidationError("--max-tokens-total must be positive") }
    guard (0...1e9).contains(priceInput), (0...1e9).contains(priceOutput) else {
      throw ValidationError("--price-input and --price-output must be 0 to 1000000000")
    }
    if let maxCost {
      guard maxCost > 0 else { throw ValidationError("--max-cost must be positive") }
      guard priceInput > 0 || priceOutput > 0 else {
        throw ValidationError("--max-cost needs --price-input and --price-output, of a million tokens")
      }
    }
  }

  func settings(_ endpoint: String) throws -> LiveSettings {
    var settings = LiveSettings(endpoint: endpoint)
    settings.key = try key.key()
    settings.concurrency = concurrency
    settings.timeout = timeout
    settings.retries = retries
    settings.budget.maxTokens = maxTokensTotal
    settings.budget.maxCost = maxCost
    settings.budget.priceIn = priceInput
    settings.budget.priceOut = priceOutput
    return settings
  }
}
