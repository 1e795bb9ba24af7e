"""Decoding of resealed mutations in a child with limits, since it may take the process down."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from random import Random

from tests.replay.mutations import Mutation, judge, mutations

with suppress(ImportError):
    import resource

MEMORY_BYTES = {"rlcoach.replay.decode_native": 512 * 1024**2}
"""Address space, as the analysis has it when it runs apart."""
DEFAULT_MEMORY_BYTES = 1536 * 1024**2


@dataclass(frozen=True)
class Task:
    """Which mutations to decode."""

    decoder: str
    """Module with a function `decode`."""
    data: bytes
    seed: int
    places: int
    flips: int
    seconds: float = 20.0
    """Time for one mutation."""

    def resealed(self) -> Iterator[Mutation]:
        """The same mutations in every process."""
        for mutation in mutations(
            self.data, Random(self.seed), places=self.places, flips=self.flips
        ):
            if mutation.is_resealed:
                yield mutation


def complaints(task: Task) -> list[str]:
    """What is wrong with how the decoder takes the resealed mutations of a file.

    The child says which mutation it begins: when it dies or hangs, that one is to blame and the
    next child goes on behind it.
    """
    found: list[str] = []
    first: int | None = 0
    while first is not None:
        first = _run_child(task, first, found)
    return found


def _run_child(task: Task, first: int, found: list[str]) -> int | None:
    """Adds complaints to `found`; the number to go on with, or None at the end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs, task, first), daemon=True)
    child.start()
    theirs.close()
    number, label = first, "before the first mutation"
    try:
        while ours.poll(task.seconds):
            message = ours.recv()
            if message is None:
                return None
            if isinstance(message, tuple):
                number, label = message
            else:
                found.append(message)
        found.append(f"{label}: no answer in {task.seconds:.0f} s")
    except EOFError:
        child.join()
        found.append(f"{label}: the process ended with {child.exitcode}")
    finally:
        _end(child)
        ours.close()
    return number + 1


def _end(child: BaseProcess) -> None:
    child.join(timeout=1)
    if child.is_alive():
        child.kill()
        child.join()


def _serve(connection: Connection, task: Task, first: int) -> None:
    limit = MEMORY_BYTES.get(task.decoder, DEFAULT_MEMORY_BYTES)
    with suppress(NameError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for number, mutation in enumerate(task.resealed()):
        if number < first:
            continue
        connection.send((number, mutation.label))
        complaint = judge(task.decoder, mutation)
        if complaint is not None:
            connection.send(complaint)
    connection.send(None)
