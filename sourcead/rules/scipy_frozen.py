"""Frozen distributions of scipy.stats: norm(mu, sigma), made inside a function or outside, with methods of the value alone."""

from __future__ import annotations

import types
from typing import Any, Callable

from scipy import stats

from ..frontend.stand_ins import StandIn
from ..frontend.within import object_of
from ..ir.primitives import Primitive
from .scipy_stats import DISCRETE_LAWS, LAWS
from .table import TABLE


class Frozen(StandIn):
    """`distribution` with parameters: each method is that of the distribution, with the parameters after the value."""

    called = "distribution with its parameters"
    advice = "call the method of the distribution with its parameters, such as norm.logpdf(x, loc, scale)"

    def logpdf(self, x):
        return self.distribution.logpdf(x, *self.args, **self.kwds)

    def pdf(self, x):
        return self.distribution.pdf(x, *self.args, **self.kwds)

    def logpmf(self, k):
        return self.distribution.logpmf(k, *self.args, **self.kwds)

    def pmf(self, k):
        return self.distribution.pmf(k, *self.args, **self.kwds)

    def cdf(self, x):
        return self.distribution.cdf(x, *self.args, **self.kwds)

    def logcdf(self, x):
        return self.distribution.logcdf(x, *self.args, **self.kwds)

    def sf(self, x):
        return self.distribution.sf(x, *self.args, **self.kwds)

    def logsf(self, x):
        return self.distribution.logsf(x, *self.args, **self.kwds)

    def ppf(self, q):
        return self.distribution.ppf(q, *self.args, **self.kwds)

    def isf(self, q):
        return self.distribution.isf(q, *self.args, **self.kwds)


def freezing(distribution: Any) -> Callable:
    """What a call of a distribution makes: an object of a class of its own, so that loops carry the parameters alone."""
    own = type(f"Frozen_{distribution.name}", (Frozen,), {"distribution": distribution})

    def frozen(*args, **kwds):
        return object_of(own, args=args, kwds=dict(**kwds))

    return frozen


STANDARD = {type(getattr(stats, name)): getattr(stats, name) for name in (*LAWS, *DISCRETE_LAWS)}


def of_standard(method: Any) -> Primitive | None:
    """The row of a method of a distribution that is a copy of one of SciPy's, as frozen ones have it."""
    own, standard = method.__self__, STANDARD.get(type(method.__self__))
    if standard is None or own is standard or (own.a, own.b) != (standard.a, standard.b):
        return None
    return TABLE.find(getattr(standard, method.__name__))


TABLE.makers[types.MethodType] = of_standard
for name in (*LAWS, *DISCRETE_LAWS):
    TABLE.define(getattr(stats, name), freezing(getattr(stats, name)))
for type_ in {type(stats.norm()), type(stats.poisson(1.0))}:
    TABLE.open(type_, Frozen, distribution="dist", args="args", kwds="kwds")
