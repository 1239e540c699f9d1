"""Random programs that write in place, and everything a derivative of one must satisfy.

A program is source text: arrays written by element, slice, mask, integer array and as a whole; views kept under names, and
views of views, read and written later; aliases; buffers swapped; helpers and closures that write and return nothing; the
same array passed twice; lists of numbers and of arrays, of known and of unknown length; all of it inside nested loops,
branches, breaks and early returns. Checked for each: the value bit for bit that of Python on copies; the gradient against
central differences, away from jumps; both modes against each other; second derivatives in all orders; optimised against
unoptimised; the caller's arrays; the text by itself. Or the program is refused, at a line of its own.

`SOURCEAD_FUZZ=2000 pytest tests/test_fuzz_in_place.py` tries more programs; `SOURCEAD_FUZZ_SEED` starts elsewhere;
`python -m tests.test_fuzz_in_place SEED` prints one program and what is wrong with it.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import linecache
import math
import os
import sys
import warnings

import black
import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, tangent, value_and_grad, vjp
from sourcead.derivative import Derivative

from .test_fuzz import close, differences, flat, same, unflat

COUNT = int(os.environ.get("SOURCEAD_FUZZ", 200))
FIRST = int(os.environ.get("SOURCEAD_FUZZ_SEED", 0))
QUICK = 40  # programs that are not marked slow
BLOCK = 20
THOROUGH = "SOURCEAD_FUZZ" in os.environ  # second derivatives of all programs, not of every other one
LIMIT = 1e3
_numbers = itertools.count()

PRELUDE = """
import math
import numpy as np

scale = 1.3
triple = np.array([0, 2, 0])
order = np.array([3, 0, 4, 1, 2])
shift = np.array([0.4, -0.7, 0.9, 0.2, -0.1])


def relax(a, k):
    for i in range(1, len(a) - 1):
        a[i] = 0.5 * (a[i - 1] + a[i + 1]) + 0.1 * k


def blend(a, b):
    a[:] = 0.5 * a - np.sin(b)
    b[0] = a[-1] * 0.7


def put(a, i, u):
    if u < -0.8:
        return
    a[i] = u * scale


def gather(out, a):
    for u in a:
        if u > 0.2:
            out.append(u * u)


def bump(a, u):
    a += 0.2 * u
    return a


def tail(a):
    return a[1:]
