// The command line. One command per file, in Commands/: it checks what was asked for, calls one thing in a library,
// and shows the result. No algorithm is here; if a command needs one, it belongs in a library.
//
//   Options/    what the user can say, shared by several commands, and what is wrong with it
//   Rendering/  results as people read them (`render()` of a value from a library), tables and summaries;
//               Progress/ what is shown during the work
//   Terminal/   standard output and error, the notes, and the screen of `annotate`
//   Process/    signals, limits, exit codes, unknown commands
//
// Imported by the executable only.
