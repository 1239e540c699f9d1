"""Whether derivatives are right, by what needs no second derivation of them.

check_grads   of a function, at arguments of the user's
check_rule    of a rule: of the function that has it, alone
"""

from .gradients import check_grads
from .report import CheckFailed, Report, Row
from .rules import check_rule

__all__ = ["CheckFailed", "Report", "Row", "check_grads", "check_rule"]
