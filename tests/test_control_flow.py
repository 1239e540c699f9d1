"""Branches and loops: a line for each thing that must work, and for each bug that random programs found."""

import numpy as np
import pytest

from sourcead import Refused, adjoint, flops, grad, jvp, ssa, tangent, value_and_grad, vjp

V = np.array([0.5, -1.0, 0.7, 1.2])
M = np.arange(6.0).reshape(2, 3) / 5 + 0.1
SHIFT = np.array([0.1, 0.2, 0.3, 0.4])
TRIPS = 3


def both_modes(f, args, numeric, index=0):
    """The gradient in both modes and at second order against differences, the value against the function's."""
    expected = numeric(f, args, index)
    value, bar = value_and_grad(f, index)(*args)
    assert repr(value) == repr(f(*args))
    np.testing.assert_allclose(bar, expected, rtol=1e-6, atol=1e-8)
    dot = np.cos(np.arange(np.size(args[index])) + 1.0).reshape(np.shape(args[index]))
    dot = dot if np.ndim(dot) else float(dot)
    value, along = tangent(f, index)(*args, dot)
    assert repr(value) == repr(f(*args))
    np.testing.assert_allclose(along, np.sum(bar * dot), rtol=1e-10, atol=1e-12)
    forward = tangent(grad(f, index), index)(*args, dot)[1]
    backward = adjoint(grad(f, index), index)(*args, dot)
    np.testing.assert_allclose(forward, backward, rtol=1e-8, atol=1e-10)
    return bar


# -- what must work -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bounds", [(5,), (0,), (2, 5), (5, 2), (0, 9, 3), (5, 0, -2), (-1, -4, -1)])
def test_ranges(bounds, numeric):
    def f(x):
        y = x
        for i in range(*bounds):
            y = y * np.cos(x + 0.1 * i)
        return y

    both_modes(f, (0.7,), numeric)


def test_loops_over_arrays_rows_and_what_is_made_of_them(numeric):
    def f(v, A):
        s = 0.0
        for a in v:
            s = s + np.sin(a)
        for row in A:
            for b in row:
                s = s * 0.9 + b * b
        for i, (a, b) in enumerate(zip(v, reversed(v))):
            s += a * b * i
        for i, a in enumerate(v, 2):
            s += a**i
        return s

    both_modes(f, (V, M), numeric)
    both_modes(f, (V, M), numeric, 1)


def test_loops_over_tuples_are_written_out(numeric):
    def f(x, y):
        s = 0.0
        for a in (x, y, x * y):
            s = s + a * a
            if s > 50:
                return s * a
        return s

    both_modes(f, (0.7, 0.4), numeric)
    both_modes(f, (7.0, 4.0), numeric)


def test_break_continue_else_and_return_in_nested_loops(numeric):
    def f(x, n, m):
        s = x
        for i in range(n):
            for j in range(m):
                s = s * 1.1
                if s > 5.0:
                    return s * s
                if s < 0.1:
                    break
            else:
                continue
            s = s + 7.0
        return s

    for x in (4.8, 0.05, 0.5):
        both_modes(f, (x, 4, 3), numeric)


@pytest.mark.parametrize("x", [0.3, 3.0, 40.0])
def test_while(x, numeric):
    def f(x):
        n = 0
        while True:
            n += 1
            if x < 1.0 or n > 4:
                break
            x = x / 2 + 0.1 * np.sin(x)
        return x * n

    both_modes(f, (x,), numeric)


@pytest.mark.parametrize("x", [-0.5, 0.5, 1.5])
def test_branches_conditional_expressions_and_truth(x, numeric):
    def f(x, n):
        y = np.sin(x) if x > 0 and n > 1 else x * x
        if not (x > 1 or y < 0.2):
            y = y * x
        elif 0 < x <= 2:
            y += 3 * x
        return (y or 1.0) * (n and x)

    both_modes(f, (x, 2), numeric)


def test_counters_become_floats_and_loop_variables_live_on(numeric):
    def f(x, n):
        s = 0
        i = 0
        for i in range(n):
            s += x * i
        return s * i

    both_modes(f, (0.7, 4), numeric)


def test_swaps_and_captured_trip_counts(numeric):
    def f(x):
        a, b = x, 2 * x
        for _ in range(TRIPS):
            a, b = b, a * b * 0.3 + a
        return a - b

    both_modes(f, (0.7,), numeric)


def test_arrays_carried_by_loops(numeric):
    def f(x, n):
        h = x
        for _ in range(n):
            h = np.tanh(h * x) + 0.1 * x
        return np.sum(h * h)

    both_modes(f, (V, 5), numeric)


def test_float32_stays_float32():
    def f(v):
        s = 0.0
        for a in v:
            s += a * a
        return s

    v = V.astype(np.float32)
    value, bar = value_and_grad(f)(v)
    assert type(value) is np.float32 and bar.dtype == np.float32
    np.testing.assert_allclose(bar, 2 * v)


def test_helpers_with_loops_and_closures(numeric):
    def power(x, n):
        y = 1.0
        for _ in range(n):
            y = y * x
        return y

    def f(x):
        s = 0.0
        for k in range(4):
            g = lambda u: power(u, k) * x  # noqa: E731, B023
            s = s + g(x + k)
        return s

    both_modes(f, (0.7,), numeric)


