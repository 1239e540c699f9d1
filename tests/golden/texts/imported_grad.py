import math
import numpy as np


def imported_grad(x):
    """Gradient of imported (containers.py:106) with respect to x."""
    # forward sweep
    a = math.cosh(x)
    b = np.array([x, 1.0])
    c = np.linalg.norm(b)
    # reverse sweep
    d = (a / (c if c != 0 else 1.0) * b)[0]
    x_bar = d + math.sinh(x) * c
    return (float(x_bar),)
