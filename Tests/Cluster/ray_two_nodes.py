"""A run on a Ray cluster with two nodes, one of which is killed midway, equals a run on one machine. This is tested
from S3 to S3 (moto's server on loopback) and from folder to folder."""

import glob
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

import fsspec
from ray.cluster_utils import Cluster

import corpus

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "../../Scripts/ray/sluice_ray.py")
LANES = ("keep", "recontextualize", "refusal", "drop", "quarantine")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_(what, condition, seconds=180):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.05)


def start_moto(scratch):
    port = free_port()
    with open(f"{scratch}/moto.log", "wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
                                  stdout=log, stderr=log)
    os.environ.update(AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}", AWS_ACCESS_KEY_ID="test",
                      AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")

    def listens():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    await_("moto", listens)
    return server


def ray_run(cluster, source, target, scratch, *options):
    os.makedirs(f"{scratch}/staged", exist_ok=True)
    return [sys.executable, SCRIPT, source, target, "--address", cluster.address, "--sluice", sys.argv[1],
            "--scratch", f"{scratch}/staged", *options, "--", "--policy", f"{scratch}/policy.yaml"]


def read_all(fs, folder):
    return {path[len(folder):]: fs.cat_file(path) for path in fs.find(folder)}


def compare(scratch, fs, folder):
    """Compares the stored queues, decisions and totals with those of a run on one machine."""
    stored, single = read_all(fs, folder), f"{scratch}/single"
    local = fsspec.filesystem("file")
    for lane in LANES:
        wanted = read_all(local, f"{single}/{lane}")
        found = {name[len(lane) + 1:]: content for name, content in stored.items() if name.startswith(f"/{lane}/")}
        assert found == wanted, f"{lane} differs: {sorted(found)} {sorted(wanted)}"
    assert "/_SUCCESS" in stored and "/ledger.sqlite" in stored and "/run.json" in stored
    fetched = f"{scratch}/fetched"
    fs.get(folder, fetched, recursive=True)
    for command in (["ledger", "export"], ["status", "--json"]):
        outputs = []
        for run in (single, fetched):
            text = subprocess.run([sys.argv[1], *command, run], check=True, capture_output=True, text=True).stdout
            if command[0] == "status":
                text = {key: value for key, value in json.loads(text).items()
                        if key in ("shards", "lines", "routes", "levels", "quarantine", "inputBytesDone")}
            outputs.append(text)
        assert outputs[0] == outputs[1], f"{command} differs"
    verified = subprocess.run([sys.argv[1], "verify", fetched], capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout


def with_a_node_killed(cluster, scratch):
    """From S3 to S3; the second node dies while it runs a task."""
    fs = fsspec.filesystem("s3")
    fs.mkdir("bucket")
    fs.put(f"{scratch}/corpus", "bucket/corpus", recursive=True)
    node = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    driver = subprocess.Popen(
        ray_run(cluster, "s3://bucket/corpus", "s3://bucket/safe", scratch, "--log-format", "json"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # Two tasks are running, one on each node.
    await_("tasks at work", lambda: len(glob.glob(f"{scratch}/staged/sluice-*/out/keep/*/*.partial")) >= 2)
    cluster.remove_node(node, allow_graceful=False)
    print("killed a node while it ran a task")
    output, errors = driver.communicate(timeout=600)
    print(errors[-1200:], output)
    assert driver.returncode == 0, driver.returncode
    events = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    assert len(events) == 12 and events[-1]["bytesDone"] == events[-1]["bytesTotal"]
    # The files that the dead task left on its disk show that it had started. It stored nothing.
    assert glob.glob(f"{scratch}/staged/sluice-*"), "no task was interrupted"
    compare(scratch, fs, "bucket/safe")
    subprocess.run(["rm", "-rf", f"{scratch}/fetched"], check=True)

    again = subprocess.run(ray_run(cluster, "s3://bucket/corpus", "s3://bucket/safe", scratch), capture_output=True,
                           text=True)
    assert again.returncode == 0 and "12 of 12" in again.stderr, again.stderr
    other = subprocess.run(ray_run(cluster, "s3://bucket/corpus", "s3://bucket/safe", scratch, "--tasks", "5"),
                           capture_output=True, text=True)
    assert other.returncode == 3 and "--tasks: was 12, is now 5" in other.stderr, other.stderr


def in_folders(cluster, scratch):
    """From folder to folder, with several shards per task."""
    target = f"{scratch}/stored"
    done = subprocess.run(
        ray_run(cluster, f"file://{scratch}/corpus", f"file://{target}", scratch, "--tasks", "3"),
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not glob.glob(f"{target}/**/.storing-*", recursive=True)
    compare(scratch, fsspec.filesystem("file"), target)


def main():
    scratch = tempfile.mkdtemp(prefix="sluice-ray-")
    corpus.write(scratch, [120, 100, 80, 60, 16, 12, 8, 6, 4, 2, 2, 2])
    single = subprocess.run([sys.argv[1], "run", f"{scratch}/corpus", "-o", f"{scratch}/single", "-q", "--policy",
                             f"{scratch}/policy.yaml"], stdout=subprocess.DEVNULL)
    assert single.returncode == 2, "one line is not a document"
    moto = start_moto(scratch)
    cluster = None
    try:
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        with_a_node_killed(cluster, scratch)
        print("S3, with one node killed: equal to a run on one machine")
        in_folders(cluster, scratch)
        print("folders: equal to a run on one machine")
    finally:
        if cluster:
            cluster.shutdown()
        moto.terminate()
        moto.wait()
        subprocess.run(["rm", "-rf", scratch], check=False)
    print("test-ray passed")


if __name__ == "__main__":
    main()
