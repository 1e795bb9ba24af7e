"""What boost pads send: who took them, and that they are there again."""

from __future__ import annotations

from rlcoach.synth.match_record import PadReturned, PadTaken
from rlcoach.synth.writing import values
from rlcoach.synth.writing.bits import Bits, joined
from rlcoach.synth.writing.context import Writing

_COUNTED = "TAGame.VehiclePickup_TA:NewReplicatedPickupData"
_PLAIN = "TAGame.VehiclePickup_TA:ReplicatedPickupData"


def send_pads(writing: Writing) -> None:
    """Every change of every pad; a pad is first heard of when it is taken.

    A kickoff gives all of them back.
    """
    counts = dict.fromkeys(writing.cast.pads, 0)
    restarts = [(life.start, pad) for life in writing.cast.balls for pad in writing.cast.pads]
    changes = sorted(
        [(one.frame, 1, one.pad, one.player) for one in _taken(writing)]
        + [(one.frame, 0, one.pad, -1) for one in _returned(writing)]
        + [(frame, 0, pad, -1) for frame, pad in restarts]
    )
    for frame, is_taken, pad, player in changes:
        is_away = counts[pad] % 2 == 1
        if not is_taken and not is_away:
            continue
        # A pad taken again without word of its return has come back unseen.
        counts[pad] += 2 if is_taken and is_away else 1
        crew = writing.cast.crew_at(player, frame) if is_taken else None
        instigator = None if crew is None else crew.car.actor_id
        attribute = _COUNTED if writing.era.has_pickup_counters else _PLAIN
        value = _change(writing, instigator, counts[pad])
        writing.sheet.send(writing.cast.pads[pad], attribute, value, frame)


def _change(writing: Writing, instigator: int | None, count: int) -> Bits:
    """Who changed the pad, and how often it has changed, or whether it is gone.

    Nobody is written in full, as actor -1. Decoders read that as 255 or true without an actor,
    and what is left of it as two changes of `RemoteRole` or `Role`, in real files and here.
    """
    last = values.byte(count) if writing.era.has_pickup_counters else values.flag(count % 2 == 1)
    return joined(values.link(instigator), last)


def _taken(writing: Writing) -> list[PadTaken]:
    return [one for one in writing.record.happenings if isinstance(one, PadTaken)]


def _returned(writing: Writing) -> list[PadReturned]:
    return [
        one
        for one in writing.record.happenings
        if isinstance(one, PadReturned) and one.pad in writing.cast.pads
    ]
