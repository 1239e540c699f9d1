"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import containers, creation, effects, elementwise, indexing, linalg, lists, operators, reductions, shapes

__all__ = ["containers", "creation", "effects", "elementwise", "indexing", "linalg", "lists", "operators", "reductions", "shapes"]
