"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import creation, definitions, effects, elementwise, indexing, linalg, nans, operators, ordering, products, rearranging, reductions, refused, shapes

__all__ = ["creation", "definitions", "effects", "elementwise", "indexing", "linalg", "nans", "operators", "ordering", "products", "rearranging", "reductions", "refused", "shapes"]
