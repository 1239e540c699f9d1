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


def configured_grad(x, text, low):
    """Gradient of configured (containers.py:185) with respect to x."""
    # forward sweep
    found, scale = configured_try("2.5")
    if found:
        a = x * scale
    # reverse sweep
    # line 196: return np.sin(x * scale) * low if found else x * low
    if found:
        # line 196: return np.sin(x * scale) * low if found else x * low
        x_bar = scale * np.cos(a) * low
    else:
        x_bar = low
    return (float(x_bar),)
