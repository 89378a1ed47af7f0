"""With the real tokenizers package, the tag is one special token, and removing it restores the text."""
import glob
import json
import subprocess
import sys

import corpus
import zstandard
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

TAG = "<potentially_unsafe_content>"
sluice, folder = sys.argv[1:]
documents = corpus.build(folder)
out = corpus.run(sluice, folder)
subprocess.run([sluice, "tag", "--run", out, "--min-score", "0", "--probability", "0.2"], check=True,
               stdout=subprocess.DEVNULL)

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train_from_iterator(
    [one["text"] for one in documents.values()],
    trainers.BpeTrainer(vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
assert len(tokenizer.encode(TAG).ids) > 1, "before it is added, the tag is many tokens"
tokenizer.add_special_tokens([TAG])
tag = tokenizer.token_to_id(TAG)
assert tokenizer.encode(TAG).ids == [tag]

seen = tags = 0
for path in glob.glob(f"{out}/tagged/**/*.jsonl.zst", recursive=True):
    with zstandard.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for row in map(json.loads, file):
            original = documents[row["id"]]["text"]
            assert row["text"].replace(TAG, "") == original
            ids = tokenizer.encode(row["text"]).ids
            assert ids.count(tag) == row["text"].count(TAG)
            assert tokenizer.decode([i for i in ids if i != tag]) == original
            seen += 1
            tags += ids.count(tag)
assert seen > 100 and tags > 100
print(f"tokenizers: {seen} tagged documents; each of the {tags} tags is one token, and without them the tokens give the original text")
