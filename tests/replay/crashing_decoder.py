"""A decoder that misbehaves in every way the mutation tests must notice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rlcoach.replay.errors import NotAReplay
from tests.replay.mutation_child import Task
from tests.replay.mutations import Mutation

EXIT_CODE = 70


def decode(data: bytes) -> dict[str, Any]:
    """Does what `data` says."""
    if data == b"raise":
        raise ValueError("raised")
    if data == b"exit":
        os._exit(EXIT_CODE)
    if data == b"hang":
        time.sleep(60)
    if data == b"wrong":
        return {}
    raise NotAReplay("Refused.")


@dataclass(frozen=True)
class CrashingTask(Task):
    """Each misbehaviour once, with good behaviour between."""

    def resealed(self) -> Iterator[Mutation]:
        """The scripted behaviours."""
        for word in ("fine", "raise", "exit", "fine", "hang", "wrong", "fine"):
            yield Mutation(word, word.encode(), is_resealed=True)