"""

VECTOR, MATRIX = (5,), (3, 4)


class Program:
    """A random program: its text, its function, and the arguments it is tested at.

    `arrays` are the names of arrays and their shapes, `lists` those of lists and the shapes of their items.
    """

    def __init__(self, seed: int):
        self.rng = np.random.default_rng(seed)
        self.seed = seed
        self.used = itertools.count()
        self.lines: list[str] = []
        self.params = ["x", *(p for p in ("w", "A", "u", "n") if self.chance(0.6))]
        self.args = [self.argument(p) for p in self.params]
        self.active = tuple(i for i, p in enumerate(self.params) if p != "n")
        self.arrays = {p: np.shape(a) for p, a in zip(self.params, self.args) if np.ndim(a)}
        self.scalars = [p for p in self.params if p == "u"]
        self.ints = [p for p in self.params if p == "n"]
        self.lists: dict[str, tuple] = {}
        self.closures: list[str] = []
        self.lent = set() if self.chance(0.2) else set(self.arrays)  # arguments that are not written
        self.rebindable: set[str] = set()  # what a statement of this block may bind anew
        for _ in range(int(self.rng.integers(1, 3))):
            self.new_array("    ")
        self.block("    ", int(self.rng.integers(3, 7)), 2, loop=False)
        self.lines.append(f"    return {self.result()}")
        self.build()

    def build(self) -> None:
        self.text = f"{PRELUDE}\n\ndef f({', '.join(self.params)}):\n" + "".join(f"{line}\n" for line in self.lines)
        file = f"<fuzz in place {self.seed} {next(_numbers)}>"
        linecache.cache[file] = (len(self.text), None, self.text.splitlines(keepends=True), file)
        self.scope = {"__name__": "fuzz"}
        exec(compile(self.text, file, "exec"), self.scope)
        self.function = self.scope["f"]

    def argument(self, name: str):
        if name == "n":
            return int(self.rng.integers(0, 4))
        shape = {"u": (), "A": MATRIX}.get(name, VECTOR)
        value = self.rng.uniform(0.2, 1.2, shape) * self.rng.choice([-1, 1, 1], shape)
        return value if shape else float(value)

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def pick(self, items):
        return items[int(self.rng.integers(len(items)))]

    def fresh(self, stem: str) -> str:
        return f"{stem}{next(self.used)}"

    # -- expressions --------------------------------------------------------------------------------------------------

    def index(self, size: int) -> str:
        if self.ints and self.chance(0.6):
            return self.pick([f"{i} % {size}" for i in self.ints] + [f"({i} + 1) % {size}" for i in self.ints])
        if self.chance(0.04):
            return f"int({self.pick([a for a, s in self.arrays.items() if len(s) == 1])}[0] * 4) % {size}"
        return str(int(self.rng.integers(-size, size)))

    def element(self, name: str) -> str:
        shape = self.arrays[name]
        if len(shape) == 2 and self.chance(0.2):
            return f"{name}[{self.index(shape[0])}][{self.index(shape[1])}]"
        return f"{name}[{', '.join(self.index(n) for n in shape)}]"

    def atom(self) -> str:
        choices = [*self.scalars * 2, "0.5", "0.3", "scale", *self.ints]
        choices += [self.element(a) for a in self.arrays] * 2
        choices += [self.of_list(name) for name, shape in self.lists.items() if shape == ()]
        return self.pick(choices)

    def of_list(self, name: str) -> str:
        return self.pick([f"{name}[-1]", f"{name}[0]", f"sum({name})", f"{name}[len({name}) // 2]", f"np.sum(np.array({name}))"])

    def scalar(self, depth: int = 1) -> str:
        one, two = self.atom(), self.atom()
        if depth:
            one = self.scalar(depth - 1)
        forms = [
            f"{one} + {two}",
            f"({one}) * {two}",
            f"0.5 * ({one}) - {two}",
            f"np.sin({one})",
            f"np.tanh({one}) * {two}",
            f"{one}",
        ]
        forms += [f"np.sum({self.pick(list(self.arrays))})", f"np.cos({one}) + {two}"]
        if self.chance(0.1):
            forms += [f"({one} if {self.test(0)} else {two})"] * 2
        return self.pick(forms)

    def array(self, shape: tuple, depth: int = 1) -> str:
        """An expression of an array of this shape."""
        parts = [name for name, s in self.arrays.items() if s == shape]
        if len(shape) == 1:
            for name, s in self.arrays.items():
                if len(s) == 1 and s[0] > shape[0]:
                    start = int(self.rng.integers(0, s[0] - shape[0] + 1))
                    parts.append(f"{name}[{start}:{start + shape[0]}]")
                if len(s) == 2 and s[1] == shape[0]:
                    parts.append(f"{name}[{self.index(s[0])}]")
                if len(s) == 2 and s[0] == shape[0]:
                    parts.append(f"{name}[:, {self.index(s[1])}]")
            parts += [f"{p}[::-1]" for p in parts[:1]]
            parts += [f"{n}[-1]" for n, s in self.lists.items() if s == shape] * 2
        elif len(shape) == 2:
            parts += [f"{name}.T" for name, s in self.arrays.items() if s == shape[::-1]]
            parts += [f"np.outer({self.array(shape[:1], 0)}, {self.array(shape[1:], 0)})"]
        parts = parts or [f"np.full({shape}, {self.atom()})"]
        one = self.pick(parts)
        if not depth:
            return one
        two = self.array(shape, depth - 1)
        return self.pick([one, f"{one} * {two}", f"{one} + {two}", f"np.sin({two})", f"0.5 * {one} - {two}", f"{one} * ({self.scalar(0)})", f"np.tanh({one})"])  # fmt: skip

    def test(self, depth: int = 1) -> str:
        forms = [
            f"{self.atom()} > {self.pick(['0.4', '-0.2', self.atom()])}",
            f"{self.element(self.pick(list(self.arrays)))} < 0.5",
        ]
        forms += [f"{i} % 2 == {self.pick('01')}" for i in self.ints] + [f"{i} > 1" for i in self.ints]
        forms += [f"len({name}) < 4" for name in self.lists]
        if depth and self.chance(0.2):
            forms = [f"{self.test(0)} and {self.test(0)}", f"{self.test(0)} or {self.test(0)}"]
        return self.pick(forms)

    # -- statements -----------------------------------------------------------------------------------------------------

    def add(self, indent: str, text: str) -> None:
        self.lines.append(indent + text)

    @contextlib.contextmanager
    def scope_of_block(self):
        """What a block inside a loop or branch makes is not known after it, and it binds no array of outside anew."""
        saved = (
            dict(self.arrays),
            list(self.scalars),
            list(self.ints),
            dict(self.lists),
            list(self.closures),
            set(self.lent),
            set(self.rebindable),
        )
        self.rebindable = {a for a in self.rebindable if self.chance(0.1)}
        yield
        self.arrays, self.scalars, self.ints, self.lists, self.closures, self.lent, self.rebindable = saved

    def block(self, indent: str, size: int, depth: int, loop: bool) -> None:
        for _ in range(size):
            self.statement(indent, depth, loop)

    def statement(self, indent: str, depth: int, loop: bool) -> None:
        roll = self.rng.random()
        if depth and roll < 0.22:
            self.for_loop(indent, depth)
        elif depth and roll < 0.26:
            self.while_loop(indent, depth)
        elif depth and roll < 0.36:
            self.branch(indent, depth, loop)
        elif roll < 0.42:
            self.new_array(indent)
        elif roll < 0.50:
            self.new_view(indent)
        elif roll < 0.54:
            self.call(indent)
        elif roll < 0.58:
            self.closure(indent)
        elif roll < 0.66:
            self.list_statement(indent)
        elif roll < 0.69:
            self.rebind(indent)
        elif roll < 0.74:
            self.set_scalar(indent)
        else:
            self.write(indent)

    def set_scalar(self, indent: str) -> None:
        name = self.pick([*(s for s in self.scalars if s[0] in "su"), self.fresh("s")])
        op = self.pick(["=", "=", "+=", "*="]) if name in self.scalars else "="
        self.add(indent, f"{name} {op} {self.pick(['np.tanh', 'np.sin', '0.7 * '])}({self.scalar()})")
        if name not in self.scalars:
            self.scalars.append(name)

    def new_array(self, indent: str) -> None:
        name = self.fresh("y")
        shape = self.pick([VECTOR, VECTOR, VECTOR, MATRIX])
        forms = [
            f"np.zeros({shape if len(shape) > 1 else shape[0]})",
            f"0.6 * {self.array(shape)}",
            f"np.sin({self.array(shape)})",
        ]
        same = [a for a, s in self.arrays.items() if s == shape]
        forms += [form for a in same for form in (f"{a}.copy()", f"np.zeros_like({a})", f"{a} * 1.5", f"np.array({a})")]
        self.add(indent, f"{name} = {self.pick(forms)}")
        self.arrays[name] = shape
        self.rebindable.add(name)

    def writable(self) -> list[str]:
        return [a for a in self.arrays if a not in self.lent]

    def new_view(self, indent: str) -> None:
        base = self.pick(self.writable() or list(self.arrays))
        shape = self.arrays[base]
        name = self.fresh("v")
        forms = [(base, shape)]
        if len(shape) == 1 and shape[0] > 1:
            n = shape[0]
            forms += [
                (f"{base}[1:]", (n - 1,)),
                (f"{base}[:-1]", (n - 1,)),
                (f"{base}[::-1]", shape),
                (f"{base}[::2]", ((n + 1) // 2,)),
            ]
            forms += [(f"{base}[:]", shape), (f"tail({base})", (n - 1,))]
            if self.ints and n > 2:
                i = self.pick(self.ints)
                forms += [(f"{base}[{i} % 2 : {i} % 2 + {n - 1}]", (n - 1,))] * 2
        elif len(shape) == 2:
            n, m = shape
            forms += [
                (f"{base}[{self.index(n)}]", (m,)),
                (f"{base}[{self.index(n)}]", (m,)),
                (f"{base}[:, {self.index(m)}]", (n,)),
            ]
            forms += [
                (f"{base}.T", (m, n)),
                (f"{base}[1:]", (n - 1, m)) if n > 1 else (f"{base}.T", (m, n)),
                (f"{base}[:, ::2]", (n, (m + 1) // 2)),
            ]
            forms += [(f"{base}[::-1, 1:]", (n, m - 1))] if m > 1 else []
            forms += (
                [(f"{base}.reshape({n * m})", (n * m,)), (f"{base}.ravel()", (n * m,))]
                if base[0] == "y" and self.chance(0.5)
                else []
            )
        text, self.arrays[name] = self.pick(forms)
        self.add(indent, f"{name} = {text}")
        if base in self.lent:
            self.lent.add(name)

    def rebind(self, indent: str) -> None:
        own = [a for a in self.rebindable if a in self.arrays]
        if len(own) > 1 and self.chance(0.5):
            a, b = (str(v) for v in self.rng.choice(sorted(own), 2, replace=False))
            if self.arrays[a] == self.arrays[b]:
                self.add(indent, f"{a}, {b} = {b}, {a}")
        elif own:
            a = self.pick(sorted(own))
            self.add(indent, f"{a} = {self.pick(['0.8 * ', 'np.tanh'])}({self.array(self.arrays[a])})")

    def write(self, indent: str) -> None:
        names = self.writable()
        if not names:
            self.new_array(indent)
            return
        name = self.pick(names)
        shape = self.arrays[name]
        op = self.pick(["=", "=", "=", "+=", "+=", "-=", "*="])
        roll = self.rng.random()
        if roll < 0.5:
            self.add(indent, f"{self.element(name)} {op} {self.bounded()}")
        elif roll < 0.62:
            self.add(indent, f"{name} {self.pick(['+=', '*=', '-='])} {self.pick([self.array(shape), self.bounded()])}")
        elif roll < 0.7:
            self.add(indent, f"{name}[{self.pick([':', '...'])}] {op} {self.pick([self.array(shape), self.bounded()])}")
        elif len(shape) == 2:
            row = self.chance(0.5)
            where = f"{self.index(shape[0])}" if row else f":, {self.index(shape[1])}"
            self.add(indent, f"{name}[{where}] {op} {self.pick([self.array(shape[1:] if row else shape[:1]), self.bounded()])}")
        elif roll < 0.85 and shape[0] > 1:
            n = shape[0]
            start = int(self.rng.integers(0, n - 1))
            stop = int(self.rng.integers(start + 1, n + 1))
            self.add(indent, f"{name}[{start}:{stop}] {op} {self.pick([self.array((stop - start,)), self.bounded()])}")
        elif shape == VECTOR:
            mask = self.pick([f"{name} > 0.3", "shift > 0", "x < 0.4"])
            other = self.pick([a for a, s in self.arrays.items() if s == VECTOR])
            self.add(
                indent,
                self.pick(
                    [
                        f"{name}[{mask}] {op} {self.bounded()}",
                        f"{name}[x > 0.1] {op} {other}[x > 0.1] * 0.5",
                        f"{name}[triple] {op} {self.array((3,))}",
                        f"{name}[order] {op} {other}",
                        f"{name}[[1, 3]] {op} {self.bounded()}",
                        f"np.add.at({name}, triple, {self.array((3,))})",
                        f"np.copyto({name}, {self.array(VECTOR)})",
                        f"{name}.fill({self.bounded()})",
                        f"np.multiply({other}, 0.5, out={name})",
                    ]
                ),
            )
        else:
            self.add(indent, f"{self.element(name)} {op} {self.bounded()}")

    def bounded(self) -> str:
        return self.pick([f"np.tanh({self.scalar()})", f"0.5 * ({self.scalar()})", f"np.sin({self.scalar(0)})"])

    def call(self, indent: str) -> None:
        vectors = [a for a in self.writable() if len(self.arrays[a]) == 1 and self.arrays[a][0] > 1]
        if not vectors:
            return
        a = self.pick(vectors)
        alike = [b for b in vectors if self.arrays[b] == self.arrays[a]]
        forms = [
            f"relax({a}, {self.atom()})",
            f"put({a}, {self.index(self.arrays[a][0])}, {self.atom()})",
            f"blend({a}, {self.pick(alike)})",
        ]
        forms += [f"blend({a}, {a})", f"relax({a}[1:], {self.atom()})", f"bump({a}, {self.atom()})"]
        text = self.pick(forms)
        if text.startswith("bump") and self.chance(0.5):
            name = self.fresh("v")
            text = f"{name} = {text}"
            self.arrays[name] = self.arrays[a]
        self.add(indent, text)

    def closure(self, indent: str) -> None:
        vectors = [a for a in self.writable() if len(self.arrays[a]) == 1]
        if self.closures and self.chance(0.6):
            self.add(indent, f"{self.pick(self.closures)}({self.atom()})")
        elif vectors:
            name, a = self.fresh("g"), self.pick(vectors)
            body = self.pick(
                [f"{a}[{self.index(self.arrays[a][0])}] += k * 0.5", f"{a}[0] = {a}[-1] * k", f"{a}[:] = np.sin({a} * k)"]
            )
            self.add(indent, f"def {name}(k):")
            self.add(indent + "    ", body)
            self.closures.append(name)

    def list_statement(self, indent: str) -> None:
        if not self.lists or self.chance(0.2):
            name = self.fresh("hs")
            shape = self.pick([(), (), VECTOR])
            first = self.scalar() if shape == () else f"{self.array(shape)} * 0.5"
            self.add(indent, f"{name} = [{first}]")
            self.lists[name] = shape
            return
        name = self.pick(list(self.lists))
        shape = self.lists[name]
        value = self.bounded() if shape == () else self.pick([f"{self.array(shape)} * 0.7", f"np.sin({self.array(shape)})"])
        if shape and self.chance(0.1):
            value = self.array(shape, 0)  # an array or part of one, which nothing may be written to from then on
        forms = [f"{name}.append({value})"] * 4 + [f"{name}[-1] = {value}", f"{name}[0] = {value}"]
        roll = self.rng.random()
        if roll < 0.1:
            other = self.fresh("hs")
            self.add(indent, f"{other} = {self.pick([name, name, f'{name}.copy()'])}")
            self.lists[other] = shape
        elif roll < 0.2 and shape == ():
            self.add(indent, f"gather({name}, {self.pick([a for a, s in self.arrays.items() if len(s) == 1])})")
        elif roll < 0.3:
            popped = self.fresh("s" if shape == () else "p")
            self.add(indent, f"if len({name}) > 1:")
            self.add(indent + "    ", f"{popped} = {name}.pop()")
            one = f"{self.pick(self.scalars)} = 0.5 * {popped}" if self.scalars else "pass"
            self.add(indent + "    ", one if shape == () else f"{name}[-1] = {name}[-1] * {popped}")
        elif roll < 0.4:
            made = self.fresh("s")
            self.add(indent, f"{made} = np.sum(np.array({name}) ** 2) * 0.1")
            self.scalars.append(made)
        else:
            self.add(indent, self.pick(forms))

    def branch(self, indent: str, depth: int, loop: bool) -> None:
        arms = ["if", *["elif"] * self.chance(0.3), *["else"] * self.chance(0.5)]
        for arm in arms:
            self.add(indent, f"{arm}:" if arm == "else" else f"{arm} {self.test()}:")
            with self.scope_of_block():
                at = len(self.lines)
                self.block(indent + "    ", int(self.rng.integers(1, 3)), depth - 1, loop)
                if self.chance(0.25 if loop else 0.12):
                    self.leave(indent + "    ", loop)
                if len(self.lines) == at:
                    self.add(indent + "    ", "pass")

    def leave(self, indent: str, loop: bool) -> None:
        self.add(indent, self.pick(["break", "continue", f"return {self.result()}"] if loop else [f"return {self.result()}"]))

    def for_loop(self, indent: str, depth: int) -> None:
        i, e, r = self.fresh("i"), self.fresh("e"), self.fresh("r")
        vectors = [a for a, s in self.arrays.items() if len(s) == 1]
        matrices = [a for a, s in self.arrays.items() if len(s) == 2]
        span = self.pick(["3", "4", "1, 4", "3, 0, -1", "2", *self.ints])
        span = f"int({self.pick(vectors)}[1] * 5) % 4" if vectors and self.chance(0.1) else span
        kinds = (
            ["range"] * 6
            + (["array", "enumerate"] if vectors else [])
            + (["rows"] * 2 if matrices else [])
            + ["tuple"]
            + (["list"] if self.lists else [])
        )
        kind = self.pick(kinds)
        with self.scope_of_block():
            if kind == "range":
                head = f"{i} in range({span})"
                self.ints.append(i)
            elif kind == "array":
                head = f"{e} in {self.pick(vectors)}"
                self.scalars.append(e)
            elif kind == "enumerate":
                head = f"{i}, {e} in enumerate({self.pick(vectors)})"
                self.ints.append(i), self.scalars.append(e)
            elif kind == "rows":
                base = self.pick(matrices)
                head = f"{r} in {base}"
                self.arrays[r] = self.arrays[base][1:]
                if base in self.lent:
                    self.lent.add(r)
            elif kind == "list":
                base = self.pick(list(self.lists))
                shape = self.lists.pop(base)
                head = f"{e} in {base}"
                if shape == ():
                    self.scalars.append(e)
                else:
                    self.arrays[e] = shape
                    self.lent.add(e)
            else:
                head = f"{e} in ({self.atom()}, {self.scalar()}, 0.4)"
                self.scalars.append(e)
            self.add(indent, f"for {head}:")
            self.loop_body(indent, depth)

    def loop_body(self, indent: str, depth: int) -> None:
        at = len(self.lines)
        self.block(indent + "    ", int(self.rng.integers(1, 4)), depth - 1, loop=True)
        if self.chance(0.15):
            self.add(indent + "    ", f"if {self.test()}:")
            self.leave(indent + "        ", loop=True)
            self.block(indent + "    ", 1, depth - 1, loop=True)
        if len(self.lines) == at:
            self.write(indent + "    ")

    def while_loop(self, indent: str, depth: int) -> None:
        k = self.fresh("k")
        self.add(indent, f"{k} = 0")
        self.add(indent, f"while {k} < {self.pick('0234')}{self.pick(['', f' and {self.test(0)}'])}:")
        self.add(indent + "    ", f"{k} += 1")
        with self.scope_of_block():
            self.ints.append(k)
            self.loop_body(indent, depth)

    def result(self) -> str:
        terms = [self.pick([s, f"0.7 * {s}", f"{s} * {s}"]) for s in self.scalars[-3:]]
        terms += [
            self.pick([f"np.sum({a} ** 2)", f"np.sum({a} * np.sin({a}))", f"np.sum({a}) * 0.5"]) for a in list(self.arrays)[-6:]
        ]
        terms += [f"np.sum(np.array({name}) ** 2)" for name in list(self.lists)[-2:]]
        return " + ".join(terms)


# -- the properties -------------------------------------------------------------------------------------------------------


def outcome(function, args):
    """What a call on copies gives: its value, or the exception it raises."""
    try:
        return function(*copy.deepcopy(args))
    except (ArithmeticError, ValueError, IndexError, UnboundLocalError) as error:
        return error


def usable(program) -> bool:
    """Whether the program gives a number of moderate size."""
    value = outcome(program.function, program.args)
    return not isinstance(value, Exception) and bool(np.isfinite(value)) and abs(value) < LIMIT


def violations(program) -> list[str]:
    """What is wrong with the derivatives of a program: a list of sentences."""
    f, args, active = program.function, program.args, program.active
    wanted = outcome(f, args)
    wrong = []
    before = copy.deepcopy(args)
    dvalue = value_and_grad(f, active)
    value, bars = dvalue(*args)
    if not same(value, wanted):
        wrong.append(f"value {value!r} is not {wanted!r}")
    chosen = [args[i] for i in active]
    for arg, bar in zip(chosen, bars):
        if type(bar) is not type(arg) or np.shape(bar) != np.shape(arg):
            wrong.append(f"the gradient of a {arg!r} is {bar!r}")
    direction = np.random.default_rng(1).uniform(-1, 1, flat(chosen).size)
    dots = unflat(direction, chosen)
    got, size = flat(bars) @ direction, np.sum(np.abs(flat(bars)))

    def fixed(values):
        given = copy.deepcopy(args)
        for i, v in zip(active, values):
            given[i] = np.array(v) if np.ndim(v) else v
        return given

    estimate, apart = differences(lambda *values: f(*fixed(values)), chosen, direction)
    smooth = apart < 1e-4 * (1 + abs(estimate))
    if smooth and not close(got, estimate, 2e-5 + 10 * apart / (1 + abs(estimate)), size * 1e-2):
        wrong.append(f"gradient along a direction is {got!r}, differences give {estimate!r} (apart {apart:.1e})")
    plain = Derivative(f, "value_and_grad", active, optimize=False)(*args)
    if not same(plain[0], wanted) or not close(flat(plain[1]), flat(bars), 1e-9, size):
        wrong.append(f"without the optimiser {plain!r}, with it {(value, bars)!r}")
    only = grad(f, active)(*args)
    if not close(flat(only), flat(bars), 1e-12, size):
        wrong.append(f"grad {only!r}, value_and_grad {bars!r}")
    value, dot = tangent(f, active)(*args, *dots)
    if not same(value, wanted):
        wrong.append(f"tangent's value {value!r} is not {wanted!r}")
    if not close(dot, got, 1e-10, size):
        wrong.append(f"tangent {dot!r}, adjoint {got!r}")
    if not same(flat(unflat(direction, chosen)), flat(dots)):
        wrong.append("a tangent given was modified")
    arrays = [b for b in bars if isinstance(b, np.ndarray)]
    others = [a for a in (*args, program.scope["shift"]) if isinstance(a, np.ndarray)]
    if any(np.shares_memory(bar, o) for i, bar in enumerate(arrays) for o in [*arrays[:i], *others]):
        wrong.append("a gradient shares memory")
    if THOROUGH or program.seed % 2:
        wrong.extend(second_order(program, dots, size, lambda *values: grad(f, active)(*fixed(values)), direction, smooth))
    if not all(same(one, other) for one, other in zip(args, before)):
        wrong.append("an argument was modified")
    if program.seed % 4 == 0 and "n" not in program.params:
        wrong.extend(pulled_back(program, wanted, bars, size))
    text = dvalue.source(*args)
    if program.seed % 8 == 0 and black.format_str(text, mode=black.Mode()) != text:
        wrong.append("the text is not as black formats it")
    return wrong


def pulled_back(program, wanted, bars, size) -> list[str]:
    """A pullback may be called again, and does not see what the caller does to the arrays meanwhile."""
    args = copy.deepcopy(program.args)
    value, pullback = vjp(program.function, *args)
    first = flat(pullback(1.0))
    for arg in args:
        if isinstance(arg, np.ndarray):
            arg[...] = 7.0
    if not same(value, wanted) or not close(first, flat(bars), 1e-12, size) or not same(flat(pullback(1.0)), first):
        return [f"vjp {value!r}, {first!r}, then {pullback(1.0)!r}"]
    return []


def second_order(program, dots, size, gradient, direction, smooth) -> list[str]:
    wrong = []
    f, args, active = program.function, program.args, program.active
    chosen = [args[i] for i in active]
    df = grad(f, active)
    hv = flat(tangent(df, active)(*args, *dots)[1])
    vh = flat(adjoint(df, active)(*args, *dots))
    bulk = np.sum(np.abs(hv)) + size
    if not close(hv, vh, 1e-8, bulk):
        wrong.append(f"forward over reverse {hv!r}, reverse over reverse {vh!r}")
    if program.seed % 3 == 0:
        rebar = flat(adjoint(tangent(f, active), active)(*args, *dots, 0.0, 1.0))
        if not close(rebar, hv, 1e-8, bulk):
            wrong.append(f"reverse over forward {rebar!r}, forward over reverse {hv!r}")
    estimate, apart = differences(gradient, chosen, direction, out=flat)
    scale = 1 + np.max(np.abs(estimate))
    if smooth and apart < 1e-4 * scale and not close(hv, estimate, 1e-4 + 10 * apart / scale, bulk * 1e-2):
        wrong.append(f"second derivative {hv!r}, differences give {estimate!r}")
    return wrong


def check(seed: int) -> bool:
    """Whether the program of this seed is supported; raises AssertionError where a derivative of it is wrong."""
    program = Program(seed)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if not usable(program):
            return True
        try:
            wrong = violations(program)
        except Refused as refusal:
            assert any(line.strip() in str(refusal) for line in program.text.splitlines() if line.strip()), str(refusal)
            return False
    assert not wrong, f"seed {seed}\n{program.text[len(PRELUDE):]}\nat {program.args!r}:\n" + "\n".join(wrong)
    return True


def check_block(first: int) -> None:
    """Programs of which most are supported."""
    supported = [check(seed) for seed in range(first, first + BLOCK)]
    assert supported.count(False) <= BLOCK // 2


@pytest.mark.parametrize("first", range(FIRST, FIRST + min(COUNT, QUICK), BLOCK))
def test_random_programs(first):
    check_block(first)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FIRST + QUICK, FIRST + COUNT, BLOCK))
def test_more_random_programs(first):
    check_block(first)


if __name__ == "__main__":
    program = Program(int(sys.argv[1]))
    print(program.text[len(PRELUDE) :], program.args)
    np.seterr(all="ignore")
    warnings.simplefilter("ignore")
    print(value_and_grad(program.function, program.active).source(*program.args))
    print("\n".join(violations(program)) or "nothing wrong")
