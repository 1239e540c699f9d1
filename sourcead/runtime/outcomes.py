"""What statements that Python carries out by itself have given: it must be what the text around them was written for."""

from __future__ import annotations

from typing import Any

import numpy as np

WEAKER = {"float": (int, float), "complex": (int, float, complex), "int": (int,), "bool": (bool,)}


def of_kind(name: str, value: Any, dtype: str, ndim: int | None = None) -> Any:
    """`value`, which must be a number of this type, or with `ndim` an array of it: of that a copy."""
    if ndim is None:
        if type(value) in WEAKER.get(dtype, ()) or _is_numpy_scalar(value, dtype):
            return value
        raise TypeError(f"{name} is {_described(value)} after the try statement, and not of type {dtype}: convert it there")
    if type(value) not in (np.ndarray, np.memmap) or value.dtype.name != dtype or value.ndim != ndim:
        wanted = f"a {ndim}-dimensional array of {dtype}"
        raise TypeError(f"{name} is {_described(value)} after the try statement, and not {wanted}: convert it there")
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
