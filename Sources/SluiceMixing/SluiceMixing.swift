// From queues to training data: Tagging/ marks unsafe raw text with the harmfulness tag, Recipe/ reads what a
// training mix shall hold, Mixing/ plans, shuffles, writes and verifies it, Exports/ tells other programs about
// it, Stories/ explains and verifies what was made, back to the run it came from, Output/ is what they share.
//
// Everything is decided by hashes of (seed, key), never by order, time or thread, and nothing holds a corpus in
// memory: a mix is measured in one pass over its documents, dealt into one spill file per output shard in a
// second, and each shard is sorted by itself. Bytes in, bytes out: no text enters an error or a manifest.
//
// Sees a run as `RunSource` (SluiceRun). Asks no model and no network. Imported by SluiceCommands only.
