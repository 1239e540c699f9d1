"""Vectors laid along one axis of an array, in the bodies of rules."""

from __future__ import annotations

import numpy as np


def along(w, x, axis):
    """The vector `w` as an array with the dimensions of `x`, along one axis."""
    return np.moveaxis(np.reshape(w, (-1,) + (1,) * (x.ndim - 1)), 0, axis) if x.ndim > 1 else w
