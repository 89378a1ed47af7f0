/// The closest of some names to what was written, for "did you mean".
package enum NearestSpelling {
  /// Nil if nothing is near: more than a third of the letters would have to change.
  package static func of(_ written: String, in names: [String]) -> String? {
    let best = names.map { ($0, distance(written.lowercased(), $0)) }.min { $0.1 < $1.1 }
    guard let (name, edits) = best, edits <= max(1, min(3, (max(written.count, name.count) + 1) / 3)) else {
      return nil
    }
    return name
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  static func distance(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars.prefix(64))
    let b = Array(b.unicodeScalars.prefix(64))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }

  /// `a`, `a or b`, `a, b or c`.
  package static func list(_ names: [String], _ word: String = "or") -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}
