"""`rlcoach user` and `rlcoach token`."""

import pytest

from rlcoach.auth.api_tokens import is_api_token
from rlcoach.cli.main import main


@pytest.fixture(autouse=True)
def database(own_database: str, monkeypatch: pytest.MonkeyPatch, quiet_logs: None) -> None:  # noqa: ARG001
    """Commands work on a database of the test's own."""
    monkeypatch.setenv("DATABASE_URL", own_database)


def test_a_user_and_his_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "Anna", "--email", "Anna@example.org"]) == 0
    assert "(Anna, UTC)" in capsys.readouterr().out
    for who in ("Anna", "anna@EXAMPLE.org"):
        assert main(["token", "create", "--user", who, "--days", "30"]) == 0
        shown = capsys.readouterr()
        assert is_api_token(shown.out.removesuffix("\n"))
        assert "Anna for replays:write" in shown.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["token", "create", "--user", "Nobody"], "could not find that user"),
        (["user", "add", "Anna", "--time-zone", "Mars"], "do not know that time zone"),
    ],
    ids=["nobody", "no time zone"],
)
def test_what_cannot_be_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_name_two_users_have_is_not_enough(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["user", "add", "Anna"]) == 0
    assert main(["token", "create", "--user", "Anna"]) == 2
    assert "Several users" in capsys.readouterr().err


def test_an_address_belongs_to_one_user(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "Anna", "--email", "a@example.org"]) == 0
    assert main(["user", "add", "Ben", "--email", "A@example.org"]) == 2
    assert "already" in capsys.readouterr().err


def test_without_a_database_the_way_out_is_named(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("RLCOACH_DATA_DIR", str(tmp_path_factory.mktemp("empty")))
    assert main(["user", "add", "Anna"]) == 1
    assert "rlcoach up" in capsys.readouterr().err


def test_a_database_that_does_not_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://rlcoach@127.0.0.1:9/rlcoach")
    assert main(["user", "add", "Anna"]) == 2
    assert "does not answer" in capsys.readouterr().err
