"""What a sandbox, its helper and its children say to each other.

Three channels per job: the *job* socket carries the request to the child and its answer back, the
*watch* socket joins the parent and the helper (process id, exit status; closing it means "kill"),
and a pipe carries what the child writes to its standard error.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Literal

FailureKind = Literal["replay_error", "timeout", "out_of_memory", "crashed"]

MAX_ANSWER_BYTES = 256 * 1024 * 1024
"""An analysis that says more than this is out of its mind; a long report is below 1 MB."""

_REQUEST = struct.Struct("!II")
_ANSWER = struct.Struct("!cI")
_RESULT, _FAILURE = b"R", b"F"


@dataclass(frozen=True)
class SandboxFailure:
    """Why there is no report.

    `replay_error`: the file is at fault, `message` is fit for its owner. `timeout`,
    `out_of_memory`: a limit was reached. `crashed`: the analysis ended in any other way.
    """

    kind: FailureKind
    error: str
    """Class of the exception, name of the signal, or `Timeout`."""
    message: str
    detail: str = ""
    """Last lines of the traceback or of standard error, for a log."""


@dataclass(frozen=True)
class Request:
    """One job as the child receives it: bytes follow, unless `path` names a file."""

    path: str | None
    decoder: str
    wall_seconds: float
    memory_bytes: int


OUT_OF_MEMORY = _ANSWER.pack(_FAILURE, 0)
"""Said by a child that may have no memory left to build a message."""


def pack_request(request: Request, data: bytes) -> bytes:
    """The bytes a parent writes to the job socket."""
    head = json.dumps(asdict(request)).encode()
    return _REQUEST.pack(len(head), len(data)) + head + data


def pack_result(result: bytes) -> tuple[bytes, bytes]:
    """Head and body of a child's answer, apart so that a large body is not copied."""
    return _ANSWER.pack(_RESULT, len(result)), result


def pack_failure(failure: SandboxFailure) -> bytes:
    """A child's answer where the analysis raised."""
    body = json.dumps(asdict(failure)).encode()
    return _ANSWER.pack(_FAILURE, len(body)) + body


def request_sizes(prefix: bytes) -> tuple[int, int]:
    """Sizes of head and data, from the first `REQUEST_PREFIX_BYTES` of a request."""
    head, data = _REQUEST.unpack(prefix)
    return head, data


REQUEST_PREFIX_BYTES = _REQUEST.size


def unpack_answer(answer: bytes | bytearray) -> bytes | SandboxFailure | None:
    """What the child said; None where it ended before it had said it."""
    if len(answer) < _ANSWER.size:
        return None
    tag, size = _ANSWER.unpack_from(answer)
    body = bytes(memoryview(answer)[_ANSWER.size :])
    if len(body) != size:
        return None
    if tag == _RESULT:
        return body
    if not body:
        return SandboxFailure(
            "out_of_memory", "MemoryError", "The analysis needs more memory than it may have."
        )
    return SandboxFailure(**json.loads(body))
