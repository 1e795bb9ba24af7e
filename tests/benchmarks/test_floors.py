"""Floors can only rise, and what falls below one is named."""

from pathlib import Path

from pydantic import JsonValue

from benchmarks.floors import Floors, SpeedLimits, fallen, load, raised, save


def make_floors(**accuracy: float) -> Floors:
    return Floors(accuracy=accuracy, headers={}, speed=SpeedLimits(tables_to_raw_max=5))


def make_results(met: int, labels: int = 3, unsupported: int = 0) -> dict[str, JsonValue]:
    return {
        "facts": {
            "jumps": {"labels": labels, "met": met, "unsupported": unsupported, "by_trust": {}}
        },
        "headers": {"goals": {"checked": 4, "equal": 3}},
    }


class TestFallen:
    def test_a_share_below_its_floor_is_named(self) -> None:
        assert fallen(make_floors(jumps=1.0), make_results(met=2)) == [
            "jumps: 66.67 % is below its floor of 100.00 %"
        ]

    def test_a_share_on_its_floor_stands(self) -> None:
        assert fallen(raised(make_floors(), make_results(met=2)), make_results(met=2)) == []

    def test_header_fields_have_floors(self) -> None:
        floors = make_floors().model_copy(update={"headers": {"goals": 1.0}})
        assert fallen(floors, make_results(met=3)) == [
            "goals: 75.00 % is below its floor of 100.00 %"
        ]

    def test_facts_without_labels_to_meet_are_not_judged(self) -> None:
        results = make_results(met=0, labels=2, unsupported=2)
        assert fallen(make_floors(jumps=1.0, dodges=1.0), results) == []


class TestRaised:
    def test_a_better_result_raises(self) -> None:
        assert raised(make_floors(jumps=0.5), make_results(met=2)).accuracy == {"jumps": 0.6666}

    def test_a_worse_result_does_not_lower(self) -> None:
        assert raised(make_floors(jumps=0.9), make_results(met=2)).accuracy == {"jumps": 0.9}

    def test_saved_floors_read_back(self, tmp_path: Path) -> None:
        floors = raised(make_floors(b=0.5, a=0.25), make_results(met=3))
        path = tmp_path / "floors.json"
        save(floors, path)
        assert load(path) == floors


def test_the_committed_floors_are_shares() -> None:
    floors = load()
    assert all(0 <= share <= 1 for share in (*floors.accuracy.values(), *floors.headers.values()))
