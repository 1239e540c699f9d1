"""sourcead: derivatives of Python functions, as Python functions."""

from .api import adjoint, flops, grad, jvp, source, ssa, tangent, value_and_grad, vjp
from .checks import CheckFailed, check_grads, check_rule
from .errors import ArgumentError, InternalError, Refused, SourceadError, SourceNotFound
from .rules.own import general, linear, multilinear, nondifferentiable, partials
from .version import __version__

__all__ = [
    "ArgumentError",
    "CheckFailed",
    "InternalError",
    "Refused",
    "SourceNotFound",
    "SourceadError",
    "__version__",
    "adjoint",
    "check_grads",
    "check_rule",
    "flops",
    "general",
    "grad",
    "jvp",
    "linear",
    "multilinear",
    "nondifferentiable",
    "partials",
    "source",
    "ssa",
    "tangent",
    "value_and_grad",
    "vjp",
]
