// The executable: one call. Everything is in libraries, so that tests and other programs can use it.
internal import SluiceCommands

SluiceMain.run()
