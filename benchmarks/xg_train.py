"""`python benchmarks/xg_train.py DIR… [--write]`: trains expected goals from folders of replays."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from benchmarks.xg.__main__ import main

    sys.exit(main())
