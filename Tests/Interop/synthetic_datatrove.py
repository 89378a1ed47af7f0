"""datatrove's reader finds every text that `sluice synthesize` makes, with its lineage."""
import sys

import synthetic

sluice, folder = sys.argv[1:]
documents, out = synthetic.make(sluice, folder)
from datatrove.pipeline.readers import JsonlReader  # noqa: E402

stages = {stage: [] for stage in synthetic.QUEUES}
for stage, rows in stages.items():
    for one in JsonlReader(str(out / "synthetic" / stage), glob_pattern="*.jsonl.zst")():
        # Keys that datatrove does not know, and the file it read, go into the metadata.
        rows.append({"id": one.id, "text": one.text, "metadata": one.metadata})
        assert one.metadata["source"].startswith("s"), one.metadata
print(f"datatrove: {synthetic.check(stages, documents)} texts of three stages")
