"""Decides whether an SPDX licence expression allows free use, without any network copyleft."""

import re

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "HPND",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Python-2.0",
        "Unicode-3.0",
        "Unicode-DFS-2016",
        "Unlicense",
        "Zlib",
    }
)
"""Permissive licences, and MPL-2.0, whose copyleft ends at its own files."""

_TOKEN = re.compile(r"[()/]|[^()/\s]+")
_FREE_TEXT = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "psf": "PSF-2.0",
}


def spdx(text: str) -> str:
    """The SPDX identifier of a licence named in words; what is not known stays as it is."""
    return _FREE_TEXT.get(text.strip().lower(), text.strip())


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression can be fulfilled with allowed licences alone.

    OR needs one side, AND both; Cargo's old `MIT/Apache-2.0` means OR. What cannot be read is
    not allowed.
    """
    tokens = _TOKEN.findall(expression)[::-1]  # reversed: `pop` takes the next one
    try:
        return _any_of(tokens) and not tokens
    except IndexError:  # it ends where a licence should follow
        return False


def _any_of(tokens: list[str]) -> bool:
    allowed = _all_of(tokens)
    while tokens and tokens[-1].upper() in {"OR", "/"}:
        tokens.pop()
        allowed = _all_of(tokens) or allowed
    return allowed


def _all_of(tokens: list[str]) -> bool:
    allowed = _one(tokens)
    while tokens and tokens[-1].upper() == "AND":
        tokens.pop()
        allowed = _one(tokens) and allowed
    return allowed


def _one(tokens: list[str]) -> bool:
    token = tokens.pop()
    if token == "(":
        allowed = _any_of(tokens)
        return tokens.pop() == ")" and allowed
    if tokens and tokens[-1].upper() == "WITH":  # an exception only adds freedom
        del tokens[-2:]
    return token in ALLOWED
