"""Splines as linear functions of the values they go through, and what the transposes of these need.

The coefficients of a cubic spline follow from its slopes at the points, which solve a tridiagonal system A s = B y (de Boor, A
Practical Guide to Splines, IV); those of a B-spline solve the system of its collocation matrix. The transposes solve the
transposed systems, in time linear in the number of points. The piecewise polynomials are SciPy's: c[k, j] belongs to
(x - x_j) to the power K - k on interval j.
"""

import numpy as np


def cubic_coefficients(x, y, ends):
    """The coefficients of scipy.interpolate.CubicSpline(x, y, bc_type=ends)."""
    from scipy import interpolate

    return interpolate.CubicSpline(x, y, bc_type=ends).c


def cubic_change(x, y, ends):
    """The derivative of these along `y`: the same with zero in the place of the values at the ends."""
    return cubic_coefficients(x, y, _homogeneous(ends))


def hermite_coefficients(x, y, s):
    """The coefficients of the piecewise cubic with values `y` and slopes `s`."""
    from scipy import interpolate

    return interpolate.CubicHermiteSpline(x, y, s).c


def cubic_back(g, x, ends):
    """The transpose of `cubic_change` in `y`."""
    from scipy.sparse.linalg import splu

    y_bar, s_bar = _values_back(g, x), slopes_back(g, x)
    a, b = _slopes_system(np.asarray(x, float), *_pair(ends))
    flat = s_bar.reshape(len(x), -1)
    back = b.T @ splu(a.T.tocsc()).solve(np.ascontiguousarray(flat, float))
    return y_bar + back.reshape(np.shape(y_bar))


def values_back(g, x):
    """The transpose of `hermite_coefficients` in the values."""
    return _values_back(g, x)


def slopes_back(g, x):
    """The transpose of `hermite_coefficients` in the slopes."""
    h = _spread(np.diff(x), g[0])
    t = (g[0] / h - g[1]) / h
    out = np.zeros((len(x), *np.shape(g)[2:]))
    out[:-1] += g[2] - g[1] / h + t
    out[1:] += t
    return out


def _values_back(g, x):
    h = _spread(np.diff(x), g[0])
    t = (g[0] / h - g[1]) / h
    m = (g[1] / h - 2 * t) / h
    out = np.zeros((len(x), *np.shape(g)[2:]))
    out[:-1] += g[3] - m
    out[1:] += m
    return out


def _spread(v, like):
    return v.reshape(-1, *(1,) * (np.ndim(like) - 1))


def _pair(ends):
    """What holds at either end: 'not-a-knot', or the order of the derivative that is given."""
    left, right = (ends, ends) if isinstance(ends, str) else ends
    orders = {"clamped": 1, "natural": 2}
    return tuple(orders.get(e, e) if isinstance(e, str) else e[0] for e in (left, right))


def _homogeneous(ends):
    return ends if isinstance(ends, str) else tuple(e if isinstance(e, str) else ("clamped", "natural")[e[0] - 1] for e in ends)


def _slopes_system(x, left, right):
    """A and B of A s = B y, as sparse matrices."""
    from scipy import sparse

    n, h = len(x), np.diff(x)
    difference = sparse.diags_array([-1 / h, 1 / h], offsets=[0, 1], shape=(n - 1, n))
    a = np.zeros((3, n))  # the diagonals: below, main, above
    r = sparse.lil_array((n, n - 1))
    i = np.arange(1, n - 1)
    a[0, i], a[1, i], a[2, i] = h[i], 2 * (h[i - 1] + h[i]), h[i - 1]
    r[i, i - 1], r[i, i] = 3 * h[i], 3 * h[i - 1]
    if n == 3 and left == right == "not-a-knot":
        a[1, [0, 2]] = a[2, 0] = a[0, 2] = 1
        r[0, 0] = r[2, 1] = 2
    else:
        _first_row(a, r, h, left, (0, 1), (1, 2), (0, 1))
        _first_row(a[:, ::-1], r, h[::-1], right, (n - 1, n - 2), (1, 0), (n - 2, n - 3))
    rows = sparse.diags_array([a[0, 1:], a[1], a[2, :-1]], offsets=[-1, 0, 1], shape=(n, n))
    return rows, r.tocsr() @ difference


def _first_row(a, r, h, end, at, diagonals, intervals):
    """The equation of one end, seen from there."""
    main, next_ = diagonals
    if end == 1 or len(h) == 1 and end == "not-a-knot":
        a[main, 0] = 1
        if end != 1:
            r[at[0], intervals[0]] = 1
    elif end == 2:
        a[main, 0], a[next_, 0] = 2 * h[0], h[0]
        r[at[0], intervals[0]] = 3 * h[0]
    else:
        d = h[0] + h[1]
        a[main, 0], a[next_, 0] = h[1], d
        r[at[0], intervals[0]], r[at[0], intervals[1]] = (h[0] + 2 * d) * h[1] / d, h[0] ** 2 / d


