import numpy as np


def updated_in_a_loop_grad(x, n):
    """Gradient of updated_in_a_loop (containers.py:70) with respect to x."""
    # forward sweep
    a = 0.0
    x_tape = []
    for _ in range(n):
        x_tape.append(x)
        a = a - 0.1 * np.sin(x)
        x = x + 0.1 * a
    # reverse sweep
    # line 72: for _ in range(n):
    x_bar = 2 * x
    a_bar = 2 * a
    for _ in reversed(range(n)):
        b = x_tape.pop()
        # line 74: state["position"] = state["position"] + 0.1 * state["speed"]
        a_bar = a_bar + 0.1 * x_bar
        # line 73: state["speed"] = state["speed"] - 0.1 * np.sin(state["position"])
        x_bar = x_bar - 0.1 * np.cos(b) * a_bar
    return (float(x_bar),)
