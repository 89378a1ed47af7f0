// SluiceLedger
