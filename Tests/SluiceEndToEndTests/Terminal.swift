import Foundation
import TestSupport

/// Runs sluice on a terminal of its own, by Python's `pty`, and types.
enum Terminal {
  static let isAvailable = (try? TestSupport.run("python3", ["-c", "import pty"]).status) == 0

  /// What to wait for on the screen, and what to type then.
  typealias Step = (sees: String, types: String)

  private static let driver = #"""
    import fcntl, json, os, pty, select, struct, sys, termios, time
    plan = json.loads(sys.argv[1])
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(plan["program"], [plan["program"]] + plan["arguments"])
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    screen, seen = b"", 0
    def more(seconds):
        global screen
        if not select.select([fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(fd, 65536)
        except OSError:
            return None
        screen += data
        return bool(data) or None
    for sees, types in plan["steps"]:
        end = time.time() + 60
        while screen.find(sees.encode(), seen) < 0:
            if time.time() > end or more(1) is None:
                sys.stderr.write("never saw %r\n" % sees)
                os.kill(pid, 9)
                break
        seen = len(screen)
        if types == "SIGTERM":
            os.kill(pid, 15)
        else:
            os.write(fd, types.encode())
    while more(60):
        pass
    status = os.waitpid(pid, 0)[1]
    sys.stdout.buffer.write(screen)
    sys.exit(os.waitstatus_to_exitcode(status) & 255)
    """#

  /// - Returns: the exit code and all that was shown.
  static func run(_ arguments: [String], _ steps: [Step]) throws -> Finished {
    let plan: [String: Any] = [
      "program": sluiceBinary, "arguments": arguments, "steps": steps.map { [$0.sees, $0.types] },
    ]
    let json = String(decoding: try JSONSerialization.data(withJSONObject: plan), as: UTF8.self)
    return try TestSupport.run("python3", ["-c", driver, json])
  }
}
