"""sluice and the fasttext program compute the same probabilities from the same model."""
import gzip
import json
import pathlib
import random
import subprocess
import sys

import corpus

sluice, folder = sys.argv[1:]
documents = corpus.build(folder)
random.seed(7)
flavours = ["calm", "plain", "loud", "rough", "harsh", "grim"]
examples = []
for _ in range(1200):
    level = random.randrange(6)
    words = random.choices(corpus.WORDS, k=12) + random.choices(flavours[max(0, level - 1):level + 1], k=4)
    random.shuffle(words)
    examples.append(f"__label__{level} {' '.join(words)}")
pathlib.Path(folder, "train.txt").write_text("\n".join(examples) + "\n")
model = f"{folder}/model"
subprocess.run(
    ["fasttext", "supervised", "-input", f"{folder}/train.txt", "-output", model, "-dim", "16", "-wordNgrams", "2",
     "-minn", "3", "-maxn", "5", "-bucket", "20000", "-thread", "1", "-epoch", "10", "-verbose", "0"], check=True)

# The fasttext program treats each line as a document.
lines = "".join(" ".join(one["text"].split()) + "\n" for one in documents.values())
answers = subprocess.run(
    ["fasttext", "predict-prob", f"{model}.bin", "-", "6"], input=lines, capture_output=True, text=True, check=True)
expected = []
for line in answers.stdout.splitlines():
    parts = line.split()
    expected.append({int(label.removeprefix("__label__")): float(p) for label, p in zip(parts[::2], parts[1::2])})

out = corpus.run(sluice, folder, "--attributes", "--codec", "gzip", "--model", f"{model}.bin")
rows = []
for path in sorted(pathlib.Path(out, "attributes/sluice").glob("**/*.gz")):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows += map(json.loads, file)
assert [row["id"] for row in rows] == list(documents) and len(expected) == len(rows)

worst = 0.0
for row, reference in zip(rows, expected):
    own = [row["attributes"][f"sluice__sluice__p{level}"][0][2] for level in range(6)]
    # The program prints p + 0.00001; sluice keeps ten-thousandths that sum to one.
    worst = max(worst, max(abs(own[level] - (reference[level] - 1e-5)) for level in range(6)))
assert worst <= 1.5e-4, worst
print(f"fastText: {len(rows)} documents, six probabilities each, within {worst:.6f} of the reference program")
