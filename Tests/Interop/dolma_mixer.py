"""Dolma's own mixer, driven by our attributes, keeps exactly our keep queue."""
import glob
import gzip
import json
import os
import subprocess
import sys

import corpus

sluice, folder = sys.argv[1:]
documents = corpus.build(folder)
out = corpus.run(sluice, folder, "--attributes", "--codec", "gzip")
os.symlink(out / "attributes", f"{folder}/attributes")


def read(pattern):
    for path in sorted(glob.glob(pattern, recursive=True)):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


rows = list(read(f"{folder}/attributes/sluice/**/*.gz"))
assert [row["id"] for row in rows] == list(documents), "one row per document, in order"
for row in rows:
    length = len(documents[row["id"]]["text"])
    for name, spans in row["attributes"].items():
        assert name.startswith("sluice__sluice__") and len(spans) == 1, name
        assert spans[0][:2] == [0, length] and isinstance(spans[0][2], float), (name, spans)

kept = [row["id"] for row in read(f"{out}/keep/**/*.gz")]
assert 0 < len(kept) < len(documents)


def mix(name, filters):
    config = {
        "streams": [{
            "name": name, "documents": [f"{folder}/documents/**/*.jsonl.gz"], "attributes": ["sluice"],
            "filter": filters, "output": {"path": f"{folder}/{name}", "max_size_in_bytes": 10_000_000},
        }],
        "processes": 1, "work_dir": {"input": f"{folder}/work-{name}/in", "output": f"{folder}/work-{name}/out"},
    }
    path = f"{folder}/{name}.json"
    with open(path, "w") as file:
        json.dump(config, file)
    dolma = os.path.join(os.path.dirname(sys.executable), "dolma")
    subprocess.run([dolma, "-c", path, "mix"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [row["id"] for row in read(f"{folder}/{name}/**/*.gz")]


def attribute(name, condition):
    key = f"@.sluice__sluice__{name}"
    return f"$.attributes[?({key} && {key}[0] && {key}[0][2] {condition})]"


assert sorted(mix("by_route", {"include": [attribute("keep", ">= 1.0")]})) == sorted(kept)
scores = {row["id"]: row["attributes"]["sluice__sluice__score"][0][2] for row in rows}
low = sorted(identifier for identifier, score in scores.items() if score < 1.0)
assert sorted(mix("by_score", {"include": [attribute("score", "< 1.0")]})) == low
print(f"dolma: {len(rows)} attribute rows; the mixer keeps the {len(kept)} documents of our keep queue")
