"""Sums of products: derivative arithmetic in the form a careful hand derivation has.

Chains of * / + - and negation whose intermediate results are used once are collected into a normal form

    Product ::= coefficient * factors / divisors         factor ::= Var | Sum
    Sum     ::= Product + Product + ...

in which constants fold (2 * x * 0.5), signs cancel, like terms combine, and common factors are taken out (g + g*b is
g * (1 + b), which lets the factors of g meet those outside). It is then written back, numbers before arrays, so that a
product of n factors costs n - 1 operations and scalar work is done on scalars. Truth values and NumPy integers are left
alone: their + and * are other operations.
"""

from __future__ import annotations

import ast
import math
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from ..ir.builder import Builder
from ..ir.kinds import Scalar, is_number, is_python_number, ndim
from ..ir.nodes import Atom, Block, Const, Function, Let, Stmt, Var
from ..ir.traversal import map_blocks, substitute, use_counts, with_stmts
from ..rules.table import RuleTable

OPERATORS = {"*", "/", "+", "-", "neg"}
WIDEST = 32  # terms or factors; wider ones are cut into several, which keeps the pass linear


@dataclass(frozen=True, eq=False)
class Sum:
    terms: tuple["Product", ...]


Factor = Var | Const | Sum


@dataclass(frozen=True, eq=False)
class Product:
    coefficient: float | int
    factors: tuple[Factor, ...] = ()
    divisors: tuple[Factor, ...] = ()

    @property
    def is_constant(self) -> bool:
        return not self.factors and not self.divisors

    @property
    def key(self) -> tuple:
        """Equal for products that differ in their coefficient only."""
        return (frozenset(Counter(self.factors).items()), frozenset(Counter(self.divisors).items()))


Form = Product | Sum


def algebra(function: Function, table: RuleTable) -> Function:
    writer = Writer(function, table)
    body = _block(function.body, use_counts(function.body), writer)
    return function if body is function.body else replace(function, body=body)


def _block(block: Block, counts: Counter[Var], writer: "Writer") -> Block:
    forms: dict[Atom, Form] = {}
    absorbed = _absorbed(block, counts)
    outer, writer.builder = writer.builder, Builder(exact=False)
    for stmt in block.stmts:
        if not isinstance(stmt, Let):
            writer.keep(map_blocks(substitute(stmt, writer.bound), lambda inner: _block(inner, counts, writer)))
            continue
        if not _is_arithmetic(stmt):
            writer.keep(stmt)
            continue
        form = _form(stmt, forms)
        if stmt.out in absorbed and _width(form) <= WIDEST:
            forms[stmt.out] = form
        else:
            writer.write(stmt, form)
    stmts, writer.builder = writer.builder.stmts, outer
    return with_stmts(block, stmts, writer.bound)


def _is_arithmetic(stmt: Let) -> bool:
    return not stmt.exact and stmt.fn.spelling in OPERATORS and all(_is_real_operand(a) for a in stmt.args)


def _is_real_operand(atom: Atom) -> bool:
    if not is_number(atom.kind):
        return False
    if atom.is_const:
        return type(atom.value) in (int, float) and math.isfinite(atom.value)
    return atom.kind.dtype.startswith("float") or atom.kind == Scalar("int")


def _absorbed(block: Block, counts: Counter[Var]) -> set[Atom]:
    """The results used once, and that by other arithmetic of the block: they need not exist by themselves."""
    inside: set[Atom] = set()
    for stmt in block.stmts:
        if isinstance(stmt, Let) and _is_arithmetic(stmt):
            inside.update(a for a in stmt.args if not a.is_const and counts[a] == 1)
    return inside


# -- the normal form ------------------------------------------------------------------------------------------------------