# -- piecewise polynomials ------------------------------------------------------------------------------------------------------


def piecewise(c, x, at, nu, extrapolate):
    """The derivative of order `nu` of the piecewise polynomial with coefficients `c` and breakpoints `x`."""
    from scipy import interpolate

    return interpolate.PPoly.construct_fast(np.ascontiguousarray(c, float), np.asarray(x, float), extrapolate)(at, nu)


def piecewise_back(g, c, x, at, nu, extrapolate):
    """The transpose of `piecewise` in the coefficients, of the shape of `c`."""
    out = np.zeros(np.shape(c))
    points, outside = _wrapped(np.ravel(at), x, extrapolate)
    g = np.where(outside.reshape(-1, *(1,) * (np.ndim(c) - 2)), 0, np.reshape(g, (len(points), *np.shape(c)[2:])))
    j = np.clip(np.searchsorted(x, points, side="right") - 1, 0, len(x) - 2)
    step, degree = points - x[j], len(c) - 1
    for k in range(degree + 1 - nu):
        factor = float(np.prod(np.arange(degree - k - nu + 1, degree - k + 1)))
        np.add.at(out[k], j, _spread(factor * step ** (degree - k - nu), g) * g)
    return out


def _wrapped(points, x, extrapolate):
    """The points in the interval of the knots where that is repeated, and which count for nothing."""
    if extrapolate == "periodic":
        return x[0] + (points - x[0]) % (x[-1] - x[0]), np.zeros(len(points), bool)
    outside = np.zeros(len(points), bool) if extrapolate else ~((points >= x[0]) & (points <= x[-1]))
    return points, outside


# -- B-splines ------------------------------------------------------------------------------------------------------------------


def spline_knots(x, k):
    """The knots of scipy.interpolate.make_interp_spline(x, y, k): points of `x` or, for an even degree, the middles between."""
    x = np.asarray(x, float)
    if x.ndim != 1:
        raise ValueError("the points of a spline are a vector")
    if k == 0:
        return np.concatenate([x, x[-1:]])
    inner = x if k % 2 else (x[1:] + x[:-1]) / 2
    cut = (k + 1) // 2
    return np.concatenate([[x[0]] * (k + 1), inner[cut:-cut], [x[-1]] * (k + 1)])


def spline_coefficients(x, y, k):
    """The coefficients of scipy.interpolate.make_interp_spline(x, y, k)."""
    from scipy import interpolate

    return interpolate.make_interp_spline(x, y, k).c


def spline_coefficients_back(g, x, k):
    """The transpose of `spline_coefficients` in the values."""
    from scipy import interpolate
    from scipy.sparse.linalg import splu

    matrix = interpolate.BSpline.design_matrix(np.asarray(x, float), spline_knots(x, k), k)
    flat = np.ascontiguousarray(np.reshape(g, (len(x), -1)), float)
    return splu(matrix.T.tocsc()).solve(flat).reshape(np.shape(g))


def spline_value(c, t, k, at, nu, extrapolate):
    """The derivative of order `nu` of the spline with knots `t`, coefficients `c` and degree `k`."""
    from scipy import interpolate

    return interpolate.BSpline.construct_fast(np.asarray(t, float), np.ascontiguousarray(c, float), k, extrapolate)(at, nu)


def spline_value_back(g, c, t, k, at, nu, extrapolate):
    """The transpose of `spline_value` in the coefficients."""
    from scipy import interpolate

    count = len(c)
    points, outside = _wrapped(np.ravel(at), t[k : len(t) - k], extrapolate)
    inside = np.where(outside, t[k], points).astype(float)
    g = np.where(outside[:, None], 0.0, np.reshape(g, (len(points), -1)))
    design = interpolate.BSpline.design_matrix(inside, np.ascontiguousarray(t[nu : len(t) - nu], float), k - nu, extrapolate=True)
    back = design.T @ g
    for order in range(nu, 0, -1):  # a derivative's coefficients are differences of the others, over the knots
        degree, knots = k - order + 1, t[order - 1 : len(t) - order + 1]
        widths = knots[degree + 1 : len(knots) - 1] - knots[1 : len(knots) - degree - 1]
        scaled = back * (degree / np.where(widths > 0, widths, np.inf))[:, None]
        back = np.concatenate([-scaled, np.zeros_like(scaled[:1])]) + np.concatenate([np.zeros_like(scaled[:1]), scaled])
    return back[:count].reshape(np.shape(c))


def require_within(at, x):
    """Raise ValueError where points lie outside those of an interpolant that is not continued."""
    if np.any((np.asarray(at) < np.min(x)) | (np.asarray(at) > np.max(x))):
        raise ValueError("a value is outside the range of the interpolant")
