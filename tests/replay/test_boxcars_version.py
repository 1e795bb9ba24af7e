"""Both decoders hold the same version of the parser, or they would not give equal columns."""

import os
from pathlib import Path

import pytest
import subtr_actor

from rlcoach.replay.decode import native_available


@pytest.mark.skipif(
    not native_available() and not os.environ.get("CI"), reason="native decoder not installed"
)
def test_the_wheel_of_the_python_decoder_holds_the_pinned_parser() -> None:
    import rlcoach_native  # noqa: PLC0415 - not there without Rust

    libraries = list(Path(subtr_actor.__file__).parent.glob("*.so"))
    libraries += list(Path(subtr_actor.__file__).parent.glob("*.pyd"))
    wanted = f"boxcars-{rlcoach_native.BOXCARS_VERSION}".encode()
    assert any(wanted in library.read_bytes() for library in libraries)
