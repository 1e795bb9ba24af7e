"""Which touches are chances, what they say, how attacks are counted, and who is credited."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.analysis.event import Events
from rlcoach.analysis.match_analysis import MatchAnalysis
from tests.analysis.events.scenes import events_of
from tests.analysis.matches import analysed
from tests.analysis.xg.plays import SHOT, Hit, Place, pitch_of, played
from tests.builders.transform import mirror

KEEPER: Place = (0.0, 4700.0, 17.0)


def chance(found: MatchAnalysis) -> Events:
    """The chances of a play."""
    return found.events["chance"]


def xg(found: MatchAnalysis) -> float:
    """How likely its only chance was."""
    values: list[float] = chance(found).column("xg").tolist()
    (only,) = values
    return only


class TestWhatIsAChance:
    def test_a_ball_into_the_mouth_is_on_target(self) -> None:
        found = chance(played(SHOT))
        assert found.frame.tolist() == [20]
        assert found.column("is_on_target").tolist() == [True]
        assert found.column("seconds_to_line")[0] == pytest.approx(1.08, abs=0.03)
        assert found.column("distance")[0] == pytest.approx(2120, abs=5)

    def test_a_ball_just_wide_is_one_off_target(self) -> None:
        found = chance(played(SHOT, ball=(1020.0, 3000.0, 93.0)))
        assert found.column("is_on_target").tolist() == [False]
        assert found.column("inside")[0] == pytest.approx(892.755 - 1020, abs=5)

    @pytest.mark.parametrize(
        ("ball", "velocity"),
        [
            ((0.0, 3000.0, 93.0), (0.0, -2000.0, 0.0)),
            ((0.0, 3000.0, 93.0), (2000.0, 100.0, 0.0)),
            ((1400.0, 3000.0, 93.0), (0.0, 2000.0, 0.0)),
            ((0.0, -4500.0, 93.0), (0.0, 1500.0, 0.0)),
        ],
        ids=["at the own goal", "across", "far wide", "more than 4 s away"],
    )
    def test_other_balls_are_none(self, ball: Place, velocity: Place) -> None:
        assert len(chance(played(SHOT._replace(velocity=velocity), ball=ball))) == 0

    def test_a_credited_shot_is_one_wherever_its_path_leads(self) -> None:
        aside = SHOT._replace(velocity=(2000.0, 100.0, 0.0))
        found = chance(pitch_of(aside, shot_frame=40).analysis())
        assert found.column("is_shot").tolist() == [True]
        assert found.column("is_on_target").tolist() == [False]
        assert found.column("xg")[0] < 0.05

    def test_a_defender_who_hits_it_at_his_own_goal_has_none(self) -> None:
        assert len(chance(played(SHOT._replace(name="Bob")))) == 0

    def test_other_modes_have_none(self) -> None:
        assert "chance" not in played(SHOT, mode="heatseeker").events


class TestHowLikely:
    def test_an_open_net_is_likelier_than_one_with_a_keeper(self) -> None:
        kept = played(SHOT, cars={"Bob": KEEPER})
        assert xg(played(SHOT)) > 0.5 > xg(kept)
        assert chance(kept).column("defenders").tolist() == [1]
        assert chance(kept).column("defender_margin")[0] < 0
        assert chance(kept).column("open_angle")[0] < chance(kept).column("angle")[0]

    def test_nearer_is_likelier(self) -> None:
        shots = [xg(played(SHOT, ball=(0.0, y, 93.0))) for y in (-1000.0, 1000.0, 3000.0, 4000.0)]
        assert shots == sorted(shots)

    def test_inside_is_likelier_than_on_the_post_and_on_the_post_than_wide(self) -> None:
        shots = [xg(played(SHOT, ball=(x, 3000.0, 93.0))) for x in (1050.0, 900.0, 850.0, 600.0)]
        assert shots == sorted(shots)

    def test_a_defender_nearer_to_the_path_makes_it_less_likely(self) -> None:
        places = [(0.0, 4500.0, 17.0), (1500.0, 3000.0, 17.0), (3500.0, 0.0, 17.0)]
        shots = [xg(played(SHOT, cars={"Bob": place})) for place in places]
        assert shots == sorted(shots)

    def test_nobody_in_time_leaves_an_empty_net(self) -> None:
        assert np.isnan(chance(played(SHOT)).column("defender_seconds")[0])


class TestMirror:
    def test_from_the_other_end_the_values_are_exactly_the_same(self) -> None:
        tables = pitch_of(
            Hit(20, "Alice", (-500.0, 1200.0, 0.0)),
            Hit(60, "Ann", (170.0, 1700.0, 700.0)),
            ball=(700.0, 2000.0, 93.0),
            cars={"Bob": KEEPER, "Ben": (900.0, 2500.0, 17.0)},
        ).tables()
        here = events_of(tables, "soccar")["chance"]
        there = events_of(mirror(tables), "soccar")["chance"]
        assert len(here) == 2
        for name in here.fields:
            np.testing.assert_array_equal(here.column(name), there.column(name), name)


class TestAttacks:
    FIRST = Hit(20, "Alice", (0.0, 1200.0, 0.0))
    SECOND = Hit(60, "Ann", (0.0, 1500.0, 0.0))

    def test_chances_of_one_attack_share_what_it_is_worth(self) -> None:
        found = chance(played(self.FIRST, self.SECOND))
        one, other = found.column("xg").tolist()
        assert found.column("chain").tolist() == [20, 20]
        assert found.column("credit").sum() == pytest.approx(1 - (1 - one) * (1 - other))
        assert found.column("credit")[0] / found.column("credit")[1] == pytest.approx(one / other)

    def test_a_save_between_does_not_end_it(self) -> None:
        save = Hit(40, "Bob", (0.0, 100.0, 0.0))
        found = chance(played(self.FIRST, save, self.SECOND))
        assert found.column("chain").tolist() == [20, 20]

    def test_a_second_touch_of_the_opponents_ends_it(self) -> None:
        save = Hit(36, "Bob", (0.0, 100.0, 0.0))
        control = Hit(48, "Ben", (0.0, -400.0, 0.0))
        found = chance(played(self.FIRST, save, control, self.SECOND))
        assert found.column("chain").tolist() == [20, 60]
        np.testing.assert_allclose(found.column("credit"), found.column("xg"))

    def test_a_later_chance_is_another_attack(self) -> None:
        later = self.SECOND._replace(frame=150)
        assert chance(played(self.FIRST, later)).column("chain").tolist() == [20, 150]

    def test_a_single_chance_keeps_its_worth(self) -> None:
        found = chance(played(self.FIRST))
        np.testing.assert_allclose(found.column("credit"), found.column("xg"))


class TestWhoScored:
    FIRST = Hit(20, "Alice", (0.0, 1200.0, 0.0))
    FINISH = Hit(60, "Ann", (0.0, 1500.0, 0.0))

    def test_a_goal_is_the_last_own_touchs_alone(self) -> None:
        found = chance(played(self.FIRST, self.FINISH, goal_frame=76))
        assert found.column("is_goal").tolist() == [False, True]

    def test_a_failed_save_leaves_it_to_the_shooter(self) -> None:
        touched = Hit(60, "Bob", (50.0, 1000.0, 0.0))
        found = chance(played(self.FIRST, touched, goal_frame=85))
        assert found.column("is_goal").tolist() == [True]

    def test_an_own_goal_is_nobodys(self) -> None:
        turned = Hit(60, "Bob", (-800.0, 1500.0, 0.0))
        found = chance(played(self.FIRST, turned, ball=(1020.0, 3000.0, 93.0), goal_frame=76))
        assert found.column("is_goal").tolist() == [False]


class TestStatistics:
    def test_players_add_up_to_their_team_and_are_against_the_other(self) -> None:
        found = played(TestAttacks.FIRST, TestAttacks.SECOND, goal_frame=76)
        credit = chance(found).column("credit").sum()
        stats, teams = found.player_stats, found.team_stats
        assert teams["xg.for"].tolist() == pytest.approx([credit, 0])
        assert teams["xg.against"].tolist() == pytest.approx([0, credit])
        assert stats["xg.for"].sum() == pytest.approx(credit)
        assert stats["xg.chances"].tolist() == [1, 1, 0]
        assert stats["xg.shots_on_target"].tolist() == [1, 1, 0]
        np.testing.assert_allclose(
            stats["xg.goals_minus_xg"], stats["core.goals"] - stats["xg.for"]
        )

    def test_who_came_later_is_not_blamed_for_what_was_before(self) -> None:
        pitch = pitch_of(SHOT)
        ben = pitch.player("Ben", team=1)
        pitch.drive(ben, (0.0, 0.0, 17.0), velocity=(0, 1, 0), frame=100)
        found = pitch.analysis()
        names = [one.name for one in found.context.tables.players]
        against = dict(zip(names, found.player_stats["xg.against"].tolist(), strict=True))
        assert against["Bob"] == pytest.approx(xg(found))
        assert against["Ben"] == 0
        assert against["Alice"] == 0


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["soccar_2016_3v3", "soccar_2020_2v2", "soccar_2026_2v2"])
class TestRealMatches:
    def test_nearly_every_goal_that_was_shot_is_a_chances(self, name: str) -> None:
        events = analysed(name).events
        goals = events["goal"]
        shot_in = ~goals.column("is_own_goal") & (goals.column("seconds") <= 4)
        scored = events["chance"].column("is_goal").sum()
        assert shot_in.sum() - 1 <= scored <= shot_in.sum()

    def test_expected_goals_are_of_the_size_of_goals(self, name: str) -> None:
        found = analysed(name)
        expected, goals = found.team_stats["xg.for"].sum(), len(found.events["goal"])
        assert goals / 2 < expected < goals * 2
