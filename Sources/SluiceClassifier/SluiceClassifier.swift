// What gives a document its six probabilities, category, stance and evidence. docs/classifier.md explains how it
// works, docs/model-card.md how well.
//
//   Features/    from bytes to tokens and hashed features, however the letters are obfuscated
//   Scoring/     the native model, stage by stage: screen, table, network, calibration, decision; `TableScorer`
//   FastText/    supervised fastText models as drop-in scorers; `FastTextScorer`
//   ModelFile/   safetensors, checked in full before anything is used
//   Kinds/       how a model file is recognised, opened and described; `ModelKinds` has the list
//
// A text goes through the stages in `TableSession.worstWindow(of:)`. A further stage is one file beside `TableStage`
// and a line there; a further kind of model is one file in Kinds/ and a line in `ModelKinds.all`.
//
// The inner loops are in CKernels. Model files are hostile: an error names path, offset and next step, never text. Not
// here: training and measuring (SluiceTraining), reading shards, decisions (the policy's), printing. Imported by
// SluiceTraining and SluiceCommands; other modules see the protocol `Scorer` of SluiceCore.
