"""Metrics: what is shown, by one process and by several."""

import os
import subprocess
import sys
from pathlib import Path

from rlcoach.core.metrics import REGISTRY, UPLOADED_FILES, exposition

COUNT_TWO_FILES = """
from rlcoach.core.metrics import QUEUE_LENGTH, UPLOADED_FILES
UPLOADED_FILES.labels(outcome="accepted").inc(2)
QUEUE_LENGTH.labels(queue="replay_processing").set(5)
"""
HOLD_ONE_CONNECTION = """
from rlcoach.core.metrics import DATABASE_CONNECTIONS
DATABASE_CONNECTIONS.labels(state="used").set(1)
"""
SHOW = """
import sys
from rlcoach.core.metrics import exposition
sys.stdout.buffer.write(exposition())
"""


class TestExposition:
    def test_shows_what_was_counted(self) -> None:
        # Other tests of this process may have counted before.
        before = REGISTRY.get_sample_value("rlcoach_uploaded_files_total", {"outcome": "rejected"})
        UPLOADED_FILES.labels(outcome="rejected").inc()
        shown = f'rlcoach_uploaded_files_total{{outcome="rejected"}} {(before or 0) + 1}'
        assert shown.encode() in exposition()

    def test_names_have_a_prefix_and_a_description(self) -> None:
        families = list(REGISTRY.collect())
        assert len(families) > 10
        assert all(family.name.startswith("rlcoach_") for family in families)
        assert all(family.documentation.endswith(".") for family in families)

    def test_one_process_shows_what_all_counted(self, tmp_path: Path) -> None:
        environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}

        def run(program: str) -> bytes:
            return subprocess.run(
                [sys.executable, "-c", program], env=environment, capture_output=True, check=True
            ).stdout

        run(COUNT_TWO_FILES)
        run(COUNT_TWO_FILES)
        run(HOLD_ONE_CONNECTION)
        shown = run(SHOW)
        assert b'rlcoach_uploaded_files_total{outcome="accepted"} 4.0' in shown
        assert b'rlcoach_queue_length{queue="replay_processing"} 5.0' in shown
        # Of who is gone only what he counted is left.
        assert b"rlcoach_database_connections{" not in shown
