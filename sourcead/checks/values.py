"""Numbers, arrays and nests of them, as checks draw, move and compare them.

A nest is a tuple, list, dict, namedtuple or dataclass of what may be nests in turn. What moves is its floats: whole numbers
in it are sizes and counts as often as not.
"""

from __future__ import annotations

from typing import Any, Callable, Sequence

import numpy as np

from ..ir import kinds
from ..ir.builder import nest_leaves
from ..ir.kinds import Record, is_number, item_of, kind_of

# -- nests ----------------------------------------------------------------------------------------------------------------


def leaves(value: Any) -> list[Any]:
    """What a nest holds, left to right."""
    return nest_leaves(kinds.opened(value))


def mapped(leaf: Callable[..., Any], value: Any, *others: Any) -> Any:
    """The nest of what `leaf` gives for what `value`, and `others` that are nested like it, hold."""
    if type(value) in (tuple, list):
        return type(value)(mapped(leaf, *items) for items in zip(value, *others))
    kind = kind_of(value)
    if not isinstance(kind, Record):
        return leaf(value, *others)
    items = {key: mapped(leaf, *(item_of(one, key) for one in (value, *others))) for key in kind.keys}
    return items if kind.type is dict else kind.type(**items)


def nested_alike(one: Any, other: Any) -> bool:
    """Whether two values are nests of the same types, lengths and keys."""
    if type(one) in (tuple, list):
        return type(other) is type(one) and len(one) == len(other) and all(map(nested_alike, one, other))
    kind, found = kind_of(one), kind_of(other)
    if not isinstance(kind, Record):
        return not isinstance(found, (Record, kinds.Sequence))
    same = isinstance(found, Record) and found.type is kind.type and set(found.keys) == set(kind.keys)
    return same and all(nested_alike(item_of(one, key), item_of(other, key)) for key in kind.keys)


def moves(leaf: Any, whole: Any) -> bool:
    """Whether a leaf of an argument is moved: a float, or the argument itself, which was asked for."""
    return is_float(leaf) or leaf is whole


def has_floats(value: Any) -> bool:
    return any(map(is_float, leaves(value)))


def copies(args: Sequence[Any]) -> list:
    """The same arguments with arrays and nests of their own."""
    return [mapped(lambda leaf: leaf.copy(order="K") if isinstance(leaf, np.ndarray) else leaf, arg) for arg in args]


def moved(value: Any, step: float, along: Any) -> Any:
    """A nest moved along a direction."""
    return mapped(lambda part, by: like(part, as_array(part) + step * as_array(by)) if moves(part, value) else part, value, along)


# -- numbers and arrays ---------------------------------------------------------------------------------------------------


def is_float(value: Any) -> bool:
    """Whether a value is a float or complex number, or an array of such."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "fc"
    return isinstance(value, (float, complex))


def is_real_number(value: Any) -> bool:
    """Whether a value is one float: what has a gradient."""
    return is_float(value) and np.ndim(value) == 0 and not isinstance(value, np.ndarray) and not np.iscomplexobj(value)


def epsilon_of(values: Any) -> float:
    """The coarsest precision among the floats of a nest."""
    found = [np.finfo(np.asarray(leaf).dtype).eps for leaf in leaves(values) if is_float(leaf)]
    return float(max(found, default=np.finfo(float).eps))


def as_array(value: Any) -> np.ndarray:
    return np.asarray(value, dtype=complex if np.iscomplexobj(value) else float)


def flat(parts: Sequence[Any]) -> np.ndarray:
    return np.concatenate([np.ravel(as_array(part)) for part in parts]) if parts else np.zeros(0)


def like(model: Any, value: Any) -> Any:
    """A value as an array or number of the type of `model`; floats for integers."""
    if isinstance(model, (np.ndarray, np.generic)):
        dtype = model.dtype if model.dtype.kind in "fc" else np.dtype(float)
        return np.array(value, dtype=dtype) if isinstance(model, np.ndarray) else dtype.type(value)
    return complex(value) if isinstance(model, complex) else float(value)


def widened(leaf: Any) -> Any:
    """Short floats as float64: what differences of float32 values would show of a derivative is mostly rounding."""
    if not isinstance(leaf, (np.ndarray, np.generic)):
        return leaf
    if leaf.dtype == np.complex64:
        return leaf.astype(complex)
    return leaf.astype(float) if leaf.dtype.kind == "f" and leaf.dtype.itemsize < 8 else leaf


# -- directions and seeds -------------------------------------------------------------------------------------------------


def signed(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Numbers between a half and one, of either sign."""
    return rng.uniform(0.5, 1.0, shape) * rng.choice([-1.0, 1.0], shape)


