internal import ArgumentParser
internal import SluicePipeline

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The program: parses the command line, runs one command, and turns every way it can end into an exit
/// code and one message on standard error.
public enum SluiceMain {
  public static func run() -> Never {
    ProcessSetup.prepare()
    do {
      var command = try SluiceCommand.parseAsRoot()
      try command.run()
      exit(0)
    } catch let drift as Drift {
      Console.error("sluice: \(drift)\n")
      exit(ExitCode.drift.rawValue)
    } catch let limit as Pipeline.TooManyBadLines {
      Console.error("sluice: \(limit)\n")
      exit(ExitCode.incomplete.rawValue)
    } catch {
      // Help, version, usage errors and exit codes.
      SluiceCommand.exit(withError: error)
    }
  }
}
