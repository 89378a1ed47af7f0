internal import ArgumentParser
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import SluiceRun

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The program: parses the command line, runs one command, and turns every way it can end into an exit
/// code and one message on standard error.
package enum SluiceMain {
  package static func run() -> Never {
    ProcessSetup.prepare()
    // `CommandLine.arguments` repairs bytes that are not UTF-8, and so names other files.
    let arguments = (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { String(fileSystemPath: $0) }
    }
    if let message = UnknownCommand.message(for: arguments) {
      Console.error(message)
      exit(ExitCode.validationFailure.rawValue)
    }
    do {
      var command = try SluiceCommand.parseAsRoot(arguments)
      try command.run()
      exit(0)
    } catch let drift as Drift {
      Console.error("sluice: \(drift)\n")
      exit(ExitCode.drift.rawValue)
    } catch let limit as Pipeline.TooManyBadLines {
      Console.error("sluice: \(limit)\n")
      exit(ExitCode.incomplete.rawValue)
    } catch {
      // Help, version, usage errors and exit codes. The version is ArgumentParser's to ask for and ours to tell.
      if SluiceCommand.fullMessage(for: error) == sluiceVersion, let report = try? VersionReport.render() {
        Console.out(report)
        exit(0)
      }
      // Help and completion scripts are results, so a failed write of them is an error.
      if SluiceCommand.exitCode(for: error) == .success {
        Console.data(SluiceCommand.fullMessage(for: error) + "\n")
        exit(0)
      }
      let message = SluiceCommand.fullMessage(for: error)
      if !message.isEmpty { Console.error(message + "\n") }
      exit(SluiceCommand.exitCode(for: error).rawValue)
    }
  }
}
