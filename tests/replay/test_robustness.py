"""No damaged file may crash, hang, or pass for a whole one."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from rlcoach.replay.decode import native_available
from tests.builders import replay_bytes as build
from tests.builders.replay_bytes import KNOCKOUT_PRI, NAME, READY, SCORE, Match
from tests.replay import mutation_child
from tests.replay.crashing_decoder import EXIT_CODE, CrashingTask
from tests.replay.mutation_child import Task
from tests.replay.mutations import judge, mutations, reseal

SEED = 20_260_301

DECODERS = [
    pytest.param("rlcoach.replay.decode_python", id="python"),
    pytest.param(
        "rlcoach.replay.decode_native",
        id="native",
        marks=pytest.mark.skipif(
            not native_available() and not os.environ.get("CI"),
            reason="native decoder not installed",
        ),
    ),
]

SMALL_FILES = [
    "boxcars/good/16d5.replay",
    "boxcars/good/2974.replay",
    "carball/PLAYERNAME_BALL.replay",
]
"""Three eras: 2017, 2026 and 2018."""

PROOF_FILES = [
    *SMALL_FILES,
    "boxcars/good/07e9.replay",
    "boxcars/good/voice_update.replay",
    "boxcars/good/multiple_balls.replay",
]
LARGE_FILES = [
    "boxcars/good/d044.replay",
    "subtr/post-eac-ranked-duel-2026-04-28-b.replay",
]
"""The pure-Python decoder needs a third of a second for each of their mutations."""


def built_match() -> bytes:
    """A file with a bit of everything the builder knows."""
    match = Match()
    for second in range(1, 30):
        match.frame(float(second)).new(3).new(second + 100)
        match.update(3, SCORE, build.int32(second)).update(3, NAME, build.text("Zoë"))
        match.update(second + 100, READY, second % 2 == 0)
        if second % 5 == 0:
            match.new(second + 99, KNOCKOUT_PRI).delete(second + 98)
    return match.replay()


def unsealed_complaints(decoder: str, data: bytes, *, places: int, flips: int) -> list[str]:
    """What is wrong with how a decoder takes damage that the checksums show."""
    found = mutations(data, Random(SEED), places=places, flips=flips)
    judged = (judge(decoder, mutation) for mutation in found if not mutation.is_resealed)
    return [complaint for complaint in judged if complaint]


class TestReseal:
    def test_an_intact_file_stays_as_it_is(self) -> None:
        assert reseal(build.replay()) == build.replay()

    def test_sizes_shrink_to_what_is_there(self) -> None:
        cut = build.replay()[:-3]
        assert reseal(cut) == build.section(build.header()) + build.section(
            build.Body().content()[:-3]
        )

    def test_no_room(self) -> None:
        assert reseal(b"1234567") is None


class TestMutationChild:
    def test_names_who_crashed_hung_or_raised(self) -> None:
        task = CrashingTask(
            "tests.replay.crashing_decoder", b"", SEED, places=0, flips=0, seconds=1.0
        )
        assert mutation_child.complaints(task) == [
            "raise: ValueError: raised",
            f"exit: the process ended with {EXIT_CODE}",
            "hang: no answer in 1 s",
            "wrong: KeyError: 'header'",
        ]


@pytest.mark.parametrize("decoder", DECODERS)
class TestBuiltFile:
    def test_damage_is_seen(self, decoder: str) -> None:
        assert unsealed_complaints(decoder, built_match(), places=200, flips=200) == []

    def test_damage_behind_right_checksums(self, decoder: str) -> None:
        task = Task(decoder, built_match(), SEED, places=200, flips=400)
        assert mutation_child.complaints(task) == []


@pytest.mark.corpus
@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("name", SMALL_FILES)
class TestRealFiles:
    def test_damage_is_seen(self, corpus: Path, name: str, decoder: str) -> None:
        data = (corpus / "replays" / name).read_bytes()
        assert unsealed_complaints(decoder, data, places=200, flips=200) == []

    def test_damage_behind_right_checksums(self, corpus: Path, name: str, decoder: str) -> None:
        data = (corpus / "replays" / name).read_bytes()
        task = Task(decoder, data, SEED, places=200, flips=200)
        assert mutation_child.complaints(task) == []


@pytest.mark.corpus
@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("name", PROOF_FILES)
class TestProof:
    def test_damage_is_seen(self, corpus: Path, name: str, decoder: str) -> None:
        data = (corpus / "replays" / name).read_bytes()
        assert unsealed_complaints(decoder, data, places=200, flips=2_000) == []

    def test_damage_behind_right_checksums(self, corpus: Path, name: str, decoder: str) -> None:
        data = (corpus / "replays" / name).read_bytes()
        task = Task(decoder, data, SEED, places=200, flips=2_000)
        assert mutation_child.complaints(task) == []


@pytest.mark.corpus
@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("name", LARGE_FILES)
def test_large_files(corpus: Path, name: str, decoder: str) -> None:
    data = (corpus / "replays" / name).read_bytes()
    assert unsealed_complaints(decoder, data, places=200, flips=2_000) == []
    flips = 2_000 if decoder.endswith("native") else 200
    assert mutation_child.complaints(Task(decoder, data, SEED, places=50, flips=flips)) == []
