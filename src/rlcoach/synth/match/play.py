"""Plays a match."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from rlcoach.synth.match.pitch import Pitch
from rlcoach.synth.match.referee import Referee
from rlcoach.synth.match.rules import Rules
from rlcoach.synth.match_record import MatchPlayer, MatchRecord, MatchSetting
from rlcoach.synth.situation import Brain

STANDARD = Rules()


def play(
    setting: MatchSetting,
    players: Sequence[MatchPlayer],
    brains: Sequence[Brain],
    *,
    seed: int,
    rules: Rules = STANDARD,
) -> MatchRecord:
    """A played match; the same seed and brains of the same state give the same one.

    Args:
        setting: What is written about the match; nothing of it changes the play.
        players: Five of a team at most.
        brains: One per player, new ones.
        seed: Of kickoff places, of the spacing of frames and of all other chance but the brains'.
        rules: Of the match.
    """
    random = Random(seed)
    pitch = Pitch(players, brains, random=random, rules=rules)
    referee = Referee(pitch, random=random, rules=rules)
    referee.run()
    log = pitch.log
    return MatchRecord(
        setting=setting,
        players=tuple(players),
        time=np.array(log.time),
        delta=np.array(log.delta),
        ball=log.ball_columns(),
        cars=log.car_columns(),
        happenings=tuple(log.happenings),
        is_unfinished=referee.is_unfinished,
    )
