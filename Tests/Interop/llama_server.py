"""Runs every stage and an annotation against llama.cpp's server, live and through batch files.

    llama_server.py SLUICE SCRATCH
"""

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import gguf
import numpy

sluice, scratch = sys.argv[1:3]
KEY = "key-of-the-test"
TAG = "<potentially_unsafe_content>"
WORDS = """the a river garden letter morning window bread teacher winter song market train paper field small quiet
bright early people lived worked together learned wrote carried opened remembered children family town house water
light road mountain school book story friend neighbour help care think know understand cannot help because safe
kind word day year life place time long good new old many some they we she he it was were is are and of in to with
for on at by from about after before""".split()


def write_model(path):
    """Writes a llama with one layer. Its tokens are words and bytes; a constant feature keeps bytes out of answers."""
    rng = numpy.random.default_rng(1)
    width, heads, feed = 64, 4, 64
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    words = sorted(set("\u2581" + word for word in WORDS)) + ["\u2581", ".", ","]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * len(words)
    tokens += [*words, TAG]
    kinds.append(gguf.TokenType.USER_DEFINED)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(16384)
    writer.add_embedding_length(width)
    writer.add_block_count(1)
    writer.add_feed_forward_length(feed)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * 259 + [-float(i) for i in range(len(words))] + [0.0])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)

    def tensor(name, *shape, scale=0.3):
        values = rng.normal(0, scale, shape).astype(numpy.float32)
        if name == "token_embd.weight":
            values[:, 0] = 4
        if name == "output.weight":
            values[:, 0] = 0
            values[:259, 0] = -6
            values[-1, 0] = -6
            values[2] = 0
            values[2, 0] = 0.14  # answers end after a few dozen words
        if name.endswith("norm.weight"):
            values[:] = 1
        writer.add_tensor(name, values)

    tensor("token_embd.weight", len(tokens), width)
    tensor("output_norm.weight", width)
    tensor("output.weight", len(tokens), width)
    for name, shape in {
        "attn_norm": (width,), "attn_q": (width, width), "attn_k": (width, width), "attn_v": (width, width),
        "attn_output": (width, width), "ffn_norm": (width,), "ffn_gate": (feed, width), "ffn_up": (feed, width),
        "ffn_down": (width, feed),
    }.items():
        tensor(f"blk.0.{name}.weight", *shape, scale=0.05)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_corpus(folder):
    os.makedirs(folder)
    random.seed(2)
    with open(folder + "/a.jsonl", "w") as file:
        for number in range(24):
            text = " ".join(random.choice(WORDS) for _ in range(60)) + (" harbour." if number % 2 else " lantern.")
            file.write(json.dumps({"id": f"d{number}", "text": text, "source": "test"}) + "\n")
    with open(folder + "/policy.yaml", "w") as file:
        file.write("version: 1\nrules:\n  - name: refused\n    when: {terms: {values: [lantern]}}\n    route: refusal\n"
                   "  - name: rest\n    route: recontextualize\n")


def run(*arguments, status=(0,), environment=None):
    finished = subprocess.run([sluice, *arguments], capture_output=True, text=True, env={**os.environ, **(environment or {})})
    assert finished.returncode in status, (arguments, finished.returncode, finished.stdout, finished.stderr)
    assert KEY not in finished.stdout + finished.stderr
    return finished.stdout


def post(url, body):
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", "Authorization": "Bearer " + KEY})
    with urllib.request.urlopen(request) as response:
        return response.status, json.load(response)


def outcomes(stage):
    rows = sqlite3.connect(scratch + "/out/ledger.sqlite").execute(
        "SELECT outcome, count(*) FROM synthesis WHERE stage = ? GROUP BY 1", [stage])
    return dict(rows.fetchall())