def _form(stmt: Let, forms: dict[Atom, Form]) -> Form:
    operands = [Product(a.value) if a.is_const else forms.get(a) or Product(1, (a,)) for a in stmt.args]
    match stmt.fn.spelling:
        case "neg":
            return _scaled(operands[0], -1)
        case "*":
            return _times(*map(_as_product, operands))
        case "/":
            return _over(*map(_as_product, operands))
        case "+":
            return _plus(operands[0], operands[1])
        case _:
            return _plus(operands[0], _scaled(operands[1], -1))


def _as_product(form: Form) -> Product:
    return form if isinstance(form, Product) else Product(1, (form,))


def _terms(form: Form) -> tuple[Product, ...]:
    if isinstance(form, Sum):
        return form.terms
    if form.coefficient == 1 and not form.divisors and len(form.factors) == 1 and isinstance(form.factors[0], Sum):
        return form.factors[0].terms
    return (form,)


def _scaled(form: Form, by: float | int) -> Form:
    if isinstance(form, Sum):
        return Sum(tuple(replace(t, coefficient=t.coefficient * by) for t in form.terms))
    return replace(form, coefficient=form.coefficient * by)


def _times(a: Product, b: Product) -> Product:
    coefficient = a.coefficient * b.coefficient
    if _is_extreme(coefficient) and a.coefficient and b.coefficient:
        return replace(_times(replace(a, coefficient=1), b), factors=(*a.factors, *b.factors, Const(a.coefficient)))
    return _cancelled(coefficient, a.factors + b.factors, a.divisors + b.divisors)


def _is_extreme(coefficient: float | int) -> bool:
    """Whether folding constants has left the range in which products are safe."""
    return not 1e-290 < abs(coefficient) < 1e290


def _over(a: Product, b: Product) -> Product:
    if b.coefficient == 0:
        return Product(a.coefficient, a.factors, (*a.divisors, Sum((b,))))
    if _is_extreme(a.coefficient / b.coefficient) and a.coefficient:
        return Product(a.coefficient, a.factors + b.divisors, (*a.divisors, *b.factors, Const(b.coefficient)))
    return _cancelled(a.coefficient / b.coefficient, a.factors + b.divisors, a.divisors + b.factors)


def _cancelled(coefficient: float | int, factors: tuple[Factor, ...], divisors: tuple[Factor, ...]) -> Product:
    """x / x is 1 for numbers; for arrays the quotient also carries a shape and stays."""
    kept, left = [], list(divisors)
    for factor in factors:
        if factor in left and isinstance(factor, Var) and ndim(factor.kind) == 0:
            left.remove(factor)
        else:
            kept.append(factor)
    if isinstance(coefficient, float) and coefficient.is_integer() and abs(coefficient) < 2**53:
        coefficient = int(coefficient)
    return Product(coefficient, tuple(kept), tuple(left))


def _plus(a: Form, b: Form) -> Form:
    terms = _combined((*_terms(a), *_terms(b)))
    if len(terms) == 1:
        return terms[0]
    return _factored(terms) if len(terms) <= WIDEST else Sum(terms)


def _combined(terms: tuple[Product, ...]) -> tuple[Product, ...]:
    """Like terms added up; a sum never loses its last term, which carries the shape."""
    totals: dict[tuple, Product] = {}
    for term in terms:
        twin = totals.get(term.key)
        totals[term.key] = replace(term, coefficient=twin.coefficient + term.coefficient) if twin else term
    kept = tuple(t for t in totals.values() if t.coefficient != 0)
    return kept if len(kept) == len(totals) else tuple(totals.values()) if not kept or _carries_shape(totals, kept) else kept


def _carries_shape(totals: dict[tuple, Product], kept: tuple[Product, ...]) -> bool:
    """Whether a term that vanishes is an array, whose shape the sum would lose."""
    return any(_is_array_product(t) for t in totals.values() if t.coefficient == 0)


def _is_array_product(product: Product) -> bool:
    return any(_rank(f) > 0 for f in (*product.factors, *product.divisors))


