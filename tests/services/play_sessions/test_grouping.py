"""Matches into sessions, by the pauses between them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from rlcoach.services.play_sessions.grouping import PlayedMatch, grouped, kept_ids

START = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
GAP = timedelta(minutes=30)


def match(start_minutes: float, minutes: float = 6.0, session: UUID | None = None) -> PlayedMatch:
    """A match that begins some minutes after the first."""
    start = START + timedelta(minutes=start_minutes)
    return PlayedMatch(uuid4(), start, start + timedelta(minutes=minutes), session)


def sizes(*matches: PlayedMatch) -> list[int]:
    """How many matches each session has."""
    return [len(group.matches) for group in grouped(matches, gap=GAP)]


class TestGrouped:
    def test_a_pause_as_long_as_the_gap_does_not_end_a_session(self) -> None:
        assert sizes(match(0), match(36)) == [2]
        assert sizes(match(0), match(36.1)) == [1, 1]

    def test_the_pause_is_from_end_to_start(self) -> None:
        assert sizes(match(0, minutes=60), match(85)) == [2]

    def test_the_order_they_come_in_does_not_matter(self) -> None:
        assert sizes(match(200), match(0), match(20)) == [2, 1]

    def test_nothing_has_no_session(self) -> None:
        assert sizes() == []

    @given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 90)), max_size=20))
    def test_sessions_are_apart_and_whole(self, played: list[tuple[float, float]]) -> None:
        groups = grouped([match(*one) for one in played], gap=GAP)
        assert sum(len(group.matches) for group in groups) == len(played)
        for before, after in pairwise(groups):
            assert after.started_at - before.ended_at > GAP
        for group in groups:
            end = group.matches[0].ended_at
            for one in group.matches[1:]:
                assert one.started_at - end <= GAP
                end = max(end, one.ended_at)


class TestKeptIds:
    def test_a_split_session_lives_on_in_its_larger_part(self) -> None:
        old = uuid4()
        groups = grouped(
            [match(0, session=old), match(100, session=old), match(110, session=old)], gap=GAP
        )
        assert kept_ids(groups) == [None, old]

    def test_of_joined_sessions_the_larger_lives_on(self) -> None:
        small, large = uuid4(), uuid4()
        matches = [match(0, session=small), match(20), match(40, session=large)]
        groups = grouped([*matches, match(50, session=large)], gap=GAP)
        assert kept_ids(groups) == [large]
