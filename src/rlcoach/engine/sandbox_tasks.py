"""What a sandbox runs: a task takes the file's bytes and a decoder, and returns bytes.

A module with tasks may have `warm_up(decoder)`, called once in the helper: it loads everything a
task needs, so that no child has to.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from rlcoach.replay.decode import DecoderChoice, resolve_decoder

Task = Callable[[bytes, DecoderChoice], bytes]

ANALYZE = "rlcoach.engine.sandbox_tasks:analyze_to_json"
ANALYZE_FULLY = "rlcoach.engine.sandbox_tasks:analyze_fully"
"""Answers with a packed `engine.full_analysis.FullAnalysis`."""


def analyze_to_json(data: bytes, decoder: DecoderChoice) -> bytes:
    """The report of one replay as UTF-8 JSON."""
    from rlcoach.engine import analyze  # noqa: PLC0415 - only the helper loads the engine
    from rlcoach.report.render.as_json import to_json  # noqa: PLC0415

    return to_json(analyze(data, decoder=decoder))


def analyze_fully(data: bytes, decoder: DecoderChoice) -> bytes:
    """The report of one replay together with its frames."""
    from rlcoach.engine.pipeline import full_analysis  # noqa: PLC0415

    return full_analysis(data, decoder=decoder).packed()


def warm_up(decoder: DecoderChoice) -> None:
    """Loads the engine, the one decoder that will run, and what both load on first use.

    numpy loads `numpy.ma` with the first `unique`, which takes as long as an analysis.
    """
    from rlcoach.engine.pipeline import report_of  # noqa: PLC0415 - loads numpy
    from rlcoach.replay import game_data  # noqa: PLC0415
    from rlcoach.replay.header import Header  # noqa: PLC0415
    from rlcoach.replay.network import RawReplay, empty_network  # noqa: PLC0415
    from rlcoach.report.render.as_json import to_json  # noqa: PLC0415

    name = resolve_decoder(decoder)
    for module in ("numpy.ma", f"rlcoach.replay.decode_{name}"):
        importlib.import_module(module)
    # A recording of nothing goes through every module and leaves no memory behind to copy.
    header = Header(0, 0, None, "", {})
    to_json(report_of(b"", RawReplay(header, empty_network(), None, name)))
    game_data.map_title("")
    game_data.playlist_name(0)
    game_data.pad_of_actor("", 0)
    game_data.pad_layout("soccar")
    game_data.hitbox(game_data.car_body(0).hitbox)


def load_task(name: str) -> tuple[Task, Callable[[DecoderChoice], None] | None]:
    """The task named `module:function`, and its module's `warm_up` where it has one."""
    module_name, _, function = name.partition(":")
    module = importlib.import_module(module_name)
    return getattr(module, function), getattr(module, "warm_up", None)
