"""sourcead: derivatives of Python functions, as Python functions."""

from .api import adjoint, flops, grad, jvp, source, ssa, tangent, value_and_grad, vjp
from .errors import ArgumentError, InternalError, Refused, SourceadError, SourceNotFound
from .rules.table import general, linear, multilinear, nondifferentiable, partials
from .version import __version__

__all__ = [
    *("grad", "value_and_grad", "jvp", "vjp", "tangent", "adjoint", "source", "ssa", "flops"),
    *("SourceadError", "SourceNotFound", "Refused", "ArgumentError", "InternalError"),
    *("partials", "linear", "multilinear", "general", "nondifferentiable"),
    "__version__",
]
