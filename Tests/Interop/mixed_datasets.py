"""Hugging Face datasets loads a mix from its dataset card."""
import json
import os
import subprocess
import sys

import corpus

sluice, folder = sys.argv[1:]
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = f"{folder}/hf"
from datasets import load_dataset  # noqa: E402

documents = corpus.build(folder)
out = corpus.run(sluice, folder)
recipe = f"{folder}/recipe.yaml"
with open(recipe, "w") as file:
    file.write("version: 1\nshard_bytes: 65536\ncomponents:\n  - {from: kept}\n  - {from: raw, routes: refusal, repeat: 2}\n")
mix = f"{folder}/mix"
subprocess.run([sluice, "mix", "--run", out, "--recipe", recipe, "--output", mix], check=True,
               stdout=subprocess.DEVNULL)
with open(f"{mix}/manifest.json") as file:
    manifest = json.load(file)
assert len(manifest["shards"]) > 2

dataset = load_dataset(mix, split="train")  # uses the card's data_files
assert len(dataset) == manifest["total"]["documents"]
for row in dataset:
    assert row["text"] == documents[row["id"]]["text"]
metadata = dataset.features["metadata"]
assert metadata["origin_score"].dtype == "int64" and metadata["origin_key"].dtype == "string", metadata
counts = {}
for row in dataset:
    counts[row["metadata"]["component"]] = counts.get(row["metadata"]["component"], 0) + 1
assert counts == {one["name"]: one["taken"]["documents"] for one in manifest["components"]}
print(f"datasets: the mix loads from its card, {len(dataset)} rows in {len(manifest['shards'])} files")
