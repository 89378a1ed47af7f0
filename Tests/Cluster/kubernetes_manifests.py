"""The manifests of Scripts/kubernetes fit Kubernetes' schemas, and their commands work: run as the kubelet would run
them, but in folders of this machine, they give the same result as a run by a single task."""

import filecmp
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import kubernetes_validate
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "../../Scripts/kubernetes")


def load(name):
    with open(f"{FOLDER}/{name}") as file:
        return yaml.safe_load(file)


def check_schema(name, manifest):
    """Validates against every version since the oldest that knows all fields. Unknown fields are an error."""
    newest = int(kubernetes_validate.latest_version().split(".")[1])
    checked = {kubernetes_validate.validate(manifest, f"1.{minor}", strict=True) for minor in range(29, newest + 1)}
    # A schema that accepts everything would prove nothing.
    broken = {**manifest, "spec": {**manifest["spec"], "completionsMode": "Indexed"}}
    try:
        kubernetes_validate.validate(broken, "1.29", strict=True)
    except kubernetes_validate.ValidationError:
        print(f"{name}: fits the schemas of Kubernetes {', '.join(sorted(checked))}")
        return
    raise AssertionError("a misspelt field was accepted")


def command(manifest, data, **variables):
    container = manifest["spec"]["template"]["spec"]["containers"][0]
    words = container["command"] + container["args"]
    for name, value in variables.items():
        words = [word.replace(f"$({name})", value) for word in words]
    assert not any("$(" in word for word in words), words
    return [word.replace("/data/", f"{data}/") for word in words]


def main():
    run, merge = load("run.yaml"), load("merge.yaml")
    check_schema("run.yaml", run)
    check_schema("merge.yaml", merge)
    names = [entry["name"] for entry in run["spec"]["template"]["spec"]["containers"][0]["env"]]
    assert names == ["TASK"]

    with tempfile.TemporaryDirectory() as data:
        binaries = f"{data}/bin"
        os.makedirs(binaries)
        os.symlink(os.path.abspath(sys.argv[1]), f"{binaries}/sluice")
        os.symlink(os.path.abspath(f"{FOLDER}/sluice-task"), f"{binaries}/sluice-task")
        environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}"}
        shutil.copytree(os.path.join(HERE, "../../Examples/sample/corpus"), f"{data}/corpus")
        with open(f"{data}/corpus/large.jsonl", "w") as file:
            for line in range(150_000):
                file.write('{"id":"d%d","text":"%s"}\n' % (line, "a quiet river and a small garden " * 20))
        count = run["spec"]["completions"]
        assert f"--shard-count={count}" in run["spec"]["template"]["spec"]["containers"][0]["args"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "env": environment, "text": True}

        # An evicted pod: the first process gets SIGTERM, and its successor resumes.
        first = subprocess.Popen(command(run, data, TASK="0"), **quiet)
        partial = f"{data}/safe"
        while first.poll() is None and not any(
                name.endswith(".partial") for _, _, files in os.walk(partial) for name in files):
            time.sleep(0.01)
        first.send_signal(signal.SIGTERM)
        assert first.wait() == 130, first.returncode
        first.stderr.close()
        for index in range(count):
            done = subprocess.run(command(run, data, TASK=str(index)), **quiet)
            assert done.returncode == 0, (index, done.returncode, done.stderr)
        merged = subprocess.run(command(merge, data), **quiet)
        assert merged.returncode == 0, merged.stderr
        subprocess.run([f"{binaries}/sluice", "run", f"{data}/corpus", "-o", f"{data}/single", "-q"], **quiet)
        for lane in ("keep", "recontextualize", "refusal", "drop", "quarantine"):
            compared = filecmp.dircmp(f"{data}/safe/{lane}", f"{data}/single/{lane}") \
                if os.path.exists(f"{data}/single/{lane}") else None
            assert compared is None or not (compared.left_only + compared.right_only + compared.diff_files), lane
        exports = [subprocess.run([f"{binaries}/sluice", "ledger", "export", f"{data}/{folder}"], capture_output=True,
                                  check=True).stdout for folder in ("safe", "single")]
        assert exports[0] == exports[1] and exports[0]
        print(f"the commands of {count} tasks, one of them stopped and started again, give the same run as a single task")


if __name__ == "__main__":
    main()
