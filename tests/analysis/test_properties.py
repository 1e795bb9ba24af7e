"""What holds for all statistics and events of the catalogue, in every mode and era.

The tests read the catalogue, so that they grow with it. An exception stands in a table with its
reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rlcoach.analysis.definition import Scope, Unit
from rlcoach.analysis.definitions import EVENTS, STATS
from rlcoach.analysis.event import Events
from rlcoach.analysis.match_analysis import MatchAnalysis
from rlcoach.analysis.shapes import shapes_of
from tests.analysis.matches import NAMES, analysed, each_match, played
from tests.builders.transform import mirror, mirror_header, permute, thin_out

Values = NDArray[Any]

PARTS = {
    "thirds": (
        "positioning.time_defensive_third",
        "positioning.time_neutral_third",
        "positioning.time_offensive_third",
    ),
    "speeds": (
        "movement.time_slow_speed",
        "movement.time_boost_speed",
        "movement.time_supersonic_speed",
    ),
    "heights": ("movement.time_ground", "movement.time_low_air", "movement.time_high_air"),
    "halves": ("positioning.time_defensive_half", "positioning.time_offensive_half"),
    "sides of the ball": ("positioning.time_behind_ball", "positioning.time_infront_ball"),
}
"""Families of times that divide the same time."""

SUM_TOLERANCE_SECONDS = 0.05
SMALLER_PARTS = {
    "halves": "exactly on the middle line is in neither half",
    "sides of the ball": "without ball there are no sides",
}
"""Families that may add up to less."""

QUARTERS = (
    "boost.time_boost_0_25",
    "boost.time_boost_25_50",
    "boost.time_boost_50_75",
    "boost.time_boost_75_100",
)
"""Divide a time of their own: ballchasing measures it between amounts, not between bodies."""

WHOLES = {
    "boost.amount_collected": ("boost.amount_collected_big", "boost.amount_collected_small"),
    "boost.amount_stolen": ("boost.amount_stolen_big", "boost.amount_stolen_small"),
}
"""Sums that are exact."""

STABLE_SHARE = 0.03
STABLE_FROM_SECONDS = 20.0
STABLE_SECONDS = 1.0
"""Times change by less than this share, or short ones by less than a second, when every second
body is left out."""

_BUCKETS = "ballchasing counts a mate only by a body sent 0.15 s before: its rule measures sending"
UNSTABLE: Mapping[str, tuple[float, str]] = {
    "positioning.time_most_back": (1.0, _BUCKETS),
    "positioning.time_most_forward": (1.0, _BUCKETS),
    "positioning.time_closest_to_ball": (1.0, _BUCKETS),
    "positioning.time_farthest_from_ball": (1.0, _BUCKETS),
    "ball.last_touch_time": (0.35, "half the bodies show fewer touches, and so other last ones"),
    "movement.time_supersonic": (0.06, "spans end when a body says so, and there are fewer"),
    "positioning.time_infront_ball": (0.06, "training throws the ball over the car"),
}
"""Key to the share a time may change by, and why."""

CLOCK_SLACK_SECONDS = 0.5
"""Families differ in what they take for a jump of the recording."""

BEYOND_ONE: Mapping[str, str] = {
    "dodge.forward": "knockout's dodges turn 3.6 times as hard as those they are measured by",
    "dodge.right": "the same",
}
"""`kind.field` of shares that may be more than the whole, and why."""

BELOW_ZERO: Mapping[str, str] = {
    "boost.ledger_respawns": "a new car may begin with less than the old one left",
    "boost.ledger_residual": "what does not add up has either sign",
    "xg.goals_minus_xg": "many score less than expected",
}
"""Keys of statistics that may be negative, and why."""

OVER_100: Mapping[str, str] = {
    "motion.agreement": "a way over the way expected, about 1",
    "core.shooting_percentage": "a goal that was no shot on goal counts as no shot",
}
"""Keys of shares that may be more than the whole, and why."""

HIGHEST = {Unit.PERCENT: 100.001, Unit.SHARE: 1.001}
NEVER_NEGATIVE = {Unit.PERCENT, Unit.SHARE, Unit.COUNT, Unit.UU_PER_SECOND, Unit.BOOST}

SIGNED_FIELDS = ("_x", "_y", "_z", ".forward", ".right")
"""Ends of `kind.field` of numbers that may be negative although their unit seldom is: parts of
vectors."""

TEAM_FIELDS = ("team", "kickoff.winner", "kickoff.possession")
"""Ends of `kind.field` of fields that hold a team, which the mirror swaps."""

TURNED_FIELDS = ("_x", "_y")
"""Ends of names of event fields in the world frame, which change sign in the mirror."""

SIDES = ("blue_", "orange_")
"""Beginnings of names of event fields that belong to a team, and change places in the mirror."""

FIXED_PLACES: Mapping[str, str] = {
    "tile_damage": "tiles keep their numbers in the mirror, and places follow from numbers",
}
"""Kinds whose places the mirror does not turn, and why."""

SIDED_FIELDS: Mapping[tuple[str, str], str] = {
    ("dropshot_goal", name): "tiles keep their numbers in the mirror, the ball falls elsewhere"
    for name in ("tile", "damaged_tiles", "open_tiles")
}
"""(kind, field) that say something else in the mirror, and why."""


def all_stats(found: MatchAnalysis) -> Iterator[tuple[str, Scope, Values]]:
    for key, values in found.player_stats.items():
        yield key, Scope.PLAYER, values
    for key, values in found.team_stats.items():
        yield key, Scope.TEAM, values


def assert_equal_stats(one: Mapping[str, Values], other: Mapping[str, Values]) -> None:
    assert one.keys() == other.keys()
    for key, values in one.items():
        np.testing.assert_allclose(other[key], values, rtol=1e-5, atol=1e-5, err_msg=key)


def ordered(events: Events) -> NDArray[np.int64]:
    """Rows by frame, then player, so that simultaneous events compare."""
    return np.lexsort((events.player, events.frame))


def rows_of(column: Any, order: NDArray[np.int64]) -> list[Any]:
    values = column.tolist() if isinstance(column, np.ndarray) else column
    return [values[row] for row in order]


class TestShape:
    @each_match()
    def test_statistics_are_per_player_or_per_team(self, name: str) -> None:
        found = analysed(name)
        for key, scope, values in all_stats(found):
            count = found.context.players if scope is Scope.PLAYER else 2
            assert values.shape == (count,), key
            assert scope in STATS[key].scopes, key

    @each_match()
    def test_what_does_not_apply_is_absent(self, name: str) -> None:
        found, mode = analysed(name), played(name).mode
        for key, _, _ in all_stats(found):
            assert STATS[key].modes is None or mode in (STATS[key].modes or ()), key
        for kind in found.events:
            assert EVENTS[kind].modes is None or mode in (EVENTS[kind].modes or ()), kind

    @each_match()
    def test_events_have_the_columns_of_their_definition(self, name: str) -> None:
        found = analysed(name)
        for kind, events in found.events.items():
            count = len(events)
            assert set(events.fields) == set(EVENTS[kind].fields), kind
            assert events.player.shape == (count,), kind
            assert events.position.shape == (count, 3), kind
            assert all(len(column) == count for column in events.fields.values()), kind
            if events.end_frame is not None:
                assert events.end_frame.shape == (count,), kind

    @pytest.mark.corpus
    def test_every_definition_is_computed_for_some_match(self) -> None:
        stats = {(key, scope) for name in NAMES for key, scope, _ in all_stats(analysed(name))}
        wanted = {(key, scope) for key, one in STATS.items() for scope in one.scopes}
        assert stats == wanted
        assert {kind for name in NAMES for kind in analysed(name).events} == EVENTS.keys()

    @pytest.mark.corpus
    def test_every_statistic_has_a_value_in_some_match(self) -> None:
        known = {
            key
            for name in NAMES
            for key, _, values in all_stats(analysed(name))
            if not np.isnan(values).all()
        }
        assert known == STATS.keys()


class TestBounds:
    @each_match()
    def test_statistics(self, name: str) -> None:
        found = analysed(name)
        recorded = float(found.context.clock[-1]) + CLOCK_SLACK_SECONDS
        for key, scope, values in all_stats(found):
            known = values[~np.isnan(values)].astype(np.float64)
            unit = STATS[key].unit
            assert np.isfinite(known).all(), key
            if key not in BELOW_ZERO:
                assert (known >= 0).all(), key
            if key not in OVER_100:
                assert (known <= HIGHEST.get(unit, np.inf)).all(), key
            if unit is Unit.SECONDS:
                people = found.context.players if scope is Scope.TEAM else 1
                assert (known <= recorded * people).all(), key
            if unit is Unit.COUNT:
                assert (known == known.round()).all(), key

    @each_match()
    def test_events(self, name: str) -> None:
        found = analysed(name)
        for kind, events in found.events.items():
            assert (events.frame >= 0).all(), kind
            assert (events.frame < found.context.frames).all(), kind
            assert (np.diff(events.frame) >= 0).all(), kind
            assert (events.player >= -1).all(), kind
            assert (events.player < found.context.players).all(), kind
            if events.end_frame is not None:
                assert (events.end_frame >= events.frame).all(), kind
                assert (events.end_frame <= found.context.frames).all(), kind

    @each_match()
    def test_fields_of_events(self, name: str) -> None:
        for kind, events in analysed(name).events.items():
            for field, declared in EVENTS[kind].fields.items():
                column = rows_of(events.fields[field], np.arange(len(events)))
                numbers = np.array(
                    [one for one in column if isinstance(one, int | float)], dtype=np.float64
                )
                numbers = numbers[~np.isnan(numbers)]
                where = f"{kind}.{field}"
                assert np.isfinite(numbers).all(), where
                if where not in BEYOND_ONE:
                    assert (numbers <= HIGHEST.get(declared.unit, np.inf)).all(), where
                if declared.unit in NEVER_NEGATIVE and not where.endswith(SIGNED_FIELDS):
                    assert (numbers >= 0).all(), where


class TestParts:
    @each_match()
    def test_families_add_up_to_the_same_time(self, name: str) -> None:
        found = analysed(name).player_stats
        sums = {
            family: np.nan_to_num(sum(found[key] for key in keys))
            for family, keys in PARTS.items()
            if all(key in found for key in keys)
        }
        if not sums:
            return
        whole = np.max(list(sums.values()), axis=0)
        for family, total in sums.items():
            assert (total <= whole + SUM_TOLERANCE_SECONDS).all(), family
            if family not in SMALLER_PARTS:
                assert total == pytest.approx(whole, abs=SUM_TOLERANCE_SECONDS), family

    @each_match()
    def test_shares_of_a_family_are_the_whole(self, name: str) -> None:
        found = analysed(name).player_stats
        for keys in (*PARTS.values(), QUARTERS):
            shares = [found.get(key.replace(".time_", ".percent_")) for key in keys]
            known = [share for share in shares if share is not None]
            if len(known) < len(keys):
                continue
            # Ballchasing gives shares of no time as 0.
            timed = np.sum([np.nan_to_num(found[key]) for key in keys], axis=0) > 0
            assert np.sum(known, axis=0)[timed] == pytest.approx(100.0, abs=0.01), keys

    @each_match()
    def test_wholes_are_their_parts(self, name: str) -> None:
        found = analysed(name).player_stats
        for key, parts in WHOLES.items():
            if key in found and all(part in found for part in parts):
                np.testing.assert_array_equal(found[key], sum(found[part] for part in parts), key)


class TestMirror:
    @each_match()
    def test_statistics_swap_with_the_teams(self, name: str) -> None:
        match, found = played(name), analysed(name)
        other = replace(
            match, tables=mirror(match.tables), header=mirror_header(match.header)
        ).analysed()
        assert_equal_stats(found.player_stats, other.player_stats)
        assert_equal_stats(
            found.team_stats, {key: values[::-1] for key, values in other.team_stats.items()}
        )
        self.check_events(found, other)

    @staticmethod
    def check_events(found: MatchAnalysis, other: MatchAnalysis) -> None:
        assert found.events.keys() == other.events.keys()
        for kind, events in found.events.items():
            turned = other.events[kind]
            order, order_there = ordered(events), ordered(turned)
            np.testing.assert_array_equal(events.frame[order], turned.frame[order_there], kind)
            np.testing.assert_array_equal(events.player[order], turned.player[order_there], kind)
            if kind not in FIXED_PLACES:
                place = turned.position[order_there] * np.array([-1, -1, 1])
                np.testing.assert_allclose(place, events.position[order], atol=0.1, err_msg=kind)
            for field in events.fields:
                if (kind, field) in SIDED_FIELDS:
                    continue
                here = rows_of(events.fields[field], order)
                where = f"{kind}.{field}"
                there = rows_of(turned.fields[_on_other_side(field)], order_there)
                there = [_mirrored(where, value) for value in there]
                _assert_equal_fields(here, there, where)


class TestPermutation:
    @each_match()
    def test_statistics_and_events_move_with_the_players(self, name: str) -> None:
        match, found = played(name), analysed(name)
        order = list(reversed(range(match.tables.player_count)))
        other = replace(match, tables=permute(match.tables, order)).analysed()
        assert_equal_stats(
            {key: values[order] for key, values in found.player_stats.items()},
            other.player_stats,
        )
        assert_equal_stats(found.team_stats, other.team_stats)
        place = np.append(order, -1)
        for kind, events in found.events.items():
            moved = replace(other.events[kind], player=place[other.events[kind].player])
            mine, theirs = ordered(events), ordered(moved)
            np.testing.assert_array_equal(events.frame[mine], moved.frame[theirs], kind)
            np.testing.assert_array_equal(events.player[mine], moved.player[theirs], kind)


class TestShapes:
    @each_match()
    def test_other_side_and_bounds(self, name: str) -> None:
        found = analysed(name)
        shapes = shapes_of(found.context)
        other = shapes_of(replace(found.context, tables=mirror(found.context.tables)))
        assert shapes is not None
        assert other is not None
        np.testing.assert_allclose(other.mean_position, shapes.mean_position, atol=0.1)
        if shapes.grid is not None and other.grid is not None:
            np.testing.assert_allclose(other.grid.seconds, shapes.grid.seconds)
            recorded = found.context.clock[-1]
            assert (shapes.grid.seconds.sum(axis=(1, 2)) <= recorded).all()
        if shapes.momentum is not None and other.momentum is not None:
            np.testing.assert_allclose(other.momentum.value, -shapes.momentum.value, atol=0.01)
            assert np.nanmax(np.abs(shapes.momentum.value)) <= 100.0


class TestResampling:
    @each_match()
    def test_times_hardly_change_when_every_second_body_is_left_out(self, name: str) -> None:
        match, found = played(name), analysed(name)
        thin = replace(match, tables=thin_out(match.tables)).analysed()
        for key, values in found.player_stats.items():
            if STATS[key].unit is not Unit.SECONDS:
                continue
            share, _ = UNSTABLE.get(key, (STABLE_SHARE, ""))
            known = ~np.isnan(values) & (values >= STABLE_FROM_SECONDS)
            allowed = np.maximum(share * values[known], STABLE_SECONDS)
            change = np.abs(thin.player_stats[key][known] - values[known])
            assert (change <= allowed).all(), (key, values[known], change)


def _on_other_side(field: str) -> str:
    for side, other in (SIDES, SIDES[::-1]):
        if field.startswith(side):
            return field.replace(side, other, 1)
    return field


def _mirrored(where: str, value: Any) -> Any:
    if where.endswith(TEAM_FIELDS) and value in (0, 1) and not isinstance(value, bool):
        return 1 - value
    if where.endswith(TURNED_FIELDS) and value is not None:
        return -value
    return value


def _assert_equal_fields(here: list[Any], there: list[Any], where: str) -> None:
    numbers = [isinstance(one, float) or isinstance(two, float) for one, two in _pairs(here, there)]
    for is_number, (one, two) in zip(numbers, _pairs(here, there), strict=True):
        if is_number and one is not None and two is not None:
            assert one == pytest.approx(two, rel=1e-3, abs=1e-2, nan_ok=True), where
        else:
            assert one == two, where


def _pairs(here: list[Any], there: list[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(here, there, strict=True)
