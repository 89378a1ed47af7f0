"""A completion server that answers from a trigram model of a text file: /v1/completions with top_logprobs.

Usage: completion_server.py PORTFILE LOGFILE TEXTFILE. Tokens are the tag and words with the space before them.
A prompt that ends in STALE gets status 503; one that ends in BARE gets an answer without log-probabilities.
"""
import collections
import http.server
import json
import math
import os
import re
import sys
import threading

TAG = "<potentially_unsafe_content>"
port_file, log_file, text_file = sys.argv[1:]


def tokens(text):
    return re.findall(re.escape(TAG) + r"| ?[^\s<]+", text)


counts = collections.defaultdict(collections.Counter)
with open(text_file, encoding="utf-8") as file:
    for line in file:
        words = [*tokens(line.rstrip("\n")), ""]
        for i, word in enumerate(words):
            counts[tuple(words[max(0, i - 2):i])][word] += 1
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with lock, open(log_file, "a", encoding="utf-8") as log:
            log.write(json.dumps({"path": self.path, "authorization": self.headers.get("Authorization"), **request}) + "\n")
        if request["prompt"].endswith("STALE"):
            return self.answer(503, {"error": {"message": "busy"}})
        followers = counts.get(tuple(tokens(request["prompt"])[-2:]), {})
        total = sum(followers.values())
        top = {word: math.log(count / total) for word, count in
               sorted(followers.items(), key=lambda item: (-item[1], item[0]))[:request["logprobs"]]}
        best = next(iter(top), "")
        logprobs = {"tokens": [best], "token_logprobs": [top.get(best)], "top_logprobs": [top], "text_offset": [0]}
        if best == "" or request["prompt"].endswith("BARE"):
            logprobs = None
        finish = "stop" if best == "" else "length"
        if request["prompt"].endswith("BARE"):
            finish = "length"
        self.answer(200, {"id": "c", "object": "text_completion", "created": 0, "model": request["model"],
                          "choices": [{"text": best, "index": 0, "logprobs": logprobs, "finish_reason": finish}]})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(port_file + ".tmp", "w") as file:
    file.write(str(server.server_address[1]))
os.rename(port_file + ".tmp", port_file)
server.serve_forever()
