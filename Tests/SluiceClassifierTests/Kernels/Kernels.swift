import CKernelReferences
import CKernels
import Testing

/// Every variant of the kernels that this machine can run.
enum Kernels {
  static let variants: [kernel_set] = {
    var sets: UnsafePointer<kernel_set>?
    let count = kernel_variants(&sets)
    return Array(UnsafeBufferPointer(start: sets, count: count))
  }()

  static let reference = kernel_reference

  static func name(_ set: kernel_set) -> String { String(cString: set.name) }
}

struct KernelsTests {
  @Test func thePortableVariantIsAmongTheOnesCompared() {
    let names = Kernels.variants.map(Kernels.name)
    #expect(names.starts(with: ["chosen", "portable"]))
    #expect(Set(names).count == names.count)
  }
}
