"""try: carried out by Python itself, once, in the forward sweep, where nothing that is differentiated flows through it."""

from __future__ import annotations

import os
from functools import partial

import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, ssa, tangent, value_and_grad, vjp

from ..test_control_flow import both_modes
from ..test_wrong_answers import generated
from .test_containers import refused

V = np.array([0.5, -1.0, 0.7, 1.2])
CONFIG = {"mode": "slow", "rate": 2.0, "nested": {"width": 3.0}}
SIZES = [1, 2, 3, 4]
TEXT = "2.5"
LIMIT = 3
TABLE = {1: 0.5, 2: 1.5}
WEIGHTS = {"w": np.array([1.0, 2.0, 3.0, 4.0])}
LOG: list[str] = []


class Failed(Exception):
    pass


def load(name):
    if name == "missing":
        raise Failed(name)
    return np.arange(4.0)


class Loader:
    def __init__(self, name):
        self.name = name

    def load(self):
        LOG.append(self.name)
        return 1.0


def remember(name):
    LOG.append(name)
    return 1.0


class Registered:
    def __init__(self, name):
        self.name = name
        LOG.append(self)


def alias(name):
    log = LOG
    log.append(name)
    return 1.0


def through(name):
    made = [name]
    made.append(name)
    return remember(made[0])


def first(items):
    items[0] = 2.0
    return 1.0


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    monkeypatch.delenv("STEPS", raising=False)
    LOG.clear()


# -- what Python carries out ----------------------------------------------------------------------------------------------


def test_a_setting_of_the_environment(monkeypatch, numeric):
    def f(x):
        try:
            n = int(os.environ["STEPS"])
        except KeyError:
            n = 10
        for _ in range(n):
            x = x * np.sin(x + 1.0)
        return x

    both_modes(f, (0.7,), numeric)
    monkeypatch.setenv("STEPS", "3")
    both_modes(f, (0.7,), numeric)
    monkeypatch.setenv("STEPS", "many")
    for call in (grad(f), value_and_grad(f), lambda x: tangent(f)(x, 1.0), adjoint(f), lambda x: vjp(f, x)):
        with pytest.raises(ValueError, match="many"):
            call(0.7)


@pytest.mark.parametrize("text", ["2.5", "two", "-3"])
def test_a_text_that_may_be_a_number(text, numeric):
    def f(x, text):
        try:
            scale = float(text)
        except ValueError:
            scale = 1.0
        return np.sin(x * scale) * scale

    both_modes(f, (0.7, text), numeric)


def test_a_captured_text_is_read_at_call_time(monkeypatch):
    def f(x):
        try:
            scale = float(TEXT)
        except ValueError:
            scale = 1.0
        return x * x * scale

    d = grad(f)
    assert d(3.0) == 15.0
    monkeypatch.setitem(globals(), "TEXT", "4")
    assert d(3.0) == 24.0
    monkeypatch.setitem(globals(), "TEXT", "none")
    assert d(3.0) == 6.0


def test_captured_numbers_and_containers_are_read_at_call_time(monkeypatch):
    def f(x):
        try:
            k = SIZES.index(LIMIT)
        except ValueError:
            k = -1
        return x * x * k

    made = generated(monkeypatch)
    d = grad(f)
    assert d(3.0) == 12.0
    monkeypatch.setitem(globals(), "LIMIT", 2)
    assert d(3.0) == 6.0
    assert len(made) == 1
    monkeypatch.setitem(globals(), "SIZES", [7, 8, 9, 2])
    assert d(3.0) == 18.0
    monkeypatch.setitem(globals(), "LIMIT", 5)
    assert d(3.0) == -6.0


@pytest.mark.parametrize("sizes", [[1, 3], [1, 2], []])
def test_else_and_finally(sizes, numeric, capsys):
    def f(x, sizes):
        try:
            k = sizes.index(3)
        except ValueError:
            k = 0
            print("none")
        else:
            k = k + 1
            print("found")
        finally:
            print("done")
        return x**3 * k + x

    both_modes(f, (0.7, sizes), numeric)
    capsys.readouterr()
    f(0.7, sizes)
    expected = capsys.readouterr().out
    calls = (
        grad(f),
        value_and_grad(f),
        lambda x, s: tangent(f)(x, s, 1.0),
        lambda x, s: adjoint(f)(x, s),
        lambda x, s: vjp(lambda x: f(x, s), x)[1](1.0),
        grad(grad(f)),
    )
    for call in calls:
        capsys.readouterr()
        call(0.7, sizes)
        assert capsys.readouterr().out == expected


