// SluiceIO
