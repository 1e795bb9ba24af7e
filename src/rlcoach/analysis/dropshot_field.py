"""The tiles of the dropshot floor: where each is, and what its actor is called.

Tiles are numbered here by place: row by row from blue's end line to orange's, and within a row
from x > 0 to x < 0. The game numbers their actors without order; all dropshot maps are one level,
so the numbers are the same in every replay. Checked with 61 direct hits of three matches: the ball
is at the tile it damaged with a median offset of 16 uu.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ACTOR_ROWS: tuple[tuple[int, ...], ...] = (
    (178, 222, 221, 218, 219, 220, 173),
    (214, 215, 216, 217, 206, 207, 208, 209),
    (155, 154, 153, 152, 147, 148, 149, 150, 151),
    (213, 143, 144, 145, 146, 138, 139, 140, 141, 142),
    (99, 204, 203, 202, 199, 192, 193, 195, 196, 197, 29),
    (101, 98, 188, 189, 190, 191, 180, 181, 182, 183, 25, 93),
    (42, 97, 17, 16, 14, 1, 169, 20, 21, 22, 23, 9, 92),
    (32, 94, 31, 28, 27, 18, 227, 10, 11, 12, 13, 4, 90),
    (100, 95, 36, 35, 34, 33, 45, 44, 43, 41, 5, 91),
    (96, 51, 50, 48, 47, 46, 53, 54, 55, 56, 6),
    (106, 105, 104, 103, 102, 110, 109, 108, 107, 65),
    (115, 114, 113, 112, 111, 116, 117, 118, 119),
    (61, 60, 59, 58, 69, 68, 67, 66),
    (73, 72, 71, 70, 76, 77, 78),
)
"""Numbers in the names of the tiles' actors, row by row; the first half is blue's side."""

SPACING_UU = 768.0
"""Between the centres of neighbours in a row."""

ROW_UU = SPACING_UU * 3**0.5 / 2
"""Between rows: the tiles are hexagons."""

FIRST_ROW_Y_UU = 128.0
"""Of the centres of the rows at the middle line."""

NUMBER_OF_ACTOR: dict[int, int] = {
    actor: number for number, actor in enumerate(actor for row in ACTOR_ROWS for actor in row)
}

SIDE_TILES = len(NUMBER_OF_ACTOR) // 2
"""Tiles with a lower number are on blue's side."""


def tile_numbers(actors: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number by place of each tile's actor; -1 where it is none of the floor."""
    found = [NUMBER_OF_ACTOR.get(actor, -1) for actor in actors.tolist()]
    return np.array(found, dtype=np.int32)


def tile_places() -> NDArray[np.float64]:
    """`[tile, xy]` centres."""
    half = len(ACTOR_ROWS) // 2
    places: list[tuple[float, float]] = []
    for number, row in enumerate(ACTOR_ROWS):
        steps = half - 1 - number if number < half else number - half
        y = (FIRST_ROW_Y_UU + steps * ROW_UU) * (-1.0 if number < half else 1.0)
        places += [(((len(row) - 1) / 2 - place) * SPACING_UU, y) for place in range(len(row))]
    return np.array(places)
