"""The corpus: programs whose generated texts are kept, each with the arguments it is run at."""

import functools
import math
from collections import namedtuple
from dataclasses import dataclass

import numpy as np

SCALE = 1.5


def gaussian(x):
    return np.exp(x**2)


def lecture(x):
    return np.sqrt(np.exp(x**2) + x**2)


def lecture_in_math(x):
    return math.sqrt(math.exp(x**2) + x**2)


def perceptron(w, b, x, y):
    z = x * w + b
    a = 1 / (1 + np.exp(-z))
    C = 0.5 * (a - y) ** 2
    return C


def hidden_layer(w1, b1, w2, b2, x, y):
    z1 = x * w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 * w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    return 0.5 * (a2 - y) ** 2


def powers(x, p):
    return x**3 + x**p + 2.0**x - x**-1 + x**0.5


def reassigned(x, y):
    y = y * np.sin(x + y)
    y = y * np.sin(x + y)
    x, y = y, x
    x += 2 * y
    return x * y


def helper(u, scale=2.0, *, shift=0.0):
    return np.tanh(u * scale) + shift


def calls_a_helper(x):
    return helper(x) * helper(x, 3.0) + helper(u=x, shift=x)


def captured(x):
    return SCALE * x * x


def normalised(v):
    return np.sum((v / v[0]) ** 2)


def broadcast_row(A, b):
    return np.sum(np.tanh(A * b + b) / (1.0 + A * A))


def scalar_over_array(s, v):
    return np.sum(s / v + v**s + s**v)


def softmax_loss(z, y):
    shifted = z - np.max(z)
    return np.log(np.sum(np.exp(shifted))) - np.dot(shifted, y)


def network(W1, b1, W2, b2, X, y):
    hidden = np.tanh(X @ W1 + b1)
    out = hidden @ W2 + b2
    return np.mean((out - y) ** 2)


def mean_and_variance(x):
    m = x.mean()
    return ((x - m) ** 2).mean() / (1 + m**2)


def quadratic_form(x, A):
    return x @ A @ x / np.dot(x, x)


def clipped(x, y):
    return np.sum(np.where(x > 0.3, x * y, np.maximum(x, 0.1 * y)))


def angles(x, y):
    return np.arctan2(y, x) * np.hypot(x, y) + math.atan2(x, y)


def columns(A):
    return np.sum(A[:, 0] * A[:, -1]) + np.sum(A.T @ A, axis=0)[1]


def printed(x):
    y = x * x
    print(f"y = {y:.3f}")
    return np.log(y)


def stacked(x, y):
    v = np.array([x * y, x - y, y])
    return np.sum(v * v[::-1])


def chained(x, y):
    inside = (0.0 < x) * (x < y)
    return inside * np.sin(x) + abs(x - y) + max(x, y) * min(x, 0.5)


def unused(x, y):
    z = y**3
    w = np.cos(z) * 2
    return x * z


def steps(x, n):
    y = 1.0
    for i in range(n):
        y = y * np.sin(x + y)
    return y


def branches(x):
    if x > 1:
        y = x * x
    elif x > 0:
        y = np.sin(x)
    else:
        return -x
    return y * x


def sum_of_squares(v):
    s = 0.0
    for i in range(len(v)):
        s += v[i] * v[i]
    return s


def halving(x):
    n = 0
    while x > 1:
        x = x / 2 + 0.1 * np.sin(x)
        n += 1
        if n > 10:
            break
    else:
        x = x * 3
    return x * n


def nested(v, w):
    t = 0.1
    for i, a in enumerate(v):
        if a < 0:
            continue
        for j in range(i):
            t = t + a * w[j] * np.tanh(t)
            if t > 50:
                return t * 2
    return t + np.sum(w)


def swapping(x, n):
    a, b = x, 2 * x
    for _ in range(n):
        a, b = b, a * b * 0.3 + a
    return a - b


