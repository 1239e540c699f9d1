"""The compiler, as those who call it see it: read when a first derivative is generated.

It is most of what there is to import. `from . import compiler` stands inside the functions that generate or show something, so
that importing sourcead costs next to nothing.
"""

from .backend.cache import forget
from .backend.compile import annotate, compile_function
from .backend.counting import run_counting
from .backend.listing import listing
from .frontend.lowering import Lowered, compiled_in
from .pipeline import Request, derive, primal
from .rules.table import TABLE
from .transform.adjoint import output_leaves
from .transform.common import seed_name
from .transform.split import split

__all__ = [
    *("TABLE", "Lowered", "Request", "annotate", "compile_function", "compiled_in", "derive", "listing", "output_leaves", "primal"),
    *("run_counting", "seed_name", "split"),
]

TABLE.watchers["cache"] = forget
