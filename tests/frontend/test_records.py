"""Dicts, namedtuples, dataclasses and plain objects: read as arguments and captures, made and changed inside a function."""

from __future__ import annotations

import dataclasses
import types
from collections import namedtuple
from typing import NamedTuple

import numpy as np
import pytest

from sourcead import Refused, grad, tangent, value_and_grad, vjp

from ..test_control_flow import both_modes
from ..test_wrong_answers import generated
from .test_containers import refused

V = np.array([0.5, -1.0, 0.7, 1.2])
Point = namedtuple("Point", ["x", "y"], defaults=[2.0])


class State(NamedTuple):
    position: float
    speed: float = 1.0

    def moved(self, dt):
        return State(self.position + dt * self.speed, self.speed)

    @property
    def energy(self):
        return 0.5 * self.speed**2 + self.position


@dataclasses.dataclass
class Params:
    w: float
    b: float = 0.5
    history: list = dataclasses.field(default_factory=list)
    SCALE = 3.0

    def apply(self, x):
        return np.tanh(self.w * x + self.b) * self.SCALE

    @property
    def norm(self):
        return self.w**2 + self.b**2


class Model:
    rate = 2.0

    def __init__(self, w):
        self.w = w
        self.inner = types.SimpleNamespace(k=3.0)

    @property
    def doubled(self):
        return 2 * self.w

    @classmethod
    def scaled(cls, x):
        return cls.rate * x

    def loss(self, x):
        return np.sum(self.w * x * x) * self.inner.k + np.sum(self.doubled) * self.scaled(x)[0]


# -- as arguments -------------------------------------------------------------------------------------------------------------


def test_dicts_as_arguments(numeric, monkeypatch):
    def f(v, p):
        h = np.tanh(v * p["w"] + p["inner"]["b"])
        for key, value in p.items():
            if key in ("w",):
                h = h * value
        return np.sum(h) * p.get("scale", 2.0) * len(p) if p["mode"] == "sum" else np.sum(h * h)

    p = {"w": np.array([1.0, 2.0, 0.5, 0.1]), "inner": {"b": 0.3}, "mode": "sum"}
    both_modes(f, (V, p), numeric)
    both_modes(f, (V, {**p, "mode": "squares"}), numeric)
    made = generated(monkeypatch)
    d = grad(f)
    for k in range(3):  # as many functions as kinds, not as many as dicts
        q = {"w": p["w"] * k, "inner": {"b": 0.1 * k}, "mode": "sum", "scale": 1.0 + k}
        np.testing.assert_allclose(d(V, q), numeric(f, (V, q), 0), rtol=1e-6, atol=1e-9)
    assert len(made) == 1


def test_namedtuples_and_dataclasses_as_arguments(numeric, monkeypatch):
    def f(x, point, state, params):
        a, b = point
        s = state.moved(x)
        return (x * a + point.y * b + point[0]) * s.energy + params.apply(x) * params.norm + len(point) * x + sum(point)

    def args(k):
        return (0.7, Point(1.0 + k, 2.0), State(0.3, 2.0 * k), Params(0.4, k))

    both_modes(f, args(1.0), numeric)
    made = generated(monkeypatch)
    d = grad(f)
    for k in (2.0, 3.0):
        np.testing.assert_allclose(d(*args(k)), numeric(f, args(k), 0), rtol=1e-6)
    assert len(made) <= 1


def test_plain_objects_as_arguments_and_captures(numeric):
    model = Model(np.array([1.0, 2.0, 3.0, 4.0]))
    both_modes(lambda v, m: m.loss(v), (V, model), numeric)
    d = grad(lambda v: model.loss(v))
    for k in (1.0, 2.0):
        model.w = V * k
        model.inner.k = k
        np.testing.assert_allclose(d(V), numeric(model.loss, (V,), 0), rtol=1e-6)


def test_what_belongs_to_the_caller_is_not_changed():
    model, params, p, items = Model(1.0), Params(1.0), {"w": 1.0, "l": [1.0]}, types.SimpleNamespace(n=0)

    def plain(x):
        model.w = x
        return x * x

    def counted(x):
        items.n += 1
        return x * x

    for f, args in (
        (plain, ()),
        (counted, ()),
        (lambda x, q: (q.update(w=x), x)[1], (p,)),
        (lambda x, q: (q["l"].append(x), x)[1], (p,)),
        (lambda x, q: (setattr(q, "w", x), x)[1], (params,)),
    ):
        with pytest.raises(Refused):
            grad(f)(0.5, *args)

    def field(x, q):
        q.w = x
        return q.w * x

    assert "caller" in refused(field, 0.5, params)
    assert (model.w, params.w, p, items.n) == (1.0, 1.0, {"w": 1.0, "l": [1.0]}, 0)


def test_arrays_in_a_dict_argument_are_not_changed(numeric):
    def f(v, p):
        w = p["w"]
        w[0] = v[1] * v[0]
        return np.sum(w * v)

    w = V * 2
    try:
        value, bar = value_and_grad(f)(V, {"w": w})
        np.testing.assert_array_equal(w, V * 2)
        np.testing.assert_allclose(bar, numeric(lambda v: f(v, {"w": V * 2}), (V,), 0), rtol=1e-7)
    except Refused as refusal:
        assert "^" in str(refusal)


# -- made inside ---------------------------------------------------------------------------------------------------------------


