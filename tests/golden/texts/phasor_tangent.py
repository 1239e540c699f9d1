import numpy as np


def phasor_tangent(x, r, x_dot, r_dot):
    """Tangent of phasor (complex_numbers.py:6) with respect to x and r."""
    a = np.exp(1j * x)
    z = r * a
    z_dot = a * r_dot + r * (a * (1j * x_dot))
    b = z * z_dot
    c = z * z - 1
    d = abs(c)
    d_dot = (np.conjugate(c) / (d if d != 0 else 1.0) * (b + b)).real
    e = z.real + d
    return e, z_dot.real + d_dot
