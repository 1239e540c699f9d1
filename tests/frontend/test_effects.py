"""with, import, messages, clocks, random numbers, decorators: once, in order, in the forward sweep."""

from __future__ import annotations

import contextlib
import functools
import logging
import random
import time
import warnings

import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, tangent, value_and_grad, vjp

from ..test_control_flow import both_modes
from ..test_wrong_answers import generated
from .test_containers import refused

V = np.array([0.5, -1.0, 0.7, 1.2])
RNG = np.random.default_rng(3)
LOGGER = logging.getLogger("test")
EVENTS: list[str] = []
SETTING = 2.0


class Recorder:
    def __enter__(self):
        EVENTS.append("enter")

    def __exit__(self, *error):
        EVENTS.append("exit" if error[0] is None else "failed")


RECORDER = Recorder()


@pytest.fixture(autouse=True)
def no_events():
    EVENTS.clear()


# -- with -----------------------------------------------------------------------------------------------------------------------


def test_floating_point_errors(numeric):
    def f(v):
        with np.errstate(divide="ignore", invalid="ignore"):
            y = np.where(v > 0, np.log(v), v * v)
        return np.sum(y * v)

    with np.errstate(all="raise"):
        both_modes(f, (V,), numeric)
    text = value_and_grad(f).source(V)
    assert text.count('with np.errstate(divide="ignore", invalid="ignore"):') == 2  # around the reverse sweep, too
    before = np.geterr()
    value_and_grad(f)(V)
    assert np.geterr() == before


def test_a_context_manager_encloses_what_it_encloses(numeric):
    def f(x, n):
        s = x
        for i in range(n):
            with RECORDER:
                s = s * np.sin(x + i)
                if s > 10:
                    return s
                if i == 2:
                    continue
            s = s + 1.0
        with RECORDER, contextlib.nullcontext():
            return s * x

    both_modes(f, (0.7, 4), numeric)
    EVENTS.clear()
    f(0.7, 4)
    expected = list(EVENTS)
    for call in (
        grad(f),
        value_and_grad(f),
        lambda x, n: tangent(f)(x, n, 1.0),
        lambda x, n: vjp(lambda x: f(x, n), x)[1](1.0),
    ):
        EVENTS.clear()
        call(0.7, 4)
        assert EVENTS == expected


def test_a_context_manager_is_left_when_the_body_raises():
    def f(x):
        with RECORDER:
            if x < 0:
                raise ValueError("negative")
            y = x * x
        return y

    assert grad(f)(3.0) == 6.0
    EVENTS.clear()
    with pytest.raises(ValueError, match="negative"):
        grad(f)(-3.0)
    assert EVENTS == ["enter", "failed"]


def test_warnings_are_caught():
    def f(x):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.warn("hidden")
        warnings.warn("shown")
        return x * x

    with pytest.warns(UserWarning) as caught:
        assert grad(f)(3.0) == 6.0
    assert [str(w.message) for w in caught] == ["shown"]


@pytest.mark.parametrize(
    "text, words",
    [
        ("with open('file') as g:\n        return x", "not supported"),
        ("with suppress(ValueError):\n        return x", "not supported"),
        ("with recorder as r:\n        return x", "as"),
        ("with make(x):\n        return x", "not supported"),
        ("try:\n        return x\n    except ValueError:\n        return 2 * x", "try"),
        ("try:\n        y = x\n    except ValueError:\n        return 2 * x\n    return y", "return inside a try"),
        ("global setting\n    setting = x\n    return x", "global"),
        ("import no_such_module\n    return x", "no_such_module"),
    ],
)
def test_what_is_refused(make, text, words):
    f = make(f"def f(x):\n    {text}\n", suppress=contextlib.suppress, recorder=RECORDER, make=lambda x: RECORDER)
    assert words in refused(f, 0.5)


# -- imports, globals, decorators ------------------------------------------------------------------------------------------------------


def test_imports_inside_functions(numeric):
    def f(x):
        import math
        import numpy.linalg
        import os.path as path
        from math import cos as cosine, pi

        try:
            import no_such_module as fast
        except ImportError:
            fast = math
        assert path
        return math.sin(x) * cosine(x) * pi * fast.exp(x) * numpy.linalg.norm(np.array([x, 1.0]))

    both_modes(f, (0.7,), numeric)


def test_globals_that_are_read(numeric):
    def f(x):
        global SETTING
        return x * x * SETTING

    both_modes(f, (0.7,), numeric)


def test_decorated_inner_functions(numeric):
    def twice(g):
        @functools.wraps(g)
        def wrapper(*args, **kwargs):
            return 2 * g(*args, **kwargs)

        return wrapper

    def f(x):
        @twice
        @twice
        def inner(u, k=1.0):
            """Doubled twice."""
            return u * u * k

        return inner(x) + inner(x, k=x)

    both_modes(f, (0.7,), numeric)