def recurrent(W, x, n):
    h = x
    for _ in range(n):
        h = np.tanh(W @ h) + 0.1 * x
    return np.sum(h * h)


def runge_kutta(y, v, dt, n):
    def slope(y, v):
        return v, -y - 0.1 * v * abs(v)

    for _ in range(n):
        k1, l1 = slope(y, v)
        k2, l2 = slope(y + 0.5 * dt * k1, v + 0.5 * dt * l1)
        y, v = y + dt * k2, v + dt * l2
    return y * y + v * v


def root(a):
    x = 1.0
    for _ in range(50):
        step = (x * x - a) / (2 * x)
        x = x - step
        if abs(step) < 1e-14:
            break
    return x


def polynomial(coefficients, x):
    value = 0.0
    for c in reversed(coefficients):
        value = value * x + c
    return value


def layers(x, params):
    for w, b in params:
        x = np.tanh(w * x + b)
    return x


def guarded(x, y):
    z = x / y if y != 0 and x > 0.5 else x * y
    return (x or y) * z


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
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(v > 0, np.log(v) / v, v)
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


RNG = np.random.default_rng(7)


def array(*shape):
    return RNG.uniform(0.4, 1.6, shape)


# name -> (function, active arguments, arguments)
CORPUS = {
    f.__name__: (f, active, args)
    for f, active, args in [
        (gaussian, (0,), (0.7,)),
        (lecture, (0,), (0.7,)),
        (lecture_in_math, (0,), (0.7,)),
        (perceptron, (0, 1), (0.3, 0.2, 0.7, 1.0)),
        (hidden_layer, (0, 1, 2, 3), (0.3, 0.2, 0.7, 1.0, 0.4, 0.6)),
        (powers, (0, 1), (0.8, 1.7)),
        (reassigned, (0, 1), (0.8, 1.7)),
        (calls_a_helper, (0,), (0.8,)),
        (captured, (0,), (0.8,)),
        (normalised, (0,), (array(4),)),
        (broadcast_row, (0, 1), (array(3, 4), array(4))),
        (scalar_over_array, (0, 1), (0.8, array(4))),
        (softmax_loss, (0, 1), (np.array([0.1, 1.2, -0.4]), array(3))),
        (network, (0, 1, 2, 3), (array(3, 4), array(4), array(4, 2), array(2), array(5, 3), array(5, 2))),
        (mean_and_variance, (0,), (array(6),)),
        (quadratic_form, (0, 1), (array(3), array(3, 3))),
        (clipped, (0, 1), (np.array([0.1, 0.5, -0.7]), array(3))),
        (angles, (0, 1), (0.8, 1.7)),
        (columns, (0,), (array(3, 4),)),
        (printed, (0,), (0.8,)),
        (stacked, (0, 1), (0.8, 1.7)),
        (chained, (0, 1), (0.8, 1.7)),
        (unused, (0, 1), (0.8, 1.7)),
        (steps, (0,), (0.7, 5)),
        (branches, (0,), (0.6,)),
        (sum_of_squares, (0,), (np.array([0.5, -1.0, 0.7]),)),
        (halving, (0,), (7.3,)),
        (nested, (0, 1), (np.array([0.5, -1.0, 0.7, 1.2]), np.array([0.3, 0.4, 0.5, 0.6]))),
        (swapping, (0,), (0.7, 4)),
        (recurrent, (0, 1), (np.array([[0.3, -0.2], [0.5, 0.4]]), np.array([0.6, -0.8]), 4)),
        (runge_kutta, (0, 1), (1.0, 0.3, 0.1, 5)),
        (root, (0,), (2.0,)),
        (polynomial, (0, 1), (np.array([0.5, -1.0, 0.7]), 1.3)),
        (layers, (0,), (0.4, ((0.5, 0.1), (1.2, -0.3), (0.7, 0.2)))),
        (guarded, (0, 1), (0.8, 1.7)),
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
