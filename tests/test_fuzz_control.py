"""Random programs with control flow, and everything a derivative of one must satisfy.

A program is source text: nested loops of every kind over ranges, arrays and sequences, branches on numbers and on counters,
break, continue, early return, else of loops, conditional expressions, `and` and `or`, swaps, variables first assigned in a
branch or loop, helpers and closures with structure of their own. Checked for each: the value bit for bit; the gradient
against central differences, away from jumps; both modes against each other; optimised against unoptimised; second
derivatives in both orders; types; the caller's data; the text, which must be as black formats it and run by itself.

Where Python finds a variable unassigned, so must the derivative, or the program is refused.

`SOURCEAD_FUZZ=2000 pytest tests/test_fuzz_control.py` tries more programs; `SOURCEAD_FUZZ_SEED` starts elsewhere;
`python -m tests.test_fuzz_control SEED` prints one program and what is wrong with it.
"""

from __future__ import annotations

import inspect
import itertools
import linecache
import os
import sys
import warnings

import black
import numpy as np
import pytest

from sourcead import Refused, adjoint, grad, tangent, value_and_grad
from sourcead.derivative import Derivative

from .test_fuzz import close, differences, flat, same, unflat

COUNT = int(os.environ.get("SOURCEAD_FUZZ", 120))
FIRST = int(os.environ.get("SOURCEAD_FUZZ_SEED", 0))
QUICK = 40  # programs that are not marked slow
BLOCK = 10
LIMIT = 1e3
_numbers = itertools.count()

PRELUDE = '''
import math
import numpy as np

scale = 1.3
steps = 2
shift = np.array([0.4, -0.7, 0.9])


def settle(u, k):
    for i in range(k):
        if u > 1.1:
            return u * 0.5 - i
        u = u * 1.2 + 0.1 * np.sin(u)
    return u * u


def pair(u, k):
    w = 1.0
    while k > 0:
        k -= 1
        if k == 1:
            continue
        w = w * np.cos(u * k)
        if w < -0.5:
            break
    else:
        w = w + u
    return w, u * scale


def inner(u, w):
    total = 0.0
    for a, b in zip(u, w):
        total += a * b if a > b else a - b
    return total
'''


