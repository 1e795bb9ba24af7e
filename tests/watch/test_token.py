"""Where the token comes from, and that it stays hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlcoach.watch.errors import TokenInvalid
from rlcoach.watch.token import Token, token_in

SECRET = "rlc_hidden"  # pragma: allowlist secret - of tests


def token_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    path = folder / "token"
    path.write_bytes(content)
    path.chmod(mode)
    return path


class TestToken:
    def test_is_not_shown(self) -> None:
        token = Token(SECRET)
        assert SECRET not in f"{token} {token!r}"

    @pytest.mark.parametrize(
        "text", ["", "rlc hidden", "rlc_hidden\r\nX: y", "rlc_hiddén", "a" * 5000]
    )
    def test_what_no_header_carries_is_refused_unrepeated(self, text: str) -> None:
        with pytest.raises(TokenInvalid) as raised:
            Token(text)
        assert "hidd" not in str(raised.value)


class TestTokenIn:
    @pytest.mark.parametrize(
        "content", [b"rlc_hidden", b"  rlc_hidden\r\n", b"\xef\xbb\xbfrlc_hidden\n"]
    )
    def test_reads_a_private_file(self, tmp_path: Path, content: bytes) -> None:
        assert token_in(token_file(tmp_path, content)).secret == SECRET

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
    def test_refuses_a_file_others_can_use(self, tmp_path: Path, mode: int) -> None:
        with pytest.raises(TokenInvalid, match="chmod 600"):
            token_in(token_file(tmp_path, b"rlc_hidden", mode))

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(TokenInvalid, match="cannot be read"):
            token_in(tmp_path / "none")

    @pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00"])
    def test_a_file_without_a_token(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(TokenInvalid):
            token_in(token_file(tmp_path, content))
