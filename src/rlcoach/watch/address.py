"""Which server addresses a token may be sent to."""

from __future__ import annotations

import ipaddress

import httpx

from rlcoach.watch.errors import AddressInvalid

_LAST_PORT = 65_535


def server_address(text: str) -> str:
    """The address in its one spelling: lower case, no port that goes without saying, no last slash.

    Plain http is taken for this very machine alone: every request carries the token, and on any
    network between here and the server, the Wi-Fi at home included, whoever reads along could
    upload and read as the player from then on.

    Raises:
        AddressInvalid: it is no address of a server, or names an unsafe one.
    """
    try:
        url = httpx.URL(text.strip())
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise AddressInvalid(f"{text!r} is not the address of a server: {error}") from error
    if url.userinfo:  # Said without repeating it.
        raise AddressInvalid("the address holds a name or a password: hand over the token instead")
    if url.scheme not in {"http", "https"} or not url.host or (url.port or 0) > _LAST_PORT:
        raise AddressInvalid(
            f"{text!r} is not the address of a server: write it like https://example.org"
        )
    if url.query or url.fragment:
        raise AddressInvalid("the address goes on with ? or #: leave that out")
    if url.scheme == "http" and not is_this_machine(url.host):
        raise AddressInvalid(
            f"http://{url.host} would send your token unencrypted: use https:// "
            f"(http is for a server on this machine)"
        )
    return str(url).rstrip("/")


def is_this_machine(host: str) -> bool:
    """Whether what is sent to a host name or address never leaves this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
