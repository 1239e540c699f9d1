"""The functions of scipy.special, real arguments: a row is the function's partial derivatives.

Sources: NIST Digital Library of Mathematical Functions (DLMF), by section at each group. Where a derivative in an order or
parameter has no closed form the argument is `refused`. Forms that are 0/0 at an ordinary point are avoided by way of
hypergeometric functions. Read when a function of scipy.special is met: see table.OPTIONAL.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special

from ..frontend.forms import choose
from ..ir.kinds import UNKNOWN, Array, Kind, Scalar, ndim
from ..ir.primitives import sampled
from .table import Body, Sample, nondifferentiable, partials, refused

REAL, POSITIVE, UNIT, PROBABILITY = (-2.0, 2.0), (0.5, 2.0), (-0.9, 0.9), (0.1, 0.9)
TWO_OVER_ROOT_PI, HALF_ROOT_PI = 2 / math.sqrt(math.pi), math.sqrt(math.pi) / 2
ROOT_TWO_PI = math.sqrt(2 * math.pi)
DEGREE = math.pi / 180
LN2, LN10 = math.log(2), math.log(10)


def row(name: str, *bodies: Body | None, domain: Any, **facts: Any) -> None:
    """The row of scipy.special's function of this name, where the installed SciPy has it."""
    function = getattr(special, name, None)
    if function is None:
        return
    if "signature" not in facts:
        body = next(body for body in bodies if body not in (None, refused))
        facts.setdefault("operands", body.__code__.co_varnames[1 : body.__code__.co_argcount])
    partials(function, *bodies, domain=domain, spelling=f"scipy.special.{name}", name=name, **facts)


# -- error functions (DLMF 7) ---------------------------------------------------------------------------------------------
row("erf", lambda y, x: TWO_OVER_ROOT_PI * np.exp(-x * x), domain=REAL)
row("erfc", lambda y, x: -TWO_OVER_ROOT_PI * np.exp(-x * x), domain=REAL)
row("erfcx", lambda y, x: 2 * x * y - TWO_OVER_ROOT_PI, domain=REAL)
row("erfi", lambda y, x: TWO_OVER_ROOT_PI * np.exp(x * x), domain=REAL)
row("erfinv", lambda y, x: HALF_ROOT_PI * np.exp(y * y), domain=UNIT)
row("erfcinv", lambda y, x: -HALF_ROOT_PI * np.exp(y * y), domain=PROBABILITY)
row("dawsn", lambda y, x: 1 - 2 * x * y, domain=REAL)
row("ndtr", lambda y, x: np.exp(-0.5 * x * x) / ROOT_TWO_PI, domain=REAL)
row("log_ndtr", lambda y, x: np.exp(-0.5 * x * x - y) / ROOT_TWO_PI, domain=REAL)
row("ndtri", lambda y, p: ROOT_TWO_PI * np.exp(0.5 * y * y), domain=PROBABILITY)
row("ndtri_exp", lambda y, p: ROOT_TWO_PI * np.exp(p + 0.5 * y * y), domain=(-2.0, -0.2))
row(
    "owens_t",
    lambda y, h, a: -np.exp(-0.5 * h * h) * special.erf(a * h / math.sqrt(2)) / (2 * ROOT_TWO_PI),
    lambda y, h, a: np.exp(-0.5 * h * h * (1 + a * a)) / (2 * math.pi * (1 + a * a)),
    domain=(REAL, REAL),
)

# -- gamma and its relatives (DLMF 5) ------------------------------------------------------------------------------------
row("gamma", lambda y, x: y * special.psi(x), domain=(Sample((POSITIVE,)), Sample(((-1.8, -1.2),))))
row("rgamma", lambda y, x: -y * special.psi(x), domain=POSITIVE)
row("gammaln", lambda y, x: special.psi(x), domain=POSITIVE)
row("loggamma", lambda y, x: special.psi(x), domain=POSITIVE)
row("psi", lambda y, x: special.polygamma(1, x), domain=POSITIVE)
row("digamma", lambda y, x: special.polygamma(1, x), domain=POSITIVE)
row(
    "polygamma",
    refused,
    lambda y, n, x: special.polygamma(n + 1, x),
    signature=lambda n, x: 0,
    domain=(Sample((1, POSITIVE)), Sample((0, POSITIVE))),
)
row(
    "poch",
    lambda y, z, m: y * (special.psi(z + m) - special.psi(z)),
    lambda y, z, m: y * special.psi(z + m),
    domain=(POSITIVE, POSITIVE),
)
row(
    "multigammaln",
    lambda y, a, d: np.sum(special.psi(np.expand_dims(a, -1) - np.arange(d) / 2), axis=-1),
    None,
    signature=lambda a, d: 0,
    kind=lambda a, d: Array("float64", ndim(a.kind)) if ndim(a.kind) else Scalar("float64"),
    domain=(Sample(((2.0, 3.0), 3)),),
)


def factorial_kind(n: Any) -> Kind:
    """The type of the factorial of a float32 depends on whether it is a whole number."""
    return UNKNOWN if n.kind == Scalar("float32") else sampled(special.factorial, (n,), {})