def test_objects_made_inside(numeric):
    def f(x):
        p = Point(x, y=x * x)
        q = Point(x)
        state = State(x).moved(p.x)
        params = Params(x, b=p.y)
        params.history.append(x)
        params.w += q.y
        params.b = params.w * x
        space = types.SimpleNamespace(a=x, b=params)
        space.c = space.a * 2
        space.b.w = space.b.w * x
        a, b = p
        return a * b * state.energy + params.apply(x) + params.norm * space.c + sum(params.history) + q[1] * x

    both_modes(f, (0.7,), numeric)


def test_objects_through_branches_and_loops(numeric):
    def f(x, n):
        s = State(x, 0.5)
        p = Params(x)
        for i in range(n):
            s = s.moved(0.1 * i)
            p.w = p.w * np.cos(s.position)
            if p.w > 0.2:
                p.b = p.b + x
                s = State(s.position, speed=p.w)
        return s.energy * p.norm

    both_modes(f, (0.7, 4), numeric)


def test_two_names_of_one_object(numeric):
    def change(p, x):
        p.w = p.w * x

    def f(x):
        p = Params(x, x)
        q = p
        change(q, x)
        r = [p]
        r[0].b = 3.0 * x
        return p.w * q.b

    both_modes(f, (0.7,), numeric)


@pytest.mark.parametrize(
    "text, words",
    [
        ("p = Point(x)\n    p.x = 2.0\n    return p.x", "changed"),
        ("p = Params(x)\n    p.other = x\n    return p.w", "no field"),
        ("return Params(x).nothing", "no attribute"),
        ("return Params()", "lacks"),
        ("return Model(x)", "returned"),
        ("return ValueError(x)", "making a"),
        ("a, b, c = Params(x)\n    return a", "no sequence"),
        ("x.real = 2.0\n    return x", "changed"),
    ],
)
def test_what_is_refused(make, text, words):
    f = make(f"def f(x):\n    {text}\n", Params=Params, Point=Point, Model=Model)
    assert words in refused(f, 0.5)


def test_derivatives_in_other_ways():
    f = lambda x, p: {"y": x * p["w"], "z": x * x}  # noqa: E731
    p = {"w": 3.0}
    value, pullback = vjp(f, 2.0, p)
    assert value == {"y": 6.0, "z": 4.0} and pullback({"y": 1.0, "z": 1.0}) == (7.0, {"w": 2.0})
    assert tangent(f)(2.0, p, 1.0)[1] == {"y": 3.0, "z": 4.0}
    assert grad(lambda x, p: f(x, p)["y"] * x)(2.0, p) == 12.0


# -- objects of ordinary classes ----------------------------------------------------------------------------------------------


class Counter:
    scale = 2.0

    def __init__(self, w, n=1):
        self.w = w
        self.n = n
        self.history = []

    def step(self, x):
        self.w = self.w * self.scale + x * self.n
        self.history.append(self.w)
        return self


class Empty:
    pass


class Square:
    def __init__(self, x):
        self.x = x

    def area(self):
        return self.x**2


class Cube(Square):
    def area(self):
        return self.x**3


def test_objects_of_ordinary_classes_are_made_and_changed(numeric):
    def f(x):
        p = Counter(x * 2)
        q = p
        p.w = p.w + x
        q.step(x).step(x)
        o = Empty()
        o.a = x
        o.b = o.a * p.w
        if x > 0:
            o.a = o.b * 2
        return p.w * o.a + sum(p.history) + Cube(x).area() + Square(x * 2).area()

    both_modes(f, (0.7,), numeric)


def test_objects_of_ordinary_classes_in_loops(numeric):
    def f(x, n):
        p = Counter(x)
        for i in range(n):
            p.step(np.sin(x * i))
        return p.w + p.history[1]

    def of_arrays(v):
        o = Empty()
        o.u = v * 1.0
        for i in range(3):
            o.u[i] = o.u[i] * v[0]
        part = o.u
        part[0] += 1.0
        return np.sum(o.u**2)

    both_modes(f, (0.7, 4), numeric)
    both_modes(of_arrays, (V,), numeric)


def test_a_method_that_is_replaced_is_noticed(monkeypatch):
    def f(x):
        return Square(x).area()

    df = grad(f)
    assert df(3.0) == 6.0
    monkeypatch.setattr(Square, "area", lambda self: self.x * 5.0)
    assert df(3.0) == 5.0
    monkeypatch.setattr(Square, "__init__", lambda self, x: setattr(self, "x", 2 * x))
    with pytest.raises(Refused):
        df(3.0)


@dataclasses.dataclass
class Body:
    mass: float
    speed: float = 2.0


LEAD = Body(3.0)


@pytest.mark.parametrize("frozen", [False, True])
def test_replacing_the_fields_of_a_dataclass(frozen):
    body = type("Made", (), {"__annotations__": {"mass": float, "speed": float}, "speed": 2.0})
    made = dataclasses.dataclass(frozen=frozen)(body)

    def f(x):
        a = made(x)
        b = dataclasses.replace(a, speed=x * a.speed)
        c = dataclasses.replace(LEAD, speed=x)
        return b.mass * b.speed * a.speed * c.speed * c.mass

    assert grad(f)(1.5) == pytest.approx(36 * 1.5**2)
    assert LEAD == Body(3.0)


def test_replacing_what_is_no_field_is_refused():
    with pytest.raises(Refused):
        grad(lambda x: dataclasses.replace(Body(x), size=x).mass)(1.0)
    with pytest.raises(Refused):
        grad(lambda x: dataclasses.replace(x, size=x))(1.0)
