"""One measurement in a fresh process: `python -m benchmarks.speed.child MEASURE DECODER FILE`.

Prints one JSON object. The parent sets the BLAS threads to 1 in the environment, so they are set
before numpy is loaded. Modules are loaded where a measure needs them: the memory of one must not
hold the modules of another.
"""

from __future__ import annotations

import gc
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

REPEATS = 3
"""Calls per measure after one warm-up call; the minimum counts, as noise only ever adds."""

Decoder = Literal["native", "python"]


def timings(data: bytes, decoder: Decoder) -> dict[str, float | None]:
    """CPU seconds of each step, and wall seconds of the whole analysis.

    `analysis_cpu_s` is a difference of two measurements and has the noise of both; it is not cut
    off at zero, so that a negative one shows how large that noise is.
    """
    from rlcoach.engine import analyze, read  # noqa: PLC0415 - after the environment is set

    raw = _raw_decode()
    report = analyze(data, decoder=decoder)
    steps: dict[str, Callable[[], object]] = {
        "tables_cpu_s": lambda: read(data, decoder=decoder),
        "total_cpu_s": lambda: analyze(data, decoder=decoder),
        "serialisation_cpu_s": report.model_dump_json,
    }
    if raw is not None:
        steps["raw_cpu_s"] = lambda: raw(data)
    for step in steps.values():
        step()
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in steps}
    for _ in range(REPEATS):
        for name, step in steps.items():
            rounds[name].append(_timed(step))
    cpu = {name: min(cpu for cpu, _ in seen) for name, seen in rounds.items()}
    return {
        "raw_cpu_s": cpu.get("raw_cpu_s"),
        "tables_cpu_s": cpu["tables_cpu_s"],
        "analysis_cpu_s": cpu["total_cpu_s"] - cpu["tables_cpu_s"],
        "total_cpu_s": cpu["total_cpu_s"],
        "serialisation_cpu_s": cpu["serialisation_cpu_s"],
        "wall_s": min(wall for _, wall in rounds["total_cpu_s"]),
    }


def memory(data: bytes, decoder: Decoder) -> dict[str, float | None]:
    """Peak resident memory of a process that analyses this file once and does nothing else."""
    from rlcoach.engine import analyze  # noqa: PLC0415 - nothing else may be loaded

    analyze(data, decoder=decoder)
    return {"peak_rss_mb": _peak_rss_mb()}


def peer(path: Path) -> dict[str, float | None]:
    """CPU seconds of the peer's events of all detectors; it takes a path, so reading counts."""
    events: Callable[[str], object] = importlib.import_module("subtr_actor").get_stats_events
    events(str(path))
    return {"peer_cpu_s": min(_timed(lambda: events(str(path)))[0] for _ in range(REPEATS))}


def _raw_decode() -> Callable[[bytes], object] | None:
    """The decoder's parse without columns; None where the native module is missing."""
    try:
        native = importlib.import_module("rlcoach_native")
    except ImportError:
        return None
    decode: Callable[[bytes], object] = native.decode_raw
    return decode


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    result = step()
    spent = time.process_time() - cpu, time.perf_counter() - wall
    del result
    return spent


def _peak_rss_mb() -> float:
    """High-water mark of this program alone, in MB (10^6 bytes).

    `ru_maxrss` also remembers the parent at the moment of the start, so Linux's own mark is read
    where there is one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def main(arguments: list[str]) -> int:
    """Runs one measure and prints it."""
    measure, word, name = arguments
    path = Path(name)
    decoder: Decoder = "python" if word == "python" else "native"
    if measure == "peer":
        result = peer(path)
    else:
        result = {"timings": timings, "memory": memory}[measure](path.read_bytes(), decoder)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
