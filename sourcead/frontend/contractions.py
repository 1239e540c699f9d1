"""In the bodies of rules: the adjoint of one factor of np.einsum, of which np.tensordot and others are special cases.

The adjoint of a factor is again a sum of products: of the adjoint of the result and the other factors, with the letters of
that factor as the result. Two kinds of letters need a factor more: one that the factor has twice (a diagonal) an identity
matrix, one that nobody else has (a sum) a vector of ones.
"""

from __future__ import annotations

import ast
import string
from typing import Any

import numpy as np

from ..ir.kinds import ndim
from ..ir.nodes import Const
from .forms import FORMS
from .lowerer import Lowerer
from .values import Items, Value, is_atom

MOST = 6  # factors


def einsum_back(subscripts: str, number: int, g: Any, *factors: Any) -> Any:
    """In the body of a rule: the adjoint of the factor of that number in np.einsum(subscripts, *factors)."""
    raise RuntimeError("einsum_back() has a meaning only in the body of a rule")


def tensordot_subscripts(a_ndim: int, b_ndim: int, axes: Any) -> str:
    """In the body of a rule: what np.tensordot(a, b, axes) is in the notation of np.einsum."""
    raise RuntimeError("tensordot_subscripts() has a meaning only in the body of a rule")


def dot_subscripts(a_ndim: int, b_ndim: int) -> str:
    """In the body of a rule: what np.dot(a, b) is in the notation of np.einsum."""
    raise RuntimeError("dot_subscripts() has a meaning only in the body of a rule")


def parsed(subscripts: str, count: int) -> tuple[list[str], str] | None:
    """The letters of each factor and of the result, an ellipsis as '...'; None where they are not in that form."""
    text = subscripts.replace(" ", "")
    left, arrow, right = text.partition("->")
    terms = left.split(",")
    letters = "".join(terms).replace("...", "")
    if len(terms) != count or not all(c in string.ascii_letters for c in letters):
        return None
    if not arrow:  # the letters that stand once, in the order of the alphabet
        right = ("..." if "..." in left else "") + "".join(sorted(c for c in set(letters) if letters.count(c) == 1))
    return terms, right


def dimensions(subscripts: str, ranks: list[int]) -> int | None:
    """How many dimensions the result has, for factors of these; None where that cannot be told."""
    found = parsed(subscripts, len(ranks))
    if found is None:
        return None
    terms, result = found
    named = [len(term.replace("...", "")) for term in terms]
    if any(rank < count or (rank > count and "..." not in term) for term, rank, count in zip(terms, ranks, named)):
        return None
    dots = max((rank - count for rank, count in zip(ranks, named)), default=0)
    return len(result.replace("...", "")) + (dots if "..." in result else 0)


def spelled_out(subscripts: str, ranks: list[int]) -> tuple[list[str], str]:
    """The letters of each factor and of the result, with letters for the axes an ellipsis stands for: the last ones align."""
    terms, result = parsed(subscripts, len(ranks))
    most = max((rank - len(term) + 3 for term, rank in zip(terms, ranks) if "..." in term), default=0)
    free = [c for c in string.ascii_letters if c not in "".join(terms) + result]
    dots = "".join(free[:most])
    full = [term.replace("...", dots[most - (rank - len(term) + 3) :]) for term, rank in zip(terms, ranks)]
    return full, result.replace("...", dots)


def _einsum_back(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    subscripts, number, g, *factors = args
    if isinstance(subscripts, Items) or not is_atom(subscripts):
        return lowerer.refuse(node, "np.einsum without subscripts as text", "write them as text")
    terms, result = spelled_out(subscripts.value, [ndim(f.kind) for f in factors])
    own, others = terms[number.value], [(t, f) for i, (t, f) in enumerate(zip(terms, factors)) if i != number.value]
    x = factors[number.value]
    unused = iter(sorted(set(string.ascii_lowercase + string.ascii_uppercase) - set("".join(terms) + result)))
    term, extra = _without_repeats(lowerer, node, own, x, unused)
    known = set("".join(t for t, _ in others) + result + "".join(t for t, _ in extra))
    shape = _shape(lowerer, node, x)
    for place, letter in enumerate(own):
        if letter in known:
            continue
        known.add(letter)
        ones = lowerer.compute(node, lowerer.table.find(np.ones), [shape.values[place]])
        extra.append((letter, ones))
    parts = [(result, g), *others, *extra]
    whole = ",".join(t for t, _ in parts) + "->" + term
    if len(parts) > MOST:
        message = f"the derivative of np.einsum({subscripts.value!r}) is a product of more than {MOST} factors"
        return lowerer.refuse(node, message, "write it as several products")
    fn = lowerer.table.named(f"einsum_{len(parts)}")
    back = lowerer.compute(node, fn, [Const(whole), *(f for _, f in parts)])
    if ndim(x.kind) == 0:
        return back
    return lowerer.compute(node, lowerer.table.named("shaped_like"), [back, x])


def _without_repeats(lowerer: Lowerer, node: ast.Call, own: str, x: Value, unused: Any) -> tuple[str, list[tuple[str, Value]]]:
    """A factor's letters with other ones for those that stand again, and the identity matrices that join them."""
    term, extra, seen = "", [], set()
    shape = _shape(lowerer, node, x)
    for place, letter in enumerate(own):
        if letter in seen:
            other = next(unused)
            identity = lowerer.compute(node, lowerer.table.find(np.eye), [shape.values[place]])
            extra.append((letter + other, identity))
            letter = other
        seen.add(letter)
        term += letter
    return term, extra


def _shape(lowerer: Lowerer, node: ast.Call, x: Value) -> Items:
    whole = lowerer.compute(node, lowerer.table.attribute("shape"), [x])
    item = lowerer.table.named("item")
    return Items(tuple, tuple(lowerer.builder.emit(item, whole, Const(i)) for i in range(ndim(x.kind))), whole)


def _tensordot_subscripts(
    lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None
) -> Value:
    a, b, axes = args[0].value, args[1].value, plain(args[2])
    if isinstance(axes, int):
        left, right = list(range(a - axes, a)), list(range(axes))
    else:
        left, right = ([axis] if isinstance(axis, int) else list(axis) for axis in axes)
    letters = list(string.ascii_letters[: a + b])
    first, second = letters[:a], letters[a:]
    for i, j in zip(left, right):
        second[j] = first[i]
    kept = [c for i, c in enumerate(first) if i not in [k % a for k in left]]
    kept += [c for j, c in enumerate(second) if j not in [k % b for k in right]]
    return Const(f"{''.join(first)},{''.join(second)}->{''.join(kept)}")


def plain(value: Value) -> Any:
    """Nested tuples and lists of constants as what they are in Python."""
    return type(value.values)(map(plain, value.values)) if isinstance(value, Items) else value.value


def _dot_subscripts(lowerer: Lowerer, node: ast.Call, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    a, b = args[0].value, args[1].value
    letters = string.ascii_letters
    first, second = letters[:a], list(letters[a : a + b])
    second[-2 if b > 1 else -1] = first[-1]
    kept = first[:-1] + "".join(c for c in second if c != first[-1])
    return Const(f"{first},{''.join(second)}->{kept}")


FORMS.update({einsum_back: _einsum_back, tensordot_subscripts: _tensordot_subscripts, dot_subscripts: _dot_subscripts})