def _factored(terms: tuple[Product, ...]) -> Form:
    """Take out what most terms share, as long as two share anything."""
    while len(terms) > 1:
        shared = _most_shared(terms)
        if shared is None:
            break
        having = [t for t in terms if shared in _parts(t)]
        others = tuple(t for t in terms if shared not in _parts(t))
        common = Product(1)
        rest = having
        while shared is not None:
            common = _with_part(common, shared)
            rest = [_without_part(t, shared) for t in rest]
            shared = _shared_by_all(rest)
        inner = _combined(tuple(rest))
        inner_form = inner[0] if len(inner) == 1 else _factored(inner)
        product = _times(common, _common_coefficient(inner_form))
        if not others:
            return product
        terms = _combined((product, *others))
    return terms[0] if len(terms) == 1 else Sum(terms)


Part = tuple[Factor, bool]  # a factor, or (True) a divisor


def _parts(term: Product) -> set[Part]:
    return {(f, False) for f in term.factors} | {(d, True) for d in term.divisors}


def _most_shared(terms: tuple[Product, ...]) -> Part | None:
    """The part the most terms have; of equals, the first in the text."""
    counts: Counter[Part] = Counter()
    for term in terms:
        counts.update(dict.fromkeys([(f, False) for f in term.factors] + [(d, True) for d in term.divisors], 1))
    best = max(counts.values(), default=0)
    return next(part for part, count in counts.items() if count == best) if best > 1 else None


def _shared_by_all(terms: list[Product]) -> Part | None:
    first = terms[0]
    candidates = [(f, False) for f in first.factors] + [(d, True) for d in first.divisors]
    return next((p for p in candidates if all(p in _parts(t) for t in terms)), None)


def _with_part(product: Product, part: Part) -> Product:
    factor, divides = part
    if divides:
        return replace(product, divisors=(*product.divisors, factor))
    return replace(product, factors=(*product.factors, factor))


def _without_part(product: Product, part: Part) -> Product:
    factor, divides = part
    parts = list(product.divisors if divides else product.factors)
    parts.remove(factor)
    return replace(product, divisors=tuple(parts)) if divides else replace(product, factors=tuple(parts))


def _common_coefficient(form: Form) -> Product:
    """A sum whose terms all have one coefficient, taken out of it."""
    if isinstance(form, Product):
        return form
    coefficients = {t.coefficient for t in form.terms}
    if len(coefficients) == 1:
        shared = coefficients.pop()
        return Product(shared, (Sum(tuple(replace(t, coefficient=1) for t in form.terms)),))
    return Product(1, (form,))


def _rank(factor: Factor) -> int:
    """The number of dimensions: what is computed first is what has fewest."""
    if isinstance(factor, Sum):
        return max(_rank(f) for t in factor.terms for f in (*t.factors, *t.divisors)) if not _constant_sum(factor) else 0
    return ndim(factor.kind)


def _constant_sum(form: Sum) -> bool:
    return all(t.is_constant for t in form.terms)


def _width(form: Form) -> int:
    """The number of factors and terms at all depths."""
    if isinstance(form, Sum):
        return sum(map(_width, form.terms))
    return 1 + sum(_width(f) if isinstance(f, Sum) else 1 for f in (*form.factors, *form.divisors))


# -- writing it back ------------------------------------------------------------------------------------------------------


