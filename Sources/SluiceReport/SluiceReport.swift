// What people see of a corpus: Model/ holds one value, `CorpusReport`, and its tables; CSV/, Terminal/ and HTML/
// are the forms they are shown in; Comparison/ is what moved between two reports.
//
// Reads sums, and the examples that SluicePipeline set aside, never shards; prints nothing itself. Anything that
// comes from a corpus is hostile: HTML/Markup escapes it, Terminal/Printable takes the control characters out.
// JSON/ is the form for machines.
// Imported by SluiceRun and SluiceCommands.
