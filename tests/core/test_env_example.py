"""The committed example of settings, which `make check` compares with what code writes."""

import re
from pathlib import Path

from pydantic import AliasChoices

from rlcoach.core.env_example import text
from rlcoach.core.settings import Settings, load_settings, read_variables
from scripts import ROOT

APPENDIX_OF_THE_PLAN = {
    "DATABASE_URL",
    "NEXTAUTH_SECRET",
    "NEXTAUTH_URL",
    "DISCORD_CLIENT_ID",
    "DISCORD_CLIENT_SECRET",
    "STEAM_API_KEY",
    "GOOGLE_CLIENT_ID",
    "GOOGLE_CLIENT_SECRET",
    "STRIPE_SECRET_KEY",
    "STRIPE_PUBLISHABLE_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "ANTHROPIC_API_KEY",
    "BACKBLAZE_KEY_ID",
    "BACKBLAZE_APPLICATION_KEY",
    "BACKBLAZE_BUCKET_NAME",
    "REDIS_URL",
    "SENTRY_DSN",
}


class TestEnvExample:
    def test_the_committed_file_is_what_the_settings_say(self) -> None:
        assert (ROOT / ".env.example").read_text(encoding="utf-8") == text()

    def test_every_variable_is_documented(self) -> None:
        for name, field in Settings.model_fields.items():
            assert field.description, name
            alias = field.validation_alias
            names = alias.choices if isinstance(alias, AliasChoices) else [alias]
            assert all(str(one) in text() for one in names), name

    def test_the_names_of_the_plan_are_kept(self) -> None:
        assert set(re.findall(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b", text())) >= APPENDIX_OF_THE_PLAN

    def test_a_copy_of_it_can_be_loaded(self, tmp_path: Path) -> None:
        copy = tmp_path / ".env"
        copy.write_text(text())
        assert load_settings(read_variables(copy)).workers >= 1
