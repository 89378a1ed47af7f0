// SluiceClassifier