def test_an_array_that_may_be_loaded(tmp_path, numeric):
    def f(v, path):
        try:
            w = np.load(path)
        except OSError:
            w = np.ones(4)
        return np.sum(np.sin(v) * w * v)

    path = str(tmp_path / "w.npy")
    both_modes(f, (V, path), numeric)
    np.save(path, np.arange(4.0))
    both_modes(f, (V, path), numeric)
    for wrong in (np.ones((2, 2)), np.ones(4, "float32"), np.ones(4, int)):
        np.save(path, wrong)
        with pytest.raises(TypeError, match="w is a .*array of float64"):
            grad(f)(V, path)


def test_functions_and_exceptions_of_the_users(numeric):
    def f(v, name):
        try:
            w = load(name)
        except (Failed, OSError) as error:
            w = np.zeros(4)
            print(error)
        return np.sum(v * v * w)

    both_modes(f, (V, "there"), numeric)
    both_modes(f, (V, "missing"), numeric)


def test_several_names_and_statements(numeric):
    def f(x, text, flag):
        s = x
        n = 1
        for i in range(3):
            try:
                a, b = float(text[i]), 2.0
                if flag:
                    n = int(text[i]) + n
            except (ValueError, IndexError):
                a = b = 0.5
            s = s * np.sin(a * x + b) * n
        return s

    for text in ("123", "1x3", ""):
        both_modes(f, (0.7, text, True), numeric)
        both_modes(f, (0.7, text, False), numeric)


def test_a_value_or_none(numeric):
    def f(v, text, path):
        try:
            scale = float(text)
            w = np.load(path)
        except ValueError:
            scale, w = None, None
        except OSError:
            w = np.ones(4)
            scale = 3.0
        if w is None:
            return np.sum(v * v)
        s = np.sum(np.sin(v) * w)
        return s * s if scale is None else s * scale

    both_modes(f, (V, "2.5", "no such file"), numeric)
    both_modes(f, (V, "none", "no such file"), numeric)

    def g(x, text):
        try:
            scale = float(text)
        except ValueError:
            scale = None
        return x * x * scale

    assert grad(g)(3.0, "2") == 12.0
    with pytest.raises(TypeError):
        grad(g)(3.0, "two")


def test_conditional_expressions(numeric):
    def f(x, text):
        try:
            k = float(text) if text else None
        except ValueError:
            k = None
        return x * x if k is None else x * k

    for text in ("", "2", "z"):
        both_modes(f, (0.7, text), numeric)


def test_ways_that_all_return(numeric, capsys):
    def number(text, default):
        """A number, or what to take instead."""
        try:
            return float(text)
        except ValueError:
            print("none")
            return default
        except TypeError:
            raise ValueError("no text") from None

    def perhaps(text):
        try:
            k = int(text)
        except ValueError:
            return
        else:
            return k + 1
        finally:
            print("done")

    def entry(table, key):
        try:
            return table[key]
        except KeyError:
            return 2.0

    def f(x, text, table):
        result = x * number(text, 3.0) + np.sin(x)
        k = perhaps(text)
        if k is not None:
            result = result * k
        return result * entry(table, "a") * x

    for text in ("2.5", "4", "z"):
        for table in ({"a": 0.5}, {"b": 0.5}):
            both_modes(f, (0.7, text, table), numeric)
    capsys.readouterr()
    grad(f)(0.7, "z", {})
    assert capsys.readouterr().out == "none\ndone\n"
    assert grad(lambda t, x: entry(t, "a") * x)({"a": 2.0}, 3.0) == {"a": 3.0}

    def g(x, text):
        for i in range(3):
            x = x * np.sin(x)
            if i == 1:
                try:
                    return x * 2.0 if text is None else x
                except ValueError:
                    return x
        return x

    assert "try statement reads" in refused(g, 0.7, "a")

    def h(x, text):
        for i in range(3):
            x = x * np.sin(x)
            if i == 1 and text is not None:
                x = x * number(text, 2.0)
        return x

    both_modes(h, (0.7, "3"), numeric)
    both_modes(h, (0.7, None), numeric)

    def early(x, text):
        if text is not None:
            x = x * x
        for i in range(4):
            x = np.sin(x) * 2.0
            if i == 2:
                break
        try:
            return np.sqrt(float(text))
        except TypeError:
            return 1.0

    assert grad(early)(0.7, "4") == 0.0  # nothing that it returns depends on x


