"""Lists of any length and their adjoints. Each function gives a new list; generated text changes its own in place."""

import numpy as np


def appended(items, value):
    """The list with `value` after its items."""
    return [*items, value]


def without_last(items, last=None):
    """The list without its last item, which `last` has the shape of. Raises the IndexError of `pop` where there is none."""
    if not items:
        raise IndexError("pop from empty list")
    return items[:-1]


def list_item(items, index):
    """items[index]."""
    return items[index]


def list_part(items, index):
    """The items that a slice picks."""
    return items[index]


def list_part_back(values, like, index):
    """Zeros like the items of `like`, with `values` where the slice picks: the transpose of `list_part(like, index)`."""
    out = list_zeros_like(like)
    for position, value in zip(range(len(like))[index], values, strict=True):
        out[position] = value
    return out


def list_store(items, value, index):
    """The list with `value` in the place of items[index]."""
    out = list(items)
    out[index] = value
    return out


def list_add_at(items, value, index):
    """The list with `value` added to items[index]."""
    return list_store(items, items[index] + value, index)


def list_plus(a, b):
    """The sums of the items of two lists of one length."""
    return [x + y for x, y in zip(a, b, strict=True)]


def list_copy(items):
    """A list of the same items."""
    return list(items)


def list_zeros_like(items):
    """A list of zeros, each like the item in its place."""
    return [zero_like_item(items, i) for i in range(len(items))]


def zero_like_item(items, index):
    """A zero like items[index]: for an array, an array of its shape and type."""
    item = items[index]
    return np.zeros_like(item) if isinstance(item, np.ndarray) else 0.0


def array_of_list(items):
    """np.array of a list of numbers or of arrays of one shape."""
    return np.array(items)


def rows(x):
    """The list of the elements or rows of an array."""
    return list(x)


def list_of(*items):
    """The list of these items."""
    return list(items)


def list_filled(items, value):
    """A list of `value`, one for each item. Raises ValueError where an item has another shape."""
    if any(np.shape(v) != np.shape(value) for v in items):
        raise ValueError("sum of a list of arrays of different shapes is not supported")
    return [value] * len(items)
