"""Features that need keys of other services: all keys switch one on, none switches it off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Feature:
    """One of them. `fields` are names of settings."""

    name: str
    fields: tuple[str, ...]
    is_sign_in: bool = False


FEATURES: tuple[Feature, ...] = (
    Feature("sign-in with Discord", ("discord_client_id", "discord_client_secret"), True),
    Feature("sign-in with Google", ("google_client_id", "google_client_secret"), True),
    Feature("sign-in with Steam", ("steam_api_key",), True),
    Feature("sign-in with Epic", ("epic_client_id", "epic_client_secret"), True),
    Feature("payments", ("stripe_secret_key", "stripe_publishable_key", "stripe_webhook_secret")),
    Feature("coach", ("anthropic_api_key",)),
    Feature(
        "cold storage",
        (
            "backblaze_key_id",
            "backblaze_application_key",
            "backblaze_bucket_name",
            "backblaze_endpoint_url",
        ),
    ),
    Feature("error reports", ("sentry_dsn",)),
)

KEY_PAIRS: tuple[tuple[str, ...], ...] = (("s3_access_key_id", "s3_secret_access_key"),)
"""Keys that need one another and switch nothing on by themselves."""
