"""Settings: what is read, and what stops a start."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from rlcoach.core.settings import Environment, load_settings, read_variables
from rlcoach.core.settings_faults import SettingsInvalid

GOOGLE = "GOOGLE_CLIENT_SECRET"
FORMER = "NEXTAUTH_SECRET"
COOKIES = "BETTER_AUTH_SECRET"
TOKENS = "RLCOACH_TOKEN_SECRET"
STRONG = "k7Qm2Zr9Xw4Lp8Vn3Bt6Hd1Jf5Gs0YcAeUi"  # pragma: allowlist secret - typed at random
OTHER_STRONG = STRONG[::-1]
PRODUCTION = {
    "RLCOACH_ENV": "production",
    "DATABASE_URL": "postgresql://app:q8fj2@db.internal/rlcoach",  # pragma: allowlist secret
    "REDIS_URL": "redis://queue.internal:6379/0",
    "RLCOACH_STORAGE_URL": "s3://replays",
    "BETTER_AUTH_URL": "https://rlcoach.gg",
    COOKIES: OTHER_STRONG,
    TOKENS: STRONG,
    "STEAM_API_KEY": "0123456789",
}


def faults(variables: Mapping[str, str]) -> dict[str, str]:
    """Variable, without its former name, and problem of each fault."""
    with pytest.raises(SettingsInvalid) as raised:
        load_settings(variables)
    return {fault.variable.split(" (or ")[0]: fault.problem for fault in raised.value.faults}


class TestLoading:
    def test_development_needs_nothing(self) -> None:
        settings = load_settings({})
        assert settings.environment is Environment.DEVELOPMENT
        assert settings.workers >= 1
        assert settings.database_url is None

    def test_production_with_everything_it_needs(self) -> None:
        settings = load_settings(PRODUCTION)
        assert settings.is_production
        assert settings.needed("token_secret") == STRONG

    def test_an_empty_variable_is_not_set(self) -> None:
        settings = load_settings({"DISCORD_CLIENT_ID": "", "RLCOACH_WORKERS": ""})
        assert settings.discord_client_id is None

    def test_space_around_a_value_does_not_belong_to_it(self) -> None:
        settings = load_settings({"RLCOACH_LOG_LEVEL": " debug ", "ANTHROPIC_API_KEY": " key\n"})
        assert settings.log_level == "debug"
        assert settings.needed("anthropic_api_key") == "key"

    def test_names_of_the_former_sign_in_library_are_read(self) -> None:
        settings = load_settings({"NEXTAUTH_URL": "https://rlcoach.gg", "NEXTAUTH_SECRET": STRONG})
        assert settings.public_url == "https://rlcoach.gg"
        assert settings.needed("auth_secret") == STRONG

    def test_new_names_go_before_former_ones(self) -> None:
        names = {"BETTER_AUTH_URL": "https://new.example", "NEXTAUTH_URL": "https://old.example"}
        assert load_settings(names).public_url == "https://new.example"

    def test_a_needed_setting_that_is_not_set_is_named(self) -> None:
        with pytest.raises(SettingsInvalid, match=r"DATABASE_URL is not set: .*postgresql://"):
            load_settings({}).needed("database_url")

    def test_secrets_are_not_printed(self) -> None:
        settings = load_settings({**PRODUCTION, "ANTHROPIC_API_KEY": "not-for-logs"})
        assert STRONG not in repr(settings)
        assert "not-for-logs" not in repr(settings)
        assert "q8fj2" not in str(settings)


class TestReadVariables:
    @pytest.fixture(autouse=True)
    def _in_a_folder_with_a_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        lines = "RLCOACH_WORKERS=3", "RLCOACH_LOG_LEVEL=debug", "NEXTAUTH_URL=https://a.example"
        (tmp_path / ".env").write_text("\n".join([*lines, "LD_PRELOAD=/a/library", "REDIS_URL="]))
        for name in ("RLCOACH_WORKERS", "RLCOACH_LOG_LEVEL", "NEXTAUTH_URL", "REDIS_URL"):
            monkeypatch.delenv(name, raising=False)

    def test_a_file_stands_below_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RLCOACH_WORKERS", "7")
        settings = load_settings()
        assert (settings.workers, settings.log_level) == (7, "debug")
        assert settings.public_url == "https://a.example"

    @pytest.mark.parametrize("blank", ["", " "])
    def test_a_blank_variable_hides_no_line_of_it(
        self, monkeypatch: pytest.MonkeyPatch, blank: str
    ) -> None:
        monkeypatch.setenv("RLCOACH_WORKERS", blank)
        assert read_variables()["RLCOACH_WORKERS"] == "3"

    def test_a_variable_hides_also_the_other_name_of_its_setting(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BETTER_AUTH_URL", "https://b.example")
        assert load_settings().public_url == "https://b.example"
        monkeypatch.delenv("BETTER_AUTH_URL")
        Path(".env").write_text("BETTER_AUTH_URL=https://a.example")
        monkeypatch.setenv("NEXTAUTH_URL", "https://b.example")
        assert load_settings().public_url == "https://b.example"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_values_are_taken_as_they_are(self, encoding: str) -> None:
        Path(".env").write_text("DISCORD_CLIENT_ID=a${x}b$HOME\r\n", encoding=encoding)
        assert read_variables()["DISCORD_CLIENT_ID"] == "a${x}b$HOME"

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            ("RLCOACH_ENV=test\n".encode("utf-16"), "is not in UTF-8"),
            (b"RLCOACH_WORKERS=1\nRLCOACH_ENV: production\n", "cannot be read in line 2"),
        ],
        ids=["utf-16", "colon"],
    )
    def test_a_file_that_cannot_be_read_is_a_fault(self, content: bytes, problem: str) -> None:
        Path(".env").write_bytes(content)
        with pytest.raises(SettingsInvalid) as raised:
            read_variables()
        (fault,) = raised.value.faults
        assert (fault.variable, fault.problem) == (str(Path(".env").absolute()), problem)

    def test_what_is_no_setting_is_not_taken_from_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "C")
        variables = read_variables()
        assert variables["LANG"] == "C"
        assert not {"LD_PRELOAD", "REDIS_URL"} & set(variables)


class TestFaults:
    def test_all_are_named_at_once(self) -> None:
        found = faults(
            {
                "RLCOACH_ENV": "production",
                "RLCOACH_WORKERS": "many",
                TOKENS: "short",
                "GOOGLE_CLIENT_ID": "1",
            },
        )
        assert found == {
            "RLCOACH_WORKERS": "cannot be read",
            TOKENS: "has 5 bytes, at least 32 are needed",
            GOOGLE: "is not set, but GOOGLE_CLIENT_ID is",
            "DATABASE_URL": "is not set",
            "REDIS_URL": "is not set",
            "RLCOACH_STORAGE_URL": "is not set",
            "BETTER_AUTH_URL": "is not set",
            COOKIES: "is not set",
        }

    @pytest.mark.parametrize("variable", [name for name in PRODUCTION if name != "RLCOACH_ENV"])
    def test_each_needed_variable_is_missed_by_name(self, variable: str) -> None:
        without = {name: value for name, value in PRODUCTION.items() if name != variable}
        (missed,) = faults(without)
        assert variable in missed

    @pytest.mark.parametrize(
        ("given", "missed"),
        [
            ("DISCORD_CLIENT_ID", ["DISCORD_CLIENT_SECRET"]),
            ("DISCORD_CLIENT_SECRET", ["DISCORD_CLIENT_ID"]),
            ("EPIC_CLIENT_ID", ["EPIC_CLIENT_SECRET"]),
            ("STRIPE_SECRET_KEY", ["STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"]),
            ("RLCOACH_S3_ACCESS_KEY_ID", ["RLCOACH_S3_SECRET_ACCESS_KEY"]),
            (
                "BACKBLAZE_KEY_ID",
                [
                    "BACKBLAZE_APPLICATION_KEY",
                    "BACKBLAZE_BUCKET_NAME",
                    "BACKBLAZE_ENDPOINT_URL",
                ],
            ),
        ],
    )
    def test_half_a_set_of_keys(self, given: str, missed: list[str]) -> None:
        assert sorted(faults({given: "1"})) == missed

    @pytest.mark.parametrize("variable", [COOKIES, TOKENS])
    @pytest.mark.parametrize(
        ("secret", "problem"),
        [
            (STRONG[:31], "has 31 bytes, at least 32 are needed"),
            (f"change-me-{STRONG}", "looks like the placeholder of an example"),
            (f"<random-32-bytes-{STRONG}>", "looks like the placeholder of an example"),
            ("ab" * 30, "repeats a few characters"),
        ],
    )
    def test_a_weak_secret_is_refused_everywhere(
        self, variable: str, secret: str, problem: str
    ) -> None:
        assert faults({variable: secret}) == {variable: problem}

    @pytest.mark.parametrize("blank", ["", " ", "\t\n"])
    def test_a_blank_is_no_key(self, blank: str) -> None:
        assert len(load_settings({"STEAM_API_KEY": blank}).features_off()) == 8
        (missed,) = faults({**PRODUCTION, "STEAM_API_KEY": blank})
        assert "STEAM_API_KEY" in missed
        half = {"DISCORD_CLIENT_ID": "1", "DISCORD_CLIENT_SECRET": blank}
        assert list(faults(half)) == ["DISCORD_CLIENT_SECRET"]

    def test_thirty_two_bytes_are_enough(self) -> None:
        assert load_settings({TOKENS: STRONG[:32]}).needed("token_secret")

    def test_who_uses_a_former_name_reads_it(self) -> None:
        with pytest.raises(SettingsInvalid, match=r"BETTER_AUTH_SECRET \(or NEXTAUTH_SECRET\) has"):
            load_settings({FORMER: "short"})

    def test_one_secret_for_two_purposes(self) -> None:
        found = faults({TOKENS: STRONG, COOKIES: STRONG})
        assert found == {TOKENS: f"is the same as {COOKIES}"}

    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("DATABASE_URL", "mysql://app@db/rlcoach"),
            ("DATABASE_URL", "postgresql:///rlcoach"),
            ("DATABASE_URL", "postgresql://app@db:port/rlcoach"),
            ("REDIS_URL", "queue.internal:6379"),
            ("RLCOACH_STORAGE_URL", "objects"),
            ("RLCOACH_STORAGE_URL", "file://objects"),
            ("RLCOACH_STORAGE_URL", "s3://"),
            ("BETTER_AUTH_URL", "rlcoach.gg"),
            ("BETTER_AUTH_URL", "http://rlcoach.gg"),
        ],
    )
    def test_an_address_of_the_wrong_kind(self, variable: str, value: str) -> None:
        assert list(faults({**PRODUCTION, variable: value})) == [variable]

    def test_production_on_this_machine_may_do_without_https(self) -> None:
        settings = load_settings({**PRODUCTION, "BETTER_AUTH_URL": "http://localhost:3000"})
        assert settings.public_url == "http://localhost:3000"

    def test_the_password_of_the_example(self) -> None:
        url = "postgresql://user:pass@db/rlcoach"  # pragma: allowlist secret - an example
        found = faults({**PRODUCTION, "DATABASE_URL": url})
        assert found == {"DATABASE_URL": "has the password of an example"}

    @pytest.mark.parametrize(
        "query",
        [
            "sslmode=require&connect_timeout=5&application_name=mine",
            "sslmode=verify-full&sslrootcert=/etc/ssl/database.pem&channel_binding=require",
            "host=/var/run/postgresql&port=5433",
        ],
    )
    def test_usual_parameters_of_the_database(self, query: str) -> None:
        url = f"{PRODUCTION['DATABASE_URL']}?{query}"
        assert load_settings({"DATABASE_URL": url}).needed("database_url") == url

    @pytest.mark.parametrize(
        "query", ["pgbouncer=true", "sslmode=requre", "connect_timeout=soon", "sslrootcert="]
    )
    def test_other_parameters_of_the_database(self, query: str) -> None:
        url = f"{PRODUCTION['DATABASE_URL']}?application_name=mine&{query}"
        assert faults({"DATABASE_URL": url}) == {
            "DATABASE_URL": "has parameters that are not understood"
        }

    def test_a_part_of_a_password_is_not_repeated(self) -> None:
        url = "postgresql://app:one?two@db/rlcoach"  # pragma: allowlist secret
        with pytest.raises(SettingsInvalid) as raised:
            load_settings({"DATABASE_URL": url})
        assert "two" not in str(raised.value)

    def test_no_value_is_repeated(self) -> None:
        wrong = {"DATABASE_URL": "mysql://hidden", TOKENS: "hidden"}
        with pytest.raises(SettingsInvalid) as raised:
            load_settings({**wrong, "RLCOACH_WORKERS": "hidden", "RLCOACH_ENV": "hidden"})
        assert len(raised.value.faults) == 4
        assert "hidden" not in str(raised.value)
        assert "openssl rand" in str(raised.value)


class TestFeaturesOff:
    def test_without_keys_all_are_off(self) -> None:
        names = [feature.name for feature in load_settings({}).features_off()]
        assert len(names) == 8
        assert {"payments", "coach", "cold storage", "sign-in with Steam"} <= set(names)

    def test_keys_switch_on(self) -> None:
        settings = load_settings(
            {"ANTHROPIC_API_KEY": "1", "EPIC_CLIENT_ID": "1", "EPIC_CLIENT_SECRET": "2"}
        )
        names = [feature.name for feature in settings.features_off()]
        assert len(names) == 6
        assert not {"coach", "sign-in with Epic"} & set(names)
