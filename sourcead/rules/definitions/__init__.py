"""Library functions in terms of others, as Python: what a call of one means is the body, with the call's arguments.

Each computes bit for bit what NumPy does, in the order NumPy does it. Nothing here runs: the front end reads it. Tests on
what is known at generation (kinds, ranks, tuples of known length) choose between ways; a loop over `numbers(n)` is
written out. Where a function has a row as well, the definition is for the arguments the row does not take.
"""

from . import complex_numbers, numbers, reductions, shapes, ufuncs

__all__ = ["complex_numbers", "numbers", "reductions", "shapes", "ufuncs"]
