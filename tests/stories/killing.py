"""Kills parts of the product at random moments."""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.stories.product import Product

TARGETS = ("worker", "worker child", "api", "postgres", "redis")


@dataclass(frozen=True)
class Kill:
    """One process that was killed; the time is of `time.monotonic`."""

    target: str
    at: float


@dataclass
class Killer:
    """Kills a part after the other, each kind about as often."""

    product: Product
    pause_seconds: float
    """Between kills, on average."""
    dice: random.Random
    kills: list[Kill] = field(default_factory=list)

    async def kill_until(self, is_over: asyncio.Event) -> None:
        """Goes on until it is over, and then through one more round, so that no file came later."""
        while not is_over.is_set():
            await self._one_round()
        await self._one_round()

    async def wait_for(self, number: float) -> None:
        """Until so many were killed."""
        while len(self.kills) < number:
            await asyncio.sleep(0.05)

    async def _one_round(self) -> None:
        # What is killed faster than it starts never gets anything done: each round begins with a
        # product that is whole, and kills within it come whatever the earlier ones have left.
        while not self.product.is_ready():
            await asyncio.sleep(0.05)
        order = [*TARGETS]
        self.dice.shuffle(order)
        for target in order:
            await asyncio.sleep(self.dice.uniform(0, 2 * self.pause_seconds))
            pid = await _found(self.product, target, self.dice)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.kills.append(Kill(target, time.monotonic()))


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
