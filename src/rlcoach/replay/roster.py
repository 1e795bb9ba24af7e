"""Who played, and what the match was: the parts of a replay that are not columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """A platform account, or what stands in for one.

    `key` is what identity means everywhere: `steam:7656…`, with `#1` … for split-screen guests,
    `bot:<name>` for bots. Accounts that old PlayStation files number 0 get their name appended.
    """

    key: str
    platform: str | None
    online_id: str | None
    local_id: int
    is_bot: bool


@dataclass(frozen=True)
class Camera:
    """Camera settings, in the game's own units (degrees, uu)."""

    fov: float
    height: float
    angle: float
    distance: float
    stiffness: float
    swivel: float
    transition: float | None


@dataclass(frozen=True)
class Presence:
    """From joining to leaving, in frames; `end_frame` is the first frame without the player."""

    start_frame: int
    end_frame: int


@dataclass(frozen=True)
class PlayerInfo:
    """One player, whatever actors stood for him. Tables have rows in the order of players."""

    identity: Identity
    name: str
    team: int | None
    """0 defends y < 0 (blue), 1 defends y > 0 (orange); None if he never had one."""
    body_id: int | None
    """Product id of the car body last chosen."""
    camera: Camera | None
    party_leader: str | None
    """Identity key of the leader of his party."""
    presence: tuple[Presence, ...]


@dataclass(frozen=True)
class SpectatorInfo:
    """Somebody connected without team and car."""

    identity: Identity
    name: str


@dataclass(frozen=True)
class Pad:
    """A boost pad of the map's layout."""

    x: float
    y: float
    z: float
    is_big: bool


@dataclass(frozen=True)
class MatchInfo:
    """What the network data says about the match as a whole. None where it was not sent."""

    playlist_id: int | None
    match_guid: str | None
    match_type_class: str | None
    game_class: str | None
    sub_rules: str | None
    """Archetype of the rules in force (rumble items, heatseeker …)."""
    server_id: str | None
    server_name: str | None
    server_region: str | None
    team_size: int | None
    team_names: tuple[str | None, str | None]
    start_epoch: int | None
    is_forfeit: bool
    is_unlimited_time: bool
    has_own_boost: bool
    """Boost recharges, does not run out or is otherwise the mode's own."""
    ball_archetype: str | None
    pads: tuple[Pad, ...]
    """Layout of the map's boost pads; empty where it is not known."""