row(
    "factorial",
    lambda y, n: y * special.psi(n + 1),
    signature=lambda n: 0,
    kind=factorial_kind,
    domain=Sample((POSITIVE,), ((3,),)),
)


def choices_of(y, n, k):
    return y * (special.psi(n + 1) - special.psi(n - k + 1))


def choices_by(y, n, k):
    return y * (special.psi(n - k + 1) - special.psi(k + 1))


row("binom", choices_of, choices_by, domain=((2.0, 3.0), POSITIVE))
row("comb", choices_of, choices_by, signature=lambda N, k: 0, domain=((2.0, 3.0), POSITIVE))
row("perm", choices_of, lambda y, n, k: y * special.psi(n - k + 1), signature=lambda N, k: 0, domain=((2.0, 3.0), POSITIVE))
row(
    "beta",
    lambda y, a, b: y * (special.psi(a) - special.psi(a + b)),
    lambda y, a, b: y * (special.psi(b) - special.psi(a + b)),
    domain=(POSITIVE, POSITIVE),
)
row(
    "betaln",
    lambda y, a, b: special.psi(a) - special.psi(a + b),
    lambda y, a, b: special.psi(b) - special.psi(a + b),
    domain=(POSITIVE, POSITIVE),
)
row(
    "zeta",
    refused,
    lambda y, x, q: -x * special.zeta(x + 1, q),
    signature=lambda x, q: 0,
    defaults={"q": None},
    domain=Sample((2.5, POSITIVE)),
)


# -- logistic functions, entropies, losses ---------------------------------------------------------------------------------
row("expit", lambda y, x: y * (1 - y), domain=REAL)
row("logit", lambda y, x: 1 / (x * (1 - x)), domain=PROBABILITY)
row("log_expit", lambda y, x: special.expit(-x), domain=REAL)
row("softplus", lambda y, x: special.expit(x), signature=lambda x: 0, domain=REAL)
row(
    "xlogy",
    lambda y, x, z: np.log(z),
    lambda y, x, z: x / choose(x != 0, z, 1.0),
    domain=(Sample((REAL, POSITIVE)), Sample((0.0, POSITIVE))),
)
row(
    "xlog1py",
    lambda y, x, z: np.log1p(z),
    lambda y, x, z: x / choose(x != 0, 1 + z, 1.0),
    domain=(Sample((REAL, POSITIVE)), Sample((0.0, POSITIVE))),
)
row("entr", lambda y, x: -np.log(x) - 1, domain=POSITIVE)
row("rel_entr", lambda y, a, b: np.log(a) - np.log(b) + 1, lambda y, a, b: -a / b, domain=(POSITIVE, POSITIVE))
row("kl_div", lambda y, a, b: np.log(a) - np.log(b), lambda y, a, b: 1 - a / b, domain=(POSITIVE, POSITIVE))
row(
    "huber",
    lambda y, d, r: np.maximum(np.abs(r) - d, 0.0),
    lambda y, d, r: np.clip(r, -d, d),
    domain=(Sample(((0.5, 0.8), (1.0, 2.0))), Sample(((0.5, 0.8), (-2.0, -1.0))), Sample((POSITIVE, (-0.4, 0.4)))),
)
row(
    "pseudo_huber",
    lambda y, d, r: 2 * y / d - r * r / (d * np.sqrt(1 + (r / d) * (r / d))),
    lambda y, d, r: r / np.sqrt(1 + (r / d) * (r / d)),
    domain=(POSITIVE, REAL),
)

# -- powers: boxcox(x, p) = log(x) exprel(p log(x)), which is smooth at p = 0 ----------------------------------------------


def second_exprel(x):
    """The derivative of exprel(x) = (exp(x) - 1) / x = 1F1(1; 2; x), DLMF 13.3.15."""
    return special.hyp1f1(2.0, 3.0, x) / 2


row("exprel", lambda y, x: second_exprel(x), domain=(Sample((REAL,)), Sample(((-1e-3, 1e-3),))))
row("powm1", lambda y, x, p: p * x ** (p - 1), lambda y, x, p: x**p * np.log(x), domain=(POSITIVE, REAL))
row(
    "boxcox",
    lambda y, x, p: x ** (p - 1),
    lambda y, x, p: np.log(x) * np.log(x) * second_exprel(p * np.log(x)),
    domain=(Sample((POSITIVE, REAL)), Sample((POSITIVE, (-1e-3, 1e-3)))),
)
row(
    "boxcox1p",
    lambda y, x, p: (1 + x) ** (p - 1),
    lambda y, x, p: np.log1p(x) * np.log1p(x) * second_exprel(p * np.log1p(x)),
    domain=(Sample((POSITIVE, REAL)), Sample((POSITIVE, (-1e-3, 1e-3)))),
)


def inverse_in_power(value, x, p):
    """exp(log(1 + p x) / p) in p, with log(1 + u) / u = 2F1(1, 1; 2; -u), DLMF 15.4.1."""
    return -0.5 * value * x * x * special.hyp2f1(2.0, 2.0, 3.0, -p * x)


