"""A corpus for the tests of the launchers, and a policy that routes it by plain words. The shards differ greatly in
size, so that a test can interrupt the tasks of the largest ones at work. One line is not a document.

    python corpus.py FOLDER SIZE...     writes FOLDER/corpus, one shard per SIZE (in blocks of about 650 kB), and
                                        FOLDER/policy.yaml
"""

import gzip
import json
import os
import random
import sys

POLICY = """version: 1
rules:
  - {name: dropped, when: {terms: {values: [zebra]}}, route: drop}
  - {name: refused, when: {terms: {values: [lantern]}}, route: refusal}
  - {name: rewritten, when: {terms: {values: [harbour]}}, route: recontextualize}
  - {name: rest, route: keep}
"""
WORDS = "river garden letter morning window bread teacher winter song market train paper field small".split()
MARKS = ["", " harbour", " lantern", " zebra"]
DOCUMENTS_PER_BLOCK = 500


def write(folder, sizes):
    """Writes corpus/a/0.jsonl, corpus/b/1.jsonl, corpus/a/2.jsonl.gz, ... and policy.yaml."""
    generator = random.Random(7)
    for index, blocks in enumerate(sizes):
        lines = [json.dumps({"id": f"d{index}-{n}", "source": f"s{n % 3}",
                             "text": " ".join(generator.choices(WORDS, k=generator.randint(20, 400))) + MARKS[n % 4]})
                 for n in range(DOCUMENTS_PER_BLOCK)]
        content = ("\n".join(lines) + "\n").encode() * blocks + (b"not json\n" if index == 4 else b"")
        name = f"{folder}/corpus/{'ab'[index % 2]}/{index}.jsonl{'.gz' if index % 3 == 2 else ''}"
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with (gzip.open(name, "wb", 1) if name.endswith(".gz") else open(name, "wb")) as file:
            file.write(content)
    with open(f"{folder}/policy.yaml", "w") as file:
        file.write(POLICY)


if __name__ == "__main__":
    write(sys.argv[1], [int(size) for size in sys.argv[2:]])
