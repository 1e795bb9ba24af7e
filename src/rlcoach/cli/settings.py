"""The environment variables of the command line; nothing below it reads any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from rlcoach.cli.errors import UsageError
from rlcoach.replay.decode import DecoderChoice

DECODER_VARIABLE = "RLCOACH_DECODER"
TOKEN_VARIABLE = "RLCOACH_TOKEN"  # noqa: S105 - the name of it
DECODERS: tuple[str, ...] = get_args(DecoderChoice)


def decoder_choice(flag: str | None, environment: Mapping[str, str]) -> DecoderChoice:
    """The decoder the user wants: the flag, else `RLCOACH_DECODER`, else `auto`.

    Raises:
        UsageError: the variable holds something else.
    """
    if flag is not None:
        return cast("DecoderChoice", flag)
    value = environment.get(DECODER_VARIABLE, "").strip().lower() or "auto"
    if value not in DECODERS:
        raise UsageError(
            f"{DECODER_VARIABLE} is {value!r}; it can be {', '.join(DECODERS)}. "
            f"Unset it to use the fastest decoder there is."
        )
    return cast("DecoderChoice", value)
