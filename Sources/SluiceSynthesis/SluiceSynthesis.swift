// New texts from the queues, written by a language model of the user's choice: prompts, requests, a client
// for live endpoints, batch files, the checks an answer has to pass, and annotation. The only module that
// speaks to a network (SluiceDecoding borrows its HTTP client), and with that one the only asynchronous one.
//
// Not here: which documents are in a queue (the ledger and SluicePipeline decide), how a text is scored (it
// takes any `Scorer`), what training makes of the texts (SluiceMixing).
//
// Documents and answers are both hostile: a document is fenced off in its prompt and never a format string,
// an answer is stored only after every check. No text of either appears in an error, a note or the ledger.
