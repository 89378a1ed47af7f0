/// The version of the program and of its libraries (semantic versioning).
public let sluiceVersion = "0.1.0"
