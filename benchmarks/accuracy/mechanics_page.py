"""The part of `docs/accuracy.md` about mechanics: what each was checked with, and its rates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from benchmarks.accuracy.compare import Verdict
from benchmarks.accuracy.mechanic_facts import FACTS_OF_KIND
from benchmarks.accuracy.observed import KINDS, Observed
from benchmarks.accuracy.results import Results, wilson
from benchmarks.accuracy.scenes import Scenes, scenes
from benchmarks.clips.verdicts import ClipTally
from rlcoach import EVENTS

NOTHING = "-"

PLAYLISTS = ("1v1", "2v2", "3v3")

INTRODUCTION = """\
## Mechanics and decisions

- **labels**: met of all, by source.
- **scenes**: acts of scripted files with known truth, random in place, speed, angle, team and side:
  the share of what happened that was found, and the share of what was found that happened; as many
  near misses as positives.
- **clips**: moments of real matches, drawn by a fixed seed, half found and half look-alikes, judged
  from a drawing by somebody who did not see the answer. Precision over what is found today, with
  its 95 % interval; how many that were seen are missed.
- **experimental**: below 0.8 precision on the clips, or without truth made by others: neither
  labels nor five judged clips of what is found today.

Who judged had the drawing and the definition alone. Detectors were mended after clips 1 to 182, so
they do better on those than on new ones; most later clips were judged after. Boost starves cannot
be judged from a drawing, and pogos do not occur in these matches.
"""


def section(results: Results) -> list[str]:
    """The lines of the section."""
    clips = clip_tallies(results)
    known = scenes()
    head = (
        "mechanic", "labels", "scenes found", "scenes right", "clips right", "95 % interval",
        "clips missed", "experimental",
    )  # fmt: skip
    lines = [INTRODUCTION, _row(head), "|---" * 2 + "|---:" * 5 + "|---|"]
    lines += [
        _row((f"`{kind}`", *_cells(kind, results, known.get(kind), clips.get(kind))))
        for kind in KINDS
    ]
    return [*lines, "", *_rates([one.observed for one in results.replays if one.observed])]


def clip_tallies(results: Results) -> dict[str, ClipTally]:
    """Kind to its verdicts against what is found today."""
    found: defaultdict[str, ClipTally] = defaultdict(ClipTally)
    for replay in results.replays:
        for one in replay.clips:
            found[one.kind] = found[one.kind].plus(is_seen=one.is_seen, is_found=one.is_found)
    return dict(found)


def _cells(
    kind: str, results: Results, scene: Scenes | None, clip: ClipTally | None
) -> Iterator[str]:
    yield _labels(kind, results)
    yield NOTHING if scene is None else f"{scene.found} of {scene.expected}"
    yield NOTHING if scene is None else f"{scene.found} of {scene.found + scene.false}"
    fired = 0 if clip is None else clip.right + clip.false
    interval = wilson(0 if clip is None else clip.right, fired)
    yield NOTHING if clip is None or not fired else f"{clip.right} of {fired}"
    yield NOTHING if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
    yield NOTHING if clip is None else f"{clip.missed} of {clip.missed + clip.right}"
    yield "yes" if EVENTS[kind].is_experimental else ""


def _labels(kind: str, results: Results) -> str:
    by_trust: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for fact in FACTS_OF_KIND.get(kind, ()):
        tally = results.facts.get(fact)
        for trust, verdicts in ({} if tally is None else tally.by_trust).items():
            by_trust[trust].update(verdicts)
    words = [
        f"{trust} {verdicts[Verdict.MET]} of {verdicts.total()}"
        for trust, verdicts in sorted(by_trust.items())
    ]
    return ", ".join(words) or "none"


def _rates(matches: Iterable[Observed]) -> Iterator[str]:
    """Events per player and minute, and what is absurd."""
    by_playlist: defaultdict[str, list[Observed]] = defaultdict(list)
    for match in matches:
        by_playlist[match.playlist].append(match)
    shown = [name for name in PLAYLISTS if name in by_playlist]
    yield "## How often, per player and ten minutes"
    yield ""
    yield "Human soccar matches of the corpus of a minute or more, clips of one mechanic included."
    yield ""
    yield _row(("kind", *(f"{name} ({len(by_playlist[name])} matches)" for name in shown)))
    yield "|---" + "|---:" * len(shown) + "|"
    for kind in KINDS:
        yield _row((f"`{kind}`", *(_rate(kind, by_playlist[name]) for name in shown)))
    yield ""
    absurd = Counter(word for found in by_playlist.values() for one in found for word in one.absurd)
    yield "Absurd: " + ("; ".join(f"{w} ({n})" for w, n in sorted(absurd.items())) or "nothing.")
    yield ""


def _rate(kind: str, matches: Iterable[Observed]) -> str:
    matches = list(matches)
    minutes = sum(one.player_minutes for one in matches)
    count = sum(one.counts.get(kind, 0) for one in matches)
    return f"{10 * count / minutes:.2f}" if minutes else NOTHING


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
