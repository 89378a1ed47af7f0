"""Texts from all three stages of `sluice synthesize`, made with a chat completion server over HTTP."""
import json
import pathlib
import subprocess
import sys
import time

import corpus

HERE = pathlib.Path(__file__).parent
QUEUES = {"recontextualize": "recontextualize", "refusals": "refusal", "moral-education": "refusal"}


def make(sluice, folder):
    """Makes the texts. Returns the documents by id, and the run's folder."""
    documents = corpus.build(folder)
    out = corpus.run(sluice, folder)
    port = pathlib.Path(folder, "port")
    server = subprocess.Popen([sys.executable, HERE / "llm_server.py", port, f"{folder}/log"])
    try:
        while not (port.exists() and port.read_text()):
            assert server.poll() is None, "the server did not start"
            time.sleep(0.05)
        for stage in QUEUES:
            subprocess.run(
                [sluice, "synthesize", stage, "--run", out, "--model", "some-model", "--endpoint",
                 f"http://127.0.0.1:{port.read_text()}/v1"], check=True, stdout=subprocess.DEVNULL)
    finally:
        server.terminate()
        server.wait()
    return documents, out


def check(stages, documents):
    """Checks the rows that a reader returned for each stage: one per document of its queue. Returns the counts."""
    for stage, rows in stages.items():
        check_stage(stage, rows, documents, stages["refusals"])
    return " + ".join(str(len(rows)) for rows in stages.values())


def check_stage(stage, rows, documents, dialogues):
    word = {"recontextualize": "harbour", "refusal": "lantern"}[QUEUES[stage]]
    wanted = {one["id"] for one in documents.values() if word in one["text"]}
    assert {row["metadata"]["origin_id"] for row in rows} == wanted and len(rows) == len(wanted), (stage, len(rows))
    sent = {identifier: one["text"] for identifier, one in documents.items()}
    if stage == "moral-education":
        sent = {row["metadata"]["origin_id"]: row["text"] for row in dialogues}
    for row in rows:
        metadata = row["metadata"]
        assert row["id"] == f"{stage}/{metadata['origin_key']}", row["id"]
        assert metadata["stage"] == stage and metadata["model"] == "some-model" and metadata["style"], metadata
        assert metadata["origin_words"] == len(sent[metadata["origin_id"]].split()), metadata
        assert row["text"].startswith("User: ") == (stage == "refusals") and len(row["text"]) > 100
        assert 0 <= metadata["safety_score"] <= 1
        assert all(isinstance(metadata[name], int) for name in ["origin_score", "parts", "attempt", "used_words"])
        assert all(isinstance(metadata[name], float) for name in ["copy_overlap", "fact_overlap"]), metadata
