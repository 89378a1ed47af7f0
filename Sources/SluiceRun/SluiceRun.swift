// SluiceRun
//
// What a run's folder is, and what can be done with it: start or resume a run, read what it found, verify it,
// and draw documents to label from its inputs. Between the libraries that do the work (SluicePipeline,
// SluiceLedger) and the commands, which only check what was asked and show what came of it.
//
//   Folder/        the folder itself: lock, ledger, run.json, options, manifest; `Drift`, the one refusal to mix
//                  two runs in one folder; `RunSource`, a run as something to read
//   Session/       from a folder to a plan and to its end: `RunSession`; how tasks find their part
//   Reading/       questions about a run: how far it has come, why a document went where it went, its decisions
//   Reports/       the report of a run or a scan, and what changed between two
//   Verification/  files against ledger, inputs and manifest
//   Sampling/      documents to label, drawn evenly from shards
//
// Not here: how a document is read, scored and routed (SluicePipeline), the ledger's tables (SluiceLedger), what a
// report looks like (SluiceReport), options, and anything printed. What is made from a run's queues is in
// SluiceSynthesis and SluiceMixing, which see the run through `RunSource` and refuse with `Drift`.
// Imported by SluiceCommands, SluiceMixing and SluiceSynthesis.
