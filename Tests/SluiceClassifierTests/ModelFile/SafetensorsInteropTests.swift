import Foundation
import SluiceClassifier
import Testing

/// Against the reference implementation. `SLUICE_PYTHON` names a Python that has `safetensors` and
/// `numpy`; without one these tests are skipped and say so.
@Suite(.enabled(if: SafetensorsReference.isAvailable, "no Python with safetensors: set SLUICE_PYTHON"))
struct SafetensorsInteropTests {
  @Test func theReferenceReadsWhatWeWrite() throws {
    try withScratchFolder { folder in
      let path = folder + "/m.safetensors"
      try Data(ModelFileTests.example().bytes()).write(to: URL(fileURLWithPath: path))
      let script = """
        import sys; from safetensors import safe_open
        with safe_open(sys.argv[1], 'np') as f:
            print(f.metadata()['format'], len(f.metadata()['note']), sorted(f.keys()))
            print(f.get_tensor('weights').tolist(), f.get_tensor('codes').tolist(), f.get_tensor('nothing').shape)
        """
      let printed = try #require(output(of: SafetensorsReference.python, ["-c", script, path]))
      #expect(
        printed == """
          1 26 ['bias', 'codes', 'nothing', 'offsets', 'weights']
          [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]] [-1, 0, 127] (0, 4)

          """)
    }
  }

  @Test func weReadWhatTheReferenceWrites() throws {
    try withScratchFolder { folder in
      let path = folder + "/p.safetensors"
      let script = """
        import sys, numpy as np; from safetensors.numpy import save_file
        save_file({'odd': np.array([1, 2, 3], np.int8), 'f': np.array([[0.5, -2]], np.float32),
                   'd': np.array(3.0), 'u': np.array([2**63], np.uint64)}, sys.argv[1],
                  metadata={'é\\n"': 'value'})
        """
      _ = try #require(output(of: SafetensorsReference.python, ["-c", script, path]))
      let file = try ModelFile(path: path)
      #expect(file.metadata == ["é\n\"": "value"])
      #expect(try Array(file.tensor("odd", of: Int8.self).unsafeBuffer) == [1, 2, 3])
      #expect(try Array(file.tensor("f", of: Float.self, shape: [1, 2]).unsafeBuffer) == [0.5, -2])
      #expect(try file.tensor("d", of: Double.self)[0] == 3)
      #expect(try file.tensor("u", of: UInt64.self)[0] == 1 << 63)
    }
  }
}

enum SafetensorsReference {
  static let python = ProcessInfo.processInfo.environment["SLUICE_PYTHON"] ?? "python3"
  static let isAvailable = output(of: python, ["-c", "import safetensors, numpy"]) != nil
}
