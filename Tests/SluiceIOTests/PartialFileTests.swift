import Foundation
import SluiceIO
import TestSupport
import Testing

struct PartialFileTests {
  private func append(_ text: String, to file: PartialFile) throws {
    try Array(text.utf8).withUnsafeBytes { try file.append($0) }
  }

  @Test func theFinalNameAppearsOnlyOnPublishing() throws {
    let scratch = try Scratch()
    let path = scratch.file("x")
    let file = try PartialFile(path: path)
    try append("hello", to: file)
    #expect(try files(below: scratch.path) == ["x.partial"])
    try file.publish()
    #expect(try files(below: scratch.path) == ["x"])
    #expect(file.sha256 == SHA256Digest.hex(of: Array("hello".utf8)))
  }

  @Test(arguments: [false, true])
  func goingOnAtACheckpointCutsOffWhatCameAfter(_ wasRenamed: Bool) throws {
    let scratch = try Scratch()
    let path = scratch.file("x")
    let first = try PartialFile(path: path)
    try append("hello, world", to: first)
    if wasRenamed { try first.publish() } else { try first.closeFile() }
    let second = try PartialFile(path: path, keeping: 5, sha256: SHA256Digest.hex(of: Array("hello".utf8)))
    try append("!", to: second)
    #expect(second.sha256 == SHA256Digest.hex(of: Array("hello!".utf8)))
    try second.publish()
    #expect(try bytes(of: path) == Array("hello!".utf8))
  }

  @Test(arguments: ["abc", "Hello, world"])
  func aPartialFileThatIsNotTheCheckpointsIsAnErrorAndLeftAsItIs(_ content: String) throws {
    let scratch = try Scratch()
    let partial = try scratch.write(content, to: "x.partial")
    let sha256 = SHA256Digest.hex(of: Array("hello".utf8))
    #expect(throws: IOFailure.self) { try PartialFile(path: scratch.file("x"), keeping: 5, sha256: sha256) }
    #expect(try bytes(of: partial) == Array(content.utf8))
  }

  @Test func queuesAreReadableByTheirOwnerOnly() throws {
    let scratch = try Scratch()
    try Folders.create(scratch.file("d/e"))
    _ = try PartialFile(path: scratch.file("d/e/x"))
    func mode(_ name: String) throws -> Int {
      try FileManager.default.attributesOfItem(atPath: scratch.file(name))[.posixPermissions] as! Int
    }
    #expect(try mode("d") == 0o700)
    #expect(try mode("d/e/x.partial") == 0o600)
  }

  @Test func aSecondProcessDoesNotGetTheLock() throws {
    let scratch = try Scratch()
    do {
      let lock = try FolderLock(folder: scratch.path)
      #expect(throws: IOFailure.self) { try FolderLock(folder: scratch.path) }
      withExtendedLifetime(lock) {}
    }
    // A process that another test starts just now shares the lock until it becomes its program.
    for _ in 0..<200 where (try? FolderLock(folder: scratch.path)) == nil { usleep(10_000) }
    _ = try FolderLock(folder: scratch.path)
  }
}
