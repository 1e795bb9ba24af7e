"""The match goes in the file as it went in the record."""

from __future__ import annotations

import numpy as np
import pytest

from rlcoach.replay.kinds import Counter, MatchState, StatEvent
from rlcoach.synth.match_record import (
    ClockChange,
    OvertimeStart,
    RoundStart,
    Saved,
    Scored,
    StateChange,
    StatRise,
    Touched,
)
from rlcoach.synth.writing import CURRENT, LEGACY, Era
from tests.builders.records import PLAYERS, match_record, record_of
from tests.synth.writing.reading import ERAS, network_of, sent, tables_of

STATES = {
    "Countdown": MatchState.COUNTDOWN,
    "Active": MatchState.ACTIVE,
    "PostGoalScored": MatchState.GOAL_SCORED,
    "ReplayPlayback": MatchState.GOAL_REPLAY,
    "WaitingForPlayers": MatchState.WAITING,
    "Finished": MatchState.FINISHED,
}


@pytest.mark.parametrize("era", ERAS)
class TestClockwork:
    def test_every_state(self, era: Era) -> None:
        changes = [StateChange(2 * at, name) for at, name in enumerate(STATES)]  # type: ignore[arg-type]

        state = tables_of(record_of(happenings=changes), era).frames.state

        assert state[: 2 * len(STATES) : 2].tolist() == [int(one) for one in STATES.values()]

    def test_the_clock_shows_what_it_showed(self, era: Era) -> None:
        record = match_record()
        expected = np.full(record.frame_count, -1)
        for one in record.happenings:
            if isinstance(one, ClockChange):
                expected[one.frame :] = one.seconds

        assert tables_of(record, era).frames.clock.tolist() == expected.tolist()

    def test_a_clock_that_nobody_set_shows_five_minutes(self, era: Era) -> None:
        assert set(tables_of(record_of(), era).frames.clock.tolist()) == {300}

    def test_rounds_and_overtime(self, era: Era) -> None:
        record = match_record()
        frames = tables_of(record, era).frames

        starts = [one.frame for one in record.happenings if isinstance(one, RoundStart)]
        (overtime,) = [one.frame for one in record.happenings if isinstance(one, OvertimeStart)]
        assert (np.flatnonzero(np.diff(frames.round)) + 1).tolist() == starts
        assert np.flatnonzero(frames.overtime)[0] == overtime
        assert frames.overtime[overtime:].all()

    def test_the_ball_is_hit_from_the_first_touch_of_a_round(self, era: Era) -> None:
        record = match_record()
        expected = np.zeros(record.frame_count, dtype=bool)
        for one in record.happenings:
            if isinstance(one, Touched) and one.is_first:
                expected[one.frame :] = True
            elif isinstance(one, RoundStart):
                expected[one.frame :] = False

        assert np.array_equal(tables_of(record, era).frames.ball_hit, expected)


def test_the_countdown_counts() -> None:
    network = network_of(match_record())

    shown = sent(network, "TAGame.GameEvent_TA:ReplicatedRoundCountDownNumber")

    assert [value for _, value, _ in shown] == [3, 2, 1, 0] * 3


@pytest.mark.parametrize("era", ERAS)
class TestGoals:
    def test_score_scorer_and_frame(self, era: Era) -> None:
        record = match_record()
        goals = [one for one in record.happenings if isinstance(one, Scored)]

        tables = tables_of(record, era)

        assert tables.goals.frame.tolist() == [goal.frame for goal in goals]
        assert tables.goals.team.tolist() == [goal.team for goal in goals]
        assert tables.goals.player.tolist() == [goal.scorer for goal in goals]
        assert tables.frames.score[-1].tolist() == [2, 1]

    def test_who_was_scored_on_is_taken_back_at_the_next_countdown(self, era: Era) -> None:
        network = network_of(match_record(), era)

        told = sent(network, "TAGame.GameEvent_Soccar_TA:ReplicatedScoredOnTeam")

        assert [value for _, value, _ in told] == [1, 255, 0, 255, 1]

    def test_the_ball_explodes_where_it_was_and_sends_no_more(self, era: Era) -> None:
        record = match_record()
        goal = next(one for one in record.happenings if isinstance(one, Scored))
        network = network_of(record, era)

        records = network.records
        attribute = network.object_index["TAGame.Ball_TA:ReplicatedExplosionDataExtended"]
        row = int(np.flatnonzero(records.attribute == attribute)[0])
        assert records.frame[row] == goal.frame
        place = records.value[row, 2:5] * 100
        assert np.abs(place - record.ball.body[goal.frame, 0:3]).max() <= 0.51
        ball = network.bodies.actor == records.actor[row]
        assert network.bodies.frame[ball].max() == goal.frame
        assert network.bodies.sleeping[ball][-1]

    def test_an_own_goal_stands_with_the_team_that_got_it(self, era: Era) -> None:
        own = Scored(30, 6.0, team=0, scorer=2, assister=None, is_own=True)

        tables = tables_of(record_of(happenings=[own]), era)

        assert tables.frames.score[-1].tolist() == [1, 0]
        assert tables.goals.team.tolist() == [0]

    def test_a_goal_without_scorer_and_without_ball(self, era: Era) -> None:
        goal = Scored(30, 6.0, team=1, scorer=None, assister=None)
        ball = np.full((60, 13), np.nan)

        tables = tables_of(record_of(ball=ball, happenings=[goal]), era)

        assert tables.frames.score[-1].tolist() == [0, 1]
        assert tables.goals.player.tolist() == [-1]


