"""scipy.special's logsumexp, softmax and log_softmax: reductions of exponentials."""

from __future__ import annotations

import numpy as np
from scipy import special

from .. import runtime
from .reductions import AXES, MATRIX, REAL, expand_result
from .table import Sample, general

REDUCED = (
    *(Sample((REAL,), MATRIX, given) for given in AXES),
    Sample((REAL,), ((3,),)),
)
SHARES = tuple(Sample((REAL,), MATRIX, given) for given in ({}, {"axis": 0}, {"axis": -1}, {"axis": (0, 1)}))


def shares(y, a, axis, b, keepdims):
    """What each element contributes to the sum of exponentials, as a part of it."""
    part = np.exp(a - expand_result(y, a, axis, keepdims))
    return part if b is None else b * part


def log_sum_push(a_dot, y, a, axis, b, keepdims):
    return np.sum(a_dot * shares(y, a, axis, b, keepdims), axis=axis, keepdims=keepdims)


def log_sum_pull(g, y, a, axis, b, keepdims):
    a_bar = expand_result(g, a, axis, keepdims) * shares(y, a, axis, b, keepdims)
    return a_bar if b is None else runtime.unbroadcast(a_bar, a) if a.ndim else np.sum(a_bar)


def softmax_push(x_dot, y, x, axis):
    return y * (x_dot - np.sum(y * x_dot, axis=axis, keepdims=True))


def log_softmax_push(x_dot, y, x, axis):
    return x_dot - np.sum(np.exp(y) * x_dot, axis=axis, keepdims=True)


def log_softmax_pull(g, y, x, axis):
    return g - np.exp(y) * np.sum(g, axis=axis, keepdims=True)


general(
    special.logsumexp,
    log_sum_push,
    log_sum_pull,
    signature=lambda a, axis=None, b=None, keepdims=False: 0,
    spelling="scipy.special.logsumexp",
    flops=lambda y, a, axis=None, b=None, keepdims=False: 3 * int(np.size(a)),
    domain=REDUCED,
)
general(
    special.softmax,
    softmax_push,
    softmax_push,  # its Jacobian is symmetric
    signature=lambda x, axis=None: 0,
    spelling="scipy.special.softmax",
    flops=lambda y, x, axis=None: 3 * int(np.size(x)),
    domain=SHARES,
)
general(
    special.log_softmax,
    log_softmax_push,
    log_softmax_pull,
    signature=lambda x, axis=None: 0,
    spelling="scipy.special.log_softmax",
    flops=lambda y, x, axis=None: 3 * int(np.size(x)),
    domain=SHARES,
)
