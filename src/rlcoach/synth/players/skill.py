"""How good a player is, by facet, from 0 (has just begun) to 1 (plays for money)."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Skill:
    """Facets of play, 0 to 1 each; 0.6 is about the middle of the public corpus of replays."""

    speed: float = 0.6
    """Gets about fast: boosts early, dodges for speed, turns by powerslides and half flips."""
    accuracy: float = 0.6
    """Meets the ball where he wants and sends it where he wants."""
    aerial: float = 0.6
    """Flies for high balls, and arrives."""
    boost: float = 0.6
    """Knows where boost is and takes it on his way."""
    rotation: float = 0.6
    """Sees whose ball it is and where he is needed."""
    kickoff: float = 0.6
    """Is fast at kickoffs."""
    reaction: float = 0.6
    """Sees early that the ball goes elsewhere."""

    @classmethod
    def of(cls, level: float) -> Skill:
        """The same in everything.

        Raises:
            ValueError: the level is not within 0 and 1.
        """
        if not 0 <= level <= 1:
            raise ValueError(f"a skill is from 0 to 1, not {level}")
        return cls(*[level] * len(fields(cls)))

    def toward(self, other: Skill, share: float) -> Skill:
        """Between this skill (share 0) and another one (share 1): a season's drift."""
        return Skill(
            *[
                (1 - share) * getattr(self, facet.name) + share * getattr(other, facet.name)
                for facet in fields(self)
            ]
        )
