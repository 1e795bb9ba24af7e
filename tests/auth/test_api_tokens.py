"""Tokens for programs."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from rlcoach.auth.api_tokens import (
    SCOPES,
    Scope,
    check_api_token,
    hash_api_token,
    is_api_token,
    new_api_token,
)
from rlcoach.auth.errors import ScopeMissing, TokenExpired, TokenInvalid

NOW = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Stored:
    """A row of tokens."""

    scopes: tuple[str, ...] = (Scope.WRITE,)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class TestNewApiToken:
    def test_has_the_form_and_the_hash_it_is_found_by(self) -> None:
        made = new_api_token()
        assert is_api_token(made.text)
        assert made.text.startswith(made.prefix)
        assert len(made.prefix) == 12
        assert made.sha256 == hashlib.sha256(made.text.encode()).hexdigest()
        assert hash_api_token(made.text) == made.sha256

    def test_no_two_are_the_same(self) -> None:
        assert len({new_api_token().text for _ in range(1000)}) == 1000

    def test_is_not_printed(self) -> None:
        made = new_api_token()
        assert made.text not in repr(made)


class TestIsApiToken:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "rlc_",
            f"rlc_{'a' * 42}",
            f"rlc_{'a' * 44}",
            f"abc_{'a' * 43}",
            f"rlc_{'é' * 43}",
            f"rlc_{'a' * 43}\n",
            f"Bearer rlc_{'a' * 43}",
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        assert not is_api_token(text)


class TestCheckApiToken:
    def test_a_good_one_passes(self) -> None:
        check_api_token(Stored(), Scope.WRITE, now=NOW)
        check_api_token(Stored(("replays:read", "replays:write")), Scope.READ, now=NOW)

    @pytest.mark.parametrize("scope", [Scope.READ, Scope.DELETE])
    def test_one_for_something_else(self, scope: Scope) -> None:
        with pytest.raises(ScopeMissing) as raised:
            check_api_token(Stored(), scope, now=NOW)
        assert raised.value.status == 403
        assert raised.value.details == {"scope": scope.value}

    def test_a_scope_is_not_part_of_a_longer_one(self) -> None:
        with pytest.raises(ScopeMissing):
            check_api_token(Stored(("replays:write-more",)), Scope.WRITE, now=NOW)

    def test_its_time_ends_at_the_moment_it_says(self) -> None:
        token = Stored(expires_at=NOW)
        check_api_token(token, Scope.WRITE, now=NOW - timedelta(microseconds=1))
        with pytest.raises(TokenExpired) as raised:
            check_api_token(token, Scope.WRITE, now=NOW)
        assert raised.value.status == 401

    def test_one_that_was_taken_back(self) -> None:
        with pytest.raises(TokenInvalid) as raised:
            check_api_token(replace(Stored(), revoked_at=NOW), Scope.WRITE, now=NOW)
        assert raised.value.status == 401

    def test_every_scope_is_told_in_words(self) -> None:
        assert set(SCOPES) == set(Scope)
