"""Eras of the file format: what is sent, and how, decided in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Build:
    """The game a file says it was recorded by."""

    version: tuple[int, int, int]
    """Major, minor and network version of the encoding."""
    name: str
    number: int
    changelist: int
    game_version: int
    replay_version: int


@dataclass(frozen=True)
class BodyForm:
    """How rigid bodies are written: whole numbers per unit, and the form of rotations."""

    per_uu: float
    per_uu_per_s: float
    per_rad_per_s: float
    has_quaternions: bool
    size_limit: int
    """Bound of the number that says how wide a vector's components are."""


@dataclass(frozen=True)
class Era:
    """A stretch of the game's life with one way to write replays."""

    build: Build
    classes: str
    """Name of the file of classes. What it does not list, files of this era do not send."""
    body: BodyForm
    has_boost_grants: bool
    """Boost amounts come with the number of pads taken."""
    has_pickup_counters: bool
    """Pads count how often they changed, instead of saying only that they are gone."""
    has_extended_demolitions: bool
    """Demolitions name the attacking player besides both cars."""
    has_text_server_ids: bool
    has_account_headers: bool
    """The header tells accounts in full, when the match began and how long it was played."""
    loadout_version: int
    switch_system_id: int
    lacks: frozenset[str] = frozenset()
    """Attributes of the classes that came later than this build."""
    max_channels: int = 2047


CURRENT = Era(
    build=Build(
        version=(868, 32, 11),
        name="260506.26700.517210",
        number=-1652286008,
        changelist=517210,
        game_version=30,
        replay_version=8,
    ),
    classes="classes_2026",
    body=BodyForm(
        per_uu=100.0,
        per_uu_per_s=100.0,
        per_rad_per_s=10_000.0,
        has_quaternions=True,
        size_limit=22,
    ),
    has_boost_grants=True,
    has_pickup_counters=True,
    has_extended_demolitions=True,
    has_text_server_ids=True,
    has_account_headers=True,
    loadout_version=28,
    switch_system_id=7,
)
"""Since 2026-03: files count the dodges that cars regain in the air."""

BEFORE_REFRESHES = replace(
    CURRENT,
    build=replace(
        CURRENT.build,
        version=(868, 32, 10),
        name="260114.55864.507188",
        changelist=507188,
    ),
    lacks=frozenset({"TAGame.Car_TA:DodgesRefreshedCounter"}),
)
"""The winter before: the same without that counter."""

LEGACY = Era(
    build=Build(
        version=(868, 20, 2),
        name="171122.50648.178784",
        number=2013113857,
        changelist=178784,
        game_version=21,
        replay_version=6,
    ),
    classes="classes_2017",
    body=BodyForm(
        per_uu=1.0,
        per_uu_per_s=10.0,
        per_rad_per_s=1_000.0,
        has_quaternions=False,
        size_limit=20,
    ),
    has_boost_grants=False,
    has_pickup_counters=False,
    has_extended_demolitions=False,
    has_text_server_ids=False,
    has_account_headers=False,
    loadout_version=18,
    switch_system_id=6,
)
"""Autumn 2017: rotations as angles, positions to the whole uu."""
