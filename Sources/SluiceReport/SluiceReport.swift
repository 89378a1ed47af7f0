// What people see of a corpus: one value, `CorpusReport`, and a file for each form it is shown in.
// Reads sums, and the examples that SluicePipeline set aside, never shards; prints nothing itself. Whatever
// comes from a corpus is hostile: HTML/Markup escapes it, Terminal/Printable takes the control characters out.
// JSON/ is the form for machines.
// Imported by SluiceRun and SluiceCommands.