write_model(scratch + "/tiny.gguf")
write_corpus(scratch + "/in")
run("run", scratch + "/in/a.jsonl", "--output", scratch + "/out", "--policy", scratch + "/in/policy.yaml")
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
log = open(scratch + "/server.log", "w")
server = subprocess.Popen(
    [sys.executable, "-m", "llama_cpp.server", "--model", scratch + "/tiny.gguf", "--model_alias", "tiny", "--host",
     "127.0.0.1", "--port", str(port), "--n_ctx", "16384", "--logits_all", "true", "--api_key", KEY], stdout=log, stderr=log)
try:
    url = f"http://127.0.0.1:{port}/v1"
    for _ in range(300):
        try:
            post(url + "/chat/completions", b'{"messages":[{"role":"user","content":"the river"}],"max_tokens":4}')
            break
        except OSError:
            assert server.poll() is None, open(scratch + "/server.log").read()
            time.sleep(0.2)
    model = ["--model", "tiny", "--token-limit-field", "max_tokens", "--max-tokens", "200", "--temperature", "1"]
    live = ["--endpoint", url, "--concurrency", "2", *model]
    key = {"SLUICE_API_KEY": KEY}

    # Without the key the server refuses, and everything stays pending.
    run("synthesize", "recontextualize", "--run", scratch + "/out", *live, status=(1,))
    run("synthesize", "recontextualize", "--run", scratch + "/out", *live, environment=key)
    run("synthesize", "refusals", "--run", scratch + "/out", *live, environment=key)
    rewritten, refused = outcomes("recontextualize"), outcomes("refusals")
    print("recontextualize", rewritten)
    print("refusals       ", refused)
    assert rewritten.get("accepted", 0) > 0, "some gibberish passes as a rewrite"
    assert "accepted" not in refused and refused["bad_format"] > 0, "but no gibberish is a dialogue"
    for counts in (rewritten, refused):
        assert "pending" not in counts and "http_error" not in counts, counts
    tokens = sqlite3.connect(scratch + "/out/ledger.sqlite").execute(
        "SELECT count(*), min(tokens_in), min(tokens_out) FROM synthesis").fetchone()
    assert tokens[1] > 100 and tokens[2] >= 1, tokens
    run("verify", scratch + "/out")

    # The same through batch files; the server answers one request at a time.
    run("run", scratch + "/in/a.jsonl", "--output", scratch + "/out2", "--policy", scratch + "/in/policy.yaml")
    run("synthesize", "recontextualize", "--run", scratch + "/out2", "--batch", scratch + "/todo", *model)
    with open(scratch + "/todo/recontextualize-00001.jsonl") as requests, open(scratch + "/answers.jsonl", "w") as answers:
        for line in requests:
            request = json.loads(line)
            status, body = post(url + "/chat/completions", json.dumps(request["body"]).encode())
            answers.write(json.dumps({"id": "b", "custom_id": request["custom_id"], "error": None,
                                      "response": {"status_code": status, "request_id": "r", "body": body}}) + "\n")
    print(run("synthesize", "recontextualize", "--run", scratch + "/out2", "--import", scratch + "/answers.jsonl"), end="")

    # Annotation by a model that cannot judge: every vote is lost, and no request is repeated forever.
    lost = run("annotate", scratch + "/in/a.jsonl", "--output", scratch + "/labels.jsonl", *live, status=(2,), environment=key)
    assert "no label for 24 documents" in lost, lost

    # Safe Beam Search, with the tag's probability read from the server's log-probabilities.
    found = json.loads(run("decode", "--endpoint", url, "--model", "tiny", "--key-variable", "SLUICE_API_KEY",
                           "--beams", "2", "--proposals", "3", "--max-tokens", "5", "--logprobs", "1000", "--json",
                           "the river", environment=key))
    assert len(found) == 2 and all(0 < len(one["tagProbabilities"]) <= 5 for one in found), found
    assert all(0 < chance < 1e-3 for one in found for chance in one["tagProbabilities"] if one["ending"] != "end"), found
    assert all(one["text"].strip() and TAG not in one["text"] for one in found), found
    print("llama.cpp server: passed")
finally:
    server.terminate()
    server.wait()
