"""What a player likes to do, apart from how well he does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Style:
    """A player's habits. Shares are from 0 to 1."""

    name: str
    eagerness_seconds: float = 0.25
    """So much earlier than he is he believes to be at the ball; negative for the careful."""
    support_depth_uu: float = 2000.0
    """How far behind the ball he waits as second man."""
    boost_detour_uu: float = 950.0
    """So much longer a way he takes for a small pad when his tank is half full."""
    big_pad_below_pct: float = 70.0
    """With less boost he goes for a big pad unless he is needed."""
    demolition_share: float = 0.06
    """Of the moments when he is not needed and an opponent is near, in which he hunts."""
    aerial_share: float = 1.0
    """Of the high balls, those he goes for in the air."""
    dodge_share: float = 0.5
    """Of the straight ways, those on which he dodges for speed."""
    hit_dodge_share: float = 0.4
    """Of his hits, those with a dodge."""
    control_share: float = 0.3
    """Of the balls he has time for, those he takes along instead of hitting them hard."""
    kickoff_fake_share: float = 0.02
    """Of his kickoffs, those he lets the opponent take."""
    kickoff_cheat_share: float = 0.5
    """Of his mate's kickoffs, those he follows up the field instead of going for boost."""
    ball_cam_share: float = 0.9
    """Of his play, with the camera on the ball."""


ALL_ROUNDER = Style("all_rounder")
BOOST_HOARDER = Style(
    "boost_hoarder",
    eagerness_seconds=0.1,
    boost_detour_uu=1500.0,
    big_pad_below_pct=80.0,
    kickoff_cheat_share=0.15,
    ball_cam_share=0.82,
)
DEMO_HUNTER = Style(
    "demo_hunter",
    boost_detour_uu=1100.0,
    big_pad_below_pct=75.0,
    demolition_share=0.35,
    ball_cam_share=0.8,
)
BALL_CHASER = Style(
    "ball_chaser",
    eagerness_seconds=0.7,
    support_depth_uu=1400.0,
    boost_detour_uu=650.0,
    big_pad_below_pct=45.0,
    kickoff_cheat_share=0.9,
    ball_cam_share=0.97,
)
DEFENDER = Style(
    "defender",
    eagerness_seconds=0.0,
    support_depth_uu=2800.0,
    aerial_share=0.6,
    demolition_share=0.0,
    kickoff_cheat_share=0.2,
)
AERIAL_PLAYER = Style(
    "aerial_player",
    eagerness_seconds=0.3,
    boost_detour_uu=1100.0,
    big_pad_below_pct=75.0,
    aerial_share=1.2,
    hit_dodge_share=0.3,
)

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        style.name: style
        for style in (
            ALL_ROUNDER,
            BOOST_HOARDER,
            DEMO_HUNTER,
            BALL_CHASER,
            DEFENDER,
            AERIAL_PLAYER,
        )
    }
)
"""By name."""
