"""Decisions: arranged plays seen from both sides and wings, shifted, and at other speeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from rlcoach.synth.scripts.act import NOBODY, Act, Wanted
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.choreography import Choreography, Look
from rlcoach.synth.scripts.plays.attacking import (
    counter,
    handed_over,
    lost_ball,
    scored,
    siege,
    turned_over,
)
from rlcoach.synth.scripts.plays.challenging import CLOSE, both_go, challenged, passes_by, race
from rlcoach.synth.scripts.plays.defending import (
    attack,
    cleared,
    conceded,
    last_man,
    saved,
    scored_against,
    shot,
)

Make = Callable[[], Choreography]


@dataclass(frozen=True)
class _Play:
    """A play in which something happens once."""

    make: Make
    player: str
    """Empty where it is nobody's."""
    at: float
    """Moment of the plain play."""
    kind: str | None = None
    more: tuple[tuple[str, float, str], ...] = ()
    """What else happens: player, moment, kind."""


def _look(seed: int) -> Look:
    random = Random(seed)
    return Look(
        is_swapped=seed % 2 == 1,
        is_mirrored=seed % 4 > 1,
        shift=(random.uniform(-150, 150), random.uniform(-80, 80)),
        tempo=random.uniform(0.93, 1.1),
        jitter_uu=15.0,
        seed=seed,
    )


def _act(key: str, play: Choreography, seed: int, shown: _Play | None) -> Act:
    play.look = _look(seed)
    if shown is None:
        return Act(key, "a near miss", play.played())
    wanted = tuple(
        Wanted(NOBODY if player == "" else play.number(player), play.look.seconds(at), kind)
        for player, at, kind in ((shown.player, shown.at, shown.kind), *shown.more)
    )
    return Act(key, f"{shown.player} {shown.kind or key}", play.played(), wanted)


def _kind(key: str, plays: Sequence[_Play], near_misses: Sequence[Make]) -> Kind:
    def positive(seed: int) -> Act:
        play = plays[seed % len(plays)]
        return _act(key, play.make(), seed, play)

    def near_miss(seed: int) -> Act:
        return _act(key, near_misses[seed % len(near_misses)](), seed, None)

    return Kind(key, positive, near_miss)


def _past_last_man() -> Choreography:
    play = last_man(stops_at=None)
    play.goal("Bob", 1, 4.4)
    return play


