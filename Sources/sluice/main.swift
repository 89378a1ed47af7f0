// The executable: one call. Everything is in libraries, so that tests and other programs can use it.
import SluiceCommands

SluiceMain.run()