class Writer:
    """The new statements, and what stands for the old ones."""

    def __init__(self, function: Function, table: RuleTable):
        self.builder = Builder(exact=False)
        self.bound: dict[Atom, Atom] = {}
        self.add, self.sub, self.mul, self.div, self.neg = (
            table.operator(node) for node in (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub)
        )

    def keep(self, stmt: Stmt) -> None:
        stmt = substitute(stmt, self.bound) if self.bound else stmt
        self.builder.stmts.append(stmt)

    def write(self, stmt: Let, form: Form) -> None:
        before = len(self.builder.stmts)
        with self.builder.at(stmt.pos):
            atom = self._sum(form) if isinstance(form, Sum) else self._product(form)
        if len(self.builder.stmts) > before and self.builder.stmts[-1].out is atom:
            atom.name, atom.origin = stmt.out.name, stmt.out.origin
        if atom is not stmt.out:
            self.bound[stmt.out] = atom

    def _atom(self, factor: Factor) -> Atom:
        return self._sum(factor) if isinstance(factor, Sum) else self.bound.get(factor, factor)

    def _sum(self, form: Sum) -> Atom:
        """Positive terms first, so that the others are subtracted; of these, a constant first: 1 + x, 1 - x."""
        terms = sorted(form.terms, key=lambda t: (t.coefficient < 0, not t.is_constant))
        total = self._product(terms[0])
        for term in terms[1:]:
            if term.coefficient < 0:
                total = self.builder.emit(self.sub, total, self._product(replace(term, coefficient=-term.coefficient)))
            else:
                total = self.builder.emit(self.add, total, self._product(term))
        return total

    def _product(self, product: Product) -> Atom:
        product = _without_sign(product)
        parts = (*product.factors, *product.divisors)
        widths = {w for part in parts for w in _widths(part)}
        if len(widths) > 1:  # the widest precision first, so that nothing is computed in a narrower one
            factors, divisors = (sorted(p, key=lambda f: -max(_widths(f), default=0)) for p in (product.factors, product.divisors))
            return self._ratio(Const(product.coefficient), factors, divisors)
        factors = sorted(product.factors, key=self._place)
        divisors = sorted(product.divisors, key=self._place)
        numbers = [f for f in factors if _rank(f) == 0]
        scale = [d for d in divisors if _rank(d) == 0]
        arrays = factors[len(numbers) :]
        if arrays and not numbers and product.coefficient in (1, -1):
            return self._ratio(Const(product.coefficient), arrays, divisors)
        total = self._ratio(Const(product.coefficient), numbers, scale)
        return self._ratio(total, arrays, divisors[len(scale) :])

    def _ratio(self, total: Atom, factors: list[Factor], divisors: list[Factor]) -> Atom:
        """total * factors / divisors, in turn where there are several of both, which keeps magnitudes moderate."""
        in_turn = len(divisors) > 1
        pending = list(divisors)
        for factor in factors:
            total = self._scaled(total, self._atom(factor))
            if in_turn and pending:
                total = self.builder.emit(self.div, total, self._atom(pending.pop(0)))
        for divisor in pending:
            total = self.builder.emit(self.div, total, self._atom(divisor))
        return total

    def _scaled(self, total: Atom, factor: Atom) -> Atom:
        """A first factor of 1 or -1 costs nothing, or a sign."""
        if isinstance(total, Const) and total.value in (1, -1):
            return factor if total.value == 1 else self.builder.emit(self.neg, factor)
        return self.builder.emit(self.mul, total, factor)

    def _place(self, factor: Factor) -> tuple:
        """Few dimensions first, sums behind variables; otherwise as they were collected."""
        return (_rank(factor), isinstance(factor, Sum))


def _widths(factor: Factor) -> set[int]:
    """The precisions of a factor in bytes; Python's numbers adapt to what they meet."""
    if isinstance(factor, Sum):
        return {w for t in factor.terms for f in (*t.factors, *t.divisors) for w in _widths(f)}
    return set() if is_python_number(factor.kind) else {np.dtype(factor.kind.dtype).itemsize}


def _without_sign(product: Product) -> Product:
    """A minus in front is moved into a difference among the factors: -(a - b) * c is (b - a) * c."""
    if product.coefficient >= 0:
        return product
    for i, factor in enumerate(product.factors):
        if isinstance(factor, Sum) and any(t.coefficient < 0 for t in factor.terms):
            turned = _scaled(factor, -1)
            factors = (*product.factors[:i], turned, *product.factors[i + 1 :])
            return replace(product, coefficient=-product.coefficient, factors=factors)
    return product