class TestTouches:
    @pytest.mark.parametrize("era", ERAS)
    def test_the_team_is_sent_when_it_is_another_one(self, era: Era) -> None:
        touches = [Touched(at, 6.0, player) for at, player in ((5, 0), (9, 1), (12, 3), (15, 2))]
        network = network_of(record_of(happenings=touches), era)

        told = sent(network, "TAGame.Ball_TA:HitTeamNum")

        assert [(frame, value) for frame, value, _ in told] == [(5, 0), (12, 1)]

    def test_a_new_ball_has_not_been_touched(self) -> None:
        teams = tables_of(match_record()).frames.touch_team

        assert teams[0] == -1
        assert (teams[450:560] == -1).all()


class TestAnnouncements:
    def test_goals_and_saves_for_a_second(self) -> None:
        saves = [Saved(20, 0), Saved(90, 1, is_epic=True), Saved(95, 0)]

        network = network_of(record_of(frames=150, happenings=saves))

        told = sent(network, "TAGame.GameEvent_Soccar_TA:ReplicatedStatEvent")
        assert [(frame, value >= 0) for frame, value, _ in told] == [
            (20, True),
            (50, False),
            (90, True),
            (95, True),
            (125, False),
        ]

    def test_what_they_are(self) -> None:
        goal = Scored(110, 6.0, team=0, scorer=0, assister=None)
        saves = [Saved(20, 0), Saved(60, 1, is_epic=True)]

        events = tables_of(record_of(frames=150, happenings=[*saves, goal])).stat_events

        assert events.frame.tolist() == [20, 60, 110]
        assert events.kind.tolist() == [StatEvent.SAVE, StatEvent.EPIC_SAVE, StatEvent.GOAL]

    def test_none_in_2017(self) -> None:
        record = record_of(happenings=[Saved(20, 0)])

        assert len(tables_of(record, LEGACY).stat_events.frame) == 0


NAMES = {
    "MatchScore": Counter.SCORE,
    "MatchGoals": Counter.GOALS,
    "MatchAssists": Counter.ASSISTS,
    "MatchSaves": Counter.SAVES,
    "MatchShots": Counter.SHOTS,
    "MatchDemolishes": Counter.DEMOLISHES,
}


class TestScoreboard:
    @pytest.mark.parametrize(("era", "count"), [(CURRENT, 6), (LEGACY, 5)])
    def test_every_number_of_every_player(self, era: Era, count: int) -> None:
        rises = [
            StatRise(10 + 6 * player + at, player, name, 1 + at)  # type: ignore[arg-type]
            for player in range(len(PLAYERS))
            for at, name in enumerate(NAMES)
        ]

        counters = tables_of(record_of(happenings=rises), era).counters

        found = zip(
            counters.frame.tolist(),
            counters.player.tolist(),
            counters.counter.tolist(),
            counters.value.tolist(),
            strict=True,
        )
        assert list(found) == [
            (one.frame, one.player, int(NAMES[one.name]), one.value)
            for one in rises
            if list(NAMES).index(one.name) < count
        ]


@pytest.mark.parametrize(
    ("match_type", "playlist", "name"),
    [
        ("Online", 13, "TAGame.MatchType_PublicRanked_TA"),
        ("Online", 3, "TAGame.MatchType_Public_TA"),
        ("Private", 6, "TAGame.MatchType_Private_TA"),
        ("Offline", 8, "TAGame.MatchType_Offline_TA"),
        ("Tournament", 34, "TAGame.MatchType_AutoTournament_TA"),
    ],
)
def test_the_kind_of_match(match_type: str, playlist: int, name: str) -> None:
    info = tables_of(record_of(match_type=match_type, playlist=playlist)).match

    assert info.match_type_class == name
    assert info.playlist_id == playlist
    assert info.game_class == "TAGame.GameInfo_Soccar_TA"


class TestInfo:
    def test_what_the_match_says_of_itself(self) -> None:
        record = record_of()

        info = tables_of(record).match

        assert info.match_guid == record.setting.guid
        assert info.server_name == record.setting.server_name
        assert info.server_region == "EU"
        assert info.server_id is not None
        assert info.server_id.isdecimal()
        assert info.team_size == 2
        assert info.start_epoch == int(record.setting.start.timestamp())
        assert not info.has_own_boost

    def test_the_same_server_has_the_same_id(self) -> None:
        ids = [tables_of(record_of(guid=guid * 32)).match.server_id for guid in "AB"]

        assert ids[0] == ids[1]
        assert tables_of(record_of(server_name="other")).match.server_id != ids[0]
