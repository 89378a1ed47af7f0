// SluiceReport
