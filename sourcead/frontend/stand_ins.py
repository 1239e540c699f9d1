"""Objects of libraries made inside a differentiated function: a distribution with its parameters, a spline through points.

What stands for one has its data as fields, and a class that says what its methods mean, each a definition in terms of
functions that have rules (rules/definitions). Such an object exists at generation only: the text calls functions of its data.
It can be called, and what its class names can be read of it; to return it or to ask for its type is refused.
"""

from __future__ import annotations

import inspect
import types


class StandIn:
    """The base of classes that stand for those of a library.

    `called` is what a message calls such an object; `fields` are those of its fields that the user may read.
    """

    called = "object"
    advice = "make the object outside the function, or compute this by other means"
    fields: tuple[str, ...] = ()

    @classmethod
    def has(cls, name: str) -> bool:
        """Whether a user may read this attribute."""
        return name in cls.fields or not name.startswith("_") and isinstance(inspect.getattr_static(cls, name, None), types.FunctionType)