KINDS: tuple[Kind, ...] = (
    _kind(
        "rotation",
        [
            _Play(
                lambda: handed_over((1.3, (400, 0)), (3.5, (2500, -4000))), "Ann", 1.5, "rotated"
            ),
            _Play(
                lambda: handed_over((1.3, (1000, 800)), (3.0, (3500, 3500))), "Ann", 2.0, "stayed"
            ),
            _Play(
                lambda: handed_over(
                    (1.6, (1600, 900)), (2.4, (1500, 1300)), (3.2, (100, 1500)), (4.5, (100, 2800))
                ),
                "Ann",
                2.5,
                "cut_in",
            ),
        ],
        [
            lambda: scored_against(1500),
            lambda: last_man(stops_at=None),
            lambda: shot(jump=0.9),
        ],
    ),
    _kind(
        "double_commit",
        [
            _Play(lambda: both_go((0, 500)), "Abe", 1.0),
            _Play(lambda: both_go((900, -2000)), "Abe", 1.0),
        ],
        [
            lambda: both_go((0, 500), apart=1.0),
            lambda: both_go((0, -4600)),
            lambda: both_go((0, 0), is_kickoff=True),
            lambda: cleared(0, 3.0),
        ],
    ),
    _kind(
        "overcommit",
        [_Play(lambda: lost_ball(2500), "Abe", 3.0), _Play(lambda: lost_ball(3500), "Ann", 3.0)],
        [lambda: lost_ball(-2000), lambda: lost_ball(500), lambda: lost_ball(0, mates=1)],
    ),
    _kind(
        "caught_ahead",
        [
            _Play(lambda: scored_against(1500), "Ann", 1.0, "goal"),
            _Play(lambda: turned_over(3000), "Ann", 4.1, "turnover"),
        ],
        [
            lambda: scored_against(-500),
            lambda: scored_against(-3000),
            lambda: turned_over(-1500),
            lambda: turned_over(-600),
        ],
    ),
    _kind(
        "shadow_defence",
        [
            _Play(lambda: attack((300, 200), (200, -3800)), "Ann", 2.5),
            _Play(lambda: attack((-200, -200), (-300, -4400)), "Ann", 2.5),
        ],
        [
            lambda: attack((0, -4000), (0, -2700)),
            lambda: attack((700, 1500), (700, -2400)),
            lambda: attack((2500, 200), (2500, -3800)),
        ],
    ),
    _kind(
        "pre_jump",
        [
            _Play(lambda: shot(jump=1.6), "Ann", 1.6),
            _Play(lambda: shot(jump=1.4, keeper=(600, -4600)), "Ann", 1.4),
        ],
        [
            lambda: shot(jump=0.9),
            lambda: shot(jump=2.15),
            lambda: shot(jump=1.6, keeper=(2500, -3600)),
            lambda: shot(jump=1.6, shot_y=-1000),
        ],
    ),
    _kind(
        "duel",
        [
            _Play(lambda: challenged(ball=(0, 2500)), "Ann", 1.0, "won"),
            _Play(lambda: challenged(ball=(0, -2500)), "Ann", 1.0, "lost"),
            _Play(lambda: challenged(ball=(2500, 0)), "Ann", 1.0, "neutral"),
            _Play(
                lambda: challenged(
                    (1.1, (0, -470)), (1.3, (0, -420)), (2.2, (600, -1800)), ball=(2500, -300)
                ),
                "Ann",
                1.0,
                "faked",
            ),
        ],
        [lambda: scored_against(-3000), lambda: shot(jump=0.9), lambda: lost_ball(-2000)],
    ),
    _kind(
        "whiff",
        [
            _Play(lambda: passes_by(190), "Ann", 1.2, "ground"),
            _Play(lambda: passes_by(-175), "Ann", 1.2, "ground"),
            _Play(
                lambda: passes_by(
                    0,
                    (0, (0, -900, 900)),
                    (1.2, (0, 0, 820)),
                    (2.5, (0, 1000, 200)),
                    dodge=None,
                    z=600,
                ),
                "Ann",
                1.2,
                "aerial",
            ),
        ],
        [
            lambda: passes_by(190, dodge=None),
            lambda: passes_by(400),
            lambda: passes_by(190, dodge=0.3),
        ],
    ),
    _kind(
        "beaten_to_ball",
        [_Play(lambda: race(*CLOSE), "Ann", 1.5)],
        [
            lambda: race(*CLOSE, bob_had_it=True),
            lambda: race((0.0, (0, -5000)), (1.5, (0, -2700)), (3.0, (0, -900))),
            lambda: race((0.0, (0, -1500)), (1.5, (0, -1200)), (3.0, (0, -900))),
        ],
    ),
    _kind(
        "last_defender",
        [
            _Play(last_man, "Ann", 2.0, "stopped"),
            _Play(lambda: last_man(stops_at=None), "Ann", 2.0, "relieved"),
            _Play(_past_last_man, "Ann", 2.0, "conceded"),
        ],
        [lambda: last_man(mate_y=-4200), lambda: last_man(mate_y=-4800, stops_at=None)],
    ),
    _kind(
        "counter_attack",
        [_Play(counter, "Ann", 2.0), _Play(lambda: counter(second_at=5.5), "Ann", 2.0)],
        [lambda: counter(second_at=8.0), lambda: counter(won_y=-1500), lambda: cleared(1, 2.8)],
    ),
    _kind(
        "save_kind",
        [
            _Play(lambda: saved((0, -4900)), "Ann", 1.0, "goal_line"),
            _Play(lambda: saved((0, -4000)), "Ann", 1.0, "ground"),
            _Play(lambda: saved((0, -4000, 900), car_z=600), "Ann", 1.0, "aerial"),
            _Play(lambda: saved((1500, -4850)), "Ann", 1.0, "corner"),
            _Play(lambda: saved((1500, -4850, 900), car_z=600), "Ann", 1.0, "backboard"),
        ],
        [lambda: shot(jump=1.6, saves=True), lambda: cleared(0, 3.0)],
    ),
    _kind(
        "clear_quality",
        [
            _Play(lambda: cleared(0, 3.0), "Ann", 1.0, "to_mate"),
            _Play(lambda: cleared(1, 2.8), "Ann", 1.0, "to_opponent"),
            _Play(lambda: cleared(None, 4.0), "Ann", 1.0, "to_space"),
        ],
        [lambda: both_go((0, 500)), lambda: turned_over(3000)],
    ),
    _kind(
        "goal_tag",
        [
            _Play(lambda: scored(keeper=(0, 2000)), "Ann", 1.0, "empty_net"),
            _Play(lambda: scored((0, 3000, 550)), "Ann", 1.0, "aerial"),
            _Play(lambda: scored((0, 600), goal_at=4.0), "Ann", 1.0, "long_distance"),
        ],
        [scored, lambda: scored((0, 1700)), lambda: scored((400, 3500, 280))],
    ),
    _kind(
        "pressure",
        [_Play(siege, "", 4.0), _Play(lambda: siege(away_seconds=0.3), "", 4.0)],
        [lambda: siege(touches=1), lambda: cleared(0, 3.0), last_man],
    ),
    _kind(
        "conceded_factor",
        [
            _Play(conceded, "Abe", 3.0, "last_back", (("Ann", 3.0, "ahead_of_ball"),)),
            _Play(
                lambda: conceded(boost=5),
                "Abe",
                3.0,
                "last_back",
                (("Ann", 3.0, "ahead_of_ball"), ("Abe", 3.0, "out_of_boost")),
            ),
            _Play(
                lambda: conceded((900, -4800), seconds=2.5),
                "Abe",
                3.0,
                "last_back",
                (("Ann", 3.0, "ahead_of_ball"), ("Abe", 3.0, "save_possible")),
            ),
        ],
        [last_man, lambda: shot(jump=1.6), lambda: lost_ball(2500)],
    ),
)
