"""The main job: a function in, its derivative's source and value out."""

import numpy as np

from sourcead import grad


@grad
def f_prime(x):
    return np.sqrt(np.exp(x**2) + x**2)


if __name__ == "__main__":
    value = f_prime(0.7)
    print(f_prime.source())
    print("f'(0.7) =", value)

    x, h = 0.7, 1e-6
    f = f_prime.primal
    print("central difference:", (f(x + h) - f(x - h)) / (2 * h))
