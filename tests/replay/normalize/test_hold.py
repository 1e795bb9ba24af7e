"""Updates to a value in every frame."""

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.normalize.hold import hold, hold_one, merged, runs

Int32 = NDArray[np.int32]


def ints(*values: int) -> Int32:
    return np.array(values, dtype=np.int32)


class TestHold:
    def test_a_value_lasts_until_the_next(self) -> None:
        table = hold((1, 6), ints(0, 0), ints(1, 4), ints(7, 8), initial=-1, dtype=np.int32)
        assert table.tolist() == [[-1, 7, 7, 7, 8, 8]]

    def test_rows_do_not_run_into_each_other(self) -> None:
        table = hold((3, 3), ints(0, 2), ints(1, 2), ints(7, 8), initial=0, dtype=np.int32)
        assert table.tolist() == [[0, 7, 7], [0, 0, 0], [0, 0, 8]]

    def test_of_several_updates_in_one_frame_the_last_counts(self) -> None:
        table = hold((1, 3), ints(0, 0, 0), ints(1, 1, 1), ints(7, 8, 9), initial=0, dtype=np.int32)
        assert table.tolist() == [[0, 9, 9]]

    def test_an_update_in_the_first_frame_leaves_nothing_of_the_initial_value(self) -> None:
        table = hold((1, 2), ints(0), ints(0), ints(7), initial=0, dtype=np.int32)
        assert table.tolist() == [[7, 7]]

    def test_without_updates_the_initial_value_is_everywhere(self) -> None:
        table = hold((2, 2), ints(), ints(), ints(), initial=-1, dtype=np.int8)
        assert table.tolist() == [[-1, -1], [-1, -1]]
        assert table.dtype == np.int8

    def test_no_rows_and_no_frames_are_empty_tables(self) -> None:
        assert hold((0, 5), ints(), ints(), ints(), initial=0, dtype=np.int8).shape == (0, 5)
        assert hold((4, 0), ints(), ints(), ints(), initial=0, dtype=np.int8).shape == (4, 0)

    def test_updates_of_rows_may_come_in_any_order(self) -> None:
        table = hold((2, 3), ints(1, 0), ints(0, 1), ints(7, 8), initial=0, dtype=np.int32)
        assert table.tolist() == [[0, 8, 8], [7, 7, 7]]


class TestHoldOne:
    def test_is_hold_for_something_there_is_one_of(self) -> None:
        table = hold_one(4, ints(2), ints(5), initial=0, dtype=np.int16)
        assert table.tolist() == [0, 0, 5, 5]
        assert table.dtype == np.int16


class TestMerged:
    def test_of_one_frame_the_value_of_the_last_part_counts(self) -> None:
        row, frame, value = merged(
            (ints(0), ints(2), np.array([1.0])), (ints(0), ints(2), np.array([9.0]))
        )
        table = hold((1, 4), row, frame, value, initial=0, dtype=np.float64)
        assert table.tolist() == [[0, 0, 9, 9]]


class TestRuns:
    def test_an_end_stops_what_is_held(self) -> None:
        found = runs((1, 6), ints(0), ints(1), ends=(ints(0), ints(4)))
        assert found.lay(ints(7, -1)).tolist() == [[-1, 7, 7, 7, -1, -1]]

    def test_an_update_beats_an_end_in_the_same_frame(self) -> None:
        found = runs((1, 6), ints(0, 0), ints(1, 4), ends=(ints(0), ints(4)))
        assert found.lay(ints(7, 8, -1)).tolist() == [[-1, 7, 7, 7, 8, 8]]

    def test_an_end_behind_the_last_frame_is_none(self) -> None:
        found = runs((2, 3), ints(0), ints(1), ends=(ints(0), ints(3)))
        assert found.lay(ints(7, -1)).tolist() == [[-1, 7, 7], [-1, -1, -1]]

    def test_vectors_are_laid_out_too(self) -> None:
        found = runs((1, 3), ints(0), ints(1))
        values = np.array([[1.0, 2.0], [np.nan, np.nan]])
        laid = found.lay(values)
        assert laid.shape == (1, 3, 2)
        assert np.isnan(laid[0, 0]).all()
        assert laid[0, 1:].tolist() == [[1, 2], [1, 2]]

    def test_lengths_cover_every_frame_of_every_row(self) -> None:
        found = runs((3, 7), ints(0, 1, 1), ints(0, 3, 6), ends=(ints(1), ints(5)))
        assert found.length.sum() == 21
