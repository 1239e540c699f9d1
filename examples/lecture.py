"""The two derivations of the lecture, by hand and by sourcead: exp(x²), and sqrt(exp(x²) + x²).

A function is first written in single assignment form, one operation a line:

    a = x ** 2      b = exp(a)      c = b + a      d = sqrt(c)

The forward derivation walks down this list and carries the derivative of each line with respect to x (a_dot, b_dot, ...).
The reverse derivation walks up and carries the derivative of the result with respect to each line (c_bar, b_bar, ...).
Both are the chain rule; they differ in the order in which its factors are multiplied.

This script prints what sourcead generates beside the derivation by hand, and counts the operations of both.

    python examples/lecture.py
"""

import ast
import inspect
import math
import textwrap

import numpy as np

import sourcead

POINTS = (-1.3, -0.2, 0.0, 0.7, 2.0)


# -- the functions, and their derivatives as one writes them by hand ------------------------------------------------------


def f(x):
    return np.exp(x**2)


def f_forward(x, x_dot):
    a = x**2
    a_dot = 2 * x * x_dot
    b = np.exp(a)
    b_dot = b * a_dot
    return b, b_dot


def f_reverse(x):
    a = x**2
    b = np.exp(a)
    a_bar = b
    x_bar = a_bar * 2 * x
    return b, x_bar


def g(x):
    return np.sqrt(np.exp(x**2) + x**2)


def g_forward(x, x_dot):
    a = x**2
    a_dot = 2 * x * x_dot
    b = np.exp(a)
    b_dot = b * a_dot
    c = b + a
    c_dot = b_dot + a_dot
    d = np.sqrt(c)
    d_dot = 0.5 * c_dot / d
    return d, d_dot


def g_reverse(x):
    """The chain rule line by line, nothing simplified."""
    a = x**2
    b = np.exp(a)
    c = b + a
    d = np.sqrt(c)
    c_bar = 0.5 / d
    b_bar = c_bar
    a_bar = c_bar + b_bar * b
    x_bar = a_bar * 2 * x
    return d, x_bar


def g_simplified(x):
    """The same, simplified: 0.5 and 2 cancel, c_bar + c_bar * b is c_bar * (1 + b)."""
    a = x**2
    b = np.exp(a)
    d = np.sqrt(b + a)
    return d, x * (1 + b) / d


def g_unshared(x):
    """The formula as it stands in a table of derivatives: x**2 and exp(x**2) again wherever they occur."""
    d = np.sqrt(np.exp(x**2) + x**2)
    return d, 1 / (2 * d) * (np.exp(x**2) * 2 * x + 2 * x)


def g_forward_simplified(x, x_dot):
    a = x**2
    b = np.exp(a)
    d = np.sqrt(b + a)
    return d, x * (1 + b) / d * x_dot


# -- showing --------------------------------------------------------------------------------------------------------------


def title(text):
    print(f"\n{text}\n{'=' * len(text)}")


def beside(left_title, left, right_title, right):
    """Two texts in columns."""
    columns = ((left_title, left), (right_title, right))
    left, right = ([head, "-" * len(head), *text.strip().splitlines()] for head, text in columns)
    width = max(map(len, left)) + 6
    print()
    for i in range(max(len(left), len(right))):
        print(f"{left[i] if i < len(left) else '':{width}}{right[i] if i < len(right) else ''}".rstrip())


def code(function):
    """The body of a function of this file, without its docstring."""
    text = inspect.getsource(function)
    definition = ast.parse(text).body[0]
    first = definition.body[1 if ast.get_docstring(definition) else 0].lineno - 1
    return textwrap.dedent("\n".join(text.splitlines()[first:]))


def body(text):
    """The body of a generated function: what stands below its docstring."""
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip().startswith('"""')) + 1
    return textwrap.dedent("\n".join(lines[first:]))


def operations(text):
    """Arithmetic operations and elementary functions in a straight-line text; x**2 is one multiplication."""
    count = 0
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.BinOp):
            count += node.right.value - 1 if isinstance(node.op, ast.Pow) else 1
        elif isinstance(node, ast.UnaryOp):
            count += 1
        elif isinstance(node, ast.Call):
            count += ast.unparse(node.func) != "float"
    return count


def derivations(function, forward, reverse):
    """The single assignment form, and both derivations."""
    listing = sourcead.ssa(function)
    print(f"\nSingle assignment form, sourcead.ssa({function.__name__}):\n\n{textwrap.indent(listing, '    ')}")
    tangent = sourcead.tangent(function)
    gradient = sourcead.value_and_grad(function)
    beside("forward, by hand", code(forward), f"sourcead.tangent({function.__name__})", body(tangent.source(1.0)))
    beside("reverse, by hand", code(reverse), f"sourcead.value_and_grad({function.__name__})", body(gradient.source(1.0)))
    for x in POINTS:
        same(tangent(x, 1.0), forward(x, 1.0))
        same(gradient(x), reverse(x))
        assert gradient(x)[0] == function(x), "the value is the function's, to the last bit"
    return listing


def same(found, expected):
    """Both pairs (value, derivative) agree to rounding."""
    for a, b in zip(found, expected):
        assert math.isclose(a, b, rel_tol=1e-13, abs_tol=1e-300), f"{found} is not {expected}"


def flop_table():
    gradient = sourcead.value_and_grad(g)
    tangent = sourcead.tangent(g)
    for hand in (g_simplified, g_unshared):
        same(hand(0.7), gradient(0.7))
    same(g_forward_simplified(0.7, 1.0), tangent(0.7, 1.0))

    beside("by hand, simplified", code(g_simplified), "without sharing", code(g_unshared))

    rows = {
        "sourcead": (operations(body(gradient.source(1.0))), operations(body(tangent.source(1.0)))),
        "by hand, simplified": (operations(code(g_simplified)), operations(code(g_forward_simplified))),
        "chain rule, line by line": (operations(code(g_reverse)), operations(code(g_forward))),
        "without sharing": (operations(code(g_unshared)), None),
    }
    print(f"\n{'operations':28}{'value and gradient':>20}{'value and tangent':>20}")
    for name, (reverse, forward) in rows.items():
        print(f"{name:28}{reverse:>20}{'-' if forward is None else forward:>20}")

    assert rows["sourcead"] == (gradient.flops(0.7).total, tangent.flops(0.7, 1.0).total)
    assert rows["sourcead"][0] == rows["by hand, simplified"][0] == 7
    assert rows["sourcead"][1] <= 9
    assert rows["chain rule, line by line"][0] == 9
    assert rows["without sharing"][0] == 14


def main():
    title("f(x) = exp(x²)")
    assert derivations(f, f_forward, f_reverse) == "a = x ** 2\nb = exp(a)"

    title("g(x) = sqrt(exp(x²) + x²)")
    assert derivations(g, g_forward, g_reverse) == "a = x ** 2\nb = exp(a)\nc = b + a\nd = sqrt(c)"

    title("What they cost, for g")
    flop_table()


if __name__ == "__main__":
    main()
