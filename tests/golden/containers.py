"""More of the corpus: comprehensions, lists, dicts, objects, context managers, random numbers."""

import functools
from collections import namedtuple
from dataclasses import dataclass

import numpy as np

from .corpus import array, helper

WEIGHTS = {"low": 0.5, "high": 1.5}


def among(x, n):
    s = 0.0
    for i in range(n):
        if i in (1, 3):
            s = s + x * i
        elif i not in (0, 2):
            s = s * x
    return s


def weighted(v, n):
    return sum(np.sin(a) * i for i, a in enumerate(v)) + sum(v[i] ** 2 for i in range(n) if i % 2)


def features(v):
    return np.array([a * np.cos(a) for a in v]) @ np.array([b * b for b in v])


def outer_product(v, w):
    return np.sum(np.array([[a * b for b in w] for a in v]) ** 2)


def hinge(v):
    return sum(a for a in v if a > 0) + sum(max(a, 0.5 * a) for a in v)


def largest(v):
    return max(a * a for a in v) - min(np.exp(a) for a in v)


def first_beyond(v, limit):
    if any(a > limit for a in v) and all(a > -2 for a in v):
        return np.sum(v * v)
    return np.sum(v)


def basis(x):
    powers = [x**k for k in range(4)]
    return sum(c * p for c, p in zip((1.0, -0.5, 0.25, 2.0), powers)) + max(powers)


def parameters(x, y):
    params = {"w": x, "b": y}
    params["w"] *= params["b"]
    params.update(c=params["w"] ** 2)
    return sum(params.values()) * params["c"] + params.get("d", x)


def layers_in_dicts(x, y):
    layers = [{"w": x, "b": 0.1}, {"w": y, "b": x}]
    h = 0.5
    for layer in layers:
        h = np.tanh(layer["w"] * h + layer["b"])
    return h


def updated_in_a_loop(x, n):
    state = {"position": x, "speed": 0.0}
    for _ in range(n):
        state["speed"] = state["speed"] - 0.1 * np.sin(state["position"])
        state["position"] = state["position"] + 0.1 * state["speed"]
    return state["position"] ** 2 + state["speed"] ** 2


def captured_dict(x):
    return sum(weight * x**k for k, weight in enumerate(WEIGHTS.values())) * WEIGHTS["high"]


def spread_out(x, y):
    options = {"scale": x, "shift": y}
    return helper(y, **options)


def stack_of_calls(x):
    todo = [x, x * x]
    todo.append(np.sin(x))
    last = todo.pop(0)
    todo.insert(0, last * 2)
    todo.reverse()
    return todo[0] * todo[1] + todo[-1]


def mapped(x, y):
    return sum(map(np.sin, (x, y, x * y))) * sum(filter(lambda k: k > 1, (1, 2, 3)))


def quiet(v):
    with np.errstate(under="ignore"):
        y = np.exp(-1000 * v * v) + np.sin(v)
    return np.sum(y * y)


def imported(x):
    from math import cosh

    import numpy.linalg as linalg

    return cosh(x) * linalg.norm(np.array([x, 1.0]))


def dropout(v, rate):
    rng = np.random.default_rng(7)
    keep = rng.random(v.shape) > rate
    return np.sum(np.where(keep, v * v, 0.0)) / (1 - rate)


def monte_carlo(mu, sigma, n):
    rng = np.random.default_rng(1)
    total = 0.0
    for _ in range(n):
        total += np.exp(mu + sigma * rng.normal())
    return total / n


def decorated(x):
    def squared(f):
        @functools.wraps(f)
        def wrapper(u):
            return f(u) ** 2

        return wrapper

    @squared
    def inner(u):
        return u * np.sin(u)

    return inner(x) + inner(2 * x)


Body = namedtuple("Body", ["position", "velocity"])


def orbit(x, v, n):
    body = Body(x, v)
    for _ in range(n):
        body = Body(body.position + 0.1 * body.velocity, body.velocity - 0.1 * body.position**3)
    return 0.5 * body.velocity**2 + 0.25 * body.position**4


@dataclass
class Optimiser:
    value: float
    momentum: float = 0.0

    def step(self, slope):
        self.momentum = 0.9 * self.momentum + slope
        self.value -= 0.1 * self.momentum


def descent(x, n):
    optimiser = Optimiser(x)
    for _ in range(n):
        optimiser.step(optimiser.value**3)
    return optimiser.value


def given_parameters(x, params):
    h = np.tanh(params["W"] @ x + params["b"])
    return np.sum(h * h) * params["scale"]


def given_record(x, body):
    return x * body.position + np.sin(x * body.velocity)


def described(x, mode):
    label = f"{mode.upper()}-{len(mode)}"
    return x * x if label == "FAST-4" and label.startswith("F") else x


# name -> (function, active arguments, arguments)
def configured(x, text):
    try:
        scale = float(text)
    except ValueError:
        scale, found = 1.0, False
    else:
        found = True
    try:
        low = WEIGHTS["low"]
    except KeyError:
        low = 0.0
    return np.sin(x * scale) * low if found else x * low


CONTAINERS = {
    f.__name__: (f, active, args)
    for f, active, args in [
        (among, (0,), (0.7, 6)),
        (weighted, (0,), (np.array([0.5, -1.0, 0.7, 1.2]), 4)),
        (features, (0,), (np.array([0.5, -1.0, 0.7]),)),
        (outer_product, (0, 1), (array(3), array(2))),
        (hinge, (0,), (np.array([0.5, -1.0, 0.7]),)),
        (largest, (0,), (np.array([0.5, -1.0, 0.7]),)),
        (first_beyond, (0,), (np.array([0.5, -1.0, 0.7]), 0.6)),
        (basis, (0,), (0.7,)),
        (parameters, (0, 1), (0.8, 1.7)),
        (layers_in_dicts, (0, 1), (0.8, 1.7)),
        (updated_in_a_loop, (0,), (0.7, 4)),
        (captured_dict, (0,), (0.8,)),
        (spread_out, (0, 1), (0.8, 1.7)),
        (stack_of_calls, (0,), (0.7,)),
        (mapped, (0, 1), (0.8, 1.7)),
        (quiet, (0,), (np.array([0.5, -1.0, 0.7]),)),
        (imported, (0,), (0.7,)),
        (configured, (0,), (0.7, "2.5")),
        (dropout, (0,), (array(4), 0.3)),
        (monte_carlo, (0, 1), (0.2, 0.4, 3)),
        (decorated, (0,), (0.7,)),
        (orbit, (0, 1), (0.8, 0.3, 4)),
        (descent, (0,), (0.7, 4)),
        (given_parameters, (0,), (array(3), {"W": array(2, 3), "b": array(2), "scale": 2.0})),
        (given_record, (0,), (0.7, Body(1.2, 0.4))),
        (described, (0,), (0.7, "fast")),
    ]
}
