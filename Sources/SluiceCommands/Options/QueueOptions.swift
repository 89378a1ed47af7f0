internal import ArgumentParser
internal import SluiceIO
package import SluiceLedger
package import SluiceMixing
package import SluiceRun

/// `--codec` of what a run or a mix writes.
enum QueueCodec: String, CaseIterable, ExpressibleByArgument {
  case zstd, gzip

  var compression: OutputCompression { self == .zstd ? .zstd : .gzip }
}

extension MixLayout: ExpressibleByArgument {}
extension DecisionExport.Format: ExpressibleByArgument {}
extension DroppedForm: ExpressibleByArgument {}
extension DecisionRecording: ExpressibleByArgument {}
