"""No number changes without a new version: what is stored would be mixed with what is not."""

import pytest

from rlcoach.engine.version import ANALYSIS_VERSION
from scripts import numbers


def test_numbers_are_those_of_the_version() -> None:
    version, before = numbers.recorded()
    changed = numbers.differences(before, numbers.measure())
    assert not changed, (
        "numbers have changed: raise ANALYSIS_VERSION, then `python -m scripts.numbers`"
    )
    assert version == ANALYSIS_VERSION, "record them: `python -m scripts.numbers`"


def test_the_match_has_something_of_most_things() -> None:
    _, kept = numbers.recorded()
    assert len(kept) > 2000
    assert sum(value != 0 for value in kept.values()) > 1000


def test_new_numbers_are_not_recorded_under_an_old_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {**numbers.recorded()[1], "match.map_size": 7.0}
    monkeypatch.setattr(numbers, "measure", lambda: changed)
    before = numbers.NUMBERS_FILE.read_bytes()
    assert numbers.main() == 1
    assert "match.map_size: None before, 7.0 now" in capsys.readouterr().out
    assert numbers.NUMBERS_FILE.read_bytes() == before
