"""A small network on arrays separates a disc from the ring around it.

Two inputs, sixteen hidden units with tanh, two outputs, softmax cross-entropy. The cost is five lines of NumPy; its gradient
for all four weight arrays is one generated function, printed once. Before training it is checked in one direction:
against the tangent function (⟨gradient, direction⟩ is the derivative along the direction) and against a difference.

    python examples/network.py
"""

import numpy as np

import sourcead

HIDDEN = 16
STEPS = 400
RATE = 0.5
MOMENTUM = 0.9


def cost(W1, b1, W2, b2, X, Y):
    """Mean cross-entropy; one sample a row of X, its class a 1 in the row of Y."""
    H = np.tanh(X @ W1 + b1)
    Z = H @ W2 + b2
    normalizer = np.log(np.sum(np.exp(Z), axis=1))
    losses = normalizer - np.sum(Z * Y, axis=1)
    return np.mean(losses)


def circles(count, rng):
    """`count` points in a disc of radius 1 and as many in the ring from 1.3 to 2: coordinates, and classes as rows of 0 and 1."""
    radius = np.concatenate([np.sqrt(rng.uniform(0.0, 1.0, count)), rng.uniform(1.3, 2.0, count)])
    angle = rng.uniform(0.0, 2 * np.pi, 2 * count)
    classes = np.repeat([0, 1], count)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), np.eye(2)[classes]


def accuracy(weights, X, Y):
    W1, b1, W2, b2 = weights
    Z = np.tanh(X @ W1 + b1) @ W2 + b2
    return np.mean(np.argmax(Z, axis=1) == np.argmax(Y, axis=1))


def check(weights, X, Y, rng):
    """Three ways to the derivative along one direction."""
    direction = [rng.normal(size=weight.shape) for weight in weights]
    value, gradient = sourcead.value_and_grad(cost, argnums=(0, 1, 2, 3))(*weights, X, Y)
    reverse = sum(np.sum(bar * step) for bar, step in zip(gradient, direction))
    forward_value, forward = sourcead.tangent(cost, argnums=(0, 1, 2, 3))(*weights, X, Y, *direction)
    up, down = (cost(*(w + h * d for w, d in zip(weights, direction)), X, Y) for h in (1e-5, -1e-5))
    difference = (up - down) / 2e-5

    print(f"along one direction: reverse {reverse:.12f}, forward {forward:.12f}, difference {difference:.12f}\n")
    assert value == forward_value == cost(*weights, X, Y)
    assert np.isclose(reverse, forward, rtol=1e-12)
    assert np.isclose(reverse, difference, rtol=1e-6)


def train(weights, X, Y):
    """Gradient descent with momentum, all samples in each step."""
    value_and_gradient = sourcead.value_and_grad(cost, argnums=(0, 1, 2, 3))
    print(value_and_gradient.source(*weights, X, Y))
    velocity = [np.zeros_like(weight) for weight in weights]
    print(" step       cost   accuracy")
    for step in range(STEPS + 1):
        value, gradient = value_and_gradient(*weights, X, Y)
        if step % 50 == 0:
            print(f"{step:5}{value:11.6f}{accuracy(weights, X, Y):11.3f}")
        velocity = [MOMENTUM * v - RATE * bar for v, bar in zip(velocity, gradient)]
        weights = [weight + v for weight, v in zip(weights, velocity)]
    return weights


def main():
    rng = np.random.default_rng(0)
    X, Y = circles(200, rng)
    shapes = ((2, HIDDEN), (HIDDEN,), (HIDDEN, 2), (2,))
    weights = [rng.normal(size=shape) / np.sqrt(shape[0]) for shape in shapes]

    check(weights, X, Y, rng)
    weights = train(weights, X, Y)

    reached = accuracy(weights, *circles(1000, rng))
    print(f"\naccuracy on 2000 points it has not seen: {reached:.3f}")
    assert reached >= 0.98


if __name__ == "__main__":
    main()
