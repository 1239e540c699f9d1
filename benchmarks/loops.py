"""Loops and writing in place: generated gradients against hand-written adjoints in the same style, both over their primal.

The hand-written adjoints keep what they need on lists, as the generated ones do, and are checked against these.
"""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

import sourcead

DT = 0.001


def euler(x):
    y = 1.0
    for i in range(2000):
        y += 0.001 * np.sin(y) * x
    return y


def euler_by_hand(x):
    y, tape = 1.0, []
    for i in range(2000):
        tape.append(y)
        y += 0.001 * np.sin(y) * x
    y_bar, x_bar = 1.0, 0.0
    for i in range(2000):
        y = tape.pop()
        x_bar += 0.001 * np.sin(y) * y_bar
        y_bar += 0.001 * np.cos(y) * x * y_bar
    return x_bar


def recurrent(x):
    h = x * 0.5
    for i in range(1000):
        h = np.tanh(h * x) + 0.1 * x
    return np.sum(h)


def recurrent_by_hand(x):
    h, tape = x * 0.5, []
    for i in range(1000):
        t = np.tanh(h * x)
        tape.append((h, t))
        h = t + 0.1 * x
    h_bar, x_bar = np.ones_like(x), np.zeros_like(x)
    for i in range(1000):
        h, t = tape.pop()
        g = h_bar * (1 - t * t)
        x_bar += 0.1 * h_bar + g * h
        h_bar = g * x
    return x_bar + 0.5 * h_bar


def squares(v):
    s = 0.0
    for i in range(len(v)):
        s += v[i] * v[i]
    return s


def squares_by_hand(v):
    v_bar = np.zeros_like(v)
    for i in range(len(v) - 1, -1, -1):
        v_bar[i] += 2 * v[i]
    return v_bar


def oscillator(a):
    x, v = 1.0, 0.0
    for i in range(10_000):
        k1x, k1v = v, -a * x - 0.1 * v
        k2x, k2v = v + 0.5 * DT * k1v, -a * (x + 0.5 * DT * k1x) - 0.1 * (v + 0.5 * DT * k1v)
        k3x, k3v = v + 0.5 * DT * k2v, -a * (x + 0.5 * DT * k2x) - 0.1 * (v + 0.5 * DT * k2v)
        k4x, k4v = v + DT * k3v, -a * (x + DT * k3x) - 0.1 * (v + DT * k3v)
        x = x + DT / 6 * (k1x + 2 * k2x + 2 * k3x + k4x)
        v = v + DT / 6 * (k1v + 2 * k2v + 2 * k3v + k4v)
    return x * x + v * v


def oscillator_by_hand(a):
    x, v, tape = 1.0, 0.0, []
    for i in range(10_000):
        k1x, k1v = v, -a * x - 0.1 * v
        x2, v2 = x + 0.5 * DT * k1x, v + 0.5 * DT * k1v
        k2x, k2v = v2, -a * x2 - 0.1 * v2
        x3, v3 = x + 0.5 * DT * k2x, v + 0.5 * DT * k2v
        k3x, k3v = v3, -a * x3 - 0.1 * v3
        x4, v4 = x + DT * k3x, v + DT * k3v
        k4x, k4v = v4, -a * x4 - 0.1 * v4
        tape.append((x, x2, x3, x4))
        x = x + DT / 6 * (k1x + 2 * k2x + 2 * k3x + k4x)
        v = v + DT / 6 * (k1v + 2 * k2v + 2 * k3v + k4v)
    x_bar, v_bar, a_bar = 2 * x, 2 * v, 0.0
    c = DT / 6
    for i in range(10_000):
        x, x2, x3, x4 = tape.pop()
        gx, gv = c * x_bar, c * v_bar
        a_bar -= x4 * gv
        x4_bar, v4_bar = -a * gv, gx - 0.1 * gv
        k3x_bar, k3v_bar = 2 * gx + DT * x4_bar, 2 * gv + DT * v4_bar
        a_bar -= x3 * k3v_bar
        x3_bar, v3_bar = -a * k3v_bar, k3x_bar - 0.1 * k3v_bar
        k2x_bar, k2v_bar = 2 * gx + 0.5 * DT * x3_bar, 2 * gv + 0.5 * DT * v3_bar
        a_bar -= x2 * k2v_bar
        x2_bar, v2_bar = -a * k2v_bar, k2x_bar - 0.1 * k2v_bar
        k1x_bar, k1v_bar = gx + 0.5 * DT * x2_bar, gv + 0.5 * DT * v2_bar
        a_bar -= x * k1v_bar
        x_bar = x_bar + x4_bar + x3_bar + x2_bar - a * k1v_bar
        v_bar = v_bar + v4_bar + v3_bar + v2_bar + k1x_bar - 0.1 * k1v_bar
    return a_bar


