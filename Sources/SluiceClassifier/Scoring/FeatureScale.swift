/// How sums over a window shrink with its length.
package enum FeatureScale {
  package static func of(tokens: Int) -> Float { 0.1 / Float(max(tokens, 1)).squareRoot() }
}
