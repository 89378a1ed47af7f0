// SluiceLedger
//
// The record of a run in one SQLite file, DIR/ledger.sqlite: which shards there are, how far each
// has come, where every document went and why, and a hash chain over what was committed.
// docs/ledger.md is the public description of the tables and of the bytes that are hashed.
//
//   Database/  the file, its tables, prepared statements, errors
//   Writing/   the one writer: starts and resumes a run, commits shards, decisions and totals
//   Reading/   typed questions, also while a run is going
//   Chain/     the hash chain: what is hashed, how it is verified
//   Tasks/     runs divided among tasks, and how their ledgers are merged
//   Records/   rows as values
//
//   Ledger          the one writer: starts and resumes a run, hands out its journal
//   LedgerJournal   what the pipeline calls; each call is one durable transaction
//   LedgerReader    typed questions, also while a run is going; verifies the chain
//   RunDivision     who does what in a run by many tasks, each with a ledger of its own
//   LedgerMerge     joins the tasks' ledgers into the one a single task would have written
//
// Not here: which shards to process, whether a resume is allowed, locks between processes, output
// files, rendering. No SQL and no GRDB type leaves this module, and no document text enters it.
// Imported by SluiceRun, by the later stages (SluiceSynthesis, SluiceMixing) and by SluiceCommands; the pipeline
// sees `RunJournal` from SluiceCore.
