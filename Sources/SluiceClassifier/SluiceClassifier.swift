// What gives a document its six probabilities, category, stance and evidence, and what makes and measures
// the models that do. docs/classifier.md tells how it works, docs/model-card.md how well.
//
//   Features/    from bytes to tokens and hashed features, however the letters are disguised
//   Scoring/     the native model: table, windows, network, calibration; `TableScorer`
//   FastText/    supervised fastText models as drop-in scorers; `FastTextScorer`
//   ModelFile/   safetensors, checked in full before anything is used
//   Training/    from labelled texts to a model file: `ModelTrainer`
//   Evaluation/  figures with intervals, and comparisons of two models
//   Sampling/    drawing documents to judge, and what annotators say
//
// The inner loops are in CKernels. Model files are hostile: an error names path, offset and next step, never
// text. Not here: reading shards, decisions (the policy's), printing. Imported by SluiceCommands, and by
// SluiceSynthesis for annotation; other modules see the protocol `Scorer` of SluiceCore.
