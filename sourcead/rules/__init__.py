"""The rules: every primitive with its derivative, one row each, by library. Importing this package fills the table."""

from . import (
    containers,
    creation,
    decompositions,
    effects,
    elementwise,
    indexing,
    linalg,
    linear_systems,
    lists,
    matrices,
    norms,
    operators,
    reductions,
    shapes,
    spectra,
)

__all__ = [
    *("containers", "creation", "decompositions", "effects", "elementwise", "indexing", "linalg", "linear_systems", "lists", "matrices"),
    *("norms", "operators", "reductions", "shapes", "spectra"),
]
