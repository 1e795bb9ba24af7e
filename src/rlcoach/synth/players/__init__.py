"""Simulated players: brains with a style and a skill."""

from rlcoach.synth.players.player import brain
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.style import STYLES, Style

__all__ = ["STYLES", "Skill", "Style", "brain"]
