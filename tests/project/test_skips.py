"""The rule that CI skips nothing but what needs the replay corpus, seen from outside."""

import os
import subprocess
import sys
from pathlib import Path

from scripts import ROOT

NEEDS_CORPUS = "import pytest\n\n@pytest.mark.corpus\ndef test_a(corpus):\n    pass\n"
SKIPS_MODULE = "import pytest\n\npytest.importorskip('no_such_module')\n"
SKIPS_TEST = "import pytest\n\ndef test_a():\n    raise pytest.skip.Exception('why not')\n"


def run_pytest(folder: Path, test: str, *options: str, ci: str) -> subprocess.CompletedProcess[str]:
    """Run one test file where there is no corpus, with the conftest of this project."""
    (folder / "test_it.py").write_text(test)
    (folder / "test_other.py").write_text("def test_passes():\n    pass\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-ra", *options]
    mark = ["-o", "markers=corpus", "--rootdir", str(folder), str(folder)]
    environment = {**os.environ, "CI": ci, "RLCOACH_REPLAY_CORPUS": str(folder / "none")}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [*command, *mark], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


class TestSkips:
    def test_a_missing_corpus_skips_with_the_reason(self, tmp_path: Path) -> None:
        done = run_pytest(tmp_path, NEEDS_CORPUS, ci="true")
        assert done.returncode == 0, done.stdout
        assert "1 passed, 1 skipped" in done.stdout
        assert "replay corpus not found: set RLCOACH_REPLAY_CORPUS" in done.stdout

    def test_ci_fails_when_a_test_is_skipped(self, tmp_path: Path) -> None:
        done = run_pytest(tmp_path, SKIPS_TEST, ci="true")
        assert done.returncode == 1
        assert "skipped, which CI does not allow" in done.stdout
        assert "test_it.py::test_a" in done.stdout

    def test_ci_fails_when_a_module_is_skipped(self, tmp_path: Path) -> None:
        done = run_pytest(tmp_path, SKIPS_MODULE, "-n", "1", ci="true")
        assert done.returncode == 1
        assert "skipped, which CI does not allow" in done.stdout

    def test_elsewhere_a_skip_is_allowed(self, tmp_path: Path) -> None:
        assert run_pytest(tmp_path, SKIPS_TEST, ci="").returncode == 0
