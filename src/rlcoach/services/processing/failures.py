"""Why a file could not be analysed, as its owner is told, and whether to try again."""

from __future__ import annotations

from dataclasses import dataclass

from rlcoach.engine.sandbox import SandboxFailure

MAX_ATTEMPTS = 3
"""After so many tries, a file that ends its analysis each time is left alone."""
MAX_LOST_CLAIMS = 6
"""The same for one whose worker is gone each time: that is seldom the file's fault."""


@dataclass(frozen=True)
class Failure:
    """One try that failed."""

    code: str
    sentence: str
    may_pass: bool
    """Whether another try could end better: the machine may have been short of time or memory."""


_OF_FILE = {
    "NotAReplay": "not_a_replay",
    "CorruptReplay": "damaged",
    "ReplayTooLarge": "too_large",
}
"""Class of the engine's error to code. Its message is made for the player."""

TIMED_OUT = Failure(
    "timeout",
    "The analysis of this file took too long and was stopped. Most such files are damaged.",
    may_pass=True,
)
OUT_OF_MEMORY = Failure(
    "out_of_memory",
    "This file needs more memory than any real match does, so it was not analysed.",
    may_pass=False,
)
CRASHED = Failure(
    "analysis_failed",
    "The analysis of this file failed, through a fault of ours. We have been told.",
    may_pass=True,
)
LOST = Failure(
    "analysis_lost",
    "The analysis of this file was broken off several times. Please upload it again later.",
    may_pass=True,
)
FILE_GONE = Failure(
    "file_gone",
    "We no longer have this file. Please upload it again.",
    may_pass=False,
)
FAULTS_OF_OURS = frozenset(each.code for each in (TIMED_OUT, CRASHED, LOST, FILE_GONE))
"""Codes of what may be no fault of the file: whoever sends it again has it analysed anew."""


def failure_of(answer: SandboxFailure) -> Failure:
    """What a sandbox's answer means for the file."""
    if answer.kind == "replay_error" and answer.error in _OF_FILE:
        return Failure(_OF_FILE[answer.error], answer.message, may_pass=False)
    if answer.kind == "timeout":
        return TIMED_OUT
    if answer.kind == "out_of_memory":
        return OUT_OF_MEMORY
    return CRASHED