def test_a_text_is_tested_in_it(monkeypatch, numeric):
    def f(x):
        try:
            fast = os.environ["STEPS"] == "fast"
        except KeyError:
            fast = False
        return x * x if fast else np.sin(x)

    both_modes(f, (0.7,), numeric)
    monkeypatch.setenv("STEPS", "fast")
    assert grad(f)(3.0) == 6.0


def test_an_inactive_matrix_may_have_no_factor(numeric):
    def f(v, A):
        try:
            L = np.linalg.cholesky(A)
        except np.linalg.LinAlgError:
            L = np.eye(4)
        return np.sum((L @ v) ** 2)

    both_modes(f, (V, 2.0 * np.eye(4)), numeric)
    both_modes(f, (V, -2.0 * np.eye(4)), numeric)


def test_exceptions_propagate():
    def f(x, key):
        try:
            y = float(TABLE[key])
        except KeyError:
            raise ValueError(f"no entry {key}") from None
        return x * x * y

    assert grad(f)(3.0, 1) == 3.0
    for call in (f, grad(f), lambda x, k: tangent(f)(x, k, 1.0), lambda x, k: adjoint(f)(x, k)):
        with pytest.raises(ValueError, match="no entry 7") as caught:
            call(3.0, 7)
        assert caught.value.__suppress_context__


def test_what_a_try_keeps_from_one_iteration_to_the_next(numeric):
    def f(x, text):
        count = 0
        y = x
        for i in range(4):
            try:
                count = count + int(text[i])
                k = float(count)
            except (ValueError, IndexError) as error:
                k = 0.5 + len(error.args)
            y = y * np.sin(x * k)
        try:
            k = float(text)
        except ValueError as error:
            k = float(len(str(error)))
        return y * k

    both_modes(f, (0.7, "1234"), numeric)
    both_modes(f, (0.7, "1z3"), numeric)


def test_in_functions_that_are_called(numeric):
    def number(text, default):
        try:
            n = float(text)
        except ValueError:
            n = default
        return n

    def f(x, text):
        return x * x * number(text, 3.0) + np.sin(x) * number("4", 1.0)

    both_modes(f, (0.7, "x"), numeric)
    both_modes(f, (0.7, "2"), numeric)


def test_the_branch_that_is_not_taken_is_not_tried(numeric, capsys):
    def f(x, text):
        y = x
        if x > 0:
            try:
                y = x * 1.0
                k = float(text)
            except ValueError:
                k = 2.0
            y = y * k
        return y * x

    assert "try" in refused(f, 0.5, "3")

    def g(x, text):
        y = x
        if x > 0:
            try:
                k = float(text)
                print("tried")
            except ValueError:
                k = 2.0
            y = y * k
        return y * x

    both_modes(g, (0.7, "3"), numeric)
    capsys.readouterr()
    assert grad(g)(-0.5, "3") == -1.0
    assert capsys.readouterr().out == ""


def test_the_kind_is_checked_when_it_runs():
    values = {1: 1, 2: 2.5, 3: np.float64(2.0), 4: "text"}

    def f(x, key):
        try:
            k = values[key]
        except KeyError:
            k = 0
        return x * x * k

    assert grad(f)(3.0, 1) == 6.0 and grad(f)(3.0, 5) == 0.0
    for key in (2, 3, 4):
        with pytest.raises(TypeError, match="k is of type .* convert it"):
            grad(f)(3.0, key)


