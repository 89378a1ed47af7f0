// Asks a language model of the user's choice: for new texts from the queues (Synthesis/), and for judgements of
// documents (Annotation/). One engine (Engine/) asks for both, over a live endpoint (Live/) or by batch files
// (Batch/). Prompts/ and Requests/ say what is asked, Answers/ what an answer has to pass, Storage/ keeps requests
// and texts. This module alone speaks to a network (SluiceDecoding borrows its HTTP client), and only those two are
// asynchronous.
//
// Not here: which documents are in a queue (the ledger and SluicePipeline decide), how a text is scored (any
// `Scorer` will do), how training uses the texts (SluiceMixing).
//
// Documents and answers are both hostile. A document is fenced off in its prompt and is never a format string; an
// answer is stored only after every check. No text of either appears in an error, a note or the ledger.
