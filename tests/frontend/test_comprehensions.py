"""Comprehensions and generator expressions, written out and as loops: values bit for bit, gradients in both modes."""

from __future__ import annotations

import numpy as np
import pytest

from sourcead import Refused, grad, tangent, value_and_grad
from sourcead.frontend.consumers import COMPENSATED

from ..test_control_flow import both_modes
from .test_containers import refused

V = np.array([0.5, -1.0, 0.7, 1.2])
M = np.arange(6.0).reshape(2, 3) / 5 + 0.1


def test_comprehensions_over_sequences_of_known_length(numeric):
    def f(x):
        a = [x * w for w in (1.0, x, 3.0)]
        b = [u * v for u in a for v in (1.0, 2.0) if u is not None and v > 1]
        c = {f"k{i}": u for i, u in enumerate(b)}
        d = tuple(u + i for i, u in enumerate(c.values()))
        return sum(a) * d[0] + d[1] * len(c) + [[u * v for u in a] for v in b][1][2]

    both_modes(f, (0.7,), numeric)


def test_a_list_collected_by_a_loop(numeric):
    def f(v, n):
        rows = [v * i for i in range(n)]
        squares = [np.sin(a) * i for i, a in enumerate(v)]
        positive = [a * a for a in v if a > 0]
        s = np.sum(np.array(squares) ** 2) + sum(positive) * len(positive)
        for row in rows:
            s += np.sum(row * row)
        return s + np.sum(np.stack(rows)[1]) + rows[1][2] * len(rows) + max(squares)

    both_modes(f, (V, 4), numeric)


def test_lists_of_lists_for_an_array(numeric):
    def f(A):
        pairs = np.array([[a, a * a] for a in A[0]])
        return np.sum(np.array([[a * b for b in A[0]] for a in A[1]]) ** 2) + np.sum(pairs @ np.array([1.0, 2.0]))

    both_modes(f, (M,), numeric)


def test_several_clauses(numeric):
    def f(v, n):
        pairs = [a * b for a in v for b in v if a > b]
        return (
            sum(pairs)
            + sum(a * j for i, a in enumerate(v) for j in range(i))
            + sum(x * n for x in (v[0], v[1]) for _ in range(n))
        )

    both_modes(f, (V, 3), numeric)


def test_sums_with_conditions(numeric):
    def f(v, x):
        return sum(a * x for a in v if a > 0) + sum((a for a in v if a > 10), x) + sum(a if a > 0 else a * x for a in v)

    both_modes(f, (V, 0.3), numeric)
    both_modes(f, (V, 0.3), numeric, 1)


def test_sums_of_arrays(numeric):
    def f(A):
        total = sum((row * row for row in A), np.zeros(3))
        return np.sum(total * total) + np.sum(sum([A[0], A[1]]))

    def from_nothing(A):
        return np.sum(sum(row for row in A) ** 2)

    both_modes(f, (M,), numeric)
    if COMPENSATED:  # sum itself is called
        both_modes(from_nothing, (M,), numeric)
    else:
        assert "np.zeros" in refused(from_nothing, M)


def test_sums_where_python_compensates_for_rounding(numeric, monkeypatch):
    """From 3.12 on, sum of floats is not what adding them gives: the derivative calls sum itself."""
    monkeypatch.setattr("sourcead.frontend.consumers.COMPENSATED", True)

    def f(x, v, n):
        s = sum([x, 0.1, 0.2, x * x]) + sum((x, 1.0), x) + sum(x * i for i in range(n) if i % 2) + sum((1, 2)) * x
        return s + sum(a * x for a in v) + sum(b for b in (x, 2 * x) if b > 1)

    both_modes(f, (0.7, V, 4), numeric)
    assert value_and_grad(f).source(0.7, V, 4).count(" sum(") >= 4


def test_maxima_and_minima(numeric):
    def f(v, n):
        return max(a * a for a in v) + min(np.sin(n * a) for a in v) * max(v[i] for i in range(n))

    both_modes(f, (V, 3), numeric)