def turned(value: Any, rng: np.random.Generator) -> Any:
    """Factors of modulus one: 1 but for a complex number, whose two parts are to move."""
    return np.exp(1j * rng.uniform(0.2, 1.3, np.shape(value))) if np.iscomplexobj(value) else 1.0


def direction(value: Any, rng: np.random.Generator) -> Any:
    """Steps in proportion to the elements, so that their signs stay; a thousandth of the largest for those that are tiny."""

    def leaf(part: Any) -> Any:
        if not moves(part, value):
            return fixed(part)
        sizes = np.abs(as_array(part))
        largest = np.max(sizes, initial=0.0)
        sizes = np.maximum(sizes, 1e-3 * largest) if 0 < largest < np.inf else np.ones_like(sizes)
        return like(part, sizes * signed(sizes.shape, rng) * turned(part, rng))

    return mapped(leaf, value)


def still(step: Any) -> Any:
    """The direction in which nothing moves, like one in which something does."""
    return mapped(lambda part: part if part is None else like(part, 0.0 * as_array(part)), step)


def fixed(leaf: Any) -> Any:
    """The tangent of what is held fixed in a nest: zero for a number, None for what is none."""
    return like(leaf, np.zeros(np.shape(leaf))) if is_number(kind_of(leaf)) and not isinstance(leaf, (bool, np.bool_)) else None


def seeded_outputs(value: Any) -> list[int]:
    """The leaves of a value that take an adjoint: the numbers among them."""
    return [i for i, leaf in enumerate(leaves(value)) if is_number(kind_of(leaf))]


def seeds_for(value: Any, outputs: list[int], rng: np.random.Generator | None = None) -> list:
    """An adjoint for each of these leaves of a value: random and of the reciprocal size of the leaf, or ones."""
    parts, seeds = leaves(value), []
    for i in outputs:
        shape = np.shape(parts[i])
        size = np.max(np.abs(as_array(parts[i])), initial=0.0)
        usual = np.isfinite(size) and size > 0 and rng is not None
        drawn = np.ones(shape) if rng is None else signed(shape, rng) * turned(parts[i], rng)
        seeds.append(like(parts[i], drawn / (size if usual else 1.0)))
    return seeds


def zero(leaf: Any) -> Any:
    """The adjoint of an output that has none."""
    return np.zeros_like(leaf) if isinstance(leaf, (np.ndarray, np.generic)) else 0.0


# -- comparing ------------------------------------------------------------------------------------------------------------


def identical(one: Any, other: Any) -> bool:
    """Whether two nests hold the same types, shapes and bits; what is no number is compared by ==."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(identical, one.values(), other.values()))
    if isinstance(one, (np.ndarray, np.generic)):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        return one.dtype.hasobject or one.tobytes() == other.tobytes()
    if isinstance(one, (float, complex)):
        return np.array(one).tobytes() == np.array(other).tobytes()
    kind = kind_of(one)
    if isinstance(kind, Record):
        return nested_alike(one, other) and all(identical(item_of(one, key), item_of(other, key)) for key in kind.keys)
    return one is other or bool(one == other)


def mismatch(derivative: Any, model: Any) -> str:
    """What is wrong with the shape or type of a derivative of `model`, or nothing."""
    if not nested_alike(model, derivative):
        return f"has a derivative {short(derivative)} that is not nested like {short(model)}"
    for part, of in zip(leaves(derivative), leaves(model)):
        if not moves(of, model):
            continue
        if np.shape(part) != np.shape(of):
            return f"has a derivative of shape {np.shape(part)} for one of shape {np.shape(of)}"
        got, want = np.asarray(part).dtype, np.asarray(of).dtype
        if want.kind in "fc" and got != want:
            return f"has a derivative of {got} for one of {want}"
    return ""


def short(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def distance(one: Any, other: Any) -> float:
    """How far two values of one form are apart; infinity where their forms differ."""
    ones, others = leaves(one), leaves(other)
    if len(ones) != len(others) or any(np.shape(a) != np.shape(b) for a, b in zip(ones, others)):
        return float("inf")
    pairs = [(a, b) for a, b in zip(ones, others) if is_float(a) and is_float(b)]
    gaps = np.abs(flat([a for a, _ in pairs]) - flat([b for _, b in pairs]))
    return float(np.max(gaps, initial=0.0))
