import numpy as np


def given_record_grad(x, body):
    """Gradient of given_record (containers.py:175) with respect to x."""
    # forward sweep
    body_position = body.position
    body_velocity = body.velocity
    a = x * body_velocity
    # reverse sweep
    # line 176: return x * body.position + np.sin(x * body.velocity)
    x_bar = body_velocity * np.cos(a) + body_position
    return (float(x_bar),)
