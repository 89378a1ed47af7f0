"""A corpus for the interop checks, made of plain words. The policy routes documents by some of them."""
import gzip
import json
import pathlib
import subprocess

POLICY = """version: 1
rules:
  - name: dropped-word
    when: {terms: {values: [zebra]}}
    route: drop
  - name: refused-word
    when: {terms: {values: [lantern]}}
    route: refusal
  - name: rewritten-word
    when: {terms: {values: [harbour]}}
    route: recontextualize
  - name: rest
    route: keep
"""

WORDS = "river garden letter morning window bread teacher winter song market train paper".split()


def document(index):
    extra = {3: "harbour", 6: "lantern", 9: "zebra"}.get(index % 10, "")
    text = " ".join(WORDS[(index * k) % len(WORDS)] for k in range(1, 20 + index % 50)) + " é😀 " + extra
    return {
        "id": f"doc-{index}", "text": text, "source": f"s{index % 3}", "added": "2024-01-01T00:00:00.000Z",
        "created": "2023-01-01T00:00:00.000Z", "metadata": {"number": index},
    }


def build(folder, shards=3, documents=400):
    """Writes Dolma documents as gzip shards, and returns the documents by id."""
    everything = {}
    for shard in range(shards):
        path = pathlib.Path(folder, "documents", f"part{shard}", "x.jsonl.gz")
        path.parent.mkdir(parents=True)
        with gzip.open(path, "wt", encoding="utf-8") as file:
            for index in range(shard * documents, (shard + 1) * documents):
                one = document(index)
                everything[one["id"]] = one
                file.write(json.dumps(one, ensure_ascii=index % 2 == 0) + "\n")
    return everything


def run(sluice, folder, *arguments):
    """Runs sluice over the corpus, and returns the output folder."""
    policy = pathlib.Path(folder, "policy.yaml")
    policy.write_text(POLICY)
    out = pathlib.Path(folder, "out")
    subprocess.run(
        [sluice, "run", f"{folder}/documents", "-o", out, "--policy", policy, *arguments], check=True,
        stdout=subprocess.DEVNULL)
    return out
