"""Shapes undone and redone: what broadcasting, indexing and joining need in a derivative."""

import numpy as np


def unbroadcast(g, like):
    """The sum of `g` over the axes along which `like` was broadcast: an array of the shape of `like`."""
    shape = np.shape(like)
    if np.shape(g) == shape:
        return g
    extra = np.ndim(g) - len(shape)
    if extra > 0:
        g = np.sum(g, axis=tuple(range(extra)))
    axes = tuple(i for i, n in enumerate(shape) if n == 1 and g.shape[i] != 1)
    return np.sum(g, axis=axes, keepdims=True) if axes else g


def broadcast_like(x, like):
    """A new array of the shape of `like` filled by broadcasting `x`."""
    return np.array(np.broadcast_to(x, np.shape(like)))


def shaped_like(g, like):
    """`g` in the shape of `like`: summed over axes along which `like` was broadcast, repeated along those where `g` is one."""
    return np.array(np.broadcast_to(unbroadcast(g, like), np.shape(like))) if np.shape(g) != np.shape(like) else g


class Path(tuple):
    """Indices one after the other: x[Path(i, j)] stands for x[i][j], where x[i] is a view."""

    def __new__(cls, *indices):
        return super().__new__(cls, indices)


def picked(x, index):
    """x[index], also of a path."""
    for step in index if isinstance(index, Path) else (index,):
        x = x[step]
    return x


def _last(x, index):
    """The array the last index of a path is applied to, and that index."""
    return (picked(x, Path(*index[:-1])), index[-1]) if isinstance(index, Path) else (x, index)


def derivative_type(g, like):
    """The dtype of a derivative `g`: where it is a whole number, which counts as a real one, that of `like`."""
    types = (np.result_type(g), np.result_type(like), np.dtype(float))
    return next(t for t in types if t.kind in "fc")


def scatter_like(g, like, index):
    """Zeros of the shape of `like` with `g` added at `index`: the transpose of `like[index]`."""
    out = np.zeros(np.shape(like), derivative_type(g, like))
    part, index = _last(out, index)
    steps = index if isinstance(index, tuple) else (index,)
    if any(isinstance(step, (list, np.ndarray)) for step in steps):
        np.add.at(part, index, g)  # an index array may name an element twice
    else:
        part[index] = g
    return out


def add_at(x, g, index):
    """A copy of `x` with `g` added at `index`, to an element that `index` names twice both."""
    out = np.array(x)
    part, index = _last(out, index)
    np.add.at(part, index, g)
    return out


def store(x, value, index):
    """A copy of `x` with `value` written at `index`."""
    out = np.array(x)
    part, index = _last(out, index)
    part[index] = value
    return out


def added(a, b):
    """a + b."""
    return a + b


def last_written(like, index):
    """For each element that `index` picks of an array like `like`: whether it is the last to name that element."""
    part, index = _last(like, index)
    numbers = np.zeros(np.shape(part), int)
    order = np.arange(numbers[index].size).reshape(numbers[index].shape)
    numbers[index] = order
    return numbers[index] == order


def require_contiguous(x):
    """Raise ValueError where a reshaped `x` would be a copy, which does not see what is written to `x`, nor `x` to it."""
    if not x.flags.c_contiguous:
        raise ValueError("an array that is not contiguous is reshaped and written to: reshape a copy, or write before reshaping")


def require_writable(array, *others):
    """Raise the error NumPy raises for a write to a read-only array, and ValueError where another argument shares its memory.

    The derivative works on a copy, which neither of these would see.
    """
    if not array.flags.writeable:
        raise ValueError("assignment destination is read-only")
    if any(isinstance(other, np.ndarray) and np.shares_memory(array, other) for other in others):
        raise ValueError("an argument that is written to shares memory with another one: pass a copy")


def copied(values):
    """The same nest of lists and tuples with a copy of each array in it."""
    if type(values) in (list, tuple):
        return type(values)(map(copied, values))
    if isinstance(values, dict):
        return {key: copied(value) for key, value in values.items()}
    return np.copy(values) if isinstance(values, np.ndarray) else values


def zeros_of(values):
    """The same nest of lists and tuples with a zero for each number and array of numbers in it."""
    if isinstance(values, (list, tuple)):
        return type(values)(map(zeros_of, values))
    if isinstance(values, np.ndarray):
        return np.zeros(values.shape, values.dtype if values.dtype.kind == "f" else float)
    return 0.0


def tapes_added(one, other):
    """The sum of two nests of lists and tuples, number by number; None stands for what has no derivative."""
    if one is None or other is None:
        return None
    if isinstance(one, (list, tuple)):
        return type(one)(map(tapes_added, one, other))
    return one + other


def in_order(values, like, *backwards):
    """The entries of `values` in the order of `like`: those of each depth are turned round if that is `backwards`.

    Zeros like those of `like` where there are none.
    """
    if len(values) != len(like):
        assert not values
        return zeros_of(like)
    turned = values[::-1] if backwards[0] else values
    return [in_order(v, w, *backwards[1:]) for v, w in zip(turned, like)] if backwards[1:] else turned


def diagonal_like(g, like, k):
    """Zeros of the shape of the matrix `like` with `g` on the k-th diagonal: the transpose of np.diag(like, k)."""
    out = np.zeros(np.shape(like), derivative_type(g, like))
    rows = np.arange(max(-k, 0), max(-k, 0) + len(g))
    out[rows, rows + k] = g
    return out


def concatenate(*items, axis=0):
    """np.concatenate of the arrays given as arguments."""
    return np.concatenate(items, axis)


