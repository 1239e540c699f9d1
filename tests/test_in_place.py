"""Writing in place, views, aliases and lists: correct in both modes, and O(1) for each element written."""

import copy
import time

import numpy as np
import pytest

from sourcead import Refused, adjoint, flops, grad, tangent, value_and_grad, vjp
from sourcead.frontend.callables import Target
from sourcead.ir.kinds import kind_of
from sourcead.ir.nodes import Let
from sourcead.ir.traversal import statements
from sourcead.pipeline import Request, derive, primal
from sourcead.rules.table import TABLE

from .in_place_programs import PROGRAMS

V = np.array([0.5, -1.0, 0.7, 1.2])


def differences(f, args, index, step):
    """Central differences with one Richardson step; every call gets arrays of its own."""
    x = np.array(args[index], float)

    def at(where, delta):
        given = copy.deepcopy(list(args))
        given[index] = x.astype(args[index].dtype)
        given[index][where] += delta
        return float(f(*given))

    out = np.zeros_like(x)
    for where in np.ndindex(x.shape):
        coarse = (at(where, 2 * step) - at(where, -2 * step)) / (4 * step)
        fine = (at(where, step) - at(where, -step)) / (2 * step)
        out[where] = (4 * fine - coarse) / 3
    return out


def directions(args):
    return [np.cos(np.arange(a.size) + 1.0).reshape(a.shape).astype(a.dtype) for a in args]


@pytest.mark.parametrize("f, args", PROGRAMS, ids=lambda v: getattr(v, "__name__", ""))
def test_program(f, args):
    """The value bit for bit, the gradient against differences, the tangent against the gradient, the caller's arrays kept."""
    single = args[0].dtype == np.float32
    active = tuple(range(len(args)))
    given = copy.deepcopy(args)
    value, bars = value_and_grad(f, active)(*given)
    for one, other in zip(given, args):
        np.testing.assert_array_equal(one, other)
    assert repr(value) == repr(f(*copy.deepcopy(args)))
    for bar, index in zip(bars, active):
        assert bar.dtype == args[index].dtype
        expected = differences(f, args, index, 1e-2 if single else 1e-4)
        np.testing.assert_allclose(bar, expected, rtol=1e-3 if single else 1e-7, atol=1e-3 if single else 1e-8)
    dots = directions(args)
    value, dot = tangent(f, active)(*copy.deepcopy(args), *dots)
    assert repr(value) == repr(f(*copy.deepcopy(args)))
    np.testing.assert_allclose(dot, sum(np.sum(b * d) for b, d in zip(bars, dots)), rtol=1e-5 if single else 1e-11)


