"""What tests share: functions made from text, and derivatives by central differences."""

import itertools
import linecache

import numpy as np
import pytest

_numbers = itertools.count()


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden texts")


def make_function(text, name="f", **names):
    """The function `name` that `text` defines, its source registered so that sourcead can read it."""
    filename = f"<test {next(_numbers)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {"np": np, **names}
    exec(compile(text, filename, "exec"), namespace)
    return namespace[name]


def numeric_gradient(f, args, index, step=1e-5):
    """Central differences of a scalar function in one argument, with one Richardson step: error O(step**4)."""
    x = np.array(args[index], dtype=float)

    def at(delta, where):
        moved = x.copy()
        moved[where] += delta
        value = moved if np.ndim(args[index]) else float(moved)
        return float(f(*args[:index], value, *args[index + 1 :]))

    out = np.zeros_like(x)
    for where in np.ndindex(x.shape):
        coarse = (at(2 * step, where) - at(-2 * step, where)) / (4 * step)
        fine = (at(step, where) - at(-step, where)) / (2 * step)
        out[where] = (4 * fine - coarse) / 3
    return out


@pytest.fixture
def make():
    return make_function


@pytest.fixture
def numeric():
    return numeric_gradient
