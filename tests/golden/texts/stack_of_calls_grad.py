import numpy as np


def stack_of_calls_grad(x):
    """Gradient of stack_of_calls (containers.py:87) with respect to x."""
    # forward sweep
    a = x * x
    b = np.sin(x)
    # reverse sweep
    # line 88: todo = [x, x * x]
    x_bar = 2.0 + np.cos(x) * a + 2 * x * b
    return (float(x_bar),)
