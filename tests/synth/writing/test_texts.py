"""Names come back letter by letter, whoever reads them."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
import subtr_actor

from rlcoach.replay.decode import Decoder, decode, native_available
from rlcoach.synth.writing import Era, write_replay
from rlcoach.synth.writing.texts import encoded
from tests.builders.records import PLAYERS, record_of
from tests.synth.writing.reading import ERAS

DECODERS: tuple[Decoder, ...] = ("native", "python") if native_available() else ("python",)

NAMES = [
    "quotes \" and ' and \\",
    "tab\tline\nbell\x07escape\x1b[31m",
    "between \x80\x81\x9f them",
    "Grüße, señor ÿ",
    "price 5 €, \u201cso\u201d \u2013 \u2026",
    "سلام דוד \u202eright to left",
    "\U0001f697" * 32,
    "日本語の名前",
    "e\u0301 combined",
    "inner \0 zero",
    "",
    " ",
]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_as_it_was_written(name: str, era: Era) -> None:
    players = (replace(PLAYERS[0], name=name), *PLAYERS[1:])
    data = write_replay(record_of(frames=3, players=players, title=name, server_name=name), era=era)

    for decoder in DECODERS:
        raw = decode(data, decoder=decoder)
        assert raw.network is not None
        assert name in raw.network.texts.text
        assert name in raw.network.texts.name
        assert raw.header.properties["PlayerStats"][0]["Name"] == name
        assert raw.header.properties["PlayerName"] == name
    frames = subtr_actor.parse_replay(data)["network_frames"]["frames"]
    strings = [one["attribute"].get("String") for one in frames[0]["updated_actors"]]
    assert name in strings


def test_a_name_too_long_for_the_game_still_makes_a_file() -> None:
    players = (replace(PLAYERS[0], name="x" * 5_000), *PLAYERS[1:])

    raw = decode(write_replay(record_of(frames=3, players=players)))

    assert raw.header.properties["PlayerStats"][0]["Name"] == "x" * 5_000


class TestEncoded:
    def test_one_byte_per_letter_where_readers_agree_on_it(self) -> None:
        assert encoded("é") == struct.pack("<i", 2) + b"\xe9\0"

    def test_utf_16_otherwise(self) -> None:
        assert encoded("€") == struct.pack("<i", -2) + b"\xac\x20\0\0"

    def test_lengths_count_units_of_utf_16(self) -> None:
        assert encoded("\U0001f697")[:4] == struct.pack("<i", -3)

    def test_half_a_pair_is_written(self) -> None:
        assert encoded("\ud83d") == struct.pack("<i", -2) + b"\x3d\xd8\0\0"
