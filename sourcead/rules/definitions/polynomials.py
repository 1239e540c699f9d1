"""Polynomials: sums, products, quotients, fits; coefficients stand from the highest power to the lowest, as in np.poly1d."""

from __future__ import annotations

import numpy as np

from ...frontend.within import as_array, is_list, is_whole, known, numbers, refuse, row
from ..table import TABLE


def polyadd(a1, a2):
    one, other = coefficients(a1), coefficients(a2)
    return lengthened(one, other) + lengthened(other, one)


def polysub(a1, a2):
    one, other = coefficients(a1), coefficients(a2)
    return lengthened(one, other) - lengthened(other, one)


def coefficients(p):
    found = as_array(p)
    return np.reshape(found, (1,)) if found.ndim == 0 else found


def lengthened(p, other):
    """Zeros in front of `p` until it is as long as the other."""
    return np.concatenate([np.zeros(max(other.shape[0] - p.shape[0], 0), p.dtype), p])


def polymul(a1, a2):
    """NumPy leaves out leading zeros, which would change the length of the result: no such coefficients are taken."""
    one, other = coefficients(a1), coefficients(a2)
    row("require_leading", one)
    row("require_leading", other)
    return np.convolve(one, other)


def polydiv(u, v):
    """Long division. What is left is as long as it must be: leading coefficients that are next to nothing are left out."""
    left, divisor = coefficients(u) + 0.0, coefficients(v) + 0.0
    m, n = left.shape[0] - 1, divisor.shape[0] - 1
    scale = 1.0 / divisor[0]
    quotient = np.zeros(max(m - n + 1, 1), left.dtype)
    left = left.copy()
    for k in range(0, m - n + 1):
        d = scale * left[k]
        quotient[k] = d
        left[k : k + n + 1] -= d * divisor
    while np.allclose(left[0], 0, rtol=1e-14) and left.shape[0] > 1:
        left = left[1:]
    return quotient, left


def poly(seq_of_zeros):
    """The polynomial with these zeros, one factor after the other."""
    zeros = as_array(seq_of_zeros)
    if zeros.ndim != 1:
        refuse("np.poly of a matrix, whose eigenvalues may be complex", "pass the zeros")
    if is_whole(zeros):
        zeros = zeros * 1.0
    row("require_items", zeros.shape[0], "poly")
    found = np.ones(1)
    for k in range(zeros.shape[0]):
        found = np.convolve(found, np.array([1.0, -zeros[k]]), mode="full")
    return found


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """Least squares with columns scaled to length one."""
    if full or cov or is_list(deg):
        refuse("np.polyfit with full=True, cov=True or a list of degrees", "fit with np.linalg.lstsq")
    places, values = as_array(x) + 0.0, as_array(y) + 0.0
    left, right = np.vander(places, deg + 1), values
    if w is not None:
        weights = as_array(w) + 0.0
        left = left * weights[:, None]
        right = values * weights[:, None] if values.ndim == 2 else values * weights
    scale = np.sqrt(np.sum(left * left, axis=0))
    cut = places.shape[0] * np.finfo(places.dtype).eps if rcond is None else rcond
    found = np.linalg.lstsq(left / scale, right, cut)[0]
    return (found.T / scale).T


def polyint(p, m=1, k=None):
    """The constants of integration: none, one for all orders, or one for each."""
    p = as_array(p)
    if not known(m):
        refuse("np.polyint of an order known only at run time", "write the order as a literal")
    given = () if k is None else as_constants(k, m)
    found = p
    for i in numbers(m):
        last = np.zeros(1) if k is None else np.reshape(given[i], (1,))
        found = np.concatenate([found / np.arange(found.shape[0], 0, -1), last])
    return found


def as_constants(k, m):
    if not is_list(k) and k.ndim == 0:
        return (k,) * m
    if is_list(k) and len(k) == m:
        return k
    if is_list(k) and len(k) == 1:
        return (k[0],) * m
    return refuse("np.polyint with these constants", "pass a list of one for each order")


for function, definition in {
    np.polyadd: polyadd,
    np.polysub: polysub,
    np.polymul: polymul,
    np.polydiv: polydiv,
    np.poly: poly,
    np.polyfit: polyfit,
    np.polyint: polyint,
}.items():
    TABLE.define(function, definition)
