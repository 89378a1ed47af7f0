"""Dolma's mixer reads the documents of a mix."""
import glob
import gzip
import json
import os
import subprocess
import sys

import corpus

sluice, folder = sys.argv[1:]
documents = corpus.build(folder)
out = corpus.run(sluice, folder)
recipe = f"{folder}/recipe.yaml"
with open(recipe, "w") as file:
    file.write("version: 1\ncomponents:\n  - {from: kept}\n  - {from: raw, routes: refusal}\n")
mix = f"{folder}/mix"
subprocess.run([sluice, "mix", "--run", out, "--recipe", recipe, "--output", mix, "--codec", "gzip"], check=True,
               stdout=subprocess.DEVNULL)
config = {
    "streams": [{
        "name": "all", "documents": [f"{mix}/documents/*.jsonl.gz"],
        "filter": {"include": [], "exclude": ["$.metadata[?(@.copy > 1)]"]},
        "output": {"path": f"{folder}/again", "max_size_in_bytes": 10_000_000},
    }],
    "processes": 1, "work_dir": {"input": f"{folder}/scratch-in", "output": f"{folder}/scratch-out"},
}
with open(f"{folder}/config.json", "w") as file:
    json.dump(config, file)
subprocess.run([os.path.join(os.path.dirname(sys.executable), "dolma"), "-c", f"{folder}/config.json", "mix"],
               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
with open(f"{mix}/manifest.json") as file:
    manifest = json.load(file)
ids = []
for path in glob.glob(f"{folder}/again/*.gz"):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            assert row["text"] == documents[row["id"]]["text"]
            ids.append(row["id"])
assert len(ids) == manifest["total"]["documents"]
print(f"dolma: the mixer reads the mix, {len(ids)} documents")
