"""First, second and third man by time to the ball."""

from __future__ import annotations

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.roles import Roles, roles
from rlcoach.analysis.decisions.snapshots import snapshots
from rlcoach.synth.scripts.choreography import Choreography
from tests.builders.choreography import frame_at, tables_of


def roles_of(play: Choreography) -> tuple[tuple[str, ...], Roles]:
    """Names by row, and roles ten times a second from the play's beginning on."""
    context = MatchContext(tables_of(play), "soccar")
    names = tuple(one.name for one in context.tables.players)
    begins = int(context.shared(snapshots).at(np.array([frame_at(play, 0.0)]))[0])
    found = context.shared(roles)
    return names, Roles(
        seconds=found.seconds[:, begins:],
        role=found.role[:, begins:],
        first=found.first[:, begins:],
        deepest=found.deepest[:, begins:],
    )


class TestRoles:
    def test_the_rest_are_ordered_from_the_front_to_the_back(self) -> None:
        play = Choreography(seconds=2)
        play.car("Ann", 0, (0, (0, -4000)))
        play.car("Abe", 0, (0, (0, -500)))
        play.car("Amy", 0, (0, (1500, -2000)))
        play.ball((0, (0, 500)), (2, (0, 500)))
        names, found = roles_of(play)
        middle = dict(zip(names, found.role[:, 10].tolist(), strict=True))
        assert middle == {"Abe": 1, "Amy": 2, "Ann": 3}

    def test_who_faces_the_ball_is_there_before_who_is_nearer_and_drives_away(self) -> None:
        play = Choreography(seconds=2)
        play.car("Near", 0, (0, (0, -800)), (2, (0, -3800)))
        play.car("Far", 0, (0, (0, -2500)), (1, (0, -1000)), (2, (0, 500)))
        play.ball((0, (0, 500)), (2, (0, 500)))
        names, found = roles_of(play)
        assert names[found.first[0, 5]] == "Far"

    def test_alone_one_is_always_first(self) -> None:
        play = Choreography(seconds=2)
        play.car("Ann", 0, (0, (0, -4000)))
        play.car("Bob", 1, (0, (0, 3000)))
        play.ball((0, (0, 500)), (2, (0, 500)))
        _, found = roles_of(play)
        assert set(found.role[:, 5:15].ravel().tolist()) == {1}

    def test_a_start_that_is_broken_off_at_once_changes_nothing(self) -> None:
        for seconds, firsts in ((0.2, {"Ann"}), (0.6, {"Ann", "Abe"})):
            play = Choreography(seconds=4)
            play.car("Ann", 0, (0, (300, -1500)), (4, (300, -1480)))
            start, end = (0, -2300), (0, -2300 + 2200 * seconds)
            play.car(
                "Abe", 0, (0, (0, -2310)), (2, start), (2 + seconds, end), (4, (0, end[1] + 5))
            )
            play.ball((0, (0, 500)), (4, (0, 500)))
            names, found = roles_of(play)
            first = found.first[0]
            assert {names[row] for row in first[first >= 0].tolist()} == firsts

    def test_the_demolished_have_none(self) -> None:
        play = Choreography(seconds=4)
        play.car("Ann", 0, (0, (0, -300)))
        play.car("Abe", 0, (0, (0, -3000)))
        play.car("Bob", 1, (0, (0, 3000)))
        play.ball((0, (0, 500)), (4, (0, 500)))
        play.demolish("Bob", "Ann", 1.0)
        names, found = roles_of(play)
        ann, abe = names.index("Ann"), names.index("Abe")
        assert found.role[ann, 5] == 1
        assert not found.role[ann, 15:25].any()
        assert (found.first[0, 15:25] == abe).all()

    def test_before_the_first_touch_of_a_kickoff_nobody_has_one(self) -> None:
        play = Choreography(seconds=2, is_kickoff=True)
        play.car("Ann", 0, (0, (0, -4000)))
        play.ball((0, (0, 0)), (2, (0, 0)))
        _, found = roles_of(play)
        assert not found.role.any()
        assert np.all(found.first == -1)
