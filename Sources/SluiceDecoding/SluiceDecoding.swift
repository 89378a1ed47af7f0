// Safe Beam Search, the decoding algorithm of Safety Pretraining (arXiv 2504.16980): a beam search that looks
// one token ahead at the chance of the harmfulness tag and turns away from continuations that a model trained on
// tagged text would mark. A small reference, meant to be read and tested: `SafeBeamSearch` knows a model by
// protocol only; `NGramModel` is one to try it on; `CompletionModel` asks a server.
//
// No batching tricks, no caches, no tokenizer: those are a serving system's. Uses
// SluiceSynthesis for its HTTP client alone. Imported by SluiceCommands.