def test_an_array_that_may_be_one_that_it_reads(numeric):
    def f(v, A, rows):
        try:
            w = A[:4]
            u = rows[7]
        except IndexError:
            w, u = A[1:5], rows[1]
        return np.sum(v * w * v * u)

    both_modes(f, (V, np.arange(6.0), [V, np.cos(V)]), numeric)

    def g(v):
        A = np.arange(6.0)
        rows = [A, np.ones(4)]
        try:
            w = np.asarray(A[:4], float)
        except IndexError:
            w = np.ones(4)
        A[0] = 7.0
        return np.sum(v * w)

    assert "something else may hold the same array" in refused(g, V)

    def h(v, n):
        s = 0.0
        rows = [np.ones(4), np.ones(4)]
        for i in range(n):
            rows[1][0] = i
            try:
                w = rows[int("1")]
            except IndexError:
                w = np.ones(4)
            s = s + np.sum(v * w)
        return s

    assert "something else may hold the same array" in refused(h, V, 3)


def test_the_text_runs_by_itself(numeric):
    def f(x, text):
        try:
            scale = float(text)
        except ValueError:
            scale = 1.0
        try:
            n = int(os.environ["STEPS"])
        except KeyError:
            n = 2
        for _ in range(n):
            x = x * np.sin(scale * x)
        return x

    d = value_and_grad(f)
    text = d.source(0.7, "2.5")
    assert "def f_try(text):\n    try:\n        scale = float(text)\n    except ValueError:\n        scale = 1.0\n" in text
    assert "def f_try_2():\n    import os\n" in text
    namespace: dict = {}
    exec(compile(text, "<text>", "exec"), namespace)
    assert namespace["f_value_and_grad"](0.7, "2.5") == d(0.7, "2.5")
    black = pytest.importorskip("black")
    assert black.format_str(text, mode=black.Mode()) == text
    assert "tried" in ssa(f, 0.7, "2.5")


def test_names_around_do_not_meet_those_of_the_text(numeric):
    def inner(x, text):
        try:
            k = float(CONFIG[text])
        except KeyError:
            k = 3.0
        return x * k

    def f(x, CONFIG, f_try, of_kind):
        n = f_try * CONFIG
        return np.sin(inner(x, "ra" + "te") * n) * inner(x, "none") * of_kind

    both_modes(f, (0.7, 2.0, 3.0, 0.5), numeric)
    assert value_and_grad(f)(x=0.7, CONFIG=2.0, f_try=3.0, of_kind=0.5) == value_and_grad(f)(0.7, 2.0, 3.0, 0.5)


# -- what is known at generation --------------------------------------------------------------------------------------------


def test_an_entry_of_a_captured_dict(monkeypatch, numeric):
    config = {"mode": "slow", "rate": 2.0}

    def f(x):
        try:
            mode = config["mode"]
        except (KeyError, TypeError):
            mode = "fast"
        try:
            rate = config["rate"]
        except KeyError:
            rate = 5.0
        return x * x * rate if mode == "fast" else np.sin(x) * rate

    d = grad(f)
    both_modes(f, (0.7,), numeric)
    config["rate"] = 3.0
    assert d(0.7) == 3.0 * np.cos(0.7)
    del config["mode"]
    assert d(0.7) == 2 * 0.7 * 3.0
    del config["rate"]
    assert d(0.7) == 2 * 0.7 * 5.0
    config.update(mode="slow", rate=1.0)
    assert d(0.7) == np.cos(0.7)
    both_modes(f, (0.7,), numeric)


def test_an_entry_of_an_argument_may_be_differentiated(numeric):
    def f(params, x):
        try:
            w = params["w"]
        except (KeyError, TypeError):
            w = 3.0
        return x * x * w

    assert grad(f)({"w": 2.0}, 3.0) == {"w": 9.0}
    assert grad(f, 1)({"v": 2.0}, 3.0) == 18.0
    assert grad(f, 1)(None, 3.0) == 18.0


def test_an_entry_that_must_be_there():
    def f(x, table, key):
        try:
            y = table[key]
        except KeyError:
            raise ValueError("no entry") from None
        else:
            y = y * 2.0
        return x * x * y

    assert grad(f)(3.0, {"a": 2.0}, "a") == 24.0
    assert "always raises" in refused(f, 3.0, {"a": 2.0}, "b")


