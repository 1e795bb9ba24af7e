"""Bits lie in the file as if they had been added one by one."""

import numpy as np
import pytest

from rlcoach.synth.writing.bits import (
    Bits,
    below,
    below_columns,
    joined,
    packed,
    side_by_side,
)
from tests.builders.replay_bytes import Bits as OneByOne


class TestPacked:
    def test_any_words_one_after_the_other(self) -> None:
        dice = np.random.default_rng(1)
        widths = dice.integers(0, 65, 2_000)
        values = [int(dice.integers(0, 2**63)) * 2 & ((1 << w) - 1) for w in widths.tolist()]
        expected = OneByOne()
        for value, width in zip(values, widths.tolist(), strict=True):
            expected.add(value, width)

        data = packed(np.array(values, dtype=np.uint64), widths)

        plain = expected.to_bytes()
        assert data[: len(plain)] == plain
        assert not any(data[len(plain) :])
        assert len(data) - len(plain) < 8

    def test_nothing(self) -> None:
        assert packed(np.zeros(0, np.uint64), np.zeros(0, np.int64)) == b""


class TestBelow:
    @pytest.mark.parametrize("limit", [1, 2, 3, 20, 22, 23, 64, 97, 1023, 2047])
    def test_as_the_reader_expects(self, limit: int) -> None:
        values = np.arange(limit)

        words, widths = below_columns(values, limit)

        for value in range(limit):
            expected = OneByOne()
            expected.add_below(value, limit)
            assert below(value, limit) == Bits(int(words[value]), int(widths[value]))
            width = below(value, limit).width
            assert expected.to_bytes() == below(value, limit).value.to_bytes(
                (width + 7) // 8, "little"
            )


class TestJoined:
    def test_first_part_lowest(self) -> None:
        assert joined(Bits(0b1, 1), Bits(0b10, 2), Bits(0b011, 3)) == Bits(0b011101, 6)

    def test_columns_the_same(self) -> None:
        one = np.array([1, 2], np.uint64), np.array([1, 2])
        other = np.array([3, 5], np.uint64), np.array([2, 3])

        values, widths = side_by_side(one, other)

        assert values.tolist() == [0b111, 0b10110]
        assert widths.tolist() == [3, 5]