def burgers(u):
    u = u.copy()
    for k in range(1000):
        un = u.copy()
        u[1:-1] = un[1:-1] - DT * un[1:-1] * (un[1:-1] - un[:-2]) + 0.1 * DT * (un[2:] - 2 * un[1:-1] + un[:-2])
    return np.sum(u**2)


def burgers_by_hand(u):
    u, tape = u.copy(), []
    for k in range(1000):
        un = u.copy()
        tape.append(un)
        u[1:-1] = un[1:-1] - DT * un[1:-1] * (un[1:-1] - un[:-2]) + 0.1 * DT * (un[2:] - 2 * un[1:-1] + un[:-2])
    u_bar = 2 * u
    for k in range(1000):
        un = tape.pop()
        g = u_bar[1:-1].copy()
        u_bar[1:-1] = 0.0
        d = 0.1 * DT * g
        f = DT * un[1:-1] * g
        u_bar[2:] += d
        u_bar[:-2] += d + f
        u_bar[1:-1] += g - f - 2 * d - DT * (un[1:-1] - un[:-2]) * g
    return u_bar


def expression(x):
    return np.sum(np.sin(x) * x + np.exp(-x * x))


def expression_by_hand(x):
    s, e = np.sin(x), np.exp(-x * x)
    np.sum(s * x + e)
    return np.cos(x) * x + s - 2 * x * e


def recurrence(v):
    y = np.zeros(len(v) + 1)
    y[0] = 1.0
    for i in range(len(v)):
        y[i + 1] = y[i] * v[i]
    return np.sum(y)


@dataclass(frozen=True)
class Case:
    """A program, its hand-written gradient, the argument, and how much longer than the primal the generated one may take."""

    title: str
    primal: Callable
    by_hand: Callable
    argument: Any
    bound: float | None


CASES = (
    Case("2,000 steps of y += 0.001 sin(y) x", euler, euler_by_hand, 0.7, 4),
    Case("1,000 steps of h = tanh(h x) + 0.1 x, 10 elements", recurrent, recurrent_by_hand, np.linspace(0.1, 0.9, 10), 6),
    Case("s += v[i] v[i], 8,000 elements", squares, squares_by_hand, np.linspace(0.1, 0.9, 8000), 2.5),
    Case("Runge-Kutta, two variables, 10,000 steps", oscillator, oscillator_by_hand, 2.0, 4.5),
    Case("Burgers in place, 1,000 cells, 1,000 steps", burgers, burgers_by_hand, np.sin(np.linspace(0, 6, 1000)), None),
    Case("an expression over 1,000,000 elements", expression, expression_by_hand, np.linspace(0.1, 0.9, 1_000_000), 2.5),
)


def seconds(repeats: int, argument: Any, *calls: Callable) -> list[float]:
    """The least time of one call, for each of `calls`, timed in turns."""
    best = [float("inf")] * len(calls)
    for _ in range(repeats):
        for i, call in enumerate(calls):
            start = time.perf_counter()
            call(argument)
            best[i] = min(best[i], time.perf_counter() - start)
    return best


def peak_in_arrays(size: int = 100_000) -> float:
    """The memory the gradient of the recurrence takes at its peak, in arrays of the size of its argument."""
    gradient, v = sourcead.grad(recurrence), np.full(size, 0.99999)
    gradient(v)
    tracemalloc.start()
    try:
        gradient(v)
        return tracemalloc.get_traced_memory()[1] / v.nbytes
    finally:
        tracemalloc.stop()
