"""sourcead: derivatives of Python functions, as Python functions."""

from typing import TYPE_CHECKING, Any

from .api import adjoint, flops, grad, jvp, source, ssa, tangent, value_and_grad, vjp
from .errors import ArgumentError, InternalError, Refused, SourceadError, SourceNotFound
from .version import __version__

if TYPE_CHECKING:
    from .checks import CheckFailed, check_grads, check_rule
    from .rules.own import general, linear, multilinear, nondifferentiable, partials

# What is imported with the compiler, when it is asked for.
_LATER = {
    **dict.fromkeys(("CheckFailed", "check_grads", "check_rule"), "sourcead.checks"),
    **dict.fromkeys(("general", "linear", "multilinear", "nondifferentiable", "partials"), "sourcead.rules.own"),
}

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


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = globals()[name] = getattr(importlib.import_module(_LATER[name]), name)
    return value


def __dir__() -> list[str]:
    return [*__all__]
