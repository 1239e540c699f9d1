"""astor, told to write what black would: hugging powers, double quotes, no line breaks of its own.

Text that black need not change it formats in one pass instead of two, which is most of the time generation takes.
"""

from __future__ import annotations

import ast
import warnings

with warnings.catch_warnings():  # astor names syntax nodes that newer Pythons deprecate
    warnings.simplefilter("ignore", DeprecationWarning)
    import astor
    from astor.code_gen import SourceGenerator, set_precedence
    from astor.op_util import Precedence


COMPOUND = (ast.BinOp, ast.BoolOp, ast.Compare, ast.Call, ast.Attribute, ast.Subscript, ast.IfExp, ast.Lambda, ast.Not)


class Generator(SourceGenerator):
    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Pow) and _is_simple(node.left) and _is_simple_exponent(node.right):
            with self.delimit(node, node.op):
                self.write(_power(node))
        else:
            super().visit_BinOp(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.BinOp) and isinstance(node.operand.op, ast.Pow):
            with self.delimit(node, node.op):
                set_precedence(Precedence.Comma, node.operand)  # its parentheses are these
                self.write("-(", node.operand, ")")
        else:
            super().visit_UnaryOp(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if type(node.value) is float and "e+" in repr(node.value):
            self.write(repr(node.value).replace("e+", "e"))
        elif type(node.value) is complex:
            self.write(repr(node.value).replace("e+", "e"))
        else:
            super().visit_Constant(node)

    def visit_Slice(self, node: ast.Slice) -> None:
        """Spaces around the colons where a bound is more than a name or a number."""
        set_precedence(node, node.lower, node.upper, node.step)
        space = " " if any(isinstance(n, COMPOUND) for n in ast.walk(node)) else ""
        if node.lower is not None:
            self.write(node.lower, space)
        self.write(":")
        if node.upper is not None:
            self.write(space, node.upper)
        if node.step is not None:
            self.write(space if node.upper is not None else "", ":", space, node.step)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        if len(node.elts) == 1:  # astor leaves the parentheses out where it can
            self.write("(", node.elts[0], ",)")
        else:
            super().visit_Tuple(node)


def _power(node: ast.expr) -> str:
    """A power of simple operands, hugged."""
    if isinstance(node, ast.BinOp):
        return f"{_power(node.left)}**{_power(node.right)}"
    if isinstance(node, ast.UnaryOp):
        return f"-{_power(node.operand)}"
    return ast.unparse(node).replace("e+", "e")



def _is_simple_exponent(node: ast.expr) -> bool:
    """An exponent needs no parentheses for its sign, nor where it is itself a power."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _is_simple(node.operand) and not isinstance(node.operand, ast.Attribute)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return _is_simple(node.left) and _is_simple_exponent(node.right)
    return _is_simple(node)


def _is_simple(node: ast.expr) -> bool:
    """What black writes a power of without spaces: names, attributes of names, numbers."""
    if isinstance(node, ast.Attribute):
        return _is_simple(node.value) and not isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    return isinstance(node, ast.Name)


def _quoted(text: str, *_: object, **__: object) -> str:
    single = repr(text)
    if "'" in text or '"' in text or not single.startswith("'"):
        return single
    return f'"{single[1:-1]}"'


def to_source(node: ast.AST) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return astor.to_source(
            node, indent_with="    ", pretty_string=_quoted, pretty_source="".join, source_generator_class=Generator
        )
