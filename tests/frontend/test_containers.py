"""Lists, dicts, strings, membership and the functions that consume them: values bit for bit, gradients in both modes."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from sourcead import Refused, grad, jvp, tangent, value_and_grad, vjp

from ..test_control_flow import both_modes

V = np.array([0.5, -1.0, 0.7, 1.2])
M = np.arange(6.0).reshape(2, 3) / 5 + 0.1
SETTINGS = {"scale": 2.0, "shift": 3.0}
NAMES = ["sin", "cos"]


def refused(f, *args):
    """The text of the refusal, which shows the place and says what to do."""
    with pytest.raises(Refused) as caught:
        grad(f)(*args)
    text = str(caught.value)
    assert "^" in text and "\n  = " in text
    return text


# -- membership -------------------------------------------------------------------------------------------------------------


def test_membership_of_numbers_known_at_run_time(numeric):
    def f(x, n):
        s = 0.0
        for i in range(n):
            if i in (1, 3):
                s += x * i
            if i not in [0, 2] and i not in {7, 8}:
                s += x**2
        return s if x in (x, 1.0) else -s

    both_modes(f, (0.7, 5), numeric)


def test_membership_decided_at_generation(numeric):
    def f(x, mode):
        y = x if mode in ("fast", "exact") and "as" in mode else -x
        y = y * 2 if "scale" in {"scale": 1} and 3 not in (1, 2) else y
        return y * x if None in (1, None) else y

    both_modes(f, (0.7, "fast"), numeric)


def test_membership_in_an_array(numeric):
    def f(v, n):
        return np.sum(v * v) if n in np.arange(3) else np.sum(v)

    both_modes(f, (V, 2), numeric)
    both_modes(f, (V, 7), numeric)


def test_a_number_that_is_not_itself_is_in_a_tuple_it_was_put_into():
    def f(x):
        return 2.0 * x if x in (x,) else 3.0 * x

    nan = float("nan")
    assert f(nan) != f(nan) and grad(f)(nan) == 2.0


def test_membership_of_arrays_is_refused():
    assert "np.any" in refused(lambda v: np.sum(v) if v in (v * 2, 1.0) else 0.0, V)


# -- functions of sequences ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0.5, 1.5, -0.5])
def test_any_and_all(x, numeric):
    def f(x, n):
        y = x if any((x > 1, n > 5)) else x * x
        y = 2 * y if all([x > 0, n, True]) else y
        return y * x if any([]) or not all(()) else y

    both_modes(f, (x, 3), numeric)


def test_any_and_all_of_arrays(numeric):
    def f(v):
        return np.sum(v * v) if any(v > 1) and not all(v > 0) else np.sum(v)

    both_modes(f, (V,), numeric)


def test_any_stops_at_the_first(capsys):
    def f(x, n):
        def seen(i):
            print(i)
            return x * i > 1

        return x * x if any(seen(i) for i in range(n)) else x

    f(0.7, 5)
    expected = capsys.readouterr().out
    grad(f)(0.7, 5)
    assert capsys.readouterr().out == expected == "0\n1\n2\n"


def test_sums_maxima_and_minima_of_items(numeric):
    def f(x, y):
        items = [x, 2.0, x * y]
        return sum(items, x) + max(items) * min(items) + sum((x,)) + max(x, y, 1.0) + sum([]) + max((3, 5)) * x

    both_modes(f, (0.7, 0.4), numeric)
    both_modes(f, (4.0, 3.0), numeric, 1)


def test_sums_maxima_and_minima_of_arrays(numeric):
    def f(v):
        return sum(v) + max(v) * min(v)

    both_modes(f, (V,), numeric)


def test_the_maximum_of_nothing_raises():
    def f(x, n):
        return max(x * i for i in range(n))

    assert value_and_grad(f)(2.0, 3) == (4.0, 2.0)
    with pytest.raises(ValueError, match="empty"):
        grad(f)(2.0, 0)


def test_sorted_of_what_is_known(numeric):
    def f(x):
        weights = {"b": x, "a": 2 * x, "c": x * x}
        s = x
        for i, key in enumerate(sorted(weights)):
            s = s + i * weights[key]
        for _, value in sorted(weights.items(), reverse=True):
            s = s * value
        return s + sorted((3, 1, 2))[0] * x

    both_modes(f, (0.7,), numeric)


def test_sorted_of_numbers_known_at_run_time(numeric):
    def f(x, y):
        small, large = sorted([x, y])
        return small * 3.0 + large**2 + sorted((x, y, 1.0), reverse=True)[0]

    both_modes(f, (0.7, 0.3), numeric)
    both_modes(f, (0.3, 1.7), numeric)
    assert "np.sort" in refused(lambda x: sorted([x, 1.0], key=lambda v: -v)[0], 0.5)


def test_map_and_filter(numeric):
    def f(x, n):
        s = sum(map(lambda a, b: a * b * x, (x, 2.0), [3.0, x]))
        t = list(map(np.sin, (x, 2 * x)))
        u = sum(filter(lambda a: a > 1, (1.0, 2.0, 3.0))) * x
        return s + t[0] * t[1] + u + sum(map(lambda i: x**i, range(n))) + len(list(filter(None, (0, 1, 2)))) * x

    both_modes(f, (0.7, 3), numeric)


def test_reduce_and_getattr(numeric):
    def f(x, v):
        product = functools.reduce(lambda a, b: a * b, [x, 2.0, x * x]) + functools.reduce(np.add, (x, x), 1.0)
        return product * getattr(np, "sin")(x) * getattr(v, "shape")[0]

    both_modes(f, (0.7, V), numeric)


def test_conversions(numeric):
    def f(x, n):
        k = int(x * 10) + int("3") + int(True)
        return float(x) * k + float(n) * x + float("2.5") * x + bool(n) * x + len(str(n)) * 0 + float() + bool([]) * x

    both_modes(f, (0.73, 3), numeric)


# -- strings ---------------------------------------------------------------------------------------------------------------------


def test_strings_known_at_generation(numeric):
    def f(x, mode):
        first, second = mode.upper().split("-")
        y = x if first == "A" and second.startswith("B") else -x
        y = y * len(mode) if f"{first}{2}" == "A2" and "%s-%d" % (first, 3) == "A-3" else y
        return y * x if "{}/{}".format(1, "b") == "1/b" and ",".join(c for c in "ab") == "a,b" else y

    both_modes(f, (0.7, "a-b"), numeric)


def test_strings_of_numbers_known_at_run_time(capsys, numeric):
    def f(x):
        print("{:.2f} and {}".format(x, 3), "%.3f %s" % (x, "b"), ", ".join([str(x), "c"]), "x = " + str(x))
        return x * x

    f(0.7)
    expected = capsys.readouterr().out
    assert grad(f)(0.7) == 1.4
    assert capsys.readouterr().out == expected


# -- lists ----------------------------------------------------------------------------------------------------------------------


def test_methods_of_lists_seen_by_every_name(numeric):
    def f(x):
        xs = [x]
        ys = xs
        xs.append(2 * x)
        xs.extend([x, x * x])
        xs.extend(x * i for i in range(2))
        xs.insert(0, 5.0 * x)
        popped = xs.pop() + xs.pop(1)
        xs.reverse()
        del xs[0]
        copied = ys.copy()
        xs[-1] += x
        ys *= 2
        return sum(xs) * popped + sum(copied) * len(xs) + len(ys[1:3])

    both_modes(f, (0.7,), numeric)


def test_lists_of_constants(numeric):
    def f(x):
        names = ["a", "b", "a"]
        names.remove("b")
        weights = [1.0, 2.0, 1.0]
        y = x * weights.count(1.0) * names.index("a") + x * names.count("a") + (1, 2).index(2) * x * x
        names.clear()
        return y + len(names) * x

    both_modes(f, (0.7,), numeric)


def test_a_list_changed_while_it_is_run_over(numeric):
    def f(x):
        xs = [x, 2.0, 3.0]
        s = 0.0
        for i, a in enumerate(xs):
            if i < 2:
                xs[i + 1] = a * x
            s = s + a
        for a, b in zip(xs, xs):
            xs[2] = a * b
            s += b
        return s

    both_modes(f, (0.7,), numeric)


def test_a_list_that_grows_while_it_is_run_over_is_refused():
    def f(x):
        xs = [x, 2.0]
        for a in xs:
            if len(xs) < 4:
                xs.append(a * x)
        return sum(xs)

    assert "copy" in refused(f, 0.7)


def test_a_list_changed_on_one_way_only(numeric):
    def f(x):
        xs = [x, 1.0]
        ys = xs
        if x > 0:
            xs[0] = x * x
        else:
            ys[1] = x
        return xs[0] * ys[1] + sum(xs)

    both_modes(f, (0.7,), numeric)
    both_modes(f, (-0.7,), numeric)


def test_the_newest_list_is_returned():
    def f(x):
        inner = [x]
        outer = [inner, {"a": inner}]
        inner.append(2 * x)
        return outer

    assert vjp(f, 3.0)[0] == f(3.0) == [[3.0, 6.0], {"a": [3.0, 6.0]}]
    assert jvp(f, (3.0,), (1.0,))[1] == [[1.0, 2.0], {"a": [1.0, 2.0]}]


def test_iterators_run_over_twice_are_refused():
    def named(x):
        pairs = zip((x, 2.0), (3.0, x))
        return sum(a * b for a, b in pairs) + sum(a * b for a, b in pairs)

    def handed(x):
        def twice(items):
            return sum(items) + sum(items)

        return twice(map(np.sin, (x, 2.0)))

    def held(x):
        return len([zip((x,), (x,))]) * x

    for f in (named, handed, held):
        assert "once" in refused(f, 0.7)


# -- dicts ------------------------------------------------------------------------------------------------------------------------


def test_dicts(numeric):
    def f(x):
        d = {"w": x, "b": 2.0 * x, **{"extra": x}}
        e = d
        d["c"] = x * x
        e["w"] += 1.0
        for key, value in d.items():
            d[key] = value * 2
        d.update({"w": d["w"] * x}, more=x)
        del d["extra"]
        popped = d.pop("b") + d.pop("none", 1.0) + d.setdefault("new", x * 3)
        found = d.get("c") + d.get("z", x) + (x if "w" in e and "b" not in e else 0.0)
        return found * popped + len(d) + sum(d.values()) + sum(dict(a=x, b=x).values()) + len(list(d.keys())) * x

    both_modes(f, (0.7,), numeric)


def test_dicts_made_in_other_ways(numeric):
    def f(x):
        weights = {f"w{i}": x * i for i in range(4)}
        pairs = dict([("a", x), ("b", x * x)])
        zipped = dict(zip(("p", "q"), (x, 3.0)))
        merged = weights | pairs | {k: v for k, v in zipped.items() if k != "q"}
        (first, *_), other = (*merged,), {**merged}.copy()
        return other["w3"] * merged["b"] + other["p"] + len(first) * x + {1: x, 2: x * x}[2]

    both_modes(f, (0.7,), numeric)


def test_dicts_through_branches_and_loops(numeric):
    def f(x, n):
        p = {"a": x, "b": 2.0}
        for i in range(n):
            p["a"] = p["a"] * np.cos(p["b"])
            if p["a"] > 0.1:
                p["b"] = p["b"] * 1.1
            q = {"a": p["a"], "i": i}
        return p["a"] * p["b"] + q["a"]

    both_modes(f, (0.7, 4), numeric)


def test_dicts_of_arrays(numeric):
    def step(params, x):
        return np.tanh(params["W"] @ x + params["b"])

    def f(W, b):
        params = {"W": W, "b": b}
        x = b
        for _ in range(3):
            x = step(params, x)
        params["W"] = params["W"] * 2
        return np.sum(step(params, x))

    both_modes(f, (M[:, :2].copy(), M[:, 2].copy()), numeric)
    both_modes(f, (M[:, :2].copy(), M[:, 2].copy()), numeric, 1)


def test_dicts_as_results():
    def f(x):
        return {"loss": x * x, "parts": [x, {"deep": 2 * x}], 3: x}

    value, pullback = vjp(f, 0.5)
    assert value == f(0.5)
    assert pullback({"loss": 1.0, "parts": [1.0, {"deep": 1.0}], 3: 0.0}) == (4.0,)
    assert tangent(f)(0.5, 1.0)[1] == {"loss": 1.0, "parts": [1.0, {"deep": 2.0}], 3: 1.0}


def test_captured_dicts_are_read_at_every_call(numeric):
    def f(x):
        total = sum(value * x for value in SETTINGS.values())
        for key, value in SETTINGS.items():
            total = total + len(key) * value * x
        return total + SETTINGS["scale"] * x + (x * x if "more" in SETTINGS else 0.0) + len(SETTINGS) * x

    d = grad(f)
    try:
        for key, value in (("scale", 5.0), ("more", 1.5), ("scale", 7)):
            SETTINGS[key] = value
            np.testing.assert_allclose(d(0.7), numeric(f, (0.7,), 0), rtol=1e-7)
        del SETTINGS["more"]
        np.testing.assert_allclose(d(0.7), numeric(f, (0.7,), 0), rtol=1e-7)
    finally:
        SETTINGS.clear()
        SETTINGS.update(scale=2.0, shift=3.0)


def test_keywords_from_dicts(numeric):
    def scaled(x, scale, shift=0.0):
        return x * scale + shift

    def f(x):
        options = {"scale": x, "shift": 2.0}
        return scaled(x, **options) + scaled(x, **SETTINGS) + gathered(a=x, b=x * x)

    def gathered(**parts):
        return sum(parts.values()) * len(parts) + (parts["a"] if "a" in parts else 0.0)

    both_modes(f, (0.7,), numeric)


@pytest.mark.parametrize(
    "text, words",
    [
        ("d = {x: 1.0}; return x", "keys"),
        ("d = {'a': x}; return d['b']", "KeyError"),
        ("d = {'a': x}; return d[x]", "key"),
        ("SETTINGS['a'] = x; return x", "assigned"),
        ("NAMES.append(x); return x", "caller"),
        ("NAMES[0] = x; return x", "caller"),
        ("SETTINGS.update(a=x); return x", "caller"),
        ("return {x, 1.0}", "set"),
        ("return sum({'a': x})", "kind"),
    ],
)
def test_what_is_refused(make, text, words):
    f = make(f"def f(x):\n    {text}\n", SETTINGS=SETTINGS, NAMES=NAMES)
    assert words in refused(f, 0.5)
    assert SETTINGS == {"scale": 2.0, "shift": 3.0} and NAMES == ["sin", "cos"]


def test_short_loops_are_written_out_where_the_count_is_a_key(numeric):
    def f(x):
        weights = {f"w{i}": x * (i + 1) for i in range(3)}
        layers = [x, np.array([x, 2.0]), 3.0]
        s = 0.0
        for i in range(3):
            if s > 100:
                break
            s = s + weights[f"w{i}"] * np.sum(layers[i] * x)
        d = {}
        for i in range(2):
            for j in range(2):
                d[2 * i + j] = x * i + j
        return s + sum(d.values()) * d[3]

    both_modes(f, (0.7,), numeric)


def test_what_a_loop_runs_over_grows_in_its_last_iteration():
    def a_list(x):
        xs = [x]
        for a in xs:
            if len(xs) < 3:
                xs.append(a * 2)
        return sum(xs)

    def a_dict(x):
        d = {"a": x}
        for key in d:
            d["b"] = x
        return sum(d.values())

    assert "copy" in refused(a_list, 0.7) and "copy" in refused(a_dict, 0.7)


def test_numbers_read_from_text_are_refused():
    assert "text" in refused(lambda x: x * float(str(x)), 0.5)
    assert "text" in refused(lambda x: x * float(f"{x:.3f}"), 0.5)
