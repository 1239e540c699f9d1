"""Statements of the user's that Python itself carries out: a function of what they read, which gives what they assign.

    Outlined ::= name, params, modules, body, kind       def name(*params): body

They are opaque: nothing is known of what they do, but the kind of what they give, which is checked when they are run.
"""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import Any

import numpy as np

from ..runtime.outcomes import of_kind
from .kinds import Kind

EVERYWHERE = {"np": np, "math": math}  # the modules a text imports at its head


@dataclass(frozen=True, eq=False)
class Outlined:
    """`modules` are those of EVERYWHERE that the body reads."""

    name: str
    params: tuple[str, ...]
    modules: tuple[str, ...]
    body: tuple[ast.stmt, ...]
    kind: Kind

    def __repr__(self) -> str:
        return self.name

    def tree(self, name: str) -> ast.FunctionDef:
        """The definition of the function, called `name`."""
        args = [ast.arg(param, None) for param in self.params]
        arguments = ast.arguments(
            posonlyargs=[], args=args, vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
        )
        node = ast.FunctionDef(name=name, args=arguments, body=list(self.body), decorator_list=[], returns=None, type_params=[])
        return ast.fix_missing_locations(ast.copy_location(node, self.body[0]))

    def text(self, name: str) -> str:
        return ast.unparse(self.tree(name))

    @cached_property
    def function(self) -> FunctionType:
        namespace: dict[str, Any] = {**EVERYWHERE, "of_kind": of_kind}
        exec(compile(self.text(self.name), f"<{self.name}>", "exec"), namespace)
        return namespace[self.name]
