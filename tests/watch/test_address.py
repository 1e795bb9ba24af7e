"""Which addresses a token may be sent to."""

from __future__ import annotations

import pytest

from rlcoach.watch.address import server_address
from rlcoach.watch.errors import AddressInvalid


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://Example.org/", "https://example.org"),
        (" https://example.org:443/coach/ ", "https://example.org/coach"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://m\xfcller.example", "https://xn--mller-kva.example"),
    ],
)
def test_one_spelling(typed: str, address: str) -> None:
    assert server_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "http://example.org",
        "http://192.168.1.2:8000",
        "http://localhost.example.org",
        "http://0x7f.1",
    ],
)
def test_no_token_goes_unencrypted_over_a_network(typed: str) -> None:
    with pytest.raises(AddressInvalid, match="unencrypted"):
        server_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example.org",
        "localhost:8000",
        "ftp://example.org",
        "https://",
        "https://example.org:99999",
        "https://a..b",
        "https://example.org/?page=1",
        "https://example.org/#top",
        "https://exam\nple.org",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(AddressInvalid):
        server_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "https://me:hidden@example.org",  # pragma: allowlist secret - nobody's
        "http://hidden@example.org",
    ],
)
def test_a_password_in_the_address_is_not_repeated(typed: str) -> None:
    with pytest.raises(AddressInvalid, match="hand over the token instead") as raised:
        server_address(typed)
    assert "hidden" not in str(raised.value)
