import numpy as np


def distance_forward(a, b):
    """Forward sweep of distance (callees.py:63) with respect to a and b."""
    c = len(a)
    s = 0.0
    for i in range(c):
        s = s + (a[i] - b[i]) ** 2
    d = np.sqrt(s)
    return d, (d, a, b, c)


def energy_forward(points, center):
    """Forward sweep of energy (callees.py:70) with respect to points and center."""
    a = len(points)
    s = 0.0
    d_tape = []
    distance_tapes = []
    b = []
    for i in range(a):
        d, distance_tape = distance_forward(points[i], center)
        d_tape.append(d)
        distance_tapes.append(distance_tape)
        c = 1.0 / d
        b.append(c)
        s = s + c + 0.1 * d
    return s, (points, center, a, d_tape, distance_tapes, b)


def distance_forward_2(a, b):
    """Forward sweep of distance (callees.py:63) with respect to a."""
    c = len(a)
    s = 0.0
    for i in range(c):
        s = s + (a[i] - b[i]) ** 2
    d = np.sqrt(s)
    return d, (d, a, c, b)


def energy_forward_2(points, center):
    """Forward sweep of energy (callees.py:70) with respect to points."""
    a = len(points)
    s = 0.0
    d_tape = []
    distance_tapes = []
    b = []
    for i in range(a):
        d, distance_tape = distance_forward_2(points[i], center)
        d_tape.append(d)
        distance_tapes.append(distance_tape)
        c = 1.0 / d
        b.append(c)
        s = s + c + 0.1 * d
    return s, (points, a, d_tape, distance_tapes, b)


def distance_reverse(tape, distance_bar):
    """Reverse sweep of distance (callees.py:63) with respect to a."""
    c, a, d, b = tape
    # line 67: return np.sqrt(s)
    e = 0.5 * distance_bar / c
    # line 65: for i in range(len(a)):
    a_bar = np.zeros_like(a)
    for i in reversed(range(d)):
        f = a[i] - b[i]
        # line 66: s = s + (a[i] - b[i]) ** 2
        a_bar[i] += 2 * f * e
    return a_bar


def energy_reverse(tape, energy_bar):
    """Reverse sweep of energy (callees.py:70) with respect to points."""
    points, a, d_tape, distance_tapes, b = tape
    # line 72: for p in points:
    points_bar = np.zeros_like(points)
    for i, d, distance_tape, c in zip(
        reversed(range(a)), reversed(d_tape), reversed(distance_tapes), reversed(b)
    ):
        # line 74: s = s + 1.0 / d + 0.1 * d
        d_bar = energy_bar * (0.1 - c / d)
        # line 73: d = distance(p, center)
        e = distance_reverse(distance_tape, d_bar)
        # line 72: for p in points:
        points_bar[i] += e
    return points_bar


def distance_reverse_2(tape, distance_bar):
    """Reverse sweep of distance (callees.py:63) with respect to a and b."""
    c, a, b, d = tape
    # line 67: return np.sqrt(s)
    e = 0.5 * distance_bar / c
    # line 65: for i in range(len(a)):
    a_bar = np.zeros_like(a)
    b_bar = np.zeros_like(b)
    for i in reversed(range(d)):
        f = a[i] - b[i]
        # line 66: s = s + (a[i] - b[i]) ** 2
        g = 2 * f * e
        b_bar[i] += -g
        a_bar[i] += g
    return a_bar, b_bar


def energy_reverse_2(tape, energy_bar):
    """Reverse sweep of energy (callees.py:70) with respect to points and center."""
    points, center, a, d_tape, distance_tapes, b = tape
    # line 72: for p in points:
    points_bar = np.zeros_like(points)
    center_bar = np.zeros_like(center)
    for i, d, distance_tape, c in zip(
        reversed(range(a)), reversed(d_tape), reversed(distance_tapes), reversed(b)
    ):
        # line 74: s = s + 1.0 / d + 0.1 * d
        d_bar = energy_bar * (0.1 - c / d)
        # line 73: d = distance(p, center)
        e, f = distance_reverse_2(distance_tape, d_bar)
        center_bar = center_bar + f
        # line 72: for p in points:
        points_bar[i] += e
    return points_bar, center_bar


def energies_adjoint(points, a, b, energies_bar=1.0):
    """Adjoint of energies (callees.py:78) with respect to points and a."""
    # forward sweep
    c, energy_tape = energy_forward(points, a)
    d, energy_tape1 = energy_forward_2(points, b)
    _, distance_tape = distance_forward_2(a, b)
    # reverse sweep
    e = distance_reverse(distance_tape, energies_bar)
    c_bar = d * energies_bar
    f = energy_reverse(energy_tape1, c * energies_bar)
    g, h = energy_reverse_2(energy_tape, c_bar)
    points_bar = f + g
    a_bar = e + h
    return points_bar, a_bar