# -- what is refused -----------------------------------------------------------------------------------------------------------


def test_active_values_that_flow_in():
    def body(x):
        try:
            y = float(x)
        except ValueError:
            y = 0.0
        return y * x

    def handler(x, text):
        try:
            y = float(text)
        except ValueError:
            y = x * 2.0
        return y * x

    def message(x, text):
        try:
            y = float(text)
        except ValueError:
            y = 1.0
            print(x)
        return y * x

    def array(v):
        try:
            k = len(v)
        except TypeError:
            k = 1
        return np.sum(v) * k

    def stays(x, text):
        y = x * x
        try:
            y = float(text)
        except ValueError:
            print("none")
        return y * x

    def in_loop(x, text):
        y = 0.0
        for i in range(3):
            try:
                k = float(text) + y
            except ValueError:
                k = 1.0
            y = y + x * k
        return y

    with_text = [(f, (0.5, "1")) for f in (handler, message, stays, in_loop)]
    for f, args in [(body, (0.5,)), (array, (V,)), *with_text]:
        text = refused(f, *args)
        assert "try statement reads what is differentiated" in text and "compute before the try" in text
        with pytest.raises(Refused):
            tangent(f)(*args, *args[:1])
    assert grad(handler, 0).source is not None
    assert grad(lambda z, x: z * handler(x, "a"))(2.0, 0.5) == handler(0.5, "a")  # x is not differentiated


def scaled(x, y, n):
    try:
        k = float(y)
    except ValueError:
        k = 0.5
    for _ in range(n):
        x = x * np.sin(x * k + 1.0)
    return x


def noisy(x, mu, n):
    x = x + np.random.normal(mu)
    for _ in range(n):
        x = x * np.sin(x)
    return x


def test_active_values_in_texts_and_containers(make):
    ways = ['f"{x}"', "str(x)", "repr(x * x)", '{"a": x}["a"]', "[1.0, x][i]", "(x, 1.0)[i]", '{"a": (2.0, [x])}["a"][1][i]']
    for way in ways:
        base = way.rpartition("[")[0] if way.endswith("[i]") else way.partition("[")[0] if way.startswith("{") else way
        index = way[len(base) :]
        text = (
            f"def f(x, i):\n    held = {base}\n    try:\n        k = float(held{index}) + i - i\n"
            "    except ValueError:\n        k = 1.0\n    return x * k\n"
        )
        f = make(text)
        assert "try statement reads" in refused(f, 0.5, 0), way

    def shapes(v):
        sizes = v.shape
        try:
            k = float(sizes[1])
        except IndexError:
            k = 3.0
        return np.sum(v) * k

    np.testing.assert_array_equal(grad(shapes)(V), np.full(4, 3.0))


def shown(x, y, n):
    held = {"text": f"{y}", "twice": (y, n)}
    try:
        k = float(held["text"])
    except ValueError:
        k = 0.5
    for _ in range(n):
        x = x * np.sin(x * k + 1.0)
    return x


def test_active_values_in_texts_of_a_shared_callee(numeric):
    assert "try statement reads" in refused(lambda x: shown(x, x, 3) * shown(x, 2.0, 3), 0.7)
    both_modes(lambda x: shown(x, 1.5, 3) * shown(x, 2.0, 3), (0.7,), numeric)


def test_active_values_that_flow_into_a_shared_callee(numeric):
    def f(x):
        for _ in range(3):
            x = scaled(x, 2.0, 2) + scaled(x, 1.5, 3)
        return x

    both_modes(f, (0.7,), numeric)
    for g in (lambda x: f(scaled(x, x, 2)), lambda x: scaled(scaled(x, 1.0, 3), 2.0 * x, 3), lambda x: scaled(1.0, x, 3) * x):
        assert "try statement reads" in refused(g, 0.7)
        with pytest.raises(Refused):
            tangent(g)(0.7, 1.0)
    twice = refused(lambda x: noisy(x, 1.0, 3) * noisy(x, x, 3), 0.7)
    assert "random numbers whose distribution" in twice


