import math
import numpy as np


def imported_adjoint(x, imported_bar=1.0):
    """Adjoint of imported (containers.py:106) with respect to x."""
    # forward sweep
    a = math.cosh(x)
    b = np.array([x, 1.0])
    c = np.linalg.norm(b)
    # reverse sweep
    d = (a * imported_bar / (c if c != 0 else 1.0) * b)[0]
    x_bar = d + math.sinh(x) * c * imported_bar
    return (float(x_bar),)