# -- messages and clocks ---------------------------------------------------------------------------------------------------------------


def test_messages_are_logged_once_and_in_order(caplog):
    def f(x, n):
        for i in range(n):
            LOGGER.info("step %d: %.3f", i, x)
            x = x * x
        logging.warning("done")
        return x

    with caplog.at_level(logging.INFO):
        f(1.1, 3)
        expected = [r.getMessage() for r in caplog.records]
        for call in (grad(f), lambda x, n: tangent(f)(x, n, 1.0), lambda x, n: adjoint(f)(x, n)):
            caplog.clear()
            call(1.1, 3)
            assert [r.getMessage() for r in caplog.records] == expected


def test_the_time_carries_no_derivative():
    def f(x):
        start = time.perf_counter()
        y = x * x
        elapsed = time.perf_counter() - start
        if elapsed < 0:
            return y * 2
        print(f"{elapsed:.0f}")
        return y

    assert value_and_grad(f)(3.0) == (9.0, 6.0)


# -- random numbers --------------------------------------------------------------------------------------------------------------------


def drawn_alike(f, args, numeric):
    """Seeded alike, the value is the function's, and the gradient that of the function with the numbers it drew."""

    def seeded(*given):
        np.random.seed(5)
        random.seed(5)
        RNG.bit_generator.state = np.random.default_rng(5).bit_generator.state
        return f(*given)

    expected = numeric(seeded, args, 0)
    for call in (lambda: value_and_grad(f)(*args), lambda: vjp(f, *args)):
        value, bar = seeded_call(call)
        assert repr(value) == repr(seeded(*args))
        bar = bar(1.0)[0] if callable(bar) else bar
        np.testing.assert_allclose(bar, expected, rtol=1e-6, atol=1e-9)


def seeded_call(call):
    np.random.seed(5)
    random.seed(5)
    RNG.bit_generator.state = np.random.default_rng(5).bit_generator.state
    return call()


def test_random_numbers(numeric):
    def f(x):
        noise = np.random.normal(size=3) * np.random.rand()
        y = x * RNG.normal() + random.random() * x + np.sum(noise * x)
        for _ in range(3):
            y = y * RNG.uniform(0.5, 1.5)
            if random.randint(0, 5) > 2:
                y = y * np.sin(x)
        return y

    drawn_alike(f, (0.7,), numeric)


def test_random_numbers_of_a_generator_made_inside(numeric):
    def f(v, n):
        rng = np.random.default_rng(7)
        mask = rng.random(v.shape) < 0.8
        s = np.sum(v * v * mask)
        for _ in range(n):
            s = s + np.sum(v * rng.normal(0.0, 1.0, size=v.shape)) * rng.integers(3)
        return s

    both_modes(f, (V, 3), numeric)


def test_methods_of_captured_generators_and_loggers_are_generated_once(monkeypatch):
    def f(x):
        LOGGER.debug("called")
        return x * RNG.normal() * np.random.rand() * random.random()

    made = generated(monkeypatch)
    d = grad(f)
    for _ in range(3):
        d(0.5)
    assert len(made) == 1


def test_draws_that_nobody_reads_are_drawn_all_the_same():
    def f(x):
        rng = np.random.default_rng(3)
        rng.normal(size=2)
        unused = rng.uniform()  # noqa: F841
        return x * rng.normal()

    value, bar = value_and_grad(f)(2.0)
    assert value == f(2.0) and bar == f(2.0) / 2.0
    assert tangent(f)(2.0, 1.0) == (f(2.0), bar)


def test_parameters_of_distributions_have_no_derivative_and_no_zero():
    def f(mu):
        return RNG.normal(loc=mu) * mu

    text = refused(f, 0.5)
    assert "distribution" in text and "sigma" in text
    with pytest.raises(Refused):
        tangent(f)(0.5, 1.0)
    assert np.isfinite(grad(lambda x, mu: x * RNG.normal(mu))(0.5, 0.3))


def test_choices_among_what_is_differentiated_are_refused():
    with pytest.raises(Refused):
        grad(lambda v: RNG.choice(v))(V)
    assert "shuffle" in refused(lambda v: (RNG.shuffle(v), np.sum(v))[1], V)


def test_a_logger_may_be_found_inside(caplog):
    def f(x):
        logging.getLogger("inside").warning("at %s", x)
        log = logging.getLogger("other")
        log.warning("twice %s", 2 * x)
        return x * x

    assert grad(f)(1.5) == 3.0
    assert [(r.name, r.getMessage()) for r in caplog.records] == [("inside", "at 1.5"), ("other", "twice 3.0")]


def test_an_array_is_not_unpacked_with_a_star():
    def f(v):
        a, *b = v
        return a

    with pytest.raises(Refused, match="unpacked with a star"):
        grad(f)(np.ones(3))
