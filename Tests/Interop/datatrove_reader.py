"""datatrove's reader finds every document of the queues."""
import sys

import corpus

sluice, folder = sys.argv[1:]
documents = corpus.build(folder)
out = corpus.run(sluice, folder)
from datatrove.pipeline.readers import JsonlReader  # noqa: E402

seen = {}
for lane in ["keep", "recontextualize", "refusal", "drop"]:
    for document in JsonlReader(str(out / lane), glob_pattern="**/*.jsonl.zst")():
        assert document.id not in seen
        seen[document.id] = document.text
        if lane != "keep":
            assert document.metadata["safety"]["route"] == lane
assert seen == {identifier: one["text"] for identifier, one in documents.items()}
print(f"datatrove: finds {len(seen)} documents, each exactly once")
