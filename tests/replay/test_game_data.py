"""Names and places of the game that no replay carries."""

import pytest

from rlcoach.replay import game_data


class TestMaps:
    def test_are_known_by_package_in_any_case(self) -> None:
        assert game_data.map_title("Stadium_P") == "DFH Stadium"
        assert game_data.map_mode("STADIUM_P") == "soccar"

    def test_unknown_ones_have_no_name(self) -> None:
        assert game_data.map_title("my_workshop_map") is None
        assert game_data.map_mode("my_workshop_map") is None


class TestPlaylists:
    @pytest.mark.parametrize(
        ("playlist_id", "kind"), [(2, "casual"), (11, "ranked"), (13, "ranked"), (6, "private")]
    )
    def test_have_a_kind(self, playlist_id: int, kind: str) -> None:
        assert game_data.playlist_name(playlist_id)
        assert game_data.playlist_kind(playlist_id) == kind

    def test_unknown_ones_are_never_guessed(self) -> None:
        assert game_data.playlist_name(9999) is None
        assert game_data.playlist_kind(9999) is None


class TestCarBodies:
    @pytest.mark.parametrize(
        ("body_id", "name", "hitbox"),
        [(23, "Octane", "Octane"), (403, "Dominus", "Dominus"), (4284, "Fennec", "Octane")],
    )
    def test_have_name_and_hitbox(self, body_id: int, name: str, hitbox: str) -> None:
        body = game_data.car_body(body_id)
        assert (body.name, body.hitbox) == (name, hitbox)

    def test_unknown_ones_have_no_name_and_the_usual_hitbox(self) -> None:
        body = game_data.car_body(-7)
        assert body.name is None
        assert body.hitbox == game_data.DEFAULT_HITBOX

    def test_the_usual_hitbox_has_the_simulators_size(self) -> None:
        box = game_data.hitbox("Octane")
        assert box.size == pytest.approx((120.5, 86.7, 38.7), abs=0.1)
        assert box.offset[2] > 0

    def test_there_is_no_hitbox_of_another_name(self) -> None:
        with pytest.raises(KeyError):
            game_data.hitbox("Truck")


class TestPads:
    def test_a_pad_actor_is_known_where_it_has_been_measured(self) -> None:
        assert game_data.pad_of_actor("ARC_Standard_P", 10) == 8
        assert game_data.pad_of_actor("ARC_Standard_P", 9999) is None
        assert game_data.pad_of_actor("my_workshop_map", 10) is None

    def test_other_layouts_are_empty(self) -> None:
        assert game_data.pad_layout("dropshot") == ()
