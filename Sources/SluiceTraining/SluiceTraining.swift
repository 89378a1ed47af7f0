// What makes a classifier and measures it: labelled texts in, a model file or a report out. docs/evaluation.md defines
// every figure, docs/how-to has the steps.
//
//   Training/    from labelled texts to a model file: `ModelTrainer`
//   Evaluation/  figures with intervals, and comparisons of two models: `EvaluationReport`, `ComparisonReport`
//   Sampling/    which documents to judge, `Sampler`, and what annotators say of them, `AnnotationSession`
//
// Training asks SluiceClassifier for everything that scoring does too: tokens, hashes, the network, the decision. It
// is exact: the same files, options and seed give the same bytes for any number of threads. Not here: scoring
// itself, the terminal, model servers. Imported by SluiceCommands, and by SluiceSynthesis for annotation; not part of
// the library product.
