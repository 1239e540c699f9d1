"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import calls, creation, effects, elementwise, indexing, linalg, operators, reductions, shapes

__all__ = ["calls", "creation", "effects", "elementwise", "indexing", "linalg", "operators", "reductions", "shapes"]
