"""Functions and methods that change the array they are given."""

from __future__ import annotations

import pytest

from sourcead.backend import text

from .programs import check, programs


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


PROGRAMS = programs(
    """
    y = A.copy()~np.fill_diagonal(y, s)~y
    y = A.copy()~np.fill_diagonal(y, v)~y
    y = A.copy()~np.fill_diagonal(y, w[:2])~y
    y = np.ones((2, 3)) * s~np.fill_diagonal(y, 0.0)~y
    y = np.ones((5, 3)) * s~np.fill_diagonal(y, v, wrap=True)~y
    y = np.ones((5, 3)) * s~np.fill_diagonal(y, t)~y
    y = np.ones((3, 3, 3)) * s~np.fill_diagonal(y, v)~y
    y = x.copy()~np.place(y, y > 0, [s, t])~y
    y = x.copy()~np.place(y, y > 0, s)~y
    y = x.copy()~np.place(y, y > 0, v)~y
    y = x.copy()~np.putmask(y, y > 0, s)~y
    y = x.copy()~np.putmask(y, y > 0, q)~y
    y = x.copy()~np.putmask(y, y > 0, w[:2])~y
    y = x.copy()~np.put_along_axis(y, np.array([[0], [2]]), s, axis=1)~y
    y = x.copy()~np.put_along_axis(y, np.array([[0], [2]]), q[:, :1], 1)~y
    y = x.copy()~np.put_along_axis(y, np.argmax(x, axis=1, keepdims=True), 9.0, axis=1)~y
    y = x.copy()~np.put_along_axis(y, np.array([0, 4]), w[:2], axis=None)~y
    y = v.copy()~y[v[0] > 0] *= 2~y
    y = v.copy()~y[v[0] > 0] = s~y
    y = v.copy()~y[v[0] < 0] = s~y
    y = v.copy()~y[True] = s~y
    np.sum(v[v[0] > 0] * w)
    np.sum(x[x[0, 0] < 0]) + s
    v[True] * s
    y = x.copy()~y.partition(1)~y
    y = x.copy()~y.partition(1, axis=0)~y
    y = x.copy()~y.sort(0)~y
    y = x.copy()~y.sort(axis=0, kind="stable")~y
    y = x.copy()~y.put([0, 2], [s, t])~y
    y = x.copy()~np.put(y, [0, 7], [s, t], mode="wrap")~y
    y = x.copy()~np.put(y, [0, 9], [s, t], mode="clip")~y
    y = x.copy()~np.put(y, [0, 2, 4], [s, t])~y
    y = x.T.copy()~np.put(y.T, [0, 2], s)~y
    y = x.copy()~np.copyto(y, v)~y
    y = x.copy()~np.copyto(y, v, "same_kind", x > 0)~y
    y = x.copy()~np.copyto(dst=y, src=v)~y
    y = x.copy()~np.nan_to_num(y, copy=False)~y
    y = x.copy()~y.view()[0] = w~y
    y = v.copy()~operator.setitem(y, 1, s)~y
    y = v.copy()~operator.iadd(y, w)~y
    y = v.copy()~y = operator.imul(y, w)~y
    y = A.copy()~y = operator.imatmul(y, B)~y
    y = [s, t]~operator.setitem(y, 0, s * t)~np.array(y)
    y = v.copy()~z = operator.isub(y, w)~z[0] = 1.0~y * s
    y = v.copy()~y.flat[1] = s~y
    """
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program):
    check(program)
