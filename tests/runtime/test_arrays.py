"""The helpers of generated code, each against what defines it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sourcead import runtime

SHAPES = [(), (1,), (3,), (2, 3), (2, 1), (1, 3), (1, 1), (4, 2, 3), (0,), (0, 3), (2, 0)]


def inner(a, b):
    return float(np.sum(np.asarray(a) * np.asarray(b)))


@pytest.mark.parametrize("small, large", [(s, t) for s, t in itertools.product(SHAPES, SHAPES) if len(s) <= len(t)])
def test_unbroadcast_is_the_transpose_of_broadcasting(small, large):
    rng = np.random.default_rng(0)
    try:
        if np.broadcast_shapes(small, large) != large:
            return
    except ValueError:
        return
    x, g = rng.normal(size=small), rng.normal(size=large)
    spread, back = runtime.broadcast_like(x, g), runtime.unbroadcast(g, x)
    assert np.shape(spread) == large and np.shape(back) == small
    assert spread.flags.writeable and not np.shares_memory(spread, x)
    assert inner(g, spread) == pytest.approx(inner(back, x))


@pytest.mark.parametrize(
    "index",
    [0, -1, slice(1, None), (slice(None), 1), (Ellipsis, None, 0), [0, 1, 0], ([0, 1, 0], [2, 1, 2]), np.array([True, False]),
     np.array([[0, 1], [1, 1]]), (0, [1, 1])],
)  # fmt: skip
def test_scatter_like_is_the_transpose_of_indexing(index):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3))
    g = rng.normal(size=np.shape(x[index]))
    assert inner(g, x[index]) == pytest.approx(inner(runtime.scatter_like(g, x, index), x))
    assert runtime.scatter_like(g.astype(np.float32), x, index).dtype == np.float32


@pytest.mark.parametrize("shape, k", [((3, 3), 0), ((2, 4), 1), ((4, 2), -2), ((2, 3), 2), ((3, 3), -1)])
def test_diagonal_like_is_the_transpose_of_diag(shape, k):
    x = np.arange(12.0)[: shape[0] * shape[1]].reshape(shape)
    g = np.linspace(1.0, 2.0, len(np.diag(x, k)))
    assert inner(g, np.diag(x, k)) == pytest.approx(inner(runtime.diagonal_like(g, x, k), x))


@pytest.mark.parametrize("axis, shapes", [(0, [(2,), (3,)]), (1, [(2, 1), (2, 4), (2, 0)]), (-1, [(2, 3), (2, 2)])])
def test_parts_of_what_is_joined(axis, shapes):
    rng = np.random.default_rng(0)
    items = [rng.normal(size=shape) for shape in shapes]
    joined = runtime.concatenate(*items, axis=axis)
    np.testing.assert_array_equal(joined, np.concatenate(items, axis))
    for number, item in enumerate(items):
        np.testing.assert_array_equal(runtime.part(joined, number, axis, *items), item)
    padded = [runtime.padded_part(item, number, axis, *items) for number, item in enumerate(items)]
    np.testing.assert_array_equal(sum(padded), joined)


def test_require_length():
    assert runtime.require_length([1, 2], 2) is None
    for count, message in ((1, "too many values to unpack"), (3, "not enough values to unpack")):
        with pytest.raises(ValueError, match=message):
            runtime.require_length([1, 2], count)
