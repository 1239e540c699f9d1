"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import (
    calls,
    cmath_functions,
    complex_numbers,
    containers,
    creation,
    decompositions,
    effects,
    eigenvalues,
    elementwise,
    factors,
    fourier,
    indexing,
    linalg,
    linear_systems,
    lists,
    matrices,
    nans,
    norms,
    operators,
    ordering,
    products,
    interpolation,
    rearranging,
    reductions,
    scans,
    shapes,
    spectra,
)
complex_numbers.declare()
from . import definitions, refused  # noqa: E402  # what is defined in terms of rows, and what has neither, after the rows

__all__ = [
    *("calls", "cmath_functions", "complex_numbers", "containers", "creation", "decompositions", "definitions", "effects"),
    *("eigenvalues", "elementwise", "factors", "fourier", "indexing", "interpolation", "linalg", "linear_systems", "lists", "matrices", "nans"),
    *("norms", "operators", "ordering", "products", "rearranging", "reductions", "refused", "scans", "shapes"),
    "spectra",
]
