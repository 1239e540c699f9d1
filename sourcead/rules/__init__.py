"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import creation, effects, elementwise, indexing, linalg, nans, operators, ordering, rearranging, reductions, shapes

__all__ = ["creation", "effects", "elementwise", "indexing", "linalg", "nans", "operators", "ordering", "rearranging", "reductions", "shapes"]
