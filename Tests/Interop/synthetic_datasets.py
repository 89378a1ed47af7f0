"""Hugging Face datasets loads the output of `sluice synthesize`, each stage alone and all stages as one table."""
import os
import sys

import synthetic

sluice, folder = sys.argv[1:]
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = f"{folder}/hf"
from datasets import load_dataset  # noqa: E402

documents, out = synthetic.make(sluice, folder)
stages = {
    stage: load_dataset("json", data_files=f"{out}/synthetic/{stage}/*.jsonl.zst", split="train")
    for stage in synthetic.QUEUES}
counts = synthetic.check({stage: list(dataset) for stage, dataset in stages.items()}, documents)
together = load_dataset("json", data_files=f"{out}/synthetic/*/*.jsonl.zst", split="train")
assert len(together) == sum(map(len, stages.values()))
for dataset in stages.values():
    assert dataset.features == together.features, "the stages differ in columns or types"
print(f"datasets: {counts} texts of three stages, all with the same columns and types")
