"""More of the corpus: callees with loops, which have sweeps of their own that all calls share."""

import numpy as np

from .corpus import array


def relax(x, n):
    s = x
    for i in range(n):
        s = s + 0.1 * np.sin(s * x)
    return s


def called_from_three_places(x, y):
    a = relax(x, 5)
    b = relax(y * a, 5)
    return a * b + relax(b, 5)


def diffuse(u, k):
    out = u.copy()
    for i in range(1, len(u) - 1):
        out[i] = u[i] + k * (u[i - 1] - 2 * u[i] + u[i + 1])
    return out


def diffusion_in_stages(u, k):
    v = diffuse(u, k)
    v[0] = u[1]
    w = diffuse(v * u, 0.25)
    return np.sum(w * diffuse(w + v, k))


def heun(f, t, y, h, n):
    for i in range(n):
        k = f(t, y)
        y = y + h / 2 * (k + f(t + h, y + h * k))
        t = t + h
    return y


def coarse_then_fine(y, rate):
    def slope(t, y):
        return np.cos(t) - rate * y

    y = heun(slope, 0.0, y, 0.2, 2)
    y = heun(slope, 0.4, y, 0.1, 3)
    return np.sum(y * heun(slope, 0.7, y, 0.05, 2))


def horner(c, x):
    s = 0.0
    for a in c:
        s = s * x + a
    return s


def rational(c, x):
    return horner(c, x) / (1.0 + horner(c, 0.5) ** 2) + horner((1.0, 2.0, 3.0), x)


def distance(a, b):
    s = 0.0
    for i in range(len(a)):
        s = s + (a[i] - b[i]) ** 2
    return np.sqrt(s)


def energy(points, center):
    s = 0.0
    for p in points:
        d = distance(p, center)
        s = s + 1.0 / d + 0.1 * d
    return s


def energies(points, a, b):
    return energy(points, a) * energy(points, b) + distance(a, b)


CALLEES = {
    f.__name__: (f, active, args)
    for f, active, args in [
        (called_from_three_places, (0,), (0.7, 1.3)),
        (diffusion_in_stages, (0, 1), (array(5), 0.3)),
        (coarse_then_fine, (0, 1), (array(3), 0.7)),
        (rational, (0, 1), (np.array([0.5, -1.0, 0.7]), 1.3)),
        (energies, (0, 1), (array(3, 2), np.array([2.0, 0.1]), np.array([-0.5, 0.3]))),
    ]
}
