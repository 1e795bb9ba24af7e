"""Kills parts of the product at random moments."""

import asyncio
import contextlib
import os
import random
import signal
from collections.abc import Sequence
from pathlib import Path

from tests.stories.product import Product

TARGETS = ("worker", "worker child", "api", "postgres", "redis")


async def kill_at_random(
    product: Product, kills: int, *, pause_seconds: float, dice: random.Random
) -> list[str]:
    """Kills a number of processes, each kind about as often; returns what was killed."""
    killed: list[str] = []
    while len(killed) < kills:
        await asyncio.sleep(dice.uniform(0, 2 * pause_seconds))
        # In turn within each round, so that a short run kills one of each.
        order = [*TARGETS]
        dice.shuffle(order)
        for target in order[: kills - len(killed)]:
            pid = await _found(product, target, dice)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed.append(target)
            await asyncio.sleep(dice.uniform(0, 2 * pause_seconds))
    return killed


async def _found(product: Product, target: str, dice: random.Random) -> int:
    """The process to kill; waits until there is one."""
    name, _, child = target.partition(" ")
    while True:
        service = product.services().get(name)
        if service is not None and service.pid is not None:
            children = _children(service.pid) if child else [service.pid]
            if children:
                return dice.choice(children)
        await asyncio.sleep(0.05)


def _children(pid: int) -> Sequence[int]:
    """Processes that a process has started, and those they have started."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_children(int(child))]
    return found
