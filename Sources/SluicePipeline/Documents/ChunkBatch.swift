internal import SluiceCore
internal import SluiceIO

/// The chunks a worker reads in one turn. Its memory is reused from turn to turn.
package final class ChunkBatch {
  /// A chunk, and what is to be written of it.
  final class Place {
    let chunk = Chunk()
    /// By `Lane.index`; none if nothing is written.
    let laneBuffers: [ByteBuffer]

    init(writes: Bool) { laneBuffers = writes ? Lane.allCases.map { _ in ByteBuffer() } : [] }

    /// Empties the buffers, and gives back what a chunk of long rows has made them grow.
    func clear() {
      for buffer in laneBuffers {
        buffer.count = 0
        buffer.shrink(to: 8 << 20)
      }
    }
  }

  private static let mostKept = 32 << 20
  private let writes: Bool
  private var places: [Place] = []
  package private(set) var count = 0
  /// Decoded bytes in it.
  private(set) var bytes = 0

  var filled: ArraySlice<Place> { places[..<count] }

  init(writes: Bool) { self.writes = writes }

  func removeAll() {
    // Long lines may have made any of them large.
    if bytes > Self.mostKept { places = [] }
    count = 0
    bytes = 0
  }

  /// Reads one more chunk into it.
  ///
  /// - Returns: whether there was one.
  func add(from reader: ShardReader) throws -> Bool {
    if count == places.count { places.append(Place(writes: writes)) }
    let chunk = places[count].chunk
    guard try reader.next(into: chunk) else { return false }
    count += 1
    bytes += chunk.buffer.count
    return true
  }
}
