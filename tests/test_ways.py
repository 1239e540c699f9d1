"""Names that may be unassigned or None, and ways that end in an exception, against Python and central differences."""

import math

import numpy as np
import pytest

from sourcead import Refused, check_grads, grad, source, value_and_grad


def agrees(function, *args):
    """The value is Python's to the last bit, and both modes agree with differences to second order."""
    value, _ = value_and_grad(function)(*args)
    assert repr(value) == repr(function(*args))
    check_grads(function, *args)


def test_the_last_value_of_a_loop():
    def f(x, n):
        for i in range(n):
            last = x * x * i
        return last

    agrees(f, 1.3, 4)
    with pytest.raises(UnboundLocalError, match="'last'"):
        grad(f)(1.3, 0)


def test_a_name_assigned_in_one_arm():
    def f(x):
        if x > 0:
            y = x * x
        return y

    agrees(f, 0.7)
    with pytest.raises(UnboundLocalError, match="'y'"):
        grad(f)(-0.7)


def test_a_name_assigned_in_a_while_loop():
    def f(x):
        while x < 1:
            x = x * 1.5
            z = x * x
        return z

    agrees(f, 0.3)
    with pytest.raises(UnboundLocalError, match="'z'"):
        grad(f)(2.0)


def test_what_an_iteration_leaves_to_the_next():
    def f(x, n):
        total = 0.0
        for i in range(n):
            if i > 0:
                total = total + previous * x
            previous = math.sin(x) * i
        return total

    agrees(f, 1.3, 4)


def test_the_counter_after_the_loop():
    def f(x, n):
        for i in range(n):
            x = x * 1.1
        return x * i

    agrees(f, 1.3, 4)
    with pytest.raises(UnboundLocalError, match="'i'"):
        grad(f)(1.3, 0)


def test_a_name_that_an_inner_loop_leaves():
    def f(x, n):
        total = 0.0
        for i in range(n):
            for j in range(i):
                y = x**j
            if i > 1:
                total = total + y
        return total

    agrees(f, 1.3, 4)


def test_nothing_found_yet_is_none():
    def f(x):
        best = None
        for i in range(4):
            v = (x - i) ** 2
            if best is None or v < best:
                best = v
        return best

    agrees(f, 1.3)
    assert "require_value(best_set" in source(grad(f), 1.3)


def test_none_that_is_never_replaced():
    def f(x, n):
        found = None
        for i in range(n):
            found = x * i
        if found is None:
            return x
        return found * x

    agrees(f, 1.3, 3)
    agrees(f, 1.3, 0)


def test_a_helper_that_returns_a_number_or_none():
    def half(x):
        if x > 1:
            return x * x / 2

    def f(x):
        y = half(x)
        return x if y is None else y

    agrees(f, 1.4)
    agrees(f, 0.4)


def test_none_where_a_number_is_needed():
    def f(x):
        y = None
        if x > 0:
            y = x
        return y * 2

    agrees(f, 0.5)
    with pytest.raises(TypeError, match="None"):
        grad(f)(-0.5)


def test_a_number_set_back_to_none():
    def f(x, n):
        held = x
        total = 0.0
        for i in range(n):
            if held is not None:
                total = total + held * i
                held = None
            else:
                held = x * x
        return total

    agrees(f, 1.3, 5)


def test_the_truth_of_what_may_be_none_is_refused():
    def f(x):
        y = None
        if x > 0:
            y = x
        return 1.0 if y else x

    with pytest.raises(Refused, match="may be None"):
        grad(f)(0.5)


def test_a_check_of_the_arguments():
    def f(x, n):
        """A check costs no branch around what follows it."""
        if n < 1:
            raise ValueError(f"n is {n}")
        return x * x * n

    agrees(f, 1.3, 3)
    with pytest.raises(ValueError, match="n is 0"):
        grad(f)(1.3, 0)
    assert source(grad(f), 1.3, 3).count("if") == 1


