"""The optimiser: one pass a file, each a pure function Function -> Function, and their order.

The user's computation (`exact` statements) keeps its operations and their order: only repeated ones are shared and unused
ones dropped. Derivative statements may be regrouped.
"""

from ..ir.nodes import Function
from ..rules.table import RuleTable
from .accumulate import accumulate
from .algebra import algebra
from .cse import cse
from .dce import dce
from .flags import flags
from .gather import gather
from .simplify import simplify
from .spread import spread

PRIMAL = (flags, cse, dce)
DERIVATIVE = (simplify, cse, dce, algebra, simplify, cse, dce, algebra, cse, dce, accumulate, dce, spread, gather)


def passes(function: Function, table: RuleTable, order=DERIVATIVE):
    """The function after each pass of `order`, with the pass's name."""
    for step in order:
        function = step(function, table)
        yield step.__name__, function