BODIES = {
    "k = 1.0\n        if text:\n            return 2.0": "return inside",
    "k = text\n    except KeyError:\n        k = 'fast'": "no number",
    "k = text.strip()\n    except KeyError:\n        k = None": "no number",
    "k = float(text)\n    except KeyError:\n        k = [1.0]": "list",
    "k = True if text else False\n    except KeyError:\n        k = 1.0": "bool or float",
    "k = np.ones(2)\n    except KeyError:\n        k = 1.0": "array(float64, 1-d) or float",
    "k = float(text)\n    except KeyError:\n        pass": "not assigned on every way",
    "k = open(text)\n    except KeyError:\n        k = open(text)": "not known",
    "g = remember\n        k = float(g(text))": "not known before it runs",
    "k = float(Loader(text).load())": "method",
    "A[0] = 1.0\n        k = 2.0": "changed inside",
    "k = A.sort() or 1": "A.sort",
    "k = float(np.copyto(A, 1.0) or 1.0)": "np.copyto",
    "k = float(rows.pop())": "rows.pop",
    "rows += [1.0]\n        k = 1.0": "rows",
    "b = rows\n        b.append(1.0)\n        k = 1.0": "b.append",
    "k = float(remember(text))": "LOG.append",
    "CONFIG['a'] = 2.0\n        k = 1.0": "CONFIG['a']",
    "CONFIG.update(a=2.0)\n        k = 1.0": "CONFIG.update",
    "def g():\n            return x\n        k = g()": "a function defined",
    "k = float(local(2.0))": "local",
    "del rows\n        k = 1.0": "del",
    "raise ValueError('a')": "every way",
    "k = float(globals()[text])": "globals",
    "k = float(A.__private)": "A.__private",
    "from . import other\n        k = 1.0": "relative import",
    "k = float(alias(text))": "calls log.append",
    "k = float(partly())": "LOG.append",
    "push(text)\n        k = 1.0": "changes what it is a method of",
    "r = Registered(text)\n        k = 1.0": "LOG.append",
    "k = float(through(text))": "LOG.append",
    "k = float(first(A))": "changes items[0]",
}


@pytest.mark.parametrize("body", list(BODIES))
def test_what_else_is_refused(make, body):
    tail = "\n    except KeyError:\n        " + ("raise" if "raise" in body else "k = 1.0") if "except" not in body else ""
    text = (
        "def f(x, text, A):\n    rows = [1.0, 2.0]\n    local = lambda t: t * 2.0\n"
        f"    try:\n        {body}{tail}\n    return x * k * rows[0] * A[0]\n"
    )
    names = {f.__name__: f for f in (remember, Loader, Registered, alias, through, first)}
    f = make(text, CONFIG=CONFIG, partly=partial(remember, "a"), push=LOG.append, **names)
    assert BODIES[body] in refused(f, 0.5, "1", np.ones(2))


def test_arrays_that_come_out_are_not_written():
    def f(v, path):
        try:
            w = np.load(path)
        except OSError:
            w = np.ones(4)
        w[0] = 3.0
        return np.sum(v * w)

    assert "changed in place" in refused(f, V, "no such file")


def test_arrays_that_others_may_hold_are_not_written():
    def f(v, flag, key):
        w = np.zeros(4)
        if flag:
            try:
                w = WEIGHTS[key.strip()]
            except KeyError:
                w = np.ones(4)
        w[0] = 5.0
        return np.sum(v * w) + WEIGHTS["w"][0]

    assert "changed in place" in refused(f, V, 1, "w")

    def g(v, A):
        try:
            w = np.array(WEIGHTS["w"])
        except ValueError:
            w = np.ones(4)
        A[0] = 2.0
        return np.sum(v * w * A)

    assert "caller's" in refused(g, V, np.ones(4))


def test_a_name_read_before_it_is_assigned_in_a_loop():
    def f(x, text):
        for i in range(3):
            try:
                k = float(text) if i == 0 else k + 1.0
            except ValueError:
                k = 1.0
            x = x * k
        return x

    assert "before it is assigned" in refused(f, 0.5, "2")
