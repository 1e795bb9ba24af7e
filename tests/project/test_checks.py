"""The checks the project brings itself."""

import subprocess
import sys
from email.message import Message
from pathlib import Path

import pytest

from scripts.check import Step, run_step
from scripts.check_files import MAX_LINES, MAX_TEST_LINES, problems_in
from scripts.check_licences import licence_of
from scripts.generated import Generated, check, write
from scripts.licences import is_allowed
from scripts.tracked import tracked_files


class TestIsAllowed:
    @pytest.mark.parametrize(
        "expression",
        [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
            "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        ],
    )
    def test_permissive(self, expression: str) -> None:
        assert is_allowed(expression)

    @pytest.mark.parametrize(
        "expression",
        [
            "",
            "unknown",
            "AGPL-3.0-only",
            "SSPL-1.0",
            "MIT AND GPL-3.0-or-later",
            "MIT AND (AGPL-3.0-only OR GPL-2.0-only)",
            "MIT Apache-2.0",
            "(MIT",
            "MIT)",
            "MIT OR",
            "MIT; see file",
        ],
    )
    def test_copyleft_unknown_or_unreadable(self, expression: str) -> None:
        assert not is_allowed(expression)


class TestLicenceOf:
    def metadata(self, **fields: str | list[str]) -> Message:
        message = Message()
        for name, values in fields.items():
            for value in [values] if isinstance(values, str) else values:
                message[name.replace("_", "-")] = value
        return message

    def test_prefers_the_expression(self) -> None:
        fields = self.metadata(License_Expression="MIT", License="something else")
        assert licence_of(fields) == "MIT"

    def test_reads_classifiers(self) -> None:
        classifier = "License :: OSI Approved :: MIT License"
        fields = self.metadata(Classifier=[classifier, "Topic :: Games"], License="see LICENSE")
        assert licence_of(fields) == "(MIT)"

    def test_demands_every_classifier(self) -> None:
        prefix = "License :: OSI Approved :: "
        names = ["MIT License", "GNU Affero General Public License v3"]
        fields = self.metadata(Classifier=[prefix + name for name in names])
        assert not is_allowed(licence_of(fields))

    def test_falls_back_to_the_first_line_of_words(self) -> None:
        assert licence_of(self.metadata(License="MIT License\n\nCopyright")) == "MIT"

    def test_nothing_declared_is_unknown(self) -> None:
        assert licence_of(self.metadata(Name="x")) == "unknown"


class TestProblemsIn:
    def test_code_may_be_as_long_as_the_limit(self) -> None:
        assert list(problems_in(Path("src/a.py"), "x = 1\n" * MAX_LINES)) == []

    def test_longer_code_is_named(self) -> None:
        (problem,) = problems_in(Path("src/a.py"), "x = 1\n" * (MAX_LINES + 1))
        assert "401 lines, at most 400" in problem

    def test_tests_may_be_longer(self) -> None:
        assert list(problems_in(Path("tests/test_a.py"), "x = 1\n" * MAX_TEST_LINES)) == []
        assert list(problems_in(Path("tests/test_a.py"), "x = 1\n" * (MAX_TEST_LINES + 1)))

    def test_data_may_be_longer(self) -> None:
        assert list(problems_in(Path("docs/schema.json"), "{}\n" * 5000)) == []

    def test_unfinished_marks(self) -> None:
        mark = "".join(("TO", "DO"))  # in pieces, so that the check does not find it here
        (problem,) = problems_in(Path("a.py"), f"one\n# {mark}: two\n")
        assert problem.startswith("a.py:2: unfinished mark")

    @pytest.mark.parametrize("folder", ["home", "root", "Users"])
    def test_paths_of_one_machine(self, folder: str) -> None:
        assert list(problems_in(Path("a.md"), f"see `/{folder}/someone/x`"))

    @pytest.mark.parametrize("text", ["src/home/page", "https://a.b/home/x", "/home/<you>/x"])
    def test_other_paths(self, text: str) -> None:
        assert list(problems_in(Path("a.md"), text)) == []

    def test_a_crate_forbids_unsafe_code(self) -> None:
        assert list(problems_in(Path("crates/a/src/lib.rs"), "pub fn a() {}\n"))
        safe = "#![forbid(unsafe_code)]\npub fn a() {}\n"
        assert list(problems_in(Path("crates/a/src/lib.rs"), safe)) == []


class TestTrackedFiles:
    def test_outside_a_clone_leaves_out_what_tools_make(self, tmp_path: Path) -> None:
        for name in ("src/a.py", ".venv/b.py", "target/c.rs", ".ci/run", ".gitignore"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
        names = [str(path.relative_to(tmp_path)) for path in tracked_files(tmp_path)]
        assert names == [".ci/run", ".gitignore", "src/a.py"]

    def test_in_a_clone_takes_new_files_too(self, tmp_path: Path) -> None:
        subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
        (tmp_path / ".gitignore").write_text("*.log\n")
        (tmp_path / "a.py").touch()
        (tmp_path / "b.log").touch()
        assert [path.name for path in tracked_files(tmp_path)] == [".gitignore", "a.py"]


def current_text() -> str:
    return "one\ntwo\n"


class TestGenerated:
    entries = (Generated("docs/made.md", f"{__name__}:current_text"),)

    def test_a_missing_file_is_out_of_date(self, tmp_path: Path) -> None:
        assert check(self.entries, tmp_path) == 1

    def test_a_written_file_is_up_to_date(self, tmp_path: Path) -> None:
        write(self.entries, tmp_path)
        assert check(self.entries, tmp_path) == 0

    def test_shows_what_differs(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(self.entries, tmp_path)
        (tmp_path / "docs/made.md").write_text("one\n2\n")
        capsys.readouterr()
        assert check(self.entries, tmp_path) == 1
        assert "-2\n+two" in capsys.readouterr().out


class TestRunStep:
    def test_prints_one_line_when_all_is_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_step(Step("quiet", (sys.executable, "-c", "print('noise')")))
        assert capsys.readouterr().out.startswith("ok   quiet")

    def test_prints_what_a_failed_step_said(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert not run_step(Step("loud", (sys.executable, "-c", "exit('the reason')")))
        output = capsys.readouterr().out
        assert output.startswith("FAIL loud")
        assert "the reason" in output
