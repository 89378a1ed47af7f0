#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Natural logarithm.
package func logarithm(_ value: Float) -> Float { logf(value) }

/// The logistic function, exact enough at both ends.
@inline(__always)
package func logistic(_ value: Float) -> Float {
  value >= 0
    ? 1 / (1 + expf(-value))
    : {
      let e = expf(value)
      return e / (1 + e)
    }()
}

/// e to the power of a value.
@inline(__always)
package func exponential(_ value: Float) -> Float { expf(value) }
