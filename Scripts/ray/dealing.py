"""How sluice deals shards to tasks (Sources/SluiceIO/Discovery/ShardDealing.swift): the largest first, each to
the task that has least so far. Scripts/test-ray holds the two to each other."""

import heapq

COST_PER_SHARD = 1 << 16


def deal(sizes, tasks):
    """Each shard's task; sizes in byte order of the paths."""
    dealt = [0] * len(sizes)
    heap = [(0, task) for task in range(tasks)]
    for shard in sorted(range(len(sizes)), key=lambda shard: (-sizes[shard], shard)):
        load, task = heap[0]
        dealt[shard] = task
        heapq.heapreplace(heap, (load + sizes[shard] + COST_PER_SHARD, task))
    return dealt
