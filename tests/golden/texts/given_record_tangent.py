import numpy as np


def given_record_tangent(x, body, x_dot):
    """Tangent of given_record (containers.py:175) with respect to x."""
    body_position = body.position
    body_velocity = body.velocity
    a = x * body_velocity
    b = x * body_position + np.sin(a)
    return b, x_dot * (body_position + np.cos(a) * body_velocity)
