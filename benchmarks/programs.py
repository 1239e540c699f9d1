"""The programs whose derivatives are measured, each with what a careful person derives by hand.

By hand means: every repeated expression shared, every constant folded, common factors taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

import numpy as np


@dataclass(frozen=True)
class Program:
    """A function, the point it is measured at, and its derivation by hand.

    `value` is the function with repeated expressions shared; `gradient(*args)` gives the value and the derivatives for
    `argnums`; `tangent(*args, *dots)` the value and its derivative along the dots. `bounds` limits the operations of
    generated code.
    """

    title: str
    function: Callable
    args: tuple[Any, ...]
    argnums: tuple[int, ...]
    value: Callable
    gradient: Callable
    tangent: Callable
    bounds: dict[str, int]

    @property
    def dots(self) -> tuple[Any, ...]:
        """A direction for each active argument."""
        return tuple(np.full(np.shape(self.args[i]), 0.5) if np.ndim(self.args[i]) else 0.5 for i in self.argnums)


# -- exp(x²) --------------------------------------------------------------------------------------------------------------


def exp_square(x):
    return np.exp(x**2)


def exp_square_gradient(x):
    y = np.exp(x**2)
    return y, 2 * x * y


def exp_square_tangent(x, x_dot):
    y = np.exp(x**2)
    return y, 2 * x * y * x_dot


# -- sqrt(exp(x²) + x²) ---------------------------------------------------------------------------------------------------


def root(x):
    return np.sqrt(np.exp(x**2) + x**2)


def root_value(x):
    a = x**2
    return np.sqrt(np.exp(a) + a)


def root_gradient(x):
    a = x**2
    b = np.exp(a)
    d = np.sqrt(b + a)
    return d, x * (1 + b) / d


def root_tangent(x, x_dot):
    a = x**2
    b = np.exp(a)
    d = np.sqrt(b + a)
    return d, x * (1 + b) / d * x_dot


# -- a perceptron ---------------------------------------------------------------------------------------------------------


def perceptron(w, b, x, y):
    z = x * w + b
    a = 1 / (1 + np.exp(-z))
    C = 0.5 * (a - y) ** 2
    return C


def perceptron_gradient(w, b, x, y):
    z = x * w + b
    a = 1 / (1 + np.exp(-z))
    e = a - y
    delta = e * a * (1 - a)
    return 0.5 * e**2, (delta * x, delta)


def perceptron_tangent(w, b, x, y, w_dot, b_dot):
    z = x * w + b
    a = 1 / (1 + np.exp(-z))
    e = a - y
    return 0.5 * e**2, e * a * (1 - a) * (x * w_dot + b_dot)


# -- one hidden layer -----------------------------------------------------------------------------------------------------


def hidden_layer(w1, b1, w2, b2, x, y):
    z1 = x * w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 * w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    C = 0.5 * (a2 - y) ** 2
    return C


def hidden_layer_gradient(w1, b1, w2, b2, x, y):
    z1 = x * w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 * w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    e = a2 - y
    delta2 = e * a2 * (1 - a2)
    delta1 = delta2 * w2 * a1 * (1 - a1)
    return 0.5 * e**2, (delta1 * x, delta1, delta2 * a1, delta2)


def hidden_layer_tangent(w1, b1, w2, b2, x, y, w1_dot, b1_dot, w2_dot, b2_dot):
    z1 = x * w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 * w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    e = a2 - y
    a1_dot = a1 * (1 - a1) * (x * w1_dot + b1_dot)
    z2_dot = w2 * a1_dot + a1 * w2_dot + b2_dot
    return 0.5 * e**2, e * a2 * (1 - a2) * z2_dot


# -- a small network on arrays --------------------------------------------------------------------------------------------


def network(W1, b1, W2, b2, X, Y):
    H = np.tanh(X @ W1 + b1)
    E = H @ W2 + b2 - Y
    return 0.5 * np.sum(E**2)


def network_gradient(W1, b1, W2, b2, X, Y):
    H = np.tanh(X @ W1 + b1)
    E = H @ W2 + b2 - Y
    Z_bar = (E @ W2.T) * (1 - H**2)
    return 0.5 * np.sum(E**2), (X.T @ Z_bar, np.sum(Z_bar, axis=0), H.T @ E, np.sum(E, axis=0))


def network_tangent(W1, b1, W2, b2, X, Y, W1_dot, b1_dot, W2_dot, b2_dot):
    H = np.tanh(X @ W1 + b1)
    E = H @ W2 + b2 - Y
    H_dot = (1 - H**2) * (X @ W1_dot + b1_dot)
    E_dot = H_dot @ W2 + H @ W2_dot + b2_dot
    return 0.5 * np.sum(E**2), np.sum(E * E_dot)


def network_arguments() -> tuple[np.ndarray, ...]:
    """Five samples of two numbers, four hidden units, three results."""
    rng = np.random.default_rng(0)
    return tuple(rng.normal(size=shape) for shape in ((2, 4), 4, (4, 3), 3, (5, 2), (5, 3)))


# -------------------------------------------------------------------------------------------------------------------------

PROGRAMS = (
    Program(
        "exp(x²)",
        exp_square,
        (0.7,),
        (0,),
        exp_square,
        exp_square_gradient,
        exp_square_tangent,
        {"gradient": 4},
    ),
    Program(
        "sqrt(exp(x²) + x²)",
        root,
        (0.7,),
        (0,),
        root_value,
        root_gradient,
        root_tangent,
        {"gradient": 7, "tangent": 9},
    ),
    Program(
        "perceptron",
        perceptron,
        (0.4, -0.3, 0.7, 1.0),
        (0, 1),
        perceptron,
        perceptron_gradient,
        perceptron_tangent,
        {"gradient": 13},
    ),
    Program(
        "one hidden layer",
        hidden_layer,
        (0.4, -0.3, 0.6, 0.2, 0.7, 1.0),
        (0, 1, 2, 3),
        hidden_layer,
        hidden_layer_gradient,
        hidden_layer_tangent,
        {"gradient": 24},
    ),
    Program(
        "network on arrays",
        network,
        network_arguments(),
        (0, 1, 2, 3),
        network,
        network_gradient,
        network_tangent,
        {},
    ),
)
