import numpy as np


def distance_tangent(a, b, a_dot, b_dot):
    """Tangent of distance (callees.py:63) with respect to a and b."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(a)):
        c = a[i] - b[i]
        s = s + c**2
        s_dot = s_dot + 2 * c * (a_dot[i] - b_dot[i])
    d = np.sqrt(s)
    return d, 0.5 * s_dot / d


def energy_tangent(points, center, points_dot, center_dot):
    """Tangent of energy (callees.py:70) with respect to points and center."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(points)):
        a = points_dot[i]
        d, d_dot = distance_tangent(points[i], center, a, center_dot)
        b = 1.0 / d
        s = s + b + 0.1 * d
        s_dot = d_dot * (0.1 - b / d) + s_dot
    return s, s_dot


def distance_tangent_2(a, b, a_dot):
    """Tangent of distance (callees.py:63) with respect to a."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(a)):
        c = a[i] - b[i]
        s = s + c**2
        s_dot = s_dot + 2 * c * a_dot[i]
    d = np.sqrt(s)
    return d, 0.5 * s_dot / d


def energy_tangent_2(points, center, points_dot):
    """Tangent of energy (callees.py:70) with respect to points."""
    s = 0.0
    s_dot = 0.0
    for i in range(len(points)):
        a = points_dot[i]
        d, d_dot = distance_tangent_2(points[i], center, a)
        b = 1.0 / d
        s = s + b + 0.1 * d
        s_dot = d_dot * (0.1 - b / d) + s_dot
    return s, s_dot


def energies_tangent(points, a, b, points_dot, a_dot):
    """Tangent of energies (callees.py:78) with respect to points and a."""
    c, c_dot = energy_tangent(points, a, points_dot, a_dot)
    d, d_dot = energy_tangent_2(points, b, points_dot)
    e = c * d
    f, f_dot = distance_tangent_2(a, b, a_dot)
    g = e + f
    return g, d * c_dot + c * d_dot + f_dot