row(
    "inv_boxcox",
    lambda y, x, p: y / (1 + p * x),
    lambda y, x, p: inverse_in_power(y, x, p),
    domain=(Sample((POSITIVE, POSITIVE)), Sample((POSITIVE, (-1e-3, 1e-3)))),
)
row(
    "inv_boxcox1p",
    lambda y, x, p: (y + 1) / (1 + p * x),
    lambda y, x, p: inverse_in_power(y + 1, x, p),
    domain=(Sample((POSITIVE, POSITIVE)), Sample((POSITIVE, (-1e-3, 1e-3)))),
)
row("exp10", lambda y, x: y * LN10, domain=REAL)
row("exp2", lambda y, x: y * LN2, domain=REAL)
row("expm1", lambda y, x: y + 1, domain=REAL)
row("log1p", lambda y, x: 1 / (1 + x), domain=POSITIVE)
row("cbrt", lambda y, x: 1 / (3 * y * y), domain=POSITIVE)

# -- angles in degrees -----------------------------------------------------------------------------------------------------
row("cosm1", lambda y, x: -np.sin(x), domain=REAL)
row("sindg", lambda y, x: DEGREE * special.cosdg(x), domain=(-90.0, 90.0))
row("cosdg", lambda y, x: -DEGREE * special.sindg(x), domain=(-90.0, 90.0))
row("tandg", lambda y, x: DEGREE * (1 + y * y), domain=(-40.0, 40.0))
row("cotdg", lambda y, x: -DEGREE * (1 + y * y), domain=(20.0, 60.0))
row(
    "radian",
    lambda y, d, m, s: DEGREE,
    lambda y, d, m, s: DEGREE / 60,
    lambda y, d, m, s: DEGREE / 3600,
    domain=(REAL, REAL, REAL),
)

# -- exponential integrals (DLMF 6, 8.19), dilogarithm, omega ----------------------------------------------------------------
row("exp1", lambda y, x: -np.exp(-x) / x, domain=POSITIVE)
row("expi", lambda y, x: np.exp(x) / x, domain=POSITIVE)
row(
    "expn",
    refused,
    lambda y, n, x: choose(n >= 1, -special.expn(choose(n >= 1, n - 1, 0), x), -np.exp(-x) * (1 + x) / (x * x)),
    domain=(Sample((3, POSITIVE)), Sample((1, POSITIVE)), Sample((0, POSITIVE))),
)
row("spence", lambda y, x: np.log(x) / (1 - x), domain=(Sample(((0.3, 0.8),)), Sample(((1.5, 3.0),))))
row("wrightomega", lambda y, x: y / (1 + y), domain=REAL)

# -- hypergeometric functions (DLMF 13, 15, 16) ------------------------------------------------------------------------------
row("hyp0f1", refused, lambda y, v, x: special.hyp0f1(v + 1, x) / v, domain=Sample((1.5, REAL)))
row("hyp1f1", refused, refused, lambda y, a, b, x: a / b * special.hyp1f1(a + 1, b + 1, x), domain=Sample((0.7, 1.5, REAL)))
row("hyperu", refused, refused, lambda y, a, b, x: -a * special.hyperu(a + 1, b + 1, x), domain=Sample((0.7, 1.5, POSITIVE)))
row(
    "hyp2f1",
    refused,
    refused,
    refused,
    lambda y, a, b, c, x: a * b / c * special.hyp2f1(a + 1, b + 1, c + 1, x),
    domain=Sample((0.7, 1.2, 2.5, (-0.8, 0.4))),
)


# -- elliptic integrals (DLMF 19): of the complete ones, as hypergeometric functions of the parameter m ----------------------


def delta(phi, m):
    return np.sqrt(1 - m * np.sin(phi) * np.sin(phi))


row(
    "ellipk",
    lambda y, m: math.pi / 8 * special.hyp2f1(1.5, 1.5, 2.0, m),
    domain=(Sample((PROBABILITY,)), Sample(((-1e-3, 1e-3),))),
)
row(
    "ellipe",
    lambda y, m: -math.pi / 8 * special.hyp2f1(0.5, 1.5, 2.0, m),
    domain=(Sample((PROBABILITY,)), Sample(((-1e-3, 1e-3),))),
)
row("ellipkm1", lambda y, p: (p * y - special.ellipe(1 - p)) / (2 * p * (1 - p)), domain=PROBABILITY)
row(
    "ellipkinc",
    lambda y, phi, m: 1 / delta(phi, m),
    lambda y, phi, m: special.ellipeinc(phi, m) / (2 * m * (1 - m))
    - y / (2 * m)
    - np.sin(2 * phi) / (4 * (1 - m) * delta(phi, m)),
    domain=(POSITIVE, PROBABILITY),
)
row(
    "ellipeinc",
    lambda y, phi, m: delta(phi, m),
    lambda y, phi, m: (y - special.ellipkinc(phi, m)) / (2 * m),
    domain=(POSITIVE, PROBABILITY),
)

# -- piecewise constant ----------------------------------------------------------------------------------------------------
for name in ("round", "gammasgn"):
    nondifferentiable(getattr(special, name), spelling=f"scipy.special.{name}", name=name)
