"""Every public callable of the libraries has a row, a definition or a form, or is refused with a reason.

So a function that a new NumPy brings fails here until somebody has decided what it is.
"""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, grad
from sourcead.listing import NAMESPACES, status
from sourcead.rules.refused import LIBRARIES, REFUSED, refused

from ..conftest import make_function


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_name_is_decided(namespace):
    undecided = [name for name, what in status(namespace).items() if what is None]
    assert not undecided


def test_a_reason_is_for_what_is_not_supported():
    """A row, once added, takes its name off the list of refusals."""
    both = [f"{library}.{name}" for library, name in refused() if status(library).get(name) in ("derivative", "constant")]
    assert not both


def test_no_name_is_refused_twice():
    names = [(library, name) for names in REFUSED.values() for library, text in names.items() for name in text.split()]
    assert len(names) == len(set(names))
    assert {library for library, _ in names} <= set(LIBRARIES)


CALLS = {
    "np.linalg.eig(x)": "whose eigenvalues may be real or complex",
    "np.sort_complex(x)": "complex numbers have no order",
    "np.unique(x)": "how many elements it gives depends on their values",
    "np.fill_diagonal(x, 0.0)": "it changes an array in place",
    "np.save('file', x)": "it reads or writes files",
    "x.tolist()": "it gives Python lists",
    "x.view(int)": "it is about memory",
    "np.poly1d(x)": "matrices and polynomials as objects",
}


@pytest.mark.parametrize("call", CALLS)
def test_a_refused_call_says_why(call):
    f = make_function(f"def f(x):\n    y = {call}\n    return np.sum(x)\n")
    with pytest.raises(Refused) as refusal:
        grad(f)(np.ones((2, 2)))
    assert CALLS[call] in str(refusal.value) and call.split("(")[0].split(".")[-1] in str(refusal.value)


# -- what a row has no derivative for ---------------------------------------------------------------------------------------------

WITHOUT_RULE = {
    "np.sum(np.quantile(y, x))": "'q'",
    "np.sum(np.percentile(y, x * 10))": "'q'",
    "np.sum(np.pad(y, 1, constant_values=x))": "'constant_values'",
    "np.max(y, initial=x)": "'initial'",
    "np.sum(np.gradient(y, x))": "'spacing'",
    "np.interp(0.5, y * x, y)": "'xp'",
    "np.sum(np.nan_to_num(y, nan=x))": "'nan'",
}


@pytest.mark.parametrize("expression", WITHOUT_RULE)
def test_an_active_operand_without_a_rule_is_refused(expression):
    f = make_function(f"def f(x, y):\n    return {expression}\n")
    y = np.array([0.1, 0.5, 0.9])
    with pytest.raises(Refused, match=WITHOUT_RULE[expression]):
        grad(f)(0.3, y)
    if "xp" not in WITHOUT_RULE[expression]:
        assert np.shape(grad(f, 1)(0.3, y)) == (3,)