def test_effects_happen_once_and_in_order(capsys):
    def f(x):
        for i in range(3):
            x = x * x
            print(i, f"{x:.2f}")
        return x

    f(1.1)
    expected = capsys.readouterr().out
    for call in (grad(f), value_and_grad(f), lambda x: tangent(f)(x, 1.0), lambda x: vjp(f, x)[1](1.0)):
        call(1.1)
        assert capsys.readouterr().out == expected


def test_pullbacks_and_pushforwards_and_aux():
    def f(x, n):
        y = x
        for _ in range(n):
            y = y * x
        return y, n

    value, pullback = vjp(lambda x: f(x, 3)[0], 2.0)
    assert (value, pullback(1.0), pullback(2.0)) == (16.0, (32.0,), (64.0,))
    assert jvp(lambda x: f(x, 3)[0], (2.0,), (1.0,)) == (16.0, 32.0)
    assert value_and_grad(f, has_aux=True)(2.0, 3) == ((16.0, 3), 32.0)


def test_generation_does_not_depend_on_the_trip_count():
    def f(x, n):
        for _ in range(n):
            x = x * 0.999 + 0.001
        return x

    df = grad(f)
    assert df(0.5, 3) == pytest.approx(0.999**3)
    text = df.source()
    assert df(0.5, 2000) == pytest.approx(0.999**2000)
    assert df.source() == text


def test_operations_are_counted_and_listed_through_loops():
    def f(x, n):
        y = 1.0
        for i in range(n):
            y = y * np.sin(x + y)
        return y

    assert flops(f, 0.5, 10).total == 30
    assert ssa(f, 0.5, 10).count("sin(") == 1
    assert "for i in" in ssa(f, 0.5, 10)


# -- what is refused ------------------------------------------------------------------------------------------------------------


def test_an_iterator_with_a_name_is_refused():
    def f(v):
        pairs = zip(v, v)
        s = 0.0
        for a, b in pairs:
            s += a * b
        for a, b in pairs:
            s += a * b
        return s

    with pytest.raises(Refused, match="iterator"):
        grad(f)(V)


def test_a_variable_of_two_kinds_is_refused(numeric):
    """Unless the loop is short: then it is written out, and every copy of it has kinds of its own."""

    def f(v, n):
        s = 0.0
        for _ in range(n):
            s = s + v
        return np.sum(s * s)

    def short(v):
        s = 0.0
        for _ in range(2):
            s = s + v
        return np.sum(s * s)

    with pytest.raises(Refused, match="np.zeros"):
        grad(f)(V, 2)
    both_modes(short, (V,), numeric)


# -- found by random programs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0.2, 3.0])
def test_an_early_return_from_a_loop_with_else(x, numeric):
    def f(x, n):
        for i in range(n):
            x = x * 1.1
            if x > 2:
                return 0.7 * x
        else:
            if x > 0.25:
                x = x + np.sin(x)
        return x * x

    both_modes(f, (x, 3), numeric)


@pytest.mark.parametrize("x", [0.2, 1.06])
def test_an_early_return_from_a_written_out_loop_with_else(x, numeric):
    def f(x, n):
        for e in (x, n, 0.4):
            if -0.6 < x <= 0.7:
                return x * x
            e, x = x, 0.5 * x * x
            if e > 10:
                break
        else:
            x = np.tanh(x)
        return x

    both_modes(f, (x, 3), numeric)


def test_a_function_redefined_in_a_loop_is_not_the_one_before():
    def f(x, n):
        def g(u):
            return u

        for _ in range(n):

            def g(u):
                return 2 * u

        return g(x)

    def short(x):
        def g(u):
            return u

        for _ in range(2):

            def g(u):
                return 2 * u

        return g(x)

    with pytest.raises(Refused, match="'g'"):
        grad(f)(1.5, 2)
    assert grad(short)(1.5) == 2.0


def test_a_captured_array_assigned_in_nested_loops():
    def f(v):
        for _ in v:
            for _ in v:
                v = SHIFT
        return np.sum(v)

    value, dot = tangent(f)(V, np.ones(4))
    assert value == f(V) and dot == 0.0


def test_a_loop_of_which_nothing_is_read_ends_at_second_order(numeric):
    def f(x, n):
        w = 0.5 * np.sin(x)
        for i in range(n):
            w = 1.0
            if n < 1:
                break
        return x * x + w

    both_modes(f, (0.7, 3), numeric)


def test_the_test_of_a_branch_inside_a_branch(numeric):
    def f(x, y, n):
        for i in range(4):
            if i:
                if n:
                    pass
                else:
                    y *= np.sin(x)
        return y

    both_modes(f, (0.7, 0.4, 0), numeric)


def test_renaming_inside_branches(numeric):
    def f(x, n):
        if n:
            pass
        elif not x:
            g = not x
            x = x * g
        return x * x

    both_modes(f, (0.7, 0), numeric)


def test_changing_an_array_in_place_after_a_branch_that_may_hold_it():
    def f(x, c):
        w = x * 2
        r = x
        if c > 0:
            r = w
        w += 1.0
        return np.sum(r * w)

    with pytest.raises(Refused, match="in place"):
        grad(f)(V, 1.0)
