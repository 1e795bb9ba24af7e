"""The part of `docs/accuracy.md` about scripted files: what was found of what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from benchmarks.accuracy.scenes import Scenes
from rlcoach import EVENTS

TARGET_SHARE = 0.95
"""Of each kind: found of what happened, and happened of what was found."""

INTRODUCTION = """\
## Scripted files

`python -m benchmarks.scripts` writes replay files in which somebody knows what happens: acts of
`rlcoach.synth.scripts` follow each other as rounds of one match. Mechanics and decisions come from
the script, plain events from every state of the simulator, never from the analysis; both are
written beside the files as labels. The files are read and scored like real ones.

- **happened**, **found**: events with the right player and kind, within 0.25 s for mechanics,
  decisions and what is read off bodies, 0.1 s for the rest.
- **false**: found and did not happen, in instances and near misses.
- **without**: acts in which there is none, near misses among them, and in how many of them
  something was found.

Mechanics that are simulated follow the game's physics. Decisions, pinches, pogos and boost starves
are arranged: bodies are moved from place to place, and what a file would say of them is said. How
far this carries to real play is what labels and clips are for.
"""

CAUSES: Mapping[str, str] = {
    "pinch": "arranged hard hits beside a wall look squeezed where the ball leaves faster than one"
    " car makes it",
    "touch": "of a ball hit level by two cars at once, the car beside it is named too",
}
"""Kinds that are not found whole, and why."""

WITHOUT_TRUTH: Mapping[str, str] = {
    "possession": "follows from the touches, which have truth",
    "attempt": "depends on how the ball would have gone on",
    "stop": "follows from attempts",
    "chance": "is an estimate",
    "challenge": "is a rule of thumb for going at the ball",
    "ball_carry": "has no edge in the physics; carries are acts of `ground_dribble`",
    "goal_touch": "follows from goals and touches, which have truth",
    "rumble_item": "rumble is not simulated",
    "rumble_goal": "rumble is not simulated",
    "tile_damage": "dropshot is not simulated",
    "ball_charge": "dropshot is not simulated",
    "dropshot_goal": "dropshot is not simulated",
}
"""Kinds of the catalogue without scripted truth, and why."""


def section(known: Mapping[str, Scenes]) -> list[str]:
    """The lines of the section."""
    return [
        INTRODUCTION,
        "| kind | happened | found | false | without | fired |",
        "|---|---:|---:|---:|---:|---:|",
        *(_row(f"`{kind}`", known[kind]) for kind in EVENTS if kind in known),
        _row("all", _total(known.values())),
        "",
        *_below(known),
        "",
        "No scripted truth:",
        "",
        *(f"- `{kind}`: {why}." for kind, why in WITHOUT_TRUTH.items()),
        "",
    ]


def _below(known: Mapping[str, Scenes]) -> Iterator[str]:
    whole = [kind for kind, one in known.items() if one.found == one.expected and not one.false]
    rest = [kind for kind in known if kind not in whole]
    yield f"{len(whole)} of {len(known)} kinds are found whole, without a false event. The others:"
    yield ""
    for kind in rest:
        one = known[kind]
        right = one.found / max(one.found + one.false, 1)
        is_met = min(one.found / max(one.expected, 1), right) >= TARGET_SHARE
        verdict = "within" if is_met else "below"
        why = CAUSES.get(kind, "not looked into")
        yield f"- `{kind}`, {verdict} the target of {100 * TARGET_SHARE:.0f} %: {why}."
    if not rest:
        yield "- none."


def _total(rows: Iterable[Scenes]) -> Scenes:
    every = list(rows)
    names = ("expected", "found", "false", "near_misses", "fired")
    return Scenes(**{name: sum(getattr(one, name) for one in every) for name in names})


def _row(name: str, one: Scenes) -> str:
    cells = (name, one.expected, one.found, one.false, one.near_misses, one.fired)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
