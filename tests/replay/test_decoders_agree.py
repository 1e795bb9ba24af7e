"""Both decoders return the same wire form, bit by bit."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rlcoach.replay.decode import native_available
from rlcoach.replay.errors import ReplayError
from tests.builders import replay_bytes as build
from tests.builders.replay_bytes import CLUB, KNOCKOUT_PRI, NAME, READY, SCORE, SENSITIVITY, Match
from tests.replay import corpus_files

NAMES = ("native", "python")

pytestmark = pytest.mark.skipif(
    not native_available() and not os.environ.get("CI"), reason="native decoder not installed"
)


def differences(native: object, python: object, where: str = "wire") -> Iterator[str]:
    """Where two wire forms differ in type, shape, order or a single bit."""
    if type(native) is not type(python):
        yield f"{where}: {type(native).__name__} and {type(python).__name__}"
    elif isinstance(native, dict) and isinstance(python, dict):
        if native.keys() != python.keys():
            yield f"{where}: keys {sorted(native.keys() ^ python.keys())} are in one only"
        for key in native.keys() & python.keys():
            yield from differences(native[key], python[key], f"{where}.{key}")
    elif isinstance(native, np.ndarray) and isinstance(python, np.ndarray):
        yield from array_differences(native, python, where)
    elif isinstance(native, list | tuple) and isinstance(python, list | tuple):
        if len(native) != len(python):
            yield f"{where}: {len(native)} and {len(python)} items"
        for index, pair in enumerate(zip(native, python, strict=False)):
            yield from differences(*pair, f"{where}[{index}]")
    elif native != python:
        yield f"{where}: {native!r} and {python!r}"


def array_differences(
    native: np.ndarray[Any, Any], python: np.ndarray[Any, Any], where: str
) -> Iterator[str]:
    """Where two arrays differ; NaN equals NaN of the same bits, 0.0 does not equal -0.0."""
    if (native.dtype, native.shape) != (python.dtype, python.shape):
        yield f"{where}: {native.dtype}{native.shape} and {python.dtype}{python.shape}"
    elif native.tobytes() != python.tobytes():
        unequal = np.flatnonzero((native != python).ravel())
        yield f"{where}: values differ, first at {unequal[:5].tolist()}"
    if not (native.flags.c_contiguous and python.flags.c_contiguous):
        yield f"{where}: not contiguous"


def outcome(module: str, data: bytes) -> dict[str, Any]:
    """The wire form, or the class of the error."""
    try:
        wire: dict[str, Any] = import_module(module).decode(data)
    except ReplayError as error:
        return {"error": type(error).__name__}
    return wire


def assert_agree(data: bytes) -> None:
    """Both decoders make the same of `data`."""
    native, python = (outcome(f"rlcoach.replay.decode_{name}", data) for name in NAMES)
    found = differences(native, python)
    assert list(found)[:10] == []


@pytest.mark.parametrize("path", corpus_files.parameters(larger=[pytest.mark.prove]))
def test_on_every_real_file(path: Path) -> None:
    assert_agree(path.read_bytes())


class TestOnBuiltFiles:
    def test_no_frames(self) -> None:
        assert_agree(build.replay())

    def test_refreshes_and_replacements(self) -> None:
        match = Match().frame(1.0).new(3).update(3, SCORE, build.int32(7)).update(3, READY, True)
        match.update(3, CLUB, struct.pack("<q", -(2**63))).update(3, NAME, build.text("日本"))
        match.frame(1.1).new(3).update(3, SCORE, build.int32(7)).update(3, READY, False)
        match.frame(1.2).new(3).new(3, KNOCKOUT_PRI).update(3, SCORE, build.int32(7))
        match.update(3, SCORE, build.int32(7))
        match.frame(1.3).delete(3).update(3, SCORE, build.int32(7)).new(1022)
        match.frame(1.4).delete(1022).new(1022)
        assert_agree(match.replay())

    @pytest.mark.parametrize("value", [0.0, -0.0, 1e-45, 3.4e38])
    def test_floats(self, value: float) -> None:
        match = Match().frame(1.0).new(3).update(3, SENSITIVITY, struct.pack("<f", value))
        match.frame(1.1).new(3).update(3, SENSITIVITY, struct.pack("<f", -value))
        assert_agree(match.replay())

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"", id="empty"),
            pytest.param(bytes(200), id="zeros"),
            pytest.param(build.section(bytes(40)), id="zeros in a header"),
            pytest.param(build.section(build.header(game_type="Word")), id="another format"),
            pytest.param(build.replay(build.header() + bytes(4)), id="long header"),
            pytest.param(build.replay(build.header(build.nested_prop(600))), id="deep header"),
            pytest.param(build.replay()[:30], id="cut in the header"),
            pytest.param(build.replay()[:-1], id="cut in the body"),
        ],
    )
    def test_broken_files(self, data: bytes) -> None:
        assert_agree(data)

    @pytest.mark.parametrize("announced", [-1, 0, 3, 10_000, 2**31 - 1])
    def test_wrong_number_of_frames(self, announced: int) -> None:
        assert_agree(Match().frame(1.0).frame(1.1).replay(announced_frames=announced))

    def test_no_number_of_frames(self) -> None:
        assert_agree(build.replay(build.header(), Match().frame(1.0).body()))

    def test_unknown_attribute(self) -> None:
        match = Match(objects=[name.replace("Score", "Sco") for name in build.OBJECTS])
        assert_agree(match.frame(1.0).new(3).update(3, SCORE, build.int32(1)).replay())