def test_raise_in_the_last_arm():
    def f(x, kind):
        if kind > 1:
            y = x * x
        elif kind > 0:
            y = math.exp(x)
        else:
            raise ValueError("unknown")
        return y * x

    agrees(f, 0.7, 2)
    agrees(f, 0.7, 1)
    with pytest.raises(ValueError, match="unknown"):
        grad(f)(0.7, 0)


def test_raise_in_a_loop():
    def f(x):
        for i in range(5):
            x = x - i * 0.2
            if x < 0:
                raise ArithmeticError
        return x * x

    agrees(f, 4.0)
    with pytest.raises(ArithmeticError):
        grad(f)(1.0)


def test_newtons_method_that_may_not_converge():
    def root(a):
        x = 1.0
        for _ in range(20):
            step = (x * x - a) / (2 * x)
            x = x - step
            if abs(step) < 1e-13:
                return x
        raise RuntimeError("no convergence")

    agrees(root, 2.0)
    with pytest.raises(RuntimeError, match="no convergence"):
        grad(root)(float("nan"))


def test_an_exception_of_the_users_own():
    class Unphysical(Exception):
        pass

    def f(x):
        if x < 0:
            raise Unphysical("negative", x)
        return math.sqrt(x)

    agrees(f, 0.7)
    with pytest.raises(Unphysical) as caught:
        grad(f)(-0.5)
    assert caught.value.args == ("negative", -0.5)


def test_a_conditional_expression_one_arm_of_which_raises():
    def fail(message):
        raise ValueError(message)

    def f(x):
        return math.log(x) if x > 0 else fail("no logarithm")

    agrees(f, 0.7)
    with pytest.raises(ValueError, match="no logarithm"):
        grad(f)(-0.5)


def test_assert():
    def f(x, v):
        assert x > 0, "positive, please"
        assert len(v) == 2
        return x * np.sum(v)

    v = np.array([1.0, 2.0])
    agrees(f, 0.7, v)
    with pytest.raises(AssertionError, match="positive, please"):
        grad(f)(-0.5, v)
    with pytest.raises(AssertionError):
        grad(f)(0.5, np.ones(3))


def test_a_function_that_always_raises_is_refused():
    def f(x):
        raise NotImplementedError

    with pytest.raises(Refused, match="always raises"):
        grad(f)(1.0)


def test_del():
    def f(x):
        y = x * x
        z = y + x
        del y
        return z * x

    agrees(f, 0.7)


def test_reading_what_was_deleted():
    def f(x):
        y = x * x
        if x > 0:
            del y
        return y

    agrees(f, -0.7)
    with pytest.raises(UnboundLocalError):
        grad(f)(0.7)


def test_walrus_in_the_test_of_a_while_loop():
    def f(x):
        total = 0.0
        while (x := x / 2) > 0.1:
            total = total + x * x
        return total + x

    agrees(f, 3.0)


def test_a_way_out_in_every_arm_of_an_endless_loop():
    def f(x):
        while True:
            x = x * 0.5
            if x < 0.3:
                return x * x
            if x > 100:
                raise OverflowError

    agrees(f, 3.0)
    with pytest.raises(OverflowError):
        grad(f)(1000.0)


def test_a_checked_value_is_known_to_be_there():
    def f(x):
        y = None
        if x > 0:
            y = x * x
        assert y is not None
        return y * x

    agrees(f, 0.5)
    assert "require_value" not in source(grad(f), 0.5)
    with pytest.raises(AssertionError):
        grad(f)(-0.5)


def test_what_the_last_iteration_did_not_assign_is_kept():
    """Found by the fuzzer: the flag told of the last iteration only."""

    def f(x, n):
        k = 0
        while True:
            k += 1
            if k > n:
                break
            y = x * k
        return y * x

    agrees(f, 0.7, 1)
    agrees(f, 0.7, 3)
    with pytest.raises(UnboundLocalError):
        grad(f)(0.7, 0)
