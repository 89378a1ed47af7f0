// The engine: shards in, routed documents out, in input order, on all cores.
//
// Worker threads take turns: a free worker reads the next chunks of a shard (serial for a shard),
// then parses, scores, routes and compresses them alone (parallel), then hands the results to the
// shard, which appends them in input order (serial for a shard). No worker owns a stage, so one huge
// shard and many small ones both fill every core, and memory is bounded by chunks in flight.
//
// Engine/ does that; Documents/ is what happens to one chunk, Policy/ where a document goes, Observations/ what is
// counted on the way for reports. Stream/ hands documents back with their scores, shard after shard. The pipeline knows scorer and journal by protocol, neither models nor SQLite;
// it prints nothing. Imported by SluiceReport, SluiceMixing and SluiceCommands.