class Program:
    """A random program: its text, its function, and the arguments it is tested at."""

    def __init__(self, seed: int):
        self.rng = np.random.default_rng(seed)
        self.seed = seed
        self.used = itertools.count()
        self.lines: list[str] = []
        self.params = ["x", *self.some(["y", "v", "A", "n"], 0.65)]
        self.args = [self.argument(p) for p in self.params]
        self.active = tuple(i for i, p in enumerate(self.params) if p != "n")
        self.scalars = [p for p in self.params if p in "xy"]
        self.vectors = [p for p in self.params if p == "v"]
        self.matrices = [p for p in self.params if p == "A"]
        self.ints = [p for p in self.params if p == "n"]
        self.flags: list[str] = []
        self.functions: list[str] = []
        self.maybe: list[str] = []
        self.block("    ", int(self.rng.integers(2, 5)), 2 + self.chance(0.3), loop=False)
        self.lines.append(f"    return {self.result()}")
        self.build()

    def build(self) -> None:
        self.text = f"{PRELUDE}\n\ndef f({', '.join(self.params)}):\n" + "".join(f"{line}\n" for line in self.lines)
        file = f"<fuzz control {self.seed} {next(_numbers)}>"
        linecache.cache[file] = (len(self.text), None, self.text.splitlines(keepends=True), file)
        self.scope = {"__name__": "fuzz"}
        exec(compile(self.text, file, "exec"), self.scope)
        self.function = self.scope["f"]

    def argument(self, name: str):
        if name == "n":
            return int(self.rng.integers(0, 5))
        shape = {"v": (3,), "A": (2, 3)}.get(name, ())
        value = self.rng.uniform(0.2, 1.4, shape) * self.rng.choice([-1, 1, 1], shape)
        return value if shape else float(value)

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def pick(self, items):
        return items[int(self.rng.integers(len(items)))]

    def some(self, items, p):
        return [i for i in items if self.chance(p)]

    def fresh(self, stem: str) -> str:
        return f"{stem}{next(self.used)}"

    # -- expressions --------------------------------------------------------------------------------------------------

    def atom(self) -> str:
        if self.maybe and self.chance(0.02):
            return self.pick(self.maybe)
        choices = [*self.scalars * 3, "0.5", "0.3", "2", "scale"]
        choices += self.ints
        choices += [f"{v}[{self.index(3)}]" for v in self.vectors]
        choices += [f"{a}[{self.index(2)}, {self.index(3)}]" for a in self.matrices]
        choices += ["shift[1]"] if self.chance(0.1) else []
        return self.pick(choices)

    def index(self, size: int) -> str:
        if self.ints and self.chance(0.6):
            return f"{self.pick(self.ints)} % {size}"
        return str(int(self.rng.integers(-size, size)))

    def scalar(self, depth: int = 2) -> str:
        if depth == 0 or self.chance(0.15):
            return self.atom()
        one = self.scalar(depth - 1)
        two = self.scalar(depth - 1) if self.chance(0.5) else self.atom()
        forms = [
            *[f"{one} + {two}", f"{one} - {two}", f"({one}) * ({two})", f"({one}) * ({two})", f"0.5 * ({one}) + 0.3 * ({two})"],
            *[f"np.sin({one})", f"np.tanh({one})", f"np.cos({one})", f"np.exp(-({one}) ** 2)", f"math.sin({one})"],
            *[f"({one}) / (1.5 + ({two}) ** 2)", f"np.sqrt(1.0 + ({one}) ** 2)", f"-({one})"],
        ]
        if self.chance(0.3):
            forms += [f"({one} if {self.test()} else {two})", f"({one} if {self.test()} else {two})"]
        if self.chance(0.15):
            forms += [f"({self.atom()} {self.pick(['and', 'or'])} {self.atom()})", f"settle(np.sin({one}), {self.count()})"]
        if self.vectors and self.chance(0.4):
            forms += [f"np.sum({self.vector(1)})", f"inner({self.pick(self.vectors)}, {self.pick(self.vectors)})"]
        if self.functions and self.chance(0.5):
            forms += [f"{self.pick(self.functions)}({one})"] * 3
        return self.pick(forms)

    def count(self) -> str:
        return self.pick(["2", "3", "0", "steps", *self.ints])

    def vector(self, depth: int = 2) -> str:
        one = self.pick([*self.vectors, "shift"])
        if depth == 0:
            return one
        two = self.vector(depth - 1)
        return self.pick([f"{one} * {two}", f"{one} + {two}", f"np.sin({one})", f"0.5 * {one} - {two}", f"{one} * ({self.scalar(1)})", f"np.tanh({two})"])  # fmt: skip

    def bounded(self) -> str:
        text = self.scalar()
        return self.pick([f"np.tanh({text})", f"0.5 * ({text})", text, f"np.sin({text})"])

    def test(self, depth: int = 1) -> str:
        forms = [f"{self.atom()} > {self.atom()}", f"{self.pick(self.scalars)} < {self.pick(['0.4', '0.9', '-0.2', '0.0'])}"]
        forms += [f"{i} % 2 == {self.pick('01')}" for i in self.ints] + [f"{i} {self.pick(['<', '>=', '=='])} 1" for i in self.ints]
        forms += [f"-0.6 < {self.pick(self.scalars)} <= 0.7", *self.flags, *(f"not {flag}" for flag in self.flags)]
        if depth and self.chance(0.3):
            a, b = self.test(0), self.test(0)
            forms = [f"{a} and {b}", f"{a} or {b}", f"not ({a})", f"{a} or not ({b})"]
        return self.pick(forms)

    # -- statements -----------------------------------------------------------------------------------------------------

    def state(self):
        return tuple(list(s) for s in (self.scalars, self.vectors, self.ints, self.flags, self.functions))

    def restore(self, state) -> None:
        self.scalars, self.vectors, self.ints, self.flags, self.functions = (list(s) for s in state)

    def merge(self, *states) -> None:
        """After a branch: assigned is what is assigned on every way; the rest may be."""
        every = [list(dict.fromkeys(n for n in parts[0] if all(n in p for p in parts))) for parts in zip(*states)]
        maybe = {n for state in states for n in state[0]} - set(every[0])
        self.restore(every)
        self.maybe = sorted({*self.maybe, *maybe} - set(self.scalars))

    def add(self, indent: str, text: str) -> None:
        self.lines.append(indent + text)

    def assigned(self, name: str, names: list[str]) -> None:
        if name not in names:
            names.append(name)
        if name in self.maybe:
            self.maybe.remove(name)

    def target(self) -> str:
        own = [s for s in self.scalars if not s.startswith(("e", "h"))]
        roll = self.rng.random()
        if roll < 0.6:
            return self.pick(own)
        return self.pick(self.maybe) if self.maybe and roll < 0.75 else self.pick(["s", "t", "r", "w", "z"])

    def block(self, indent: str, size: int, depth: int, loop: bool) -> None:
        before = len(self.lines)
        for _ in range(size):
            self.statement(indent, depth, loop)
        if len(self.lines) == before:
            self.add(indent, "pass")

    def statement(self, indent: str, depth: int, loop: bool) -> None:
        roll = self.rng.random()
        if depth and roll < 0.25:
            self.for_loop(indent, depth)
        elif depth and roll < 0.33:
            self.while_loop(indent, depth)
        elif depth and roll < 0.52:
            self.branch(indent, depth, loop)
        elif roll < 0.58 and len(self.scalars) > 1:
            a, b = self.rng.choice([s for s in self.scalars], 2, replace=False)
            self.add(indent, self.pick([f"{a}, {b} = {b}, {a}", f"{a}, {b} = {b}, {self.bounded()}"]))
        elif roll < 0.64 and self.vectors:
            name = self.pick([*[v for v in self.vectors if v[0] != "r"], "p", "q"])
            self.add(indent, f"{name} = np.tanh({self.vector()})" if self.chance(0.5) else f"{name} = 0.4 * {self.vector(1)} - 0.1")
            self.assigned(name, self.vectors)
        elif roll < 0.68:
            name = self.fresh("flag")
            self.add(indent, f"{name} = {self.test(0)}")
            self.flags.append(name)
        elif roll < 0.73:
            a, b = self.target(), self.target()
            if a != b:
                self.add(indent, f"{a}, {b} = pair({self.scalar(1)}, {self.count()})")
                self.assigned(a, self.scalars), self.assigned(b, self.scalars)
        elif roll < 0.77:
            name, captured = self.fresh("g"), self.pick(self.scalars)
            body = self.pick([f"return u * {captured} + 0.1", f"return np.sin(u) if u > {captured} else u * {captured}"])
            self.add(indent, f"def {name}(u):")
            self.add(indent + "    ", body)
            if loop is False:
                self.functions.append(name)
            else:
                self.add(indent, f"{self.pick(self.scalars)} = np.tanh({name}({self.atom()}))")
        elif roll < 0.87:
            self.add(indent, f"{self.pick(self.scalars)} {self.pick(['+=', '-=', '*='])} {self.bounded()}")
        else:
            name = self.target()
            self.add(indent, f"{name} = {self.bounded()}")
            self.assigned(name, self.scalars)

    def branch(self, indent: str, depth: int, loop: bool) -> None:
        before = self.state()
        ends = []
        arms = ["if", *["elif"] * int(self.rng.integers(0, 2)), *["else"] * int(self.rng.integers(0, 2))]
        for arm in arms:
            self.restore(before)
            self.add(indent, f"{arm}:" if arm == "else" else f"{arm} {self.test()}:")
            self.block(indent + "    ", int(self.rng.integers(1, 3)), depth - 1, loop)
            if self.chance(0.3 if loop else 0.12):
                self.leave(indent + "    ", loop)
            else:
                ends.append(self.state())
        if "else" not in arms or not ends:
            ends.append(before)
        self.merge(*ends)

    def leave(self, indent: str, loop: bool) -> None:
        self.add(indent, self.pick(["break", "continue", "break", "continue", f"return {self.result()}"] if loop else [f"return {self.result()}"]))  # fmt: skip

    def for_loop(self, indent: str, depth: int) -> None:
        before = self.state()
        kinds = ["range"] * 4 + ["reversed", "tuple"]
        kinds += ["array", "enumerate", "zip", "reversed array", "range zip", "nested"] if self.vectors else []
        kinds += ["rows", "enumerated rows"] if self.matrices else []
        kind = self.pick(kinds)
        i, e, h, r = self.pick(["i", "j", self.fresh("i")]), self.fresh("e"), self.fresh("h"), self.fresh("r")
        v, w = self.pick(self.vectors or ["shift"]), self.pick(self.vectors or ["shift"])
        span = self.pick(["3", "2", "4", "1, 4", "0, 6, 2", "5, 0, -2", "2, -1, -1", "0", "3, 1", "4, 1, 2", *[n for n in self.ints], *[f"{n} - 1" for n in self.ints], "steps", *[f"{n}, 4" for n in self.ints], *[f"4, {n}, -1" for n in self.ints]])  # fmt: skip
        head, ints, scalars, vectors = {
            "range": (f"{i} in range({span})", [i], [], []),
            "reversed": (f"{i} in reversed(range({span}))", [i], [], []),
            "tuple": (f"{e} in ({self.pick(self.scalars)}, {self.scalar(1)}, 0.4)", [], [e], []),
            "array": (f"{e} in {v}", [], [e], []),
            "enumerate": (f"{i}, {e} in enumerate({v}{self.pick(['', ', 1'])})", [i], [e], []),
            "zip": (f"{e}, {h} in zip({v}, {w})", [], [e, h], []),
            "reversed array": (f"{e} in reversed({v})", [], [e], []),
            "range zip": (f"{i}, {e} in zip(range({span}), {v})", [i], [e], []),
            "nested": (f"{i}, ({e}, {h}) in enumerate(zip({v}, {w}[::-1]))", [i], [e, h], []),
            "rows": (f"{r} in {self.pick(self.matrices or ['A'])}", [], [], [r]),
            "enumerated rows": (f"{i}, {r} in enumerate({self.pick(self.matrices or ['A'])})", [i], [], [r]),
        }[kind]
        self.add(indent, f"for {head}:")
        self.ints += [i for i in ints if i not in self.ints]
        self.scalars += scalars
        self.vectors += vectors
        self.body(indent, depth)
        runs = kind in ("tuple", "array", "enumerate", "zip", "reversed array", "nested", "rows", "enumerated rows")
        self.after(indent, before, runs, depth)

    def body(self, indent: str, depth: int) -> None:
        self.block(indent + "    ", int(self.rng.integers(1, 3)), depth - 1, loop=True)
        if self.chance(0.3):
            self.add(indent + "    ", f"if {self.test()}:")
            self.leave(indent + "        ", loop=True)
            self.block(indent + "    ", 1, depth - 1, loop=True)

    def after(self, indent: str, before, runs: bool, depth: int) -> None:
        """What is assigned after a loop: of what the body assigns, nothing for certain, but that it may be."""
        self.maybe = sorted({*self.maybe, *(s for s in self.scalars if s not in before[0])})
        self.restore(before)
        if self.chance(0.15):
            self.add(indent, "else:")
            self.block(indent + "    ", 1, depth - 1, loop=False)
            self.restore(before)

    def while_loop(self, indent: str, depth: int) -> None:
        k = self.fresh("k")
        self.add(indent, f"{k} = 0")
        self.ints.append(k)
        before = self.state()
        if self.chance(0.35):
            self.add(indent, "while True:")
            self.add(indent + "    ", f"{k} += 1")
            self.add(indent + "    ", f"if {k} > {self.pick('0123')}:")
            self.add(indent + "        ", "break")
        else:
            extra = self.pick(["", f" and {self.test(0)}", f" and {self.pick(self.scalars)} < 1.2"])
            self.add(indent, f"while {k} < {self.pick('0234')}{extra}:")
            self.add(indent + "    ", f"{k} += 1")
        self.counting = k
        self.ints.remove(k)  # nothing in the body may assign it
        self.ints.append(k)
        self.body(indent, depth)
        self.after(indent, before, False, depth)

    def result(self) -> str:
        terms = [self.pick([s, s, f"0.7 * {s}", f"{s} * {s}"]) for s in self.scalars[-4:]]
        terms += [f"np.sum({v} * {self.pick([v, '0.5'])})" for v in self.vectors[-2:]]
        return " + ".join(terms)


