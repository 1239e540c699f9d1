"""Functions of matrices in scipy.linalg, beside the exponential: trigonometric and hyperbolic ones, logarithm, square root.

Whether a square root or logarithm of a real matrix is real is found out when it is called.
"""

from __future__ import annotations

from typing import Callable

import numpy as np
from scipy import linalg

from .. import runtime
from ..frontend.within import row as call
from ..ir.kinds import Static
from .linear_systems import REAL, on_regular
from .scipy_linalg import of_matrices, row
from .table import TABLE, Sample, nondifferentiable


def slope_of(function: Callable) -> Callable:
    """f of (A E; 0 A) is (f(A) L; 0 f(A)) with L the derivative along E, for every analytic f (Higham, theorem 3.6)."""

    def slope(e, a):
        m = a.shape[0]
        upper, lower = np.concatenate([a, e], axis=1), np.concatenate([np.zeros_like(a), a], axis=1)
        return function(np.concatenate([upper, lower], axis=0))[:m, m:]

    return slope


def analytic(name: str, *domain: Sample) -> None:
    function = getattr(linalg, name)
    slope = slope_of(function)
    row(
        function,
        lambda x_dot, y, x: slope(x_dot, x),
        lambda g, y, x: slope(g, x.T),
        signature=lambda A: 0,
        kind=of_matrices(function),
        calls=name not in ("logm",),
        domain=domain,
    )


for name in ("cosm", "sinm", "coshm", "sinhm"):
    analytic(name, Sample((REAL,), ((2, 2),)), on_regular((3, 3)))
analytic("logm", on_regular((3, 3)))
row(
    linalg.sqrtm,
    lambda x_dot, y, x: linalg.solve_sylvester(y, y, x_dot),
    lambda g, y, x: linalg.solve_sylvester(y.T, y.T, g),
    signature=lambda A: 0,
    kind=of_matrices(linalg.sqrtm),
    calls=False,
    domain=on_regular((3, 3)),
)
nondifferentiable(runtime.require_real, lambda x: 0, effect=True, spelling="require_real", kind=lambda x: Static(None))


def sqrtm(A):
    found = call("sqrtm", A)
    call("require_real", found)
    return found


def logm(A):
    found = call("logm", A)
    call("require_real", found)
    return found


TABLE.define(linalg.sqrtm, sqrtm)
TABLE.define(linalg.logm, logm)
