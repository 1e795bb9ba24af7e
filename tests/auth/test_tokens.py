"""Tokens of the site: what is let in, and nothing else."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlcoach.auth.errors import TokenExpired, TokenInvalid
from rlcoach.auth.tokens import CLOCK_SKEW, LIFETIME, WebClaims, issue_web_token, read_web_token

KEY = "k7Qm2Zr9Xw4Lp8Vn3Bt6Hd1Jf5Gs0YcAeUi"  # pragma: allowlist secret - typed at random
OTHER_KEY = KEY[::-1]
USER = UUID("01a21c30-67c0-79d4-aa69-4f9e072cb8da")
SESSION = UUID("01a21c30-67c5-766c-8d02-41cbd9e44199")
NOW = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def issued() -> str:
    """A good token of now."""
    return issue_web_token(USER, SESSION, secret=KEY, now=NOW)


def claims(**changes: object) -> dict[str, Any]:
    """What a good token says, with changes; None takes a claim away."""
    good = jwt.decode(issued(), options={"verify_signature": False})
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(payload: dict[str, Any], key: str = KEY, algorithm: str = "HS256") -> str:
    """A token of these claims."""
    return jwt.encode(payload, key, algorithm)


def read(token: str, now: datetime = NOW) -> WebClaims:
    """What is read."""
    return read_web_token(token, secret=KEY, now=now)


class TestReadWebToken:
    def test_a_good_one(self) -> None:
        assert read(issued()) == WebClaims(USER, SESSION, NOW, NOW + LIFETIME)

    def test_says_what_the_site_and_the_api_agreed_on(self) -> None:
        assert claims() == {
            "sub": str(USER),
            "sid": str(SESSION),
            "iat": 1795804200,
            "exp": 1795804200 + 900,
            "iss": "rlcoach-web",
            "aud": "rlcoach-api",
        }
        assert jwt.get_unverified_header(issued())["alg"] == "HS256"

    def test_is_good_up_to_the_last_second(self) -> None:
        assert read(issued(), NOW + LIFETIME - SECOND).user_id == USER
        with pytest.raises(TokenExpired):
            read(issued(), NOW + LIFETIME)

    def test_a_clock_may_be_a_little_ahead(self) -> None:
        assert read(issued(), NOW - CLOCK_SKEW).user_id == USER
        with pytest.raises(TokenInvalid):
            read(issued(), NOW - CLOCK_SKEW - SECOND)

    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "somebody"},
            {"aud": "rlcoach-web"},
            {"sub": "not-an-id"},
            {"sub": ""},
            {"sid": "not-an-id"},
            {"exp": 1795804200 + 901},
            {"exp": 1795804200 + 10**15},
            {"exp": -(10**18)},
            {"exp": "1795805100"},
            {"exp": 1795805100.5},
            {"iat": True},
        ],
    )
    def test_a_claim_that_is_not_right(self, changes: dict[str, object]) -> None:
        with pytest.raises(TokenInvalid):
            read(signed(claims(**changes)))

    @pytest.mark.parametrize("claim", ["sub", "sid", "iat", "exp", "iss", "aud"])
    def test_a_claim_that_is_missing(self, claim: str) -> None:
        with pytest.raises(TokenInvalid):
            read(signed(claims(**{claim: None})))

    def test_signed_by_somebody_else(self) -> None:
        with pytest.raises(TokenInvalid):
            read(signed(claims(), OTHER_KEY))

    def test_signed_in_another_way(self) -> None:
        with pytest.raises(TokenInvalid):
            read(signed(claims(), KEY * 2, "HS512"))

    def test_not_signed_at_all(self) -> None:
        head, body, signature = issued().split(".")
        none = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
        for token in (f"{none}.{body}.", f"{none}.{body}.{signature}", f"{head}.{body}."):
            with pytest.raises(TokenInvalid):
                read(token)

    @given(st.data())
    def test_a_changed_character(self, data: st.DataObject) -> None:
        token = issued()
        # The last character holds bits that mean nothing.
        place = data.draw(st.integers(0, len(token) - 2))
        other = data.draw(st.sampled_from("Ab3-_.~ \n"))
        changed = token[:place] + other + token[place + 1 :]
        if changed != token:
            with pytest.raises(TokenInvalid):
                read(changed)

    @given(st.text(max_size=200))
    def test_any_text(self, text: str) -> None:
        with pytest.raises(TokenInvalid):
            read(text)
