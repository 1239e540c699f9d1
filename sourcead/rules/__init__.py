"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import (
    calls,
    containers,
    creation,
    decompositions,
    effects,
    elementwise,
    factors,
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
    rearranging,
    reductions,
    scans,
    shapes,
    spectra,
)
from . import definitions, refused  # what is defined in terms of rows, and what has neither, after the rows

__all__ = [
    *("calls", "containers", "creation", "decompositions", "definitions", "effects", "elementwise", "factors", "indexing", "linalg", "linear_systems"),
    *("lists", "matrices", "nans", "norms", "operators", "ordering", "products", "rearranging", "reductions", "refused", "scans", "shapes"),
    "spectra",
]
