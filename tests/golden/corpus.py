"""The corpus: programs whose generated texts are kept, each with the arguments it is run at."""

import math

import numpy as np

from ..in_place_programs import PROGRAMS

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
    ]
}

# Of the programs that write in place, those whose texts show something the others do not.
SHOWN = """
element overwritten slices broadcast mask_values fancy add_at whole view rows transposed helper overlap recurrence loop_view
branchy swapped while_loop breaks early gauss gauss_rows list_of_arrays history stencil2 history_arrays stack two_loops
set_items nested_lists cond_append list_in_while continue_loop view_carried copyto out flat_index
""".split()
CORPUS |= {f.__name__: (f, (0,), args) for f, args in PROGRAMS if f.__name__ in SHOWN}
