"""Players are who the record says they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rlcoach.replay.decode import decode
from rlcoach.replay.header_stats import header_players, matching
from rlcoach.synth.match_record import CameraSettings, Demolished, MatchPlayer, Platform
from rlcoach.synth.writing import CURRENT, LEGACY, Era, write_replay
from rlcoach.synth.writing.people import MOST_SEATS
from tests.builders.records import PLAYERS, record_of
from tests.synth.writing.reading import ERAS, network_of, sent, tables_of

ACCOUNTS: dict[Platform, str] = {
    "steam": "76561198000000017",
    "epic": "fedcba9876543210fedcba9876543210",
    "ps": "7412249381803435441",
    "xbox": "2535443465492671",
    "switch": "11264216431190273215",
}


@pytest.mark.parametrize("era", ERAS)
class TestIdentity:
    @pytest.mark.parametrize("platform", ACCOUNTS)
    def test_accounts_of_all_platforms(self, era: Era, platform: Platform) -> None:
        player = MatchPlayer("Someone Long-Named Here", 0, platform, ACCOUNTS[platform])
        record = record_of(frames=3, players=(player, PLAYERS[2]))

        tables = tables_of(record, era)

        identity = tables.players[0].identity
        assert (identity.platform, identity.online_id) == (platform, ACCOUNTS[platform])
        assert identity.key == f"{platform}:{ACCOUNTS[platform]}"
        assert not identity.is_bot

    def test_bots_have_none(self, era: Era) -> None:
        players = (replace(PLAYERS[0], is_bot=True), *PLAYERS[1:])
        record = record_of(frames=3, players=players)

        tables = tables_of(record, era)
        rows = header_players(decode(write_replay(record, era=era)).header)

        assert tables.players[0].identity.key == "bot:Ada"
        assert [row.is_bot for row in rows] == [True, False, False, False]
        assert rows[0].online_id is None

    def test_a_player_without_account_number(self, era: Era) -> None:
        players = (replace(PLAYERS[0], online_id=""), *PLAYERS[1:])

        assert tables_of(record_of(frames=3, players=players), era).players[0].name == "Ada"

    def test_teams_bodies_and_parties(self, era: Era) -> None:
        tables = tables_of(record_of(frames=3), era)

        assert [player.team for player in tables.players] == [0, 0, 1, 1]
        assert [player.body_id for player in tables.players] == [23, 4284, 22, 23]
        leader = tables.players[0].identity.key
        assert [player.party_leader for player in tables.players] == [leader, leader, None, None]

    def test_a_bot_leads_no_party(self, era: Era) -> None:
        players = (replace(PLAYERS[0], is_bot=True), *PLAYERS[1:])

        tables = tables_of(record_of(frames=3, players=players), era)

        assert tables.players[1].party_leader is None

    def test_cameras(self, era: Era) -> None:
        settings = CameraSettings(105, 110, -4, 280, 0.5, 4.5, 1.3)
        players = (replace(PLAYERS[0], camera=settings), *PLAYERS[1:])

        camera = tables_of(record_of(frames=3, players=players), era).players[0].camera

        assert camera is not None
        assert vars(camera) == pytest.approx(vars(settings))

    def test_seats_for_everybody_with_an_account(self, era: Era) -> None:
        players = tuple(
            MatchPlayer(f"P{number}", number // 5, "steam", str(1000 + number), is_bot=number == 2)
            for number in range(10)
        )
        network = network_of(record_of(frames=3, players=players), era)

        seats = network.texts.attribute == network.object_index["ProjectX.GRI_X:Reservations"]
        names = [network.texts.name[row] for row in np.flatnonzero(seats).tolist()]
        assert names == [player.name for player in players if not player.is_bot][:MOST_SEATS]
        assert network.texts.number[seats].tolist() == list(range(MOST_SEATS))

    def test_steering_sensitivity(self, era: Era) -> None:
        network = network_of(record_of(frames=3), era)

        attribute = network.object_index["TAGame.PRI_TA:SteeringSensitivity"]
        values = network.floats.value[network.floats.attribute == attribute]
        assert values == pytest.approx([1.4] * 4)


@pytest.mark.parametrize(
    ("era", "platform"),
    [(CURRENT, platform) for platform in ACCOUNTS]
    # Epic accounts came later: the header of 2017 has no place for them.
    + [(LEGACY, platform) for platform in ACCOUNTS if platform != "epic"],
)
def test_the_header_names_the_same_account(era: Era, platform: Platform) -> None:
    player = MatchPlayer("Other", 0, platform, ACCOUNTS[platform])
    record = record_of(frames=3, players=(player, PLAYERS[2]))
    rows = header_players(decode(write_replay(record, era=era)).header)

    found = tables_of(record, era).players[0]

    row = matching(found.identity, "another name", rows)
    assert row is not None
    assert (row.name, row.platform, row.online_id) == ("Other", platform, ACCOUNTS[platform])


class TestPing:
    def test_everybody_has_one_that_changes_a_little(self) -> None:
        record = record_of(frames=3000)

        ping = tables_of(record).inputs.ping

        assert (ping > 0).all()
        assert all(1 < len(set(row.tolist())) <= 3 for row in ping)

    def test_a_recording_of_one_frame_too(self) -> None:
        assert (tables_of(record_of(frames=1)).inputs.ping > 0).all()


def test_demolitions_are_counted_on_both_sides() -> None:
    velocity = (0.0, 0.0, 0.0)
    crashes = [
        Demolished(at, 6.0, 0, victim, velocity, velocity) for at, victim in ((9, 2), (20, 3))
    ]

    network = network_of(record_of(happenings=crashes))

    attacks = sent(network, "TAGame.PRI_TA:CarDemolitions")
    losses = sent(network, "TAGame.PRI_TA:SelfDemolitions")
    assert [(frame, value) for frame, value, _ in attacks] == [(9, 1), (20, 2)]
    assert [(frame, value) for frame, value, _ in losses] == [(9, 1), (20, 1)]
