#!/usr/bin/env python3
"""Runs sluice on a Ray cluster, from object storage to object storage.

    python Scripts/ray/sluice_ray.py s3://bucket/corpus s3://bucket/safe
    python Scripts/ray/sluice_ray.py gs://b/corpus gs://b/safe --tasks 512 --cpus-per-task 8 -- --ledger routed
    python Scripts/ray/sluice_ray.py file:///data/corpus file:///data/safe --address auto

Each Ray task is one task of a divided run (`sluice run --shard-index I --shard-count N`). It fetches its own shards
to local disk, runs sluice on them, and stores the queues and its part of the ledger. The ledger comes last, so a
stored ledger means that the task is done. Ray schedules the tasks, the largest first, and runs them again when a
node dies. At the end this program merges the ledgers and stores ledger.sqlite and then _SUCCESS.

Run it again with the same arguments to do only what is missing. Needs `pip install ray fsspec`, and s3fs or gcsfs
for s3:// or gs://. Those packages read endpoints and keys from the environment. sluice must be on every node
(--sluice). Options after -- are passed to `sluice run`; files that they name must be on every node.
"""

import argparse
import hashlib
import json
import os
import posixpath
import shutil
import subprocess
import sys
import tempfile
import time

import fsspec
import ray

from dealing import deal

SHARD_SUFFIXES = (".jsonl", ".json", ".ndjson")
COMPRESSIONS = ("", ".gz", ".gzip", ".zst", ".zstd")
LANES = ("keep", "recontextualize", "refusal", "drop", "quarantine", "attributes")
PARTS = "ledger-parts"


RECORD = f"{PARTS}/ray.json"


class TaskFailed(Exception):
    """sluice refused or failed; running it again would give the same result."""


class Interrupted(Exception):
    """The task was stopped from outside, or a file arrived incomplete: worth another attempt."""


