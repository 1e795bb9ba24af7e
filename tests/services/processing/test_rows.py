"""A file can say anything: what cannot be stored is left out, and the rest is stored."""

from typing import Any

import pytest
from sqlalchemy import select

from rlcoach.db.models import PlayerGameStats, Replay, UploadStatus
from rlcoach.engine import analyze
from rlcoach.engine.full_analysis import FullAnalysis
from rlcoach.report.render.as_json import to_json
from rlcoach.report.schema import Report
from rlcoach.services.processing.rows import integer, real, short, small, stored_player_id
from tests.builders.match_files import match_file
from tests.fixtures.processing import Processing

_HUGE = 2**62


class Saying:
    """An analyser that says what a test wants of a match."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def analyze(self, _: bytes, /) -> bytes:
        """Answers as a child would."""
        return FullAnalysis(to_json(self.report), None, None).packed()


def changed(*, match: dict[str, Any] | None = None, player: dict[str, Any] | None = None) -> Report:
    """The report of the small match, with other facts."""
    report = analyze(match_file())
    first, *others = report.players
    return report.model_copy(
        update={
            "match": report.match.model_copy(update=match or {}),
            "players": [first.model_copy(update=player or {}), *others],
        }
    )


async def stored(processing: Processing, report: Report) -> Replay:
    """The match as it is stored."""
    saying = processing.with_sandbox(Saying(report))
    row = await saying.process(await processing.user(), match_file())
    assert row.status is UploadStatus.COMPLETED, row.error_code
    async with processing.sessions() as db:
        return await db.get_one(Replay, row.replay_id)


class TestHostileFacts:
    @pytest.mark.parametrize(
        "match",
        [
            {"match_guid": "G" * 10_000},
            {"start_epoch": _HUGE},
            {"start_epoch": -_HUGE},
            {"playlist_id": _HUGE, "team_size": 99_999, "overtime_seconds": _HUGE},
            {"map": "m" * 10_000, "playlist": "p" * 10_000, "mode": "m" * 10_000},
            {"date": "2026-02-31T20:00:00"},
            {"date": "0001-01-01T00:00:00"},
            {"start_time": 10.0, "end_time": 1.0},
        ],
        ids=",".join,
    )
    async def test_of_a_match_are_stored_as_far_as_they_can_be(
        self, processing: Processing, match: dict[str, Any]
    ) -> None:
        replay = await stored(processing, changed(match=match))
        assert (replay.blue_score, replay.orange_score) == (2, 1)

    @pytest.mark.parametrize(
        "player",
        [
            {"goals": _HUGE, "score": -_HUGE, "shots": 40_000},
            {"name": "n" * 100_000},
            {"id": "steam:" + "9" * 10_000, "online_id": "9" * 10_000},
            {"id": "epic:0123456789abcdef0123456789abcdef"},
            {"stats": {"core.goals": 1e300}},
        ],
        ids=["numbers", "name", "id", "twice", "statistic"],
    )
    async def test_of_a_player_are_stored_as_far_as_they_can_be(
        self, processing: Processing, player: dict[str, Any]
    ) -> None:
        replay = await stored(processing, changed(player=player))
        async with processing.sessions() as db:
            rows = (
                await db.scalars(
                    select(PlayerGameStats).where(PlayerGameStats.replay_id == replay.id)
                )
            ).all()
        assert 3 <= len(rows) <= 4

    async def test_of_a_player_with_an_endless_id_are_of_no_account(
        self, processing: Processing
    ) -> None:
        endless = {"id": "steam:" + "9" * 10_000, "online_id": "9" * 10_000}
        replay = await stored(processing, changed(player=endless))
        async with processing.sessions() as db:
            row = await db.scalar(
                select(PlayerGameStats).where(
                    PlayerGameStats.replay_id == replay.id, PlayerGameStats.name == "Ada"
                )
            )
        assert row is not None
        assert row.player_id is None


class TestFitting:
    @pytest.mark.parametrize("value", [-(2**15), 0, 2**15 - 1, None])
    def test_small_keeps_what_fits(self, value: int | None) -> None:
        assert small(value) == value

    @pytest.mark.parametrize("value", [-(2**15) - 1, 2**15])
    def test_small_leaves_out_what_does_not(self, value: int) -> None:
        assert small(value) is None
        assert integer(value) == value

    @pytest.mark.parametrize("value", [-(2**31) - 1, 2**31])
    def test_integer_leaves_out_what_does_not_fit(self, value: int) -> None:
        assert integer(value) is None

    @pytest.mark.parametrize("value", [1e39, -1e39, float("inf"), float("nan")])
    def test_real_leaves_out_what_does_not_fit(self, value: float) -> None:
        assert real(value) is None
        assert real(0.25) == 0.25

    def test_ids_out_of_bounds_stay_different(self) -> None:
        ids = {stored_player_id("bot:" + "x" * 5000 + end) for end in "ab"}
        assert len(ids) == 2
        assert max(map(len, ids)) <= 200

    def test_short_texts_stay(self) -> None:
        assert short("Ada") == "Ada"
        assert short(None) is None
        assert short("é" * 500) == "é" * 100
