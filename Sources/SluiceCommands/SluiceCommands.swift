// One command a file, in Commands/: it checks what the user asked for, makes a plan, calls a library, shows
// the result. Support/ holds what several commands share, Terminal/ the screen of `annotate`, Verification/
// what `verify` compares, since that needs files, ledger and pipeline at once. How documents are read,
// scored, routed and recorded is in the libraries. Imported by the executable only.
