"""The helpers generated code may call. Each is named for what it does and needs NumPy only."""

from .arrays import (
    add_at,
    broadcast_like,
    concatenate,
    diagonal_like,
    padded_part,
    part,
    require_assigned,
    require_choice,
    require_count,
    require_division,
    require_ends,
    require_fit,
    require_length,
    require_nonzero,
    require_shape,
    require_space,
    require_squeezed,
    require_value,
    require_variables,
    scatter_like,
    shaped_like,
    unbroadcast,
)
from .rearranging import (
    cut_convolution,
    differences_back,
    full_convolution,
    gradient_back,
    positions,
    read_at,
    sum_at,
)
from .special import exponent, fraction, mantissa, polygamma, sinc_derivative, sum_of, vander_derivative
from .statistics import quantile_weights, running_extreme

__all__ = [
    "add_at",
    *("broadcast_like", "concatenate", "diagonal_like", "padded_part", "part", "require_assigned", "require_count", "require_fit", "require_length", "require_shape", "require_value"),
    *("scatter_like", "shaped_like", "unbroadcast"),
    *("require_choice", "require_division", "require_ends", "require_nonzero", "require_space", "require_squeezed", "require_variables"),
    *("exponent", "fraction", "mantissa", "polygamma", "sinc_derivative", "sum_of", "vander_derivative"),
    *("cut_convolution", "differences_back", "full_convolution", "gradient_back", "positions", "read_at", "sum_at"),
    *("quantile_weights", "running_extreme"),
]
