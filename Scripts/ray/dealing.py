"""Assigns shards to tasks as sluice does (Sources/SluiceIO/Discovery/ShardDealing.swift): the largest first, each to
the task with the fewest bytes so far. Scripts/test-ray checks that the two agree."""

import heapq

COST_PER_SHARD = 1 << 16


def deal(sizes, tasks):
    """Returns the task of each shard. `sizes` is in byte order of the paths."""
    dealt = [0] * len(sizes)
    heap = [(0, task) for task in range(tasks)]
    for shard in sorted(range(len(sizes)), key=lambda shard: (-sizes[shard], shard)):
        load, task = heap[0]
        dealt[shard] = task
        heapq.heapreplace(heap, (load + sizes[shard] + COST_PER_SHARD, task))
    return dealt
