"""Sets of numbers: an element of the result is the first of the equal elements it stands for."""

from __future__ import annotations

import numpy as np

from ...frontend.within import as_array, known, refuse, row
from ..table import TABLE


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True):
    x = as_array(ar)
    if axis is not None or not equal_nan or not sorted:
        refuse("np.unique along an axis, or with equal_nan=False", "use it on a vector")
    first, inverse, counts = row("unique_parts", x)
    found = (np.ravel(x)[first],)
    found = found + (first,) if return_index else found
    found = found + (np.reshape(inverse, np.shape(x)),) if return_inverse else found
    found = found + (counts,) if return_counts else found
    return found[0] if len(found) == 1 else found



def union1d(ar1, ar2):
    return unique(np.concatenate([np.ravel(as_array(ar1)), np.ravel(as_array(ar2))]))


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    """What is in both is taken from the first."""
    if return_indices:
        refuse("np.intersect1d with return_indices=True", "find the indices with np.isin")
    one = np.ravel(as_array(ar1)) if assume_unique else unique(ar1)
    other = np.ravel(as_array(ar2)) if assume_unique else unique(ar2)
    both = np.sort(np.concatenate([one, other]), kind="stable")
    return both[:-1][both[1:] == both[:-1]]


def setdiff1d(ar1, ar2, assume_unique=False):
    one = np.ravel(as_array(ar1)) if assume_unique else unique(ar1)
    return one[np.isin(one, unique(ar2), invert=True)]


def setxor1d(ar1, ar2, assume_unique=False):
    one = np.ravel(as_array(ar1)) if assume_unique else unique(ar1)
    other = np.ravel(as_array(ar2)) if assume_unique else unique(ar2)
    both = np.sort(np.concatenate([one, other]), kind="stable")
    apart = np.concatenate([[True], both[1:] != both[:-1], [True]])
    return both[apart[1:] & apart[:-1]]


def trim_zeros(filt, trim="fb", axis=None):
    """Zeros at the ends of a vector are left out: at the front, at the back."""
    x = as_array(filt)
    if x.ndim != 1 or not known(trim):
        refuse("np.trim_zeros of this array", "pass a vector, and which ends as a literal")
    start, stop = row("nonzero_ends", x)
    return x[start if "f" in trim or "F" in trim else 0 : stop if "b" in trim or "B" in trim else x.shape[0]]


for function, definition in {
    np.unique: unique,
    np.union1d: union1d,
    np.intersect1d: intersect1d,
    np.setdiff1d: setdiff1d,
    np.setxor1d: setxor1d,
    np.trim_zeros: trim_zeros,
}.items():
    TABLE.define(function, definition)
