"""OpenAI's own types accept every request file that `synthesize --batch` writes."""
import json
import pathlib
import subprocess
import sys

import corpus
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

sluice, folder = sys.argv[1:]
corpus.build(folder)
out = corpus.run(sluice, folder)
# As strict as possible: a key that the service does not know is an error here.
strict = TypeAdapter(with_config(ConfigDict(extra="forbid"))(CompletionCreateParamsNonStreaming))



def check(body):
    # pydantic checks the messages only when they are read.
    assert len(list(strict.validate_python(body)["messages"])) > 0


# Make sure that the check can fail.
for wrong in [{"temperatur": 1}, {"messages": [{"role": "nobody", "content": "x"}]}, {"max_tokens": "many"}]:
    try:
        check({"model": "m", "messages": [{"role": "user", "content": "x"}]} | wrong)
    except ValidationError:
        continue
    raise AssertionError(f"{wrong} was accepted")

identifiers = set()
for stage, queue in [("recontextualize", "recontextualize"), ("refusals", "refusal")]:
    batches = pathlib.Path(folder, f"batches-{stage}")
    subprocess.run(
        [sluice, "synthesize", stage, "--run", out, "--model", "some-model", "--batch", batches], check=True,
        stdout=subprocess.DEVNULL)
    lines = [line for path in sorted(batches.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    assert len(lines) == 120, (stage, len(lines))
    for line in lines:
        request = json.loads(line)
        assert set(request) == {"custom_id", "method", "url", "body"}, set(request)
        assert request["method"] == "POST" and request["url"] == "/v1/chat/completions"
        assert 0 < len(request["custom_id"]) <= 512 and request["custom_id"] not in identifiers
        identifiers.add(request["custom_id"])
        check(request["body"])
print(f"batch files: {len(identifiers)} requests, all valid according to the types of the openai package")
