"""Stands in for `vllm run-batch`: sends the requests of a batch file to a server, and writes its answers in the same form.

    run_batch.py REQUESTS ANSWERS ENDPOINT
"""

import json
import sys
import urllib.request

requests, answers, endpoint = sys.argv[1:4]
with open(requests) as source, open(answers, "w") as target:
    for line in source:
        row = json.loads(line)
        request = urllib.request.Request(
            endpoint + "/chat/completions", json.dumps(row["body"]).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            body = json.load(answer)
        response = {"status_code": 200, "request_id": row["custom_id"], "body": body}
        print(json.dumps({"id": row["custom_id"], "custom_id": row["custom_id"], "response": response, "error": None}),
              file=target)
