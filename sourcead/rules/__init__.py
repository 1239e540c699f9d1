"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import creation, effects, elementwise, indexing, linalg, nans, operators, ordering, products, rearranging, reductions
from . import definitions, refused, shapes  # what is defined in terms of rows, and what has neither, after the rows

__all__ = [
    *("creation", "definitions", "effects", "elementwise", "indexing", "linalg", "nans", "operators", "ordering"),
    *("products", "rearranging", "reductions", "refused", "shapes"),
]
