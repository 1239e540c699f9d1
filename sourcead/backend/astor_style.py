"""astor, told to write what black would: hugging powers, double quotes, no line breaks of its own.

Text that black need not change it formats in one pass instead of two, which is most of the time generation takes.
"""

from __future__ import annotations

import ast
import warnings

with warnings.catch_warnings():  # astor names syntax nodes that newer Pythons deprecate
    warnings.simplefilter("ignore", DeprecationWarning)
    import astor
    from astor.code_gen import SourceGenerator


class Generator(SourceGenerator):
    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Pow) and _is_simple(node.left) and _is_simple(node.right):
            with self.delimit(node, node.op):
                self.write(f"{ast.unparse(node.left)}**{ast.unparse(node.right)}")
        else:
            super().visit_BinOp(node)


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
