"""The functions of scipy.special, real arguments: a row is the function's partial derivatives.

Sources: NIST Digital Library of Mathematical Functions (DLMF), by section at each group. Where a derivative in an order or
parameter has no closed form the argument is `refused`. Read when a function of scipy.special is met: see table.OPTIONAL.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special

from .table import Body, Sample, partials, refused

REAL, POSITIVE, UNIT = (-2.0, 2.0), (0.5, 2.0), (-0.9, 0.9)
TWO_OVER_SQRT_PI = 2 / math.sqrt(math.pi)


def row(name: str, *bodies: Body | None, domain: Any, **facts: Any) -> None:
    """The row of scipy.special's function of this name, where the installed SciPy has it."""
    function = getattr(special, name, None)
    if function is not None:
        names = next(body.__code__.co_varnames[1 : body.__code__.co_argcount] for body in bodies if body not in (None, refused))
        partials(function, *bodies, domain=domain, spelling=f"scipy.special.{name}", name=name, operands=names, **facts)


# -- error functions (DLMF 7) ---------------------------------------------------------------------------------------------
row("erf", lambda y, x: TWO_OVER_SQRT_PI * np.exp(-x * x), domain=REAL)
row("erfc", lambda y, x: -TWO_OVER_SQRT_PI * np.exp(-x * x), domain=REAL)
row("erfcx", lambda y, x: 2 * x * y - TWO_OVER_SQRT_PI, domain=REAL)

# -- Bessel functions (DLMF 10) -------------------------------------------------------------------------------------------
row("jv", refused, lambda y, v, x: (special.jv(v - 1, x) - special.jv(v + 1, x)) / 2, domain=Sample((1.5, POSITIVE)))
