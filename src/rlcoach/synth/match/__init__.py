"""Matches by the rules of the game, played by brains on `rlcoach.synth.physics`."""

from rlcoach.synth.match.play import play
from rlcoach.synth.match.rules import Rules

__all__ = ["Rules", "play"]