def part(g, number, axis, *items):
    """What items[number] takes up in `g`, which has the shape of the items joined along `axis`."""
    start = sum(np.shape(item)[axis] for item in items[:number])
    index = [slice(None)] * np.ndim(g)
    index[axis] = slice(start, start + np.shape(items[number])[axis])
    return g[tuple(index)]


def padded_part(g, number, axis, *items):
    """Zeros of the shape of the items joined along `axis`, with `g` in the place of items[number]: the transpose of `part`."""
    blocks = [g if i == number else np.zeros(np.shape(item), derivative_type(g, item)) for i, item in enumerate(items)]
    return np.concatenate(blocks, axis)


def require_shape(result, array):
    """Raise ValueError where `result` has not the shape of `array`, which NumPy raises for an in-place operation."""
    if np.shape(result) != np.shape(array):
        raise ValueError(f"an array of shape {np.shape(result)} does not fit one of shape {np.shape(array)}")


def require_fit(a, b):
    """Raise the error NumPy raises for a product of arrays whose shapes do not fit."""
    rows = np.shape(b)[-2 if np.ndim(b) > 1 else -1] if np.ndim(a) and np.ndim(b) else None
    if rows is not None and np.shape(a)[-1] != rows:
        raise ValueError(f"shapes {np.shape(a)} and {np.shape(b)} do not fit: {np.shape(a)[-1]} is not {rows}")


def require_count(count, wanted):
    """Raise ValueError unless as many items are there as a sequence of known length has."""
    if count != wanted:
        raise ValueError(f"zip of {count} items with a sequence of {wanted}")


def require_items(count, which):
    """Raise the error Python raises for the max or min of nothing."""
    if not count:
        raise ValueError(f"{which}() arg is an empty sequence")


def require_assigned(assigned, name):
    """Raise the error Python raises when the variable `name` is read and has not been assigned."""
    if not assigned:
        raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")


def require_value(present, name):
    """Raise TypeError where `name` is None and a value is needed."""
    if not present:
        raise TypeError(f"{name} is None where a value is needed")


def require_length(x, count):
    """Raise the error Python raises when `x` does not unpack into `count` names."""
    if len(x) > count:
        raise ValueError(f"too many values to unpack (expected {count})")
    if len(x) < count:
        raise ValueError(f"not enough values to unpack (expected {count}, got {len(x)})")


def require_division(length, count):
    """Raise the error NumPy raises for an array that is not to be split into parts of equal length."""
    if length % count:
        raise ValueError("array split does not result in an equal division")


def require_choice(a, count):
    """Raise the error NumPy raises where np.choose is given a number that is none of its choices."""
    if np.any((np.asarray(a) < 0) | (np.asarray(a) >= count)):
        raise ValueError("invalid entry in choice array")


def require_leading(p):
    """Raise ValueError where the leading coefficient of a polynomial is zero, and NumPy would leave it out."""
    if p.size and p[0] == 0:
        raise ValueError("a polynomial whose leading coefficient is zero: leave it out")


def require_apart(low, high):
    """Raise ValueError where bins from a number to the same number are asked for, which NumPy makes one wide."""
    if not low < high:
        raise ValueError("a histogram of elements that are all equal: give the bins")


def require_apart_all(steps):
    """Raise ValueError where np.linspace runs from a number to the same one in an array, which it computes otherwise."""
    if np.any(np.asarray(steps) == 0):
        raise ValueError("np.linspace of arrays with equal elements: call it for these apart")


def require_wide(a):
    """Raise ValueError for the complete QR decomposition of a matrix with more rows than columns: its further columns are arbitrary."""
    if np.shape(a)[-2] > np.shape(a)[-1]:
        raise ValueError("np.linalg.qr with mode='complete' of more rows than columns has no derivative: use mode='reduced'")


def require_cube(a):
    """Raise the error NumPy raises for the diagonal of an array of more than two dimensions that are not all of one length."""
    if len(set(np.shape(a))) > 1:
        raise ValueError("All dimensions of input must be of equal length")


def require_distinct(x, index):
    """Raise ValueError where an index names an element of `x` twice, to which a function would be applied twice."""
    if not np.all(last_written(x, index)):
        raise ValueError("an element is named twice in np.ufunc.at with a function of one argument: call it twice")


def require_nonzero(total):
    """Raise the error NumPy raises for an average whose weights sum to zero."""
    if np.any(np.asarray(total) == 0):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")


def require_space(a, b):
    """Raise ValueError unless the arguments of np.cross are vectors of space: those of the plane are not supported."""
    if np.shape(a)[-1] != 3 or np.shape(b)[-1] != 3:
        raise ValueError(f"np.cross of vectors with {np.shape(a)[-1]} and {np.shape(b)[-1]} elements: both must have 3")


def require_squeezed(x, axes):
    """Raise ValueError where np.squeeze removes other axes than those that were known to have size one."""
    more = [i for i, n in enumerate(np.shape(x)) if n == 1 and i not in axes]
    if more:
        raise ValueError(f"np.squeeze of shape {np.shape(x)}: give the axis, since axis {more[0]} has size one here only")


def require_ends(start, stop):
    """Raise the error NumPy raises for a geometric sequence from or to zero."""
    if start == 0 or stop == 0:
        raise ValueError("Geometric sequence cannot include zero")


def require_variables(count):
    """Raise ValueError where np.cov is given one variable in a matrix: its result has no dimension then."""
    if count == 1:
        raise ValueError("np.cov of a matrix with one variable: pass a vector")
