"""What is sent in a recording: every value of every attribute, by actor and frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.writing.actors import Life
from rlcoach.synth.writing.bits import Bits, Values, Widths
from rlcoach.synth.writing.tables import Tables

Whole = NDArray[np.int64]

SLOTS = 16
"""Places of an attribute that is a list, such as the seats of a match."""


@dataclass(frozen=True)
class Updates:
    """Columns with a row per value sent; the words of a value lie next to each other."""

    frame: Whole
    life: Whole
    """Number of the actor's `Life`."""
    stream: Whole
    """The attribute's number among those of the actor, times `SLOTS`, plus the slot."""
    word: Whole
    """Where the value's words begin."""
    words: Whole
    """How many they are."""
    is_default: NDArray[np.bool_]
    """What the attribute is without being sent: a keyframe leaves it out."""
    values: Values
    widths: Widths

    def rows(self, pick: NDArray[np.int64]) -> Updates:
        """Some of the rows, over the same words."""
        return Updates(
            frame=self.frame[pick],
            life=self.life[pick],
            stream=self.stream[pick],
            word=self.word[pick],
            words=self.words[pick],
            is_default=self.is_default[pick],
            values=self.values,
            widths=self.widths,
        )


class Sheet:
    """Gathers what is sent. An attribute that the era does not have is not sent at all."""

    def __init__(self, tables: Tables) -> None:
        """Nothing is sent yet."""
        self._tables = tables
        self._rows: list[tuple[int, int, int, int, int, bool]] = []
        self._columns: list[tuple[Whole, ...]] = []
        self._values: list[Values] = []
        self._widths: list[Widths] = []
        self._loose_values: list[int] = []
        self._loose_widths: list[int] = []
        self._size = 0

    def send(
        self,
        life: Life,
        attribute: str,
        value: Bits,
        frame: int | None = None,
        *,
        slot: int = 0,
        is_default: bool = False,
    ) -> None:
        """One value in one frame; without a frame, with the actor's first appearance."""
        stream = self._tables.stream_id(life.archetype, attribute)
        if stream is None:
            return
        values, widths = value.words()
        when = life.birth if frame is None else frame
        start = self._size + len(self._loose_values)
        self._rows.append(
            (when, life.number, stream * SLOTS + slot, start, len(values), is_default)
        )
        self._loose_values += values
        self._loose_widths += widths

    def send_column(
        self, life: Life, attribute: str, frames: Whole, values: Whole, width: int
    ) -> None:
        """Whole numbers of one width, each in its frame."""
        self.send_words(
            life,
            attribute,
            frames,
            (values & ((1 << width) - 1)).astype(np.uint64)[:, None],
            np.full((len(frames), 1), width, dtype=np.int64),
        )

    def send_words(
        self, life: Life, attribute: str, frames: Whole, values: Values, widths: Widths
    ) -> None:
        """A row of words for each frame; words of no width take no place."""
        stream = self._tables.stream_id(life.archetype, attribute)
        if stream is None or not len(frames):
            return
        self._settle()
        count, words = values.shape
        self._columns.append(
            (
                frames,
                np.full(count, life.number),
                np.full(count, stream * SLOTS),
                self._size + words * np.arange(count),
                np.full(count, words),
                np.zeros(count, dtype=np.int64),
            )
        )
        self._values.append(values.ravel())
        self._widths.append(widths.ravel())
        self._size += values.size

    def updates(self) -> Updates:
        """Everything sent so far: single values first, then columns, each as they came."""
        self._settle()
        table = np.array(self._rows, dtype=np.int64).reshape(-1, 6)
        columns = [table.T, *(np.stack(part) for part in self._columns)]
        frame, life, stream, word, words, is_default = np.concatenate(columns, axis=1)
        return Updates(
            frame=frame,
            life=life,
            stream=stream,
            word=word,
            words=words,
            is_default=is_default.astype(bool),
            values=np.concatenate([np.zeros(0, np.uint64), *self._values]),
            widths=np.concatenate([np.zeros(0, np.int64), *self._widths]),
        )

    def _settle(self) -> None:
        """Moves the words of single values to where columns lie."""
        self._values.append(np.array(self._loose_values, dtype=np.uint64))
        self._widths.append(np.array(self._loose_widths, dtype=np.int64))
        self._size += len(self._loose_values)
        self._loose_values, self._loose_widths = [], []