# -- the properties -------------------------------------------------------------------------------------------------------


def outcome(function, args):
    """What a call gives: its value, or the exception it raises."""
    try:
        return function(*args)
    except (NameError, ArithmeticError, ValueError, IndexError) as error:
        return error


def usable(program) -> bool:
    """Whether the program gives a number of moderate size, or finds a variable unassigned."""
    value = outcome(program.function, program.args)
    if isinstance(value, NameError):
        return True
    return not isinstance(value, Exception) and bool(np.isfinite(value)) and abs(value) < LIMIT


def fixed(program, values):
    """All arguments, the active ones these."""
    args = list(program.args)
    for i, value in zip(program.active, values):
        args[i] = value
    return args


def violations(program) -> list[str]:
    """What is wrong with the derivatives of a program: a list of sentences."""
    f, args, active = program.function, program.args, program.active
    wanted = outcome(f, args)
    if isinstance(wanted, Exception):
        got = [outcome(value_and_grad(f, active), args), outcome(grad(f, active), args)]
        if any(isinstance(g, Refused) for g in got):
            raise next(g for g in got if isinstance(g, Refused))
        return [] if all(type(g) is type(wanted) for g in got) else [f"{wanted!r} in Python, {got!r} in the derivative"]
    wrong = []
    before = [np.copy(a) for a in args]
    dvalue = value_and_grad(f, active)
    value, bars = dvalue(*args)
    if not same(value, wanted):
        wrong.append(f"value {value!r} is not {wanted!r}")
    chosen = [args[i] for i in active]
    for arg, bar in zip(chosen, bars):
        if type(bar) is not type(arg) or np.shape(bar) != np.shape(arg) or getattr(bar, "dtype", 0) != getattr(arg, "dtype", 0):
            wrong.append(f"the gradient of a {arg!r} is {bar!r}")
    direction = np.random.default_rng(1).uniform(-1, 1, flat(chosen).size)
    dots = unflat(direction, chosen)
    got, size = flat(bars) @ direction, np.sum(np.abs(flat(bars)))

    def along(*values):
        return f(*fixed(program, values))

    estimate, apart = differences(along, chosen, direction)
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
    if not isinstance(dot, float):
        wrong.append(f"the tangent of {wanted!r} is {dot!r}")
    if not close(dot, got, 1e-10, size):
        wrong.append(f"tangent {dot!r}, adjoint {got!r}")
    for arg, old in zip(args, before):
        if np.asarray(arg).tobytes() != old.tobytes():
            wrong.append("an argument was modified")
    arrays = [b for b in bars if isinstance(b, np.ndarray)]
    others = [a for a in (*args, program.scope["shift"]) if isinstance(a, np.ndarray)]
    if any(np.shares_memory(bar, o) for i, bar in enumerate(arrays) for o in [*arrays[:i], *others]):
        wrong.append("a gradient shares memory")
    text = dvalue.source(*args)
    if black.format_str(text, mode=black.Mode()) != text:
        wrong.append("the text is not as black formats it")
    wrong.extend(alone(program, text, value, bars))
    wrong.extend(second_order(program, size, direction, smooth))
    return wrong


