import numpy as np

from sourcead.runtime import of_kind


def configured_try(text):
    try:
        scale = float(text)
    except ValueError:
        scale, found = 1.0, False
    else:
        found = True
    return of_kind("found", found, "bool"), of_kind("scale", scale, "float")


def configured_tangent(x, text, low, x_dot):
    """Tangent of configured (containers.py:185) with respect to x."""
    found, scale = configured_try("2.5")
    if found:
        a = x * scale
        b = np.sin(a) * low
        b_dot = low * np.cos(a) * scale * x_dot
    else:
        b = x * low
        b_dot = low * x_dot
    return b, np.float64(b_dot)
