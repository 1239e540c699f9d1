"""What has no rule, and why: the sentence a user reads who calls one.

A name that is in no row, definition or form must be here: tests/rules/test_coverage.py walks the libraries.
"""

from __future__ import annotations

import builtins
import cmath
import math
import operator
from typing import Any

import numpy as np

from .table import TABLE

LIBRARIES = {
    "numpy": np,
    "numpy.linalg": np.linalg,
    "numpy.fft": np.fft,
    "numpy.ndarray": np.ndarray,
    "math": math,
    "cmath": cmath,
    "operator": operator,
    "builtins": builtins,
}

# Reason -> library -> names. Names that a version of NumPy or Python lacks are passed over.
REFUSED: dict[str, dict[str, str]] = {
    "how it rounds depends on whether it is given Python's numbers or NumPy's; use sum or np.dot": {"math": "sumprod"},
    "it calls a function with arrays of its own; use np.triu_indices or np.tril_indices": {"numpy": "mask_indices"},
    "it makes arrays of objects; give the function itself, or use np.vectorize": {"numpy": "frompyfunc"},
    "it is about types; convert with np.complex128 or astype": {"numpy": "clongdouble complex256 complex192 complexfloating"},
    "complex numbers have no order but by their parts; use np.sort": {"numpy": "sort_complex"},
    "it gives real or complex numbers, as its values are; find them outside": {"numpy": "roots"},
    "its results are named, or in no order that NumPy promises; use np.unique": {
        "numpy": "unique_all unique_counts unique_inverse unique_values",
    },
    "it counts in cells of several dimensions; use np.histogram of each": {"numpy": "histogram2d histogramdd"},
    "it changes an array in place, as a function; assign to elements instead": {
        "numpy.ndarray": "byteswap resize setfield setflags",
    },
    "it is about memory and layout, which a derivative does not follow": {
        "numpy": """
            asarray_chkfinite frombuffer from_dlpack require byte_bounds nested_iters nditer flatiter broadcast ndenumerate
            ndindex memmap
        """,
        "numpy.ndarray": "base ctypes data device flags getfield strides to_device",
    },
    "it gives Python lists or bytes whose length is not known at generation": {
        "numpy": "unstack",
        "numpy.ndarray": "tobytes tolist",
    },
    "it reads or writes files or text": {
        "numpy": """
            fromfile fromregex fromstring genfromtxt load loadtxt save savetxt savez savez_compressed info test
            array2string array_repr array_str base_repr binary_repr format_float_positional format_float_scientific
            set_printoptions get_printoptions printoptions show_config show_runtime get_include typename
        """,
        "numpy.linalg": "test",
        "numpy.fft": "test",
        "numpy.ndarray": "dump dumps tofile",
        "builtins": "ascii bin breakpoint chr format help hex input oct open ord license copyright credits exit quit",
    },
    "it is a setting, which a derivative does not follow": {
        "numpy": "errstate geterr geterrcall getbufsize seterr seterrcall setbufsize",
    },
    "it is about types; write the type down instead": {
        "numpy": """
            common_type isdtype iterable min_scalar_type mintypecode einsum_path generic number integer signedinteger
            unsignedinteger inexact floating character flexible ufunc
        """,
        "builtins": """
            callable classmethod delattr dir hasattr hash id issubclass object property setattr staticmethod super type
            vars
        """,
    },
    "dates, text, records and objects are no numbers": {
        "numpy": """
            busday_count busday_offset busdaycalendar datetime_as_string datetime_data is_busday isnat datetime64 timedelta64
            bytes_ str_ void object_ record recarray
        """,
    },
    "matrices and polynomials as objects redefine operators": {"numpy": "asmatrix bmat matrix poly1d"},
    "its precision depends on the machine": {"numpy": "float128 float96 longdouble"},
    "packed bits and integers of C are no real numbers": {"numpy": "packbits unpackbits longlong ulonglong ravel_multi_index"},
    "make arrays with np.array, np.zeros or np.ones": {"numpy": "ndarray"},
    "it is a name that NumPy gives up": {
        "numpy": "in1d row_stack trapz",
        "numpy.ndarray": "itemset newbyteorder ptp tostring",
    },
    "it works on containers, not on numbers": {
        "builtins": """
            aiter anext bytearray bytes frozenset iter memoryview next set compile eval exec globals locals
        """,
        "operator": "indexOf",
    },
}


def refused() -> dict[tuple[str, str], str]:
    """The reason for each (library, name) that this NumPy and Python have."""
    return {
        (library, name): reason
        for reason, names in REFUSED.items()
        for library, text in names.items()
        for name in text.split()
        if hasattr(LIBRARIES[library], name)
    }


def fill() -> None:
    for (library, name), reason in refused().items():
        value: Any = getattr(LIBRARIES[library], name)
        if TABLE.find(value) is None and TABLE.definition(value) is None:
            TABLE.refuse(value, reason)


fill()
