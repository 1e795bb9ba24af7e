"""Hostile names in every output."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlcoach.report.text import csv_cell, encodable, encodable_tree, markdown, terminal

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


class TestEncodable:
    @given(ANY_TEXT)
    def test_is_always_utf_8_without_nul(self, name: str) -> None:
        assert b"\x00" not in encodable(name).encode()

    def test_keeps_everything_else(self) -> None:
        name = 'Ünï "quoted" \u202eabc 🚀👨‍👩‍👧'
        assert encodable(name) == name

    def test_nested(self) -> None:
        assert encodable_tree({"a\x00": ["\ud800", 1, None]}) == {"a\ufffd": ["\ufffd", 1, None]}


class TestTerminal:
    @given(ANY_TEXT)
    def test_holds_no_controls_and_no_direction_marks(self, name: str) -> None:
        shown = terminal(name)
        shown.encode()
        assert not any(unicodedata.category(character) == "Cc" for character in shown)
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

    @pytest.mark.parametrize(
        "name", ["🚀" * 32, "👨‍👩‍👧‍👦", "Ünïcödé", "名前", "שלום", "[red]x[/red]"]
    )
    def test_leaves_names_alone(self, name: str) -> None:
        assert terminal(name) == name

    def test_names_that_differ_still_differ(self) -> None:
        assert terminal("a\u200bb") != terminal("ab")

    def test_letters_do_not_climb_over_other_lines(self) -> None:
        assert len(terminal("e" + "\u0301" * 50)) <= 4


class TestMarkdown:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a|b", r"a\|b"),
            ("`x`", r"\`x\`"),
            ("[a](b)", r"\[a\]\(b\)"),
            ("<script>", "&lt;script&gt;"),
            ("a&b", "a&amp;b"),
            ("# a\nb", "\\# a\ufffdb"),
            ("www.a.b", r"www\.a.b"),
            ("http://a", r"http\://a"),
            ("@all", r"\@all"),
            ("\\|", r"\\\|"),
            ("- a", r"\- a"),
            ("1. a", r"1\. a"),
            (":smiley:", r"\:smiley:"),
            ("plain-name 1.5, 16:30", "plain-name 1.5, 16:30"),
        ],
    )
    def test_shows_what_was_written(self, name: str, expected: str) -> None:
        assert markdown(name) == expected

    @given(ANY_TEXT)
    def test_is_one_line_without_html(self, name: str) -> None:
        shown = markdown(name)
        assert len(shown.splitlines()) <= 1
        assert not set(shown) & set("<>")


class TestCsvCell:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  =", "\uff1d"])
    def test_no_formula(self, start: str) -> None:
        assert csv_cell(f"{start}1+1").startswith("'")

    @pytest.mark.parametrize("name", ["Anna", "a=b", "1", ""])
    def test_other_text_is_kept(self, name: str) -> None:
        assert csv_cell(name) == name
