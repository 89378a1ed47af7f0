// What people see of a corpus: one value, `CorpusReport`, and a file for each form it is shown in.
// Reads sums only (totals and tallies), never documents; prints nothing itself.
