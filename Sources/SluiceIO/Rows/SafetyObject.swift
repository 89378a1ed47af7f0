/// The members of a safety object that sluice reads back.
package enum SafetyObject {
  package enum Member: String, CaseIterable {
    case score = "safety_score"
    case category, route, key
  }

  /// Where a member is in a row of a queue. The safety key is one literal key of the top level, dots and all.
  package static func path(_ member: Member, safetyKey: String) -> FieldPath {
    .member(of: safetyKey, member.rawValue)
  }
}
