/// A state machine in a box, since `#expect` cannot call what changes a value.
final class Driven<State> {
  private var state: State

  init(_ state: State) { self.state = state }

  func callAsFunction<Result>(_ event: (inout State) -> Result) -> Result { event(&state) }
}
