"""A perceptron learns a threshold, with a generated gradient and the delta rule side by side.

One neuron with one input, its activation and its cost:

    z = x w + b        a = 1 / (1 + exp(-z))        C = (a - y)² / 2

By hand, with δ = ∂C/∂z = (a - y) a (1 - a), the gradient is ∂C/∂w = δ x and ∂C/∂b = δ. sourcead derives the same from the
three lines of `cost`; each step of gradient descent checks that both agree.

    python examples/perceptron.py
"""

import math

import numpy as np

import sourcead

THRESHOLD = 0.5
RATE = 2.0
EPOCHS = 300


def cost(w, b, x, y):
    z = x * w + b
    a = 1 / (1 + np.exp(-z))
    C = 0.5 * (a - y) ** 2
    return C


def activation(w, b, x):
    return 1 / (1 + math.exp(-(x * w + b)))


def delta_rule(w, b, x, y):
    """The gradient by hand."""
    a = activation(w, b, x)
    delta = (a - y) * a * (1 - a)
    return delta * x, delta


def data():
    """Sixty points on a line; those beyond the threshold are 1, the others 0, and none is close to it."""
    x = np.random.default_rng(0).uniform(-2.0, 3.0, 60)
    x = x[abs(x - THRESHOLD) > 0.1]
    return [(float(v), float(v > THRESHOLD)) for v in x]


def mean_cost(w, b, samples):
    return sum(cost(w, b, x, y) for x, y in samples) / len(samples)


def train(samples):
    """Gradient descent, one sample a step: the weights, and the largest difference between the two gradients."""
    gradient = sourcead.grad(cost, argnums=("w", "b"))
    w, b = 0.1, 0.0
    largest = 0.0
    print("epoch    mean cost           w           b")
    for epoch in range(EPOCHS + 1):
        if epoch % 50 == 0:
            print(f"{epoch:5}{mean_cost(w, b, samples):13.6f}{w:12.4f}{b:12.4f}")
        for x, y in samples:
            w_bar, b_bar = gradient(w, b, x, y)
            w_hand, b_hand = delta_rule(w, b, x, y)
            largest = max(largest, abs(w_bar - w_hand), abs(b_bar - b_hand))
            assert math.isclose(w_bar, w_hand, rel_tol=1e-9, abs_tol=1e-12), (w_bar, w_hand)
            assert math.isclose(b_bar, b_hand, rel_tol=1e-9, abs_tol=1e-12), (b_bar, b_hand)
            w -= RATE * w_bar
            b -= RATE * b_bar
    return w, b, largest


def main():
    samples = data()
    print(sourcead.value_and_grad(cost, argnums=("w", "b")).source(0.1, 0.0, 1.0, 1.0))

    before = mean_cost(0.1, 0.0, samples)
    w, b, largest = train(samples)
    after = mean_cost(w, b, samples)
    correct = sum((activation(w, b, x) > 0.5) == (y > 0.5) for x, y in samples)

    print(f"\nlargest difference to the delta rule: {largest:.1e}")
    print(f"correct: {correct} of {len(samples)}; the activation crosses 1/2 at x = {-b / w:.3f}, the threshold is {THRESHOLD}")
    assert correct == len(samples)
    assert abs(-b / w - THRESHOLD) < 0.1
    assert after < before / 20


if __name__ == "__main__":
    main()