@pytest.mark.parametrize("f, args", [p for p in PROGRAMS if p[1][0].dtype == float], ids=lambda v: getattr(v, "__name__", ""))
def test_second_order(f, args):
    """Forward over reverse against differences of the gradient, and reverse over reverse against it."""
    active = tuple(range(len(args)))
    dots, step = directions(args), 1e-5
    slope = grad(f, active)
    along = tangent(slope, active)(*args, *dots)[1]
    ahead, behind = (slope(*(a + s * step * d for a, d in zip(args, dots))) for s in (1, -1))
    back = adjoint(slope, active)(*args, *dots)
    for got, up, down, reverse in zip(along, ahead, behind, back):
        np.testing.assert_allclose(got, (up - down) / (2 * step), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(reverse, got, rtol=1e-9, atol=1e-11)


# -- what it costs ------------------------------------------------------------------------------------------------------------


def recurrence(v):
    y = np.zeros(len(v) + 1)
    y[0] = 1.0
    for i in range(len(v)):
        y[i + 1] = y[i] * v[i]
    return y[-1]


def running_sum(v):
    y = v * v
    for i in range(1, len(v)):
        y[i] += y[i - 1]
    return y[-1] * y[0]


def through_a_row(v):
    A = np.outer(v[:2], v)
    row = A[1]
    for j in range(1, len(v)):
        row[j] = row[j - 1] * 0.5 + v[j]
    return np.sum(A)


def appended(v):
    ys = [1.0]
    for i in range(len(v)):
        ys.append(ys[-1] * v[i])
    return ys[-1]


def filtered(v):
    """An array that is written in a loop and read in one inside it."""
    y = np.zeros(len(v) + 2)
    w = v[:2]
    for i in range(len(v)):
        s = 0.1 * v[i]
        for k in range(2):
            s += 0.4 * w[k] * y[i + k] * y[i + k]
        y[i + 2] = s
    return y[-1]


LINEAR = [recurrence, running_sum, through_a_row, appended, filtered]


@pytest.mark.parametrize("f", LINEAR)
@pytest.mark.parametrize("mode", [grad, lambda f: lambda v: tangent(f)(v, v)], ids=["reverse", "forward"])
def test_time_grows_with_the_elements_only(f, mode):
    """Forty times the elements take about forty times as long: a copy of the array for each would take over a thousand times."""
    run = mode(f)
    times = []
    for n in (1_000, 40_000):
        v = np.full(n, 0.999999)
        run(v)
        best = np.inf
        for _ in range(3):
            start = time.perf_counter()
            run(v)
            best = min(best, time.perf_counter() - start)
        times.append(best)
    assert times[1] / times[0] < 600


@pytest.mark.parametrize("f", LINEAR)
def test_no_array_is_made_in_the_loops(f):
    for text in (grad(f).source(V), tangent(f).source(V, V)):
        inside = [line for line in text.splitlines() if line.startswith("        ")]
        assert not any(word in line for line in inside for word in ("copy", "zeros", "_like"))


def test_buffers_that_are_swapped_are_not_copied():
    def f(u):
        w = u.copy()
        u = u * 1.0
        for k in range(3):
            for i in range(1, len(u) - 1):
                w[i] = u[i - 1] + 2 * u[i + 1]
            u, w = w, u
        return np.sum(u)

    text = "".join(line for line in grad(f).source(V).splitlines() if "#" not in line)
    assert text.count("copy") == 1


# -- who holds what -----------------------------------------------------------------------------------------------------------


def test_a_pullback_may_be_called_again():
    def f(x):
        y = x * 2
        y[1:] *= y[:-1]
        return y

    _, pullback = vjp(f, V)
    first = pullback(np.ones(4))[0]
    np.testing.assert_array_equal(pullback(np.ones(4))[0], first)


def test_a_pullback_does_not_see_what_the_caller_changes_later():
    def f(A):
        s = 0.0
        for row in A:
            s = s + np.sum(row * row)
        return s

    A = np.ones((2, 3))
    _, pullback = vjp(f, A)
    A[:] = 7.0
    np.testing.assert_array_equal(pullback(1.0)[0], 2 * np.ones((2, 3)))


def test_the_seed_is_not_written_into():
    def f(x):
        y = x * 1.0
        y[0] = x[1] ** 2
        return y

    seed = np.ones(4)
    np.testing.assert_array_equal(adjoint(f)(V, seed), [0.0, 1 + 2 * V[1], 1.0, 1.0])
    np.testing.assert_array_equal(seed, np.ones(4))


def test_a_read_only_argument_that_is_written_raises_as_in_numpy():
    def f(x):
        x[0] = 1.0
        return np.sum(x)

    frozen = V.copy()
    frozen.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        grad(f)(frozen)


def test_arguments_that_share_memory_and_are_written_are_refused():
    def f(x, y):
        x[0] = 5.0
        return np.sum(x * y)

    x = V.copy()
    with pytest.raises(ValueError, match="shares memory"):
        grad(f)(x, x)


def test_fortran_order_and_parts_of_arrays_as_arguments():
    def f(A):
        A[0] = A[1] * A[2, 0]
        for j in range(A.shape[1]):
            A[1, j] *= A[0, j]
        return np.sum(A)

    plain = np.arange(12.0).reshape(3, 4) / 5
    wide = np.zeros((3, 8))
    wide[:, ::2] = plain
    expected = grad(f)(plain)
    np.testing.assert_array_equal(grad(f)(np.asfortranarray(plain)), expected)
    np.testing.assert_array_equal(grad(f)(wide[:, ::2]), expected)


def test_empty_arrays_and_arrays_without_dimensions():
    def f(x):
        y = np.zeros_like(x)
        y[...] = x * x
        return np.sum(y)

    assert grad(f)(np.zeros(0)).shape == (0,)
    np.testing.assert_array_equal(grad(f)(np.array(3.0)), np.array(6.0))


def test_writing_to_integers_cuts_the_derivative_as_it_cuts_the_value():
    def f(x):
        n = np.zeros(3, int)
        n[0] = x[0] * 10
        return n[0] * x[1]

    np.testing.assert_array_equal(grad(f)(V), [0.0, 5.0, 0.0, 0.0])


# -- what is refused ------------------------------------------------------------------------------------------------------------


def refused(f, *args, match):
    with pytest.raises(Refused, match=match):
        grad(f)(*args)


def test_an_array_that_may_be_one_of_two():
    def f(x):
        y, z = x * 2, x * 3
        w = y if x[0] > 0 else z
        w[0] = 1.0
        return np.sum(y * z)

    refused(f, V, match="copy")


def test_an_item_of_a_list_that_is_written():
    def f(x):
        ys = []
        for i in range(3):
            ys.append(x * x[i])
        ys[0][1] = 0.0
        return np.sum(ys[0])

    refused(f, V, match="copy")


def test_an_array_that_is_written_after_it_was_appended():
    def f(x):
        h, hs = x * 1.0, []
        for i in range(3):
            hs.append(h)
            h[i] = 0.0
        return np.sum(hs[0])

    refused(f, V, match="copy")


def test_a_reshaped_argument_that_is_written():
    def f(x):
        y = x.reshape(2, 2)
        y[0, 0] = x[1] * 2
        return np.sum(x)

    refused(f, V, match="reshape")


def test_a_reshaped_array_that_is_not_contiguous():
    def f(A):
        B = A.T * 2
        b = B.reshape(-1)
        b[0] = 3 * A[0, 1]
        return np.sum(B)

    with pytest.raises(ValueError, match="contiguous"):
        grad(f)(np.ones((2, 3)))
    assert grad(f)(np.asfortranarray(np.ones((2, 3)))).shape == (2, 3)


def test_a_list_of_unknown_length_is_no_result():
    def f(x):
        ys = []
        for v in x:
            ys.append(v * v)
        return ys

    with pytest.raises(Refused, match=r"np\.array"):
        vjp(f, V)


def test_a_list_of_several_kinds():
    def f(x):
        ys = []
        for i in range(3):
            ys.append(x[i] if i else x)
        return ys[1]

    refused(f, V, match="kind")


def test_an_array_appended_each_time_after_it_was_written():
    """hs[0] is the same array as hs[2]: it holds what was written last."""

    def f(x):
        h, hs = x * 1.0, []
        for i in range(3):
            h[i] = x[i] ** 2
            hs.append(h)
        return np.sum(hs[0])

    refused(f, V, match="copy")


def test_an_array_written_in_the_iteration_after_it_was_appended():
    def f(x):
        h, hs = x * 1.0, []
        for i in range(3):
            h[i] += 1.0
            h = h * x[0]
            hs.append(h)
        return np.sum(hs[0])

    refused(f, V, match="copy")


def test_a_list_changed_while_a_loop_runs_over_it(numeric):
    def of_known_length(x):
        ys = [x[0], x[1], x[2]]
        for i, y in enumerate(ys):
            ys[2 - i] = y * 2
        return ys[0] * ys[1]

    def growing(x):
        ys = []
        for v in x:
            ys.append(v)
        for y in ys:
            if len(ys) < 8:
                ys.append(y * x[1])
        return sum(ys)

    np.testing.assert_allclose(grad(of_known_length)(V), numeric(of_known_length, (V,), 0), rtol=1e-8, atol=1e-12)
    refused(growing, V, match="while a loop runs over it")


def test_a_list_that_a_branch_lengthens(numeric):
    """What one arm wrote was taken for what both did."""

    def f(x):
        ys = [x[0]]
        if x[1] > 0:
            ys.append(x[1] * x[2])
        return sum(ys) + ys[-1] ** 2

    for sign in (1, -1):
        v = V * sign
        np.testing.assert_allclose(grad(f)(v), numeric(f, (v,), 0), rtol=1e-8)


def test_views_that_may_or_may_not_share_memory():
    def by_a_branch(x):
        y = x * 1.0
        v = y[1:] if x[0] > 0 else y[:-1]
        y[1] = 5 * x[0]
        return np.sum(v)

    def of_a_part(x):
        y = x * 1.0
        z = y[:2].reshape(2, 1)
        y[0] = 7 * x[1]
        return np.sum(z)

    refused(by_a_branch, V, match="copy")
    refused(of_a_part, V, match="copy")


# -- rows of lists --------------------------------------------------------------------------------------------------------------


def test_every_row_of_lists_is_met_by_a_program():
    """The rows of lists have no sampling domain: they are tested through these programs and their derivatives."""
    met = set()
    for f, args in PROGRAMS:
        function = primal(Target(f), ("x", "w")[: len(args)], tuple(map(kind_of, args))).function
        once = derive(function, Request("adjoint", (0,), True))
        twice = [derive(once, Request(mode, (0,), True)) for mode in ("tangent", "adjoint")]
        for one in (function, once, *twice, derive(function, Request("tangent", (0,), True))):
            met |= {s.fn for s in statements(one.body) if isinstance(s, Let)}
    rows = [p for p in TABLE.rows if getattr(p.call, "__module__", "") == "sourcead.runtime.lists"]
    assert len(rows) > 10
    assert {p.name for p in rows} - {p.name for p in met} == set()


def test_flops_count_what_lists_compute():
    def f(x):
        ys = []
        for v in x:
            ys.append(v * v)
        return sum(ys)

    assert flops(f, V).total == 4 + 4


def test_a_path_is_no_variable():
    """A long expression gave the path a name: m = Path(slice(1, 4), 2), and y[m] is an element of a matrix."""

    def f(x):
        y = np.outer(x, x)
        for k in range(2):
            v = y[:, ::2]
            for i in range(3):
                w = v[1:, (k + 1) % 2]
                u, v1 = x[(i * k + 1) % 4], x[(k + 2) % 4]
                w[(k + i + 1) % 3] += np.tanh(np.sum(x) * u + v1) * x[(i + 2) % 4] * x[0] - x[k] * x[i]
        return np.sum(y * y)

    for text in (grad(f).source(V), tangent(f).source(V, V)):
        assert "Path" not in text
    np.testing.assert_allclose(grad(f)(V), differences(f, (V,), 0, 1e-4), rtol=1e-8)
    np.testing.assert_allclose(tangent(f)(V, V)[1], grad(f)(V) @ V)


def test_a_list_of_parts_of_an_array_that_is_written():
    """The items were what the parts had been before."""

    def appended_rows(x):
        A, hs = np.outer(x, x), []
        for i in range(3):
            hs.append(A[i])
        A[0, 0] = 1.0
        return np.sum(hs[0] * hs[2])

    def written_in_the_loop(x):
        A, hs = np.outer(x, x), []
        for i in range(3):
            hs.append(A.T[i])
            A[i, 0] = 2.0
        return np.sum(hs[0] * hs[2])

    def of_known_length_first(x):
        y = x * 1.0
        hs = [y[1:]]
        for i in range(3):
            hs.append(x[1:] * 2)
        y[1] = 3 * x[0]
        return np.sum(hs[0])

    for f in (appended_rows, written_in_the_loop, of_known_length_first):
        refused(f, V, match="copy")


def test_an_item_that_is_never_there():
    def f(x):
        hs, s = [x[0]], 0.0
        for v in x:
            if v > 5:
                s += hs[1]
            s += hs[0]
        return s

    refused(f, V, match="out of range")


def test_an_array_returned_twice():
    def f(x):
        y = x * 2
        y[0] = x[1] ** 2
        return y, y

    dots = tangent(f)(V, V)[1]
    for dot in dots:
        np.testing.assert_allclose(dot, [2 * V[1] ** 2, *(2 * V[1:])])
    _, pullback = vjp(f, V)
    np.testing.assert_allclose(pullback((V, V))[0], [0.0, 4 * V[0] * V[1] + 4 * V[1], *(4 * V[2:])])


def test_a_pullback_is_given_no_path_and_nothing_unassigned():
    def by_a_path(x):
        y = x * 1.0
        i = 1 if x[0] > 0 else 2
        v = y[1:]
        v[i:][0] *= x[0] * v[i]
        return np.sum(y * y)

    def in_a_branch(x):
        y = x * 1.0
        if x[1] > 5:
            s = np.sin(x[0]) * x[1]
            y[0] = s * s
        return np.sum(y * y)

    for f in (by_a_path, in_a_branch):
        value, pullback = vjp(f, V)
        assert value == f(V)
        np.testing.assert_allclose(pullback(1.0)[0], differences(f, (V,), 0, 1e-4), rtol=1e-8)


def test_arrays_in_a_list_that_a_short_loop_writes_by_their_number():
    """The list became one value of unknown length, whose arrays are not written; a short loop is written out instead."""

    def f(x, n):
        state = [x * 1.0, x * 2.0]
        for i in range(n):
            for k in range(2):
                state[k] *= 0.9
                state[k][0] += x[i] * x[k]
        return np.sum(state[0] * state[1])

    expected = differences(f, (V, 3), 0, 1e-4)
    value, bar = value_and_grad(f)(V, 3)
    assert value == f(V, 3)
    np.testing.assert_allclose(bar, expected, rtol=1e-8)
    np.testing.assert_allclose(tangent(f)(V, 3, np.ones(4))[1], np.sum(bar), rtol=1e-12)
