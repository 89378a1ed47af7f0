package import Foundation

/// How long to wait before a failed request is sent again.
package enum Backoff {
  package static let first = 0.5
  package static let longest = 60.0
  /// A server may ask for a longer pause than that, within reason.
  package static let longestAsked = 3600.0

  /// Seconds that double with each failure, up to a minute. Up to half of them, at random, is left out, so that
  /// requests that failed together do not come back together.
  ///
  /// - Parameters:
  ///   - failures: so far, from 1.
  ///   - chance: 0 to 1, how much of the random half is waited.
  package static func seconds(failures: Int, chance: Double) -> Double {
    min(longest, first * pow(2, Double(min(failures, 20) - 1))) * (0.5 + 0.5 * chance)
  }

  /// The seconds that a Retry-After header asks for: it holds a number, or a date (RFC 9110, 10.2.3).
  ///
  /// - Returns: nil if it says neither.
  package static func asked(_ header: String?, now: Date = Date()) -> Double? {
    guard let header else { return nil }
    if let seconds = Double(header), seconds.isFinite, seconds >= 0 { return min(seconds, longestAsked) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(identifier: "GMT")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return format.date(from: header).map { min(max(0, $0.timeIntervalSince(now)), longestAsked) }
  }
}
