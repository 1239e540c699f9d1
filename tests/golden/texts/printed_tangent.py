import numpy as np


def printed_tangent(x, x_dot):
    """Tangent of printed (corpus.py:107) with respect to x."""
    y = x * x
    print(f"y = {y:.3f}")
    b = np.log(y)
    return b, np.float64(2 * x * x_dot / y)
