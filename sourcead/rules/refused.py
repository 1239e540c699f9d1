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
    "it is not supported yet": {
        "numpy.linalg": "tensordot",
        "numpy": "apply_along_axis apply_over_axes fromfunction frompyfunc i0 kaiser mask_indices piecewise vectorize",
    },
    "it is about types; convert with np.complex128 or astype": {"numpy": "clongdouble complex256 complex192 complexfloating"},
    "complex numbers have no order but by their parts; use np.sort": {"numpy": "sort_complex"},
    "it is about polynomials, whose roots have no rule yet": {"numpy": "poly polydiv polyfit roots"},
    "how many elements it gives depends on their values": {
        "numpy": """
            trim_zeros unique unique_all unique_counts unique_inverse unique_values union1d intersect1d setdiff1d setxor1d
            polyadd polymul polysub
        """,
    },
    "it counts, and its results are several arrays": {"numpy": "histogram histogram2d histogramdd histogram_bin_edges"},
    "it changes an array in place, as a function; assign to elements instead": {
        "numpy": "fill_diagonal place put_along_axis putmask",
        "numpy.ndarray": "byteswap partition resize setfield setflags",
        "operator": "delitem iand iconcat ilshift imatmul ior irshift ixor setitem",
    },
    "it is about memory and layout, which a derivative does not follow": {
        "numpy": """
            asarray_chkfinite frombuffer from_dlpack require byte_bounds nested_iters nditer flatiter broadcast ndenumerate
            ndindex memmap
        """,
        "numpy.ndarray": "base ctypes data device flags getfield strides to_device view",
    },
    "it gives Python lists or bytes whose length is not known at generation": {
        "numpy": "unstack",
        "numpy.ndarray": "tobytes tolist",
    },
    "it reads or writes files or text": {
        "numpy": """
            fromfile fromiter fromregex fromstring genfromtxt load loadtxt save savetxt savez savez_compressed info test
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
    "write it as a function of NumPy": {"numpy.ndarray": "choose compress", "math": "sumprod"},
    "make arrays with np.array, np.zeros or np.ones": {"numpy": "ndarray"},
    "it is a name that NumPy gives up": {
        "numpy": "in1d row_stack trapz",
        "numpy.ndarray": "itemset newbyteorder ptp tostring",
    },
    "it works on containers, not on numbers": {
        "builtins": """
            aiter anext bytearray bytes frozenset iter memoryview next set compile eval exec globals locals
        """,
        "operator": "attrgetter contains countOf indexOf itemgetter length_hint methodcaller",
    },
    "integers have no derivative; compute with floats": {"operator": "index inv"},
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