class Storage:
    """A folder on any storage that fsspec knows."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self.fs, self.root = fsspec.core.url_to_fs(self.url)
        self.root = self.root.rstrip("/")

    def path(self, name):
        return posixpath.join(self.root, name)

    def shards(self):
        """The name (below the folder) and size of every shard, in byte order of the names."""
        found = self.fs.find(self.root, detail=True)
        names = {posixpath.relpath(path, self.root): info["size"] for path, info in found.items()}
        return sorted(((name, size) for name, size in names.items() if is_shard(name)), key=lambda s: s[0].encode())

    def exists(self, name):
        self.fs.invalidate_cache()
        return self.fs.exists(self.path(name))

    def names(self, folder):
        """The names of the files in a folder; an empty set if the folder does not exist."""
        self.fs.invalidate_cache()
        try:
            return {posixpath.basename(path) for path in self.fs.ls(self.path(folder), detail=False)}
        except FileNotFoundError:
            return set()

    def fetch(self, name, target, size=None):
        """Copies a file to this machine. It gets its name only when it is complete."""
        os.makedirs(os.path.dirname(target), exist_ok=True)
        self.fs.get_file(self.path(name), target + ".fetching")
        if size is not None and os.path.getsize(target + ".fetching") != size:
            raise Interrupted(f"{self.url}/{name}: received {os.path.getsize(target + '.fetching')} of {size} bytes")
        os.replace(target + ".fetching", target)

    def store(self, source, name):
        """Copies a file to the storage atomically: an object appears when it is complete, a file is renamed."""
        target = self.path(name)
        if "file" not in (self.fs.protocol if isinstance(self.fs.protocol, tuple) else (self.fs.protocol,)):
            self.fs.put_file(source, target)
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".storing-", dir=os.path.dirname(target))
        os.close(handle)
        try:
            shutil.copyfile(source, temporary)
            with open(temporary, "rb") as file:
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise


def is_shard(name):
    """Decides by name, because objects are not opened to look at their contents."""
    base = posixpath.basename(name).lower()
    hidden = any(part[0] in "._" for part in name.split("/"))
    return not hidden and any(base.endswith(form + end) for form in SHARD_SUFFIXES for end in COMPRESSIONS)


def part_name(index, count):
    return f"{index:04}-of-{count:04}.sqlite"


def run_sluice(command, log):
    """Runs sluice to its end. It does not outlive this process."""

    def die_with_parent():
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

    preexec = die_with_parent if sys.platform == "linux" else None
    with open(log, "wb") as errors:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, preexec_fn=preexec)
    if done.returncode in (0, 2):  # 2: lines were quarantined or shards failed; the merge names those
        return done.stdout
    with open(log, errors="replace") as errors:
        message = f"{' '.join(command[:2])} ended with {done.returncode}: {errors.read()[-2000:]}"
    # A signal, or 130: interrupted, can be resumed.
    raise (Interrupted if done.returncode < 0 or done.returncode == 130 else TaskFailed)(message)


def run_task(job, index, shards):
    """One task of the divided run: fetches its shards, runs sluice, stores the results.

    Returns the output of `sluice run --json`, or {"error": ...}. Raises an error that is worth another attempt."""
    source, target = Storage(job["input"]), Storage(job["output"])
    part = part_name(index, job["count"])
    scratch = tempfile.mkdtemp(prefix=f"sluice-{index}-", dir=job["scratch"])
    try:
        if target.exists(f"{PARTS}/{part}"):
            return {"alreadyDone": True}
        staged, out = os.path.join(scratch, "in"), os.path.join(scratch, "out")
        manifest = os.path.join(scratch, "shards.csv")
        with open(manifest, "w") as file:
            file.write(job["manifest"])
        for name, size in shards:
            source.fetch(name, os.path.join(staged, name), size)
        summary = run_sluice(
            [job["sluice"], "run", "--manifest", manifest, "--output", out, "--json", "--quiet", "--shard-index",
             str(index), "--shard-count", str(job["count"]), "--jobs", str(job["cpus"]), *job["options"]],
            os.path.join(scratch, "log"))
        for lane in LANES:
            for folder, _, files in os.walk(os.path.join(out, lane)):
                for file in files:
                    local = os.path.join(folder, file)
                    target.store(local, os.path.relpath(local, out))
        for name in ("run.json", f"{PARTS}/division.jsonl", f"{PARTS}/{part}"):
            target.store(os.path.join(out, name), name)
        return json.loads(summary)
    except TaskFailed as error:
        return {"error": str(error)}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def changed(job, target, shards):
    """The differences between this call and the one that began the run, which is recorded in the output folder."""
    files = [option for option in job["options"] if os.path.isfile(option)]
    now = {"--tasks": job["count"], "options": job["options"], "input": job["input"],
           "shards": f"{len(shards)} shards, {digest(job['manifest'].encode())}",
           "sluice": subprocess.run([job["sluice"], "--version"], capture_output=True, text=True).stdout.strip(),
           "files": {name: digest(open(name, "rb").read()) for name in files}}
    if not target.exists(RECORD):
        with tempfile.NamedTemporaryFile("w") as file:
            json.dump(now, file, indent=2, sort_keys=True)
            file.flush()
            target.store(file.name, RECORD)
        return []
    then = json.loads(target.fs.cat_file(target.path(RECORD)))
    return [f"{key}: was {then.get(key)}, is now {now[key]}" for key in now if then.get(key) != now[key]]


def digest(content):
    return hashlib.sha256(content).hexdigest()


def merge(job, target):
    """Merges the tasks' ledgers on local disk and stores the result. Returns sluice's exit code."""
    with tempfile.TemporaryDirectory(prefix="sluice-merge-", dir=job["scratch"]) as scratch:
        parts = sorted(name for name in target.names(PARTS) if name.endswith((".sqlite", ".jsonl")))
        for name in ["run.json"] + [f"{PARTS}/{name}" for name in parts]:
            target.fetch(name, os.path.join(scratch, name))
        done = subprocess.run([job["sluice"], "ledger", "merge", scratch])
        for name in ("ledger.sqlite", "_SUCCESS"):
            if done.returncode in (0, 2) and os.path.exists(os.path.join(scratch, name)):
                target.store(os.path.join(scratch, name), name)
        return done.returncode


class Report:
    """Progress on standard error: one line per task, for people or, with --log-format json, for machines."""

    def __init__(self, tasks, total, as_json):
        self.tasks, self.total, self.as_json = tasks, total, as_json
        self.start, self.done, self.bytes, self.routes = time.monotonic(), 0, 0, {}

    def add(self, index, size, summary):
        self.done += 1
        self.bytes += size
        for route, lane in summary.get("routes", {}).items():
            self.routes[route] = self.routes.get(route, 0) + lane["documents"]
        seconds = time.monotonic() - self.start
        left = seconds * (self.total - self.bytes) / self.bytes if self.bytes else 0
        state = {"event": "progress", "task": index, "tasksDone": self.done, "tasksTotal": self.tasks,
                 "bytesDone": self.bytes, "bytesTotal": self.total, "seconds": round(seconds, 1),
                 "etaSeconds": round(left), "documents": self.routes, "alreadyDone": summary.get("alreadyDone", False)}
        if self.as_json:
            print(json.dumps(state, sort_keys=True), file=sys.stderr, flush=True)
            return
        routes = ", ".join(f"{route} {count:,}" for route, count in sorted(self.routes.items()))
        print(f"task {index} done ({self.done} of {self.tasks}, {self.bytes / max(1, self.total):.1%} of the bytes, "
              f"{seconds:.0f} s, about {left:.0f} s left): {routes}", file=sys.stderr, flush=True)


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", help="folder of the shards, as a URL")
    parser.add_argument("output", help="folder of the run, as a URL")
    parser.add_argument("--tasks", type=int, help="tasks to divide the run among (default: one per shard, at most 10,000)")
    parser.add_argument("--cpus-per-task", type=int, default=1, help="cores per task, and sluice's --jobs")
    parser.add_argument("--retries", type=int, default=5, help="further attempts at a task whose node or storage fails")
    parser.add_argument("--address", help="address of the Ray cluster (default: the one Ray finds)")
    parser.add_argument("--sluice", default=os.environ.get("SLUICE", "sluice"), help="the program, on every node")
    parser.add_argument("--scratch", default=None, help="folder for staged files, on every node (default: TMPDIR)")
    parser.add_argument("--log-format", choices=["text", "json"], default="text")
    own, options = (arguments, []) if "--" not in arguments else (
        arguments[: arguments.index("--")], arguments[arguments.index("--") + 1:])
    parsed = parser.parse_args(own)
    parsed.options = options
    return parsed


def main(arguments):
    args = parse_arguments(arguments)
    source, target = Storage(args.input), Storage(args.output)
    if source.url == target.url or (target.url + "/").startswith(source.url + "/"):
        print(f"{target.url}: is inside the input; choose another folder", file=sys.stderr)
        return 64
    shards = source.shards()
    if not shards:
        print(f"{source.url}: no shards (looked for names ending in .jsonl, .json.gz, .jsonl.zst and the like)", file=sys.stderr)
        return 1
    count = args.tasks or min(len(shards), 10_000)
    dealt = deal([size for _, size in shards], count)
    tasks = [[] for _ in range(count)]
    for shard, task in zip(shards, dealt):
        tasks[task].append(shard)
    job = {"input": source.url, "output": target.url, "count": count, "sluice": args.sluice, "scratch": args.scratch,
           "cpus": args.cpus_per_task, "options": args.options,
           "manifest": "path,rows,bytes,sha256\n" + "".join(f"in/{name},,{size},\n" for name, size in shards)}

    differences = changed(job, target, shards)
    if differences:
        print(f"{target.url}: this run began with other settings, so nothing was done:", *differences,
              sep="\n  ", file=sys.stderr)
        return 3

    ray.init(address=args.address, log_to_driver=False)
    remote = ray.remote(num_cpus=args.cpus_per_task, max_retries=args.retries, retry_exceptions=True)(run_task)
    shared = ray.put(job)
    sizes = [sum(size for _, size in task) for task in tasks]
    report = Report(count, sum(sizes), args.log_format == "json")
    # The largest tasks begin first, so that none runs alone at the end. Only a few wait in Ray at a time.
    waiting = sorted(range(count), key=lambda index: sizes[index])
    running, failed = {}, []
    while waiting or running:
        window = max(4, int(4 * ray.cluster_resources().get("CPU", 1) / args.cpus_per_task))
        while waiting and len(running) < window:
            index = waiting.pop()
            running[remote.remote(shared, index, tasks[index])] = index
        ready, _ = ray.wait(list(running), timeout=10)
        for reference in ready:
            index = running.pop(reference)
            try:
                result = ray.get(reference)
            except Exception as error:  # any error of the last attempt
                result = {"error": str(error)}
            if "error" in result:
                failed.append(index)
                print(f"task {index} failed: {result['error']}", file=sys.stderr, flush=True)
            else:
                report.add(index, sizes[index], result)
    if failed:
        print(f"{len(failed)} tasks failed; the same command tries them again", file=sys.stderr)
        return 1
    return merge(job, target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