def alone(program, text, value, bars) -> list[str]:
    """The text by itself, given what it captures, gives the same."""
    scope: dict = {"__name__": "alone"}
    exec(compile(text, "<alone>", "exec"), scope)
    function = scope["f_value_and_grad"]
    extra = list(inspect.signature(function).parameters)[len(program.args) :]
    if any(name not in program.scope for name in extra):
        return []  # a captured value under another name
    got = function(*program.args, *(program.scope[name] for name in extra))
    if not same(got[0], value) or not close(flat(got[1]), flat(bars), 0):
        return [f"the text alone gives {got!r}, not {(value, bars)!r}"]
    return []


def second_order(program, size, direction, smooth) -> list[str]:
    wrong = []
    f, args, active = program.function, program.args, program.active
    chosen = [args[i] for i in active]
    df, dots = grad(f, active), unflat(direction, chosen)
    _, push = tangent(df, active)(*args, *dots)
    pull = adjoint(df, active)(*args, *dots)
    hv, vh = flat(push), flat(pull)
    bulk = np.sum(np.abs(hv)) + size
    if not close(hv, vh, 1e-8, bulk):
        wrong.append(f"forward over reverse {push!r}, reverse over reverse {pull!r}")
    rebar = adjoint(tangent(f, active), active)(*args, *dots, 0.0, 1.0)
    if not close(flat(rebar), hv, 1e-8, bulk):
        wrong.append(f"reverse over forward {rebar!r}, forward over reverse {push!r}")

    def gradient(*values):
        return df(*fixed(program, values))

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
        except Refused:  # a name that may be unassigned, mostly
            return False
    assert not wrong, f"seed {seed}\n{program.text[len(PRELUDE):]}\nat {program.args!r}:\n" + "\n".join(wrong)
    return True


def check_block(first: int) -> None:
    """Ten programs, of which most are supported."""
    supported = [check(seed) for seed in range(first, first + BLOCK)]
    assert supported.count(False) <= 4


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