@pytest.mark.parametrize("n", [0, 3, 9])
def test_any_and_all(n, numeric):
    def f(x, n):
        if any(x * i > 2 for i in range(n)):
            return x * x
        return x if all(i > x for i in range(n)) else 3 * x

    both_modes(f, (0.7, n), numeric)


def test_inside_loops_and_branches(numeric):
    def f(v, n):
        s = 0.0
        for k in range(n):
            if k % 2:
                s += sum(np.cos(a * k) for a in v)
            else:
                s = s + np.sum(np.array([a * s + k for a in v]))
            s = s * [w * v[0] for w in (0.1, 0.2)][1]
        return s

    both_modes(f, (V, 4), numeric)


def test_integers_count_as_reals():
    def f(n):
        numbers = [n * i for i in range(n)]
        return sum(numbers) * 0.5 + numbers[2] * 0.5

    value, bar = value_and_grad(f)(4)
    assert value == f(4) and bar == 4.0  # (0 + 1 + 2 + 3 + 2) / 2
    assert tangent(f)(4, 1.0)[1] == bar


def test_variables_have_a_scope_of_their_own(numeric):
    def f(x, i):
        i = i * x
        a = [i * 2.0 for i in (x, x * x)]
        b = sum(i for i in [i] for i in (i, x))
        fs = [lambda: i * k for k in (1.0, 2.0)]  # noqa: B023
        return i * a[0] + b + fs[0]()

    both_modes(f, (0.7, 2.0), numeric)
    assert "not defined" in refused(lambda x: sum([k for k in (x, x)]) + k, 0.5)  # noqa: F821


def test_effects_happen_once_and_in_order(capsys):
    def f(x, n):
        def shown(a):
            print(a)
            return a * x

        return sum([shown(i) for i in range(n)]) + sum(shown(i) for i in (7, 8)) + sum(map(shown, (9,)))

    f(2.0, 3)
    expected = capsys.readouterr().out
    assert grad(f)(2.0, 3) == 27.0
    assert capsys.readouterr().out == expected


def test_the_length_does_not_matter_for_what_is_generated():
    def f(v):
        return sum(a * a for a in v)

    df = grad(f)
    df(V)
    text = df.source()
    np.testing.assert_array_equal(df(np.ones(50)), 2 * np.ones(50))
    assert df.source() == text and "for" in text


def test_arrays_in_a_collected_list_are_the_arrays_themselves(numeric):
    def f(A):
        rows = [row * 1.0 for row in A]
        rows[0][1] = rows[1][0] * 2.0
        first = rows[0]
        return np.sum(first * rows[1])

    try:
        both_modes(f, (M,), numeric)
    except Refused as refusal:
        assert "in a list" in str(refusal)


def test_a_collected_list_of_views_sees_what_is_written_to_the_array():
    def f(A):
        B = A * 1.0
        rows = [B[i] for i in range(2)]
        B[0, 0] = 5.0 * A[0, 1]
        return np.sum(rows[0] * rows[0])

    try:
        value, bar = value_and_grad(f)(M)
        assert value == f(M)
    except Refused as refusal:
        assert "^" in str(refusal)


@pytest.mark.parametrize(
    "text, words",
    [
        ("return [v for v in (x, 1.0) if v > 0][0]", "np.where"),
        ("return len({v for v in (1, 2)}) * x", "set comprehension"),
        ("return sum((y := v) for v in (x, 1.0))", "assignment inside"),
        ("g = (v for v in (x, 1.0)); return sum(g)", "once"),
        ("s = 0.0\n    for v in (u * x for u in (1.0, 2.0)):\n        s += v\n    return s", "list of it"),
        ("return {i: x for i in range(n)}[0]", "dict"),
        ("return tuple(x * i for i in range(n))[0]", "list"),
        ("return [(x, i) for i in range(n)][0][0]", "numbers or arrays"),
    ],
)
def test_what_is_refused(make, text, words):
    f = make(f"def f(x, n):\n    {text}\n")
    assert words in refused(f, 0.5, 3)
