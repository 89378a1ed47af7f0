"""Hugging Face datasets loads every queue, with the same types on every line."""
import os
import sys

import corpus

sluice, folder = sys.argv[1:]
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = f"{folder}/hf"
from datasets import load_dataset  # noqa: E402

documents = corpus.build(folder)
out = corpus.run(sluice, folder)
seen = 0
for lane in ["keep", "recontextualize", "refusal", "drop"]:
    dataset = load_dataset("json", data_files=f"{out}/{lane}/**/*.jsonl.zst", split="train")
    seen += len(dataset)
    for row in dataset:
        assert row["text"] == documents[row["id"]]["text"]
        if lane != "keep":
            assert row["safety"]["route"] == lane
            assert len(row["safety"]["safety_probs"]) == 6
    if lane != "keep":
        types = dataset.features["safety"]
        assert types["safety_score"].dtype == "int64" and types["safety_expected"].dtype == "float64", types
assert seen == len(documents)
print(f"datasets: all four queues load, {seen} rows")
