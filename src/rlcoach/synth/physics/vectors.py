"""Vectors and rotations as tuples of floats: for single bodies faster than arrays.

Axes are the game's: x forward, y right, z up in a car's frame. A spin is an axis times rad/s whose
cross product with a lever gives the velocity there; positive about z turns x towards y.
"""

from __future__ import annotations

from math import sqrt

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
"""x, y, z, w of length one."""

Axes = tuple[Vector, Vector, Vector]
"""Where a body's forward, right and up point in the world."""

ZERO: Vector = (0.0, 0.0, 0.0)
LEAST_LENGTH = 1e-9


def dot(a: Vector, b: Vector) -> float:
    """Inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Outer product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def minus(a: Vector, b: Vector) -> Vector:
    """Difference."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def plus(a: Vector, b: Vector, scale: float = 1.0) -> Vector:
    """`a` and `scale` times `b`."""
    return a[0] + scale * b[0], a[1] + scale * b[1], a[2] + scale * b[2]


def scaled(a: Vector, scale: float) -> Vector:
    """`a` made longer by a factor."""
    return a[0] * scale, a[1] * scale, a[2] * scale


def length(a: Vector) -> float:
    """Euclidean length."""
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vector) -> Vector:
    """Direction of length one; zero stays zero."""
    size = length(a)
    return scaled(a, 1 / size) if size > LEAST_LENGTH else ZERO


def limited(a: Vector, largest: float) -> Vector:
    """`a`, shortened to `largest` if it is longer."""
    square = a[0] * a[0] + a[1] * a[1] + a[2] * a[2]
    return a if square <= largest * largest else scaled(a, largest / sqrt(square))


def into(axes: Axes, a: Vector) -> Vector:
    """A world vector in a body's frame."""
    return dot(axes[0], a), dot(axes[1], a), dot(axes[2], a)


def out_of(axes: Axes, a: Vector) -> Vector:
    """A vector of a body's frame in the world."""
    (fx, fy, fz), (rx, ry, rz), (ux, uy, uz) = axes
    x, y, z = a
    return fx * x + rx * y + ux * z, fy * x + ry * y + uy * z, fz * x + rz * y + uz * z


def axes_of(rotation: Quaternion) -> Axes:
    """Forward, right and up of a rotated body."""
    x, y, z, w = rotation
    xx, yy, zz = 2 * x * x, 2 * y * y, 2 * z * z
    xy, xz, yz = 2 * x * y, 2 * x * z, 2 * y * z
    wx, wy, wz = 2 * w * x, 2 * w * y, 2 * w * z
    return (
        (1 - yy - zz, xy + wz, xz - wy),
        (xy - wz, 1 - xx - zz, yz + wx),
        (xz + wy, yz - wx, 1 - xx - yy),
    )


def product(a: Quaternion, b: Quaternion) -> Quaternion:
    """The rotation `b` followed by `a`."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def turned(rotation: Quaternion, spin: Vector, seconds: float) -> Quaternion:
    """The rotation after a short time of spinning."""
    half = 0.5 * seconds
    sx, sy, sz = spin[0] * half, spin[1] * half, spin[2] * half
    rx, ry, rz, rw = rotation
    x = rx + (sx * rw + sy * rz - sz * ry)
    y = ry + (-sx * rz + sy * rw + sz * rx)
    z = rz + (sx * ry - sy * rx + sz * rw)
    w = rw + (-sx * rx - sy * ry - sz * rz)
    size = 1 / sqrt(x * x + y * y + z * z + w * w)
    return x * size, y * size, z * size, w * size


def rotation_of(axes: Axes) -> Quaternion:
    """The quaternion that turns the world's axes into `axes`."""
    (fx, fy, fz), (rx, ry, rz), (ux, uy, uz) = axes
    # The largest of the four squares is divided by: the others may be zero.
    squares = (1 + fx - ry - uz, 1 - fx + ry - uz, 1 - fx - ry + uz, 1 + fx + ry + uz)
    largest = max(range(4), key=squares.__getitem__)
    root = sqrt(squares[largest])
    scale = 0.5 / root
    row = (
        (0.5 * root, (fy + rx) * scale, (fz + ux) * scale, (rz - uy) * scale),
        ((fy + rx) * scale, 0.5 * root, (rz + uy) * scale, (ux - fz) * scale),
        ((fz + ux) * scale, (rz + uy) * scale, 0.5 * root, (fy - rx) * scale),
        ((rz - uy) * scale, (ux - fz) * scale, (fy - rx) * scale, 0.5 * root),
    )
    return row[largest]


def facing(forward: Vector, up: Vector) -> Quaternion:
    """The rotation that looks along `forward` with the roof as near to `up` as can be."""
    nose = unit(forward)
    right = unit(cross(up, nose))
    return rotation_of((nose, right, cross(nose, right)))
