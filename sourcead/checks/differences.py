"""Derivatives by differences, of functions of which nothing is known but their values."""

from __future__ import annotations

import warnings
from typing import Callable

import numpy as np

# What is asked for, as a power of the machine epsilon.
DIFFERENCES = 0.4
# Steps in no simple ratio: halved ones can all be near multiples of an oscillation's period.
FIRST_STEP, RATIO, STEPS, COLUMNS = 0.125, 2.2, 24, 5
SIXTH_ORDER = ((1, 45 / 60), (2, -9 / 60), (3, 1 / 60))


def differences(curve: Callable[[float], np.ndarray], epsilon: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Derivative of a vector-valued curve at 0, how much its last figures differ, and what rounding does to it.

    Central differences at shrinking steps, extrapolated (Ridders, Adv. Eng. Software 4 (1982) 75); each component takes
    the entry of the tableau that agrees best with its neighbours. Steps where the curve is not finite are passed over.
    """
    step, coarser, steepest = FIRST_STEP, [], np.float64(0)
    best = doubt = rounding = None
    for _ in range(STEPS):
        up, down = curve(step), curve(-step)
        row = [(up - down) / (2 * step)]
        for power, entry in enumerate(coarser[: COLUMNS - 1], 1):
            row.append(row[-1] + (row[-1] - entry) / (RATIO ** (2 * power) - 1))
        steepest = np.fmax(steepest, np.abs(row[0]))
        # Values are rounded, and so are the points they are taken at.
        noise = epsilon * (np.fmax(np.abs(up), np.abs(down)) + steepest) / step
        if best is None:
            best, doubt, rounding = np.full_like(up, np.nan), np.full(up.shape, np.inf), np.zeros(up.shape)
        for entry, left, above in zip(row[1:], row, coarser):
            spread = np.fmax(np.abs(entry - left), np.abs(entry - above))
            better = spread + noise < doubt + rounding
            best, doubt, rounding = (np.where(better, *pair) for pair in ((entry, best), (spread, doubt), (noise, rounding)))
        if np.all((doubt <= 0.1 * epsilon**DIFFERENCES * np.abs(best)) | (doubt <= noise)):
            break
        coarser, step = row, step / RATIO
    return best, doubt, rounding


def sixth_order(curve: Callable[[float], list[np.ndarray]], step: float) -> list[np.ndarray]:
    """The derivative of every output of a curve at 0 by central differences of order six."""
    total: list[np.ndarray] = []
    for k, weight in SIXTH_ORDER:
        change = [weight * (_double(up) - down) / step for up, down in zip(curve(k * step), curve(-k * step))]
        total = [t + c for t, c in zip(total, change)] if total else change
    return total


def _double(value: object) -> np.ndarray:
    return np.asarray(value, complex if np.iscomplexobj(value) else float)


def complex_step(curve: Callable[[complex], list], tiny: float = 1e-30) -> list[np.ndarray] | None:
    """The derivative of every output of a curve at 0 from its value at a tiny imaginary step; None where it takes none.

    To rounding, if the curve is analytic (Squire & Trapp, SIAM Review 40 (1998) 110): which its values do not say.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an imaginary part that is discarded
            values = [np.asarray(value) for value in curve(1j * tiny)]
    except Exception:
        return None
    return [value.imag / tiny for value in values] if all(value.dtype.kind == "c" for value in values) else None
