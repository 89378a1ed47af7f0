"""Controls headless Chromium through the DevTools protocol over a pipe. Uses only Python's standard library."""
import base64, json, os, select, subprocess, tempfile, time


class Browser:
    def __init__(self, program="chromium"):
        self.profile = tempfile.TemporaryDirectory()
        to_browser, commands = os.pipe()
        answers, from_browser = os.pipe()

        def files():
            # Chromium reads file 3 and writes file 4.
            os.dup2(to_browser, 63)
            os.dup2(from_browser, 64)
            os.dup2(63, 3)
            os.dup2(64, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--disable-background-networking", "--remote-debugging-pipe", "--disable-dev-shm-usage",
             f"--user-data-dir={self.profile.name}", "about:blank"],
            preexec_fn=files, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.commands, self.answers = commands, answers
        self.buffer, self.number, self.session, self.events = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.call(domain + ".enable")

    def read(self, seconds):
        """Returns one message, or None when the time is up."""
        end = time.time() + seconds
        while b"\0" not in self.buffer:
            if not select.select([self.answers], [], [], max(0, end - time.time()))[0]:
                return None
            data = os.read(self.answers, 1 << 20)
            if not data:
                raise RuntimeError("the browser ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read(60)
            if answer is None:
                raise RuntimeError(f"no answer to {method}")
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path):
        """Loads a file and waits until nothing has happened for a moment."""
        self.events = []
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        end = time.time() + 60
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            message = self.read(1)
            if message:
                self.events.append(message)
            if time.time() > end:
                raise RuntimeError("the page did not load")
        while (message := self.read(0.4)) is not None:
            self.events.append(message)

    def value(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def complaints(self):
        """Everything that the console, the log, dialogs and the network reported since the page was opened."""
        found, requests = [], []
        for event in self.events:
            method, detail = event.get("method"), event.get("params", {})
            if method == "Runtime.consoleAPICalled":
                found.append("console: " + json.dumps(detail["args"])[:300])
            elif method == "Runtime.exceptionThrown":
                found.append("exception: " + json.dumps(detail["exceptionDetails"])[:300])
            elif method == "Log.entryAdded":
                found.append("log: " + detail["entry"]["text"][:300])
            elif method == "Page.javascriptDialogOpening":
                found.append("dialog: " + detail["message"])
            elif method == "Network.requestWillBeSent":
                requests.append(detail["request"]["url"])
        # The page itself may be the only request.
        return found + ["request: " + url[:200] for url in requests[1:]]

    def view(self, width, height=900, dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def screenshot(self, path, width, top=0, height=None):
        full = self.value("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": top, "width": width, "height": min(height or full, full - top), "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as out:
            out.write(base64.b64decode(data))

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, OSError):
            self.process.terminate()
        self.process.wait(20)
        self.profile.cleanup()
