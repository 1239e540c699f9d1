"""One hidden layer, one neuron in each layer: back-propagation by hand, and generated.

    z1 = x w1 + b1        a1 = σ(z1)        z2 = a1 w2 + b2        a2 = σ(z2)        C = (a2 - y)² / 2

with σ(z) = 1 / (1 + exp(-z)). By hand, with the δ of a layer being ∂C/∂z:

    δ2 = (a2 - y) a2 (1 - a2)        ∂C/∂w2 = δ2 a1        ∂C/∂b2 = δ2
    δ1 = δ2 w2 a1 (1 - a1)           ∂C/∂w1 = δ1 x         ∂C/∂b1 = δ1

A single neuron runs from 0 to 1; here the samples run from 0.3 to 0.8, which takes the second one. Each step of gradient
descent checks the generated gradient against the formulas.

    python examples/hidden_layer.py
"""

import math

import numpy as np

import sourcead

WEIGHTS = ("w1", "b1", "w2", "b2")
RATE = 2.0
EPOCHS = 400


def cost(w1, b1, w2, b2, x, y):
    z1 = x * w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 * w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    C = 0.5 * (a2 - y) ** 2
    return C


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def delta_rules(w1, b1, w2, b2, x, y):
    """The gradient by hand, in the order of WEIGHTS."""
    a1 = sigmoid(x * w1 + b1)
    a2 = sigmoid(a1 * w2 + b2)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = delta2 * w2 * a1 * (1 - a1)
    return delta1 * x, delta1, delta2 * a1, delta2


def data():
    """A smooth step from 0.3 to 0.8 at x = 0.5, sampled at forty places."""
    x = np.random.default_rng(0).uniform(-2.0, 3.0, 40)
    return [(float(v), 0.3 + 0.5 * sigmoid(4 * (float(v) - 0.5))) for v in x]


def mean_cost(weights, samples):
    return sum(cost(*weights, x, y) for x, y in samples) / len(samples)


def train(weights, samples):
    """Gradient descent, one sample a step: the weights, and the largest difference between the two gradients."""
    gradient = sourcead.grad(cost, argnums=WEIGHTS)
    largest = 0.0
    print("epoch    mean cost" + "".join(f"{name:>10}" for name in WEIGHTS))
    for epoch in range(EPOCHS + 1):
        if epoch % 80 == 0:
            print(f"{epoch:5}{mean_cost(weights, samples):13.8f}" + "".join(f"{weight:10.4f}" for weight in weights))
        for x, y in samples:
            bars = gradient(*weights, x, y)
            by_hand = delta_rules(*weights, x, y)
            for bar, hand in zip(bars, by_hand):
                largest = max(largest, abs(bar - hand))
                assert math.isclose(bar, hand, rel_tol=1e-9, abs_tol=1e-12), (bars, by_hand)
            weights = [weight - RATE * bar for weight, bar in zip(weights, bars)]
    return weights, largest


def main():
    samples = data()
    start = [1.0, 0.0, 1.0, 0.0]
    print(sourcead.value_and_grad(cost, argnums=WEIGHTS).source(*start, 1.0, 1.0))

    before = mean_cost(start, samples)
    weights, largest = train(start, samples)
    after = mean_cost(weights, samples)
    errors = [abs(sigmoid(sigmoid(x * weights[0] + weights[1]) * weights[2] + weights[3]) - y) for x, y in samples]

    print(f"\nlargest difference to the delta formulas: {largest:.1e}")
    print(f"mean cost {before:.6f} before, {after:.8f} after; largest error of the output: {max(errors):.4f}")
    assert after < before / 1000
    assert max(errors) < 0.02


if __name__ == "__main__":
    main()
