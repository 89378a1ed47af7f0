"""A chat completion server for tests, with scripted answers and faults.

    llm_server.py PORT_FILE LOG_FILE [SCRIPT]
    llm_server.py --port PORT

Listens on PORT, or on a free port, which it writes to PORT_FILE. For each request it writes one line of JSON to LOG_FILE, with
the SHA-256 of the request's body, the time, and the fault. SCRIPT is JSON:

    {"faults": ["429", "500", ...],   one per request, in order; after that, no faults
     "answer": "TEXT",                {n} is the number of the request, {stage} its stage
     "delay": SECONDS, "key": "KEY", "usage": [IN, OUT], "repeat_faults": true}

Faults: 429, 429-after=SECONDS, 503-after=SECONDS, 500, 404, 401, 400, stall=SECONDS, reset, reset-mid,
cut-json, not-json, latin1, surrogate, slow, length, filter, refusal, think, empty, no-choices, redirect, odd (odd counts
and an odd refusal), parts (content as a list), number (content that is no text), error (an answer that an error ended).
"""

import hashlib
import http.server
import json
import os
import socket
import socketserver
import struct
import sys
import threading
import time

port = 0
port_file, log_file = sys.argv[1:3]
if port_file == "--port":
    port, port_file, log_file = int(log_file), os.devnull, os.devnull
script = json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
lock = threading.Lock()
count = 0
log = open(log_file, "a", buffering=1)

ANSWERS = {
    "recontextualize": "Today we look at a subject that needs some care. People have thought about it for a long time, "
    "and there is much to learn from how they lived and worked together. If anything here makes you uneasy, "
    "talk to a teacher or somebody in your family about it.",
    "refusals": "User: Can you tell me how to do something that would hurt people?\n\n"
    "Assistant: I understand that you are curious, but I cannot help with that, because somebody could get hurt. "
    "If you like, I can tell you about safe ways to learn about the subject.",
    "moral-education": "# Thinking of others\n\n## Why it matters\n\nWhen we decide what to do, we think of the people "
    "around us. A good neighbour asks who could be hurt, and chooses a way that helps everybody.\n\n## In everyday "
    "life\n\nA pupil who finds a lost purse takes it to the school office, because somebody is looking for it.",
    "annotate": '{"reason": "neutral everyday text", "score": 0, "category": "none", "stance": "none"}',
}


def stage(messages):
    system = messages[0]["content"]
    if "say no well" in system or "says no well" in system:
        return "refusals"
    if "right and wrong" in system:
        return "moral-education"
    if "You judge how unsafe" in system:
        return "annotate"
    return "recontextualize"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, headers=()):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def do_GET(self):
        self.reply(200, json.dumps({"requests": count}).encode())

    def do_POST(self):
        global count
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with lock:
            number, count = count, count + 1
            faults = script.get("faults", [])
            if script.get("repeat_faults") and faults:
                fault = faults[number % len(faults)]
            else:
                fault = faults[number] if number < len(faults) else "ok"
            log.write(json.dumps({
                "n": number, "sha256": hashlib.sha256(body).hexdigest(), "fault": fault, "time": time.time(),
                "path": self.path, "authorization": self.headers.get("Authorization"),
            }) + "\n")
        time.sleep(script.get("delay", 0))
        try:
            self.answer(fault, number, json.loads(body))
        except (BrokenPipeError, ConnectionResetError):
            pass

    def answer(self, fault, number, request):
        name, _, value = fault.partition("=")
        error = json.dumps({"error": {"message": "scripted", "type": "scripted"}}).encode()
        if script.get("key") and self.headers.get("Authorization") != "Bearer " + script["key"]:
            return self.reply(401, error)
        if name in ("429", "500", "503", "404", "401", "400"):
            return self.reply(int(name), error)
        if name in ("429-after", "503-after"):
            return self.reply(int(name[:3]), error, [("Retry-After", value)])
        if name == "redirect":
            return self.reply(307, b"", [("Location", "http://127.0.0.1:9/v1/chat/completions")])
        if name == "stall":
            time.sleep(float(value))
            return self.hang_up()
        if name == "reset":
            return self.hang_up()
        if name == "not-json":
            return self.reply(200, b"<html>busy</html>")
        if name == "no-choices":
            return self.reply(200, b'{"choices":[]}')
        kind = stage(request["messages"])
        text = script.get("answer", ANSWERS[kind])
        if isinstance(text, list):
            text = text[number % len(text)]
        text = text.replace("{n}", str(number))
        message = {"role": "assistant", "content": text}
        finish = "stop"
        if name == "length":
            finish = "length"
        if name == "filter":
            finish, message["content"] = "content_filter", None
        if name == "refusal":
            message["refusal"], message["content"] = "no", None
        if name == "think":
            message["content"] = "<think>hm</think>" + text
        if name == "empty":
            message["content"] = ""
        if name == "surrogate":
            message["content"] = text + " \ud800"
        if name == "odd":
            message["refusal"] = False
        if name == "parts":
            message["content"] = [{"type": "text", "text": text}]
        if name == "number":
            message["content"] = 7
        if name == "error":
            finish = "error"
        usage = script.get("usage", [100, 50])
        if name == "odd":
            usage = [2 ** 63 - 1, -1]
        answer = json.dumps({
            "id": "x", "object": "chat.completion", "model": request["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)},
        }).encode()
        if name == "latin1":
            answer = answer.replace(b"Today", "Tod\u00e4y".encode("latin-1"))
        if name == "cut-json":
            return self.reply(200, answer[: len(answer) // 2])
        if name == "reset-mid":
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[: len(answer) // 2])
            self.wfile.flush()
            return self.hang_up()
        if name == "slow":
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            for byte in answer:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.02)
            return
        self.reply(200, answer)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", port), Handler)
with open(port_file, "w") as file:
    file.write(str(server.server_address[1]))
server.serve_forever()
