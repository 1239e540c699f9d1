"""What statements that Python carries out by itself have given: it must be what the text around them was written for."""

from __future__ import annotations

from typing import Any

import numpy as np

WEAKER = {"float": (int, float), "complex": (int, float, complex), "int": (int,), "bool": (bool,)}


def of_kind(name: str, value: Any, dtype: str, ndim: int | None = None, *given: Any) -> Any:
    """`value`, which must be a number of this type, or with `ndim` an array of it that shares no memory with those `given`."""
    if ndim is None:
        if type(value) in WEAKER.get(dtype, ()) or _is_numpy_scalar(value, dtype):
            return value
        raise TypeError(f"{name} is {_described(value)} after the try statement, and not of type {dtype}: convert it there")
    if type(value) not in (np.ndarray, np.memmap) or value.dtype.name != dtype or value.ndim != ndim:
        wanted = f"a {ndim}-dimensional array of {dtype}"
        raise TypeError(f"{name} is {_described(value)} after the try statement, and not {wanted}: convert it there")
    if any(np.may_share_memory(value, array) for array in _arrays(given)):
        raise ValueError(f"{name} may share memory with an array that the try statement reads: copy it there, {name}.copy()")
    return np.array(value)


def _is_numpy_scalar(value: Any, dtype: str) -> bool:
    if dtype in WEAKER:
        return False
    if isinstance(value, np.generic):
        return value.dtype.name == dtype
    return type(value) in (int, float) and np.dtype(dtype).kind in "fc"


def _described(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"a {value.ndim}-dimensional array of {value.dtype}"
    return "None" if value is None else f"of type {type(value).__name__}"


def _arrays(values: Any) -> list[np.ndarray]:
    """The arrays in a nest of tuples, lists and dicts."""
    found: list[np.ndarray] = []
    pending = list(values)
    while pending:
        value = pending.pop()
        if isinstance(value, np.ndarray):
            found.append(value)
        elif isinstance(value, (tuple, list)):
            pending.extend(value)
        elif isinstance(value, dict):
            pending.extend(value.values())
    return found
