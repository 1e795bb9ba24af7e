"""Planned matches become files."""

from __future__ import annotations

from random import Random

from rlcoach.synth.match import Rules, play
from rlcoach.synth.match_record import MatchRecord
from rlcoach.synth.players import brain
from rlcoach.synth.season.plan import PlannedMatch
from rlcoach.synth.writing import write_replay

STANDARD = Rules()


def played(match: PlannedMatch, rules: Rules = STANDARD) -> MatchRecord:
    """Plays a planned match; the same plan is always played the same way."""
    dice = Random(match.seed)
    brains = [
        brain(style, skill, seed=dice.getrandbits(31))
        for style, skill in zip(match.styles, match.skills, strict=True)
    ]
    return play(match.setting, match.players, brains, seed=match.seed, rules=rules)


def replay_of(match: PlannedMatch) -> bytes:
    """The file of a planned match."""
    return write_replay(played(match))
