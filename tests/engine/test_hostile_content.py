"""Right checksums around changed content: the analysis ends in a report or a named error."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import rlcoach
from tests.replay.mutations import mutations

pytestmark = pytest.mark.corpus

SEED = 20_261_123

FILES = [
    "boxcars/good/2266.replay",
    "boxcars/good/3bd08.replay",
    "boxcars/good/b82d.replay",
    "carball/1_DEMO.replay",
    "subtr/post-eac-ranked-duel-2026-04-28-b.replay",
]
"""Dropshot, a clip, 2015 without quaternions, a demolition, and a full match of 2026."""


def faults(data: bytes, count: int) -> list[str]:
    """What anything but a report or a `ReplayError` came of."""
    found = mutations(data, Random(SEED), places=count // 8, flips=count)
    complaints = []
    for mutation in (one for one in found if one.is_resealed):
        try:
            rlcoach.analyze(mutation.data)
        except rlcoach.ReplayError:
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault to report
            complaints.append(f"{mutation.label}: {type(error).__name__}: {error}")
    return complaints


@pytest.mark.parametrize("name", FILES)
def test_changed_content_is_survived(corpus: Path, name: str) -> None:
    assert faults((corpus / "replays" / name).read_bytes(), 40) == []


@pytest.mark.prove
@pytest.mark.parametrize("name", FILES)
def test_much_changed_content_is_survived(corpus: Path, name: str) -> None:
    assert faults((corpus / "replays" / name).read_bytes(), 400) == []
