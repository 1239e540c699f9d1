"""Derivatives by central differences, (f(x + h) - f(x - h)) / 2h: two evaluations for each number the function takes."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

STEP = 1e-6
WIDTH = 2 * STEP


def differences_gradient(function: Callable, argnums: tuple[int, ...]) -> Callable:
    """The value and the gradient: 2n + 1 evaluations for n numbers."""

    def value_and_gradient(*args):
        bars = []
        for i in argnums:
            bar = np.empty(np.shape(args[i]), object)
            for index in np.ndindex(bar.shape):
                up, down = (function(*moved(args, i, index, step)) for step in (STEP, -STEP))
                bar[index] = (up - down) / WIDTH
            bars.append(bar)
        return function(*args), bars

    return value_and_gradient


def differences_tangent(function: Callable, argnums: tuple[int, ...]) -> Callable:
    """The value and its derivative along the dots: three evaluations."""

    def value_and_tangent(*args):
        args, dots = args[: -len(argnums)], args[-len(argnums) :]
        up, down = list(args), list(args)
        for i, dot in zip(argnums, dots):
            step = dot * STEP
            up[i], down[i] = args[i] + step, args[i] - step
        return function(*args), (function(*up) - function(*down)) / WIDTH

    return value_and_tangent


def moved(args: tuple, position: int, index: tuple[int, ...], step: float) -> list[Any]:
    """The arguments with one number moved."""
    args = list(args)
    if not index:
        args[position] = args[position] + step
        return args
    array = args[position].copy()
    array[index] = array[index] + step
    args[position] = array
    return args
