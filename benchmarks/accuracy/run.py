"""Analyses and scores many replays in several processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.accuracy import file_facts
from benchmarks.accuracy.file_facts import Outcome
from benchmarks.accuracy.labels import LEFT_OUT_TRUSTS, Header, Label
from benchmarks.accuracy.observed import observe
from benchmarks.accuracy.score import ReplayScore, check_header, score_label
from benchmarks.clips.verdicts import load, outcomes
from rlcoach.engine import analyze
from rlcoach.replay.decode import DecoderChoice, decode
from rlcoach.replay.errors import ReplayError
from rlcoach.replay.network import Network


@dataclass(frozen=True)
class Task:
    """One replay and all that is known about it."""

    replay: str
    path: Path
    labels: tuple[Label, ...]
    header: Header | None
    decoder: DecoderChoice


def plan(
    labels: Sequence[Label],
    headers: dict[str, Header],
    folder: Path,
    *,
    decoder: DecoderChoice = "auto",
) -> list[Task]:
    """One task per replay that a label or a header names, largest files first."""
    by_replay: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        if label.trust not in LEFT_OUT_TRUSTS:
            by_replay[label.replay].append(label)
    tasks = [
        Task(replay, folder / replay, tuple(by_replay[replay]), headers.get(replay), decoder)
        for replay in sorted({*by_replay, *headers})
    ]
    return sorted(tasks, key=_size, reverse=True)


def _size(task: Task) -> int:
    return task.path.stat().st_size if task.path.is_file() else 0


def run(
    tasks: Sequence[Task], *, jobs: int, score: Callable[[Task], ReplayScore] | None = None
) -> Iterator[ReplayScore]:
    """Scores the tasks, yielding each as it is finished; order is not kept.

    A task whose process dies is tried once more alone, so that it takes no other down with it.
    `score` replaces `score_replay` and must be importable where there are several processes.
    """
    score = score or score_replay
    if jobs <= 1:
        yield from map(score, tasks)
        return
    retry = []
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        pending: dict[Future[ReplayScore], Task] = {}
        for task in tasks:
            try:
                pending[pool.submit(score, task)] = task
            except BrokenProcessPool:
                retry.append(task)
        while pending:
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in done:
                task = pending.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    retry.append(task)
    for task in retry:
        yield _score_alone(task, score)


def _score_alone(task: Task, score: Callable[[Task], ReplayScore]) -> ReplayScore:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(score, task).result()
        except BrokenProcessPool:
            return _score(task, Outcome(None, error="the process died"), data=None)


def score_replay(task: Task) -> ReplayScore:
    """Analyses one replay and scores everything known about it."""
    try:
        data = task.path.read_bytes()
    except OSError as error:
        return _score(task, Outcome(None, error=error.strerror or "unreadable"), data=None)
    return _score(task, outcome_of(data, task.decoder), data=data)


def outcome_of(data: bytes, decoder: DecoderChoice) -> Outcome:
    """How `analyze` ends on these bytes; a crash is a result here, not a reason to stop."""
    try:
        return Outcome(analyze(data, decoder=decoder))
    except ReplayError as error:
        return Outcome(None, error=f"{type(error).__name__}: {error}", is_refusal=True)
    except Exception as error:  # noqa: BLE001 - every replay gets a verdict, whatever is raised
        return Outcome(None, error=f"crash, {type(error).__name__}: {error}")


def _score(task: Task, outcome: Outcome, *, data: bytes | None) -> ReplayScore:
    network = None
    if data is not None and any(label.fact in file_facts.NETWORK_FACTS for label in task.labels):
        network = _network(data, task.decoder)
    scored = []
    for label in task.labels:
        mutation = None
        if data is not None and label.fact == file_facts.MUTATION_FACT:
            mutation = outcome_of(file_facts.mutated(label, data), task.decoder)
        scored.append(score_label(label, outcome, network=network, mutation=mutation))
    report = outcome.report if outcome.degraded is None else None
    return ReplayScore(
        replay=task.replay,
        is_ok=outcome.report is not None,
        error=outcome.error,
        degraded=outcome.degraded,
        labels=scored,
        headers=check_header(task.replay, task.header or {}, outcome.report),
        clips=[] if report is None else outcomes(task.replay, report, load()),
        observed=None if report is None else observe(report),
    )


def _network(data: bytes, decoder: DecoderChoice) -> Network | None:
    try:
        return decode(data, decoder=decoder).network
    except ReplayError:
        return None
