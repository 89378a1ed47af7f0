import SluiceCommands

SluiceMain.run()
