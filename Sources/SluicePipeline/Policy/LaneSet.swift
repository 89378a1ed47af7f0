package import SluiceCore

/// A set of lanes: bit k is the lane with index k.
package struct LaneSet: Sendable, Hashable {
  private var bits: UInt8 = 0

  package init() {}

  package mutating func insert(_ lane: Lane) { bits |= 1 << UInt8(lane.index) }

  package mutating func formUnion(_ other: LaneSet) { bits |= other.bits }

  package func contains(_ lane: Lane) -> Bool { bits >> UInt8(lane.index) & 1 == 1 }

  /// The lane, if the set has only one.
  package var only: Lane? { bits.nonzeroBitCount == 1 ? Lane.allCases.first(where: contains) : nil }
}
