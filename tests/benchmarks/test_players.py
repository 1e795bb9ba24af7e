"""Players are found by platform id, then by name, then by name without symbols."""

from benchmarks.accuracy.players import find_player, plain_name
from tests.benchmarks.reports import make_player, make_report


class TestFindPlayer:
    def test_the_platform_id_beats_the_name(self) -> None:
        ada = make_player("Ada", online_id="1")
        bob = make_player("Bob", online_id="2")
        found = find_player(make_report(ada, bob), "Bob", online_id=("steam", "1"))
        assert found == ada

    def test_an_id_on_another_platform_does_not_count(self) -> None:
        report = make_report(make_player("Ada", online_id="1"))
        assert find_player(report, None, online_id=("ps4", "1")) is None

    def test_a_name_may_be_an_id(self) -> None:
        ada = make_player("Ada", online_id="7656")
        report = make_report(ada, make_player("Bob", online_id="2"))
        assert find_player(report, "7656") == ada
        assert find_player(report, "steam:7656") == ada

    def test_where_the_id_is_a_console_name_the_name_decides(self) -> None:
        ada = make_player("Ada", online_id="0", platform="ps")
        report = make_report(ada, make_player("Bob", online_id="0", platform="ps"))
        assert find_player(report, "Ada", online_id=("ps4", "Ada")) == ada
        assert find_player(report, "Ada", online_id=("ps4", "0")) == ada

    def test_xbox_ids_are_little_endian_hexadecimal(self) -> None:
        ada = make_player("Ada", online_id="2535462716428144", platform="xbox")
        report = make_report(ada, make_player("Bob"))
        assert find_player(report, "******", online_id=("xbox", "70cf8d6afd010900")) == ada

    def test_a_switch_player_has_several_platform_words(self) -> None:
        ada = make_player("Ada", online_id="9", platform="switch")
        report = make_report(ada, make_player("Bob"))
        assert find_player(report, None, online_id=("PsyNet", "9")) == ada

    def test_symbols_may_be_missing(self) -> None:
        ada = make_player("★ Ada †")
        assert find_player(make_report(ada), "Ada ?") == ada

    def test_the_exact_name_beats_the_stripped_one(self) -> None:
        exact, other = make_player("Ada"), make_player("Ada.", online_id="2")
        assert find_player(make_report(other, exact), "Ada") == exact

    def test_two_of_one_name_are_told_apart_by_id_or_team(self) -> None:
        blue = make_player("Ada", online_id="1", team=0)
        orange = make_player("Ada", online_id="2", team=1)
        report = make_report(blue, orange)
        assert find_player(report, "Ada", online_id=("steam", "2")) == orange
        assert find_player(report, "Ada", team=1) == orange
        assert find_player(report, "Ada") is None

    def test_a_split_screen_guest_is_told_apart_by_name(self) -> None:
        host, guest = make_player("Ada"), make_player("Ada(2)")
        found = find_player(make_report(host, guest), "Ada(2)", online_id=("steam", "1"))
        assert found == guest

    def test_symbols_alone_are_nobody(self) -> None:
        report = make_report(make_player("†††"))
        assert find_player(report, "***") is None


class TestPlainName:
    def test_letters_of_any_script_stay(self) -> None:
        assert plain_name("Žofie 猫★") == "žofie猫"
