"""Objects of named fields: namedtuples, dataclasses, SimpleNamespaces and ordinary classes, given or made inside a function.

Their fields are values like those of a dict. Methods and properties are the functions of their class, called on them. What
belongs to the caller is read and never changed.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
import types
from typing import Any

from ..ir import kinds
from ..ir.kinds import is_namedtuple, kind_of
from ..ir.nodes import Const
from .callables import plain
from .forms import FORMS
from .lowerer import STRUCTURE, Lowerer
from .places import Attribute, Item, Keys, Object, Place
from .stand_ins import StandIn
from .values import POISON, Bound, Items, Known, Value, is_atom, poisoned, single_use


def makes_record(target: Any) -> bool:
    """Whether an object of this class can be made here."""
    return is_made_of_fields(target) or is_plain(target)


def is_plain(target: Any) -> bool:
    """Whether a class is the user's own and ordinary: its objects are what its __init__, or object's, leaves in their attributes."""
    if not isinstance(target, type) or type(target) is not type or is_made_of_fields(target) or issubclass(target, StandIn):
        return False
    classes = target.__mro__[:-1]
    special = ("__new__", "__slots__", "__setattr__", "__getattr__", "__getattribute__", "__delattr__", "__init_subclass__")
    if any(is_standard(one) or name in vars(one) for one in classes for name in special):
        return False
    return target.__init__ is object.__init__ or isinstance(target.__init__, types.FunctionType) and plain(target.__init__) is not None


def is_standard(type_: type) -> bool:
    """Whether a class is not written in Python, or belongs to a library."""
    module = sys.modules.get(type_.__module__)
    return type_.__module__ == "builtins" or type_.__module__.partition(".")[0] in sys.stdlib_module_names - {"__main__"} or module is None


def is_made_of_fields(target: Any) -> bool:
    """Whether a call of this class makes an object whose fields are its arguments, and does nothing else."""
    if target is types.SimpleNamespace:
        return True
    if not isinstance(target, type):
        return False
    if is_namedtuple(target):
        return target.__new__.__code__.co_filename.startswith("<")  # namedtuple's own
    return _generated_init(target) and not hasattr(target, "__post_init__") and all(f.init for f in dataclasses.fields(target))


def _generated_init(target: type) -> bool:
    if not dataclasses.is_dataclass(target):
        return False
    init = target.__init__
    return isinstance(init, types.FunctionType) and init.__code__.co_filename == "<string>" and "__new__" not in vars(target)


def make_record(lowerer: Lowerer, node: ast.AST, function: Known, args: list[Value], options: dict[str, Value]) -> Value:
    target = function.object
    if is_plain(target):
        return _initialized(lowerer, node, target, args, options)
    if any(map(single_use, (*args, *options.values()))):
        return lowerer.refuse(node, "an iterator in an object can be run over once only", "make a list of it")
    if target is types.SimpleNamespace:
        if args:
            return lowerer.refuse(node, "SimpleNamespace takes keywords alone here", "write the fields out")
        return Items(target, tuple(options.values()), keys=tuple(options))
    fields = _fields(target)
    if len(args) > len(fields) or not options.keys() <= set(fields) or not set(fields[: len(args)]).isdisjoint(options):
        return lowerer.refuse(node, f"{target.__name__} cannot be made of these arguments", "check the call")
    given = {**dict(zip(fields, args)), **options}
    for field in fields:
        if field not in given:
            given[field] = _default(lowerer, node, target, field)
    values = tuple(given[field] for field in fields)
    return POISON if poisoned(*values) else Items(target, values, keys=fields)


def _initialized(lowerer: Lowerer, node: ast.AST, target: type, args: list[Value], options: dict[str, Value]) -> Value:
    """An object of an ordinary class: one without attributes, then what its __init__ does to it."""
    made = Items(target, (), keys=())
    if target.__init__ is object.__init__:
        return made if not args and not options else lowerer.refuse(node, f"{target.__name__} takes no arguments", "check the call")
    place = Attribute(Object(target), "__init__")
    lowerer.guard(place, target.__init__, None)
    result = STRUCTURE["apply"](lowerer, node, Known(target.__init__, place), [made, *args], options, None)
    return POISON if result is POISON else made


def _fields(target: type) -> tuple[str, ...]:
    return target._fields if is_namedtuple(target) else tuple(f.name for f in dataclasses.fields(target))


def _default(lowerer: Lowerer, node: ast.AST, target: type, field: str) -> Value:
    if is_namedtuple(target) and field in target._field_defaults:
        place = Item(Attribute(Object(target), "_field_defaults"), field)
        return _constant(lowerer, node, target._field_defaults[field], place, field)
    if dataclasses.is_dataclass(target):
        spec = target.__dataclass_fields__[field]
        place = Attribute(Item(Attribute(Object(target), "__dataclass_fields__"), field), "default")
        if spec.default is not dataclasses.MISSING:
            return _constant(lowerer, node, spec.default, place, field)
        if spec.default_factory is not dataclasses.MISSING:
            factory = Known(spec.default_factory, Attribute(place.base, "default_factory"))
            lowerer.guard(factory.place, factory.object, None)
            return STRUCTURE["apply"](lowerer, node, factory, [], {}, None)
    return lowerer.refuse(node, f"{target.__name__} lacks its field {field!r}", "check the call")


def _constant(lowerer: Lowerer, node: ast.AST, value: Any, place: Place, name: str) -> Value:
    """A default: a number is compiled in, for as long as nobody replaces it."""
    if type(value) not in (int, float, bool):
        return lowerer.resolve(node, value, place, name)
    lowerer.guard(place, value, None)
    return Const(value)


def is_record(value: Value) -> bool:
    return isinstance(value, Items) and value.type not in (list, tuple, dict)


def field_of(lowerer: Lowerer, node: ast.AST, value: Items, name: str) -> Value:
    """`value.name`: a field, or a method or property of the class."""
    if issubclass(value.type, StandIn) and not value.type.has(name) and not lowerer.in_rule:
        return lowerer.refuse(node, f"{name!r} of a {value.type.called} is not supported", value.type.advice)
    if name in value.keys:
        return value.values[value.keys.index(name)]
    try:
        found = inspect.getattr_static(value.type, name)
    except AttributeError:
        return lowerer.refuse(node, f"{value.type.__name__!r} has no attribute {name!r}", "check the spelling")
    place = Attribute(Object(value.type), name)
    if isinstance(found, property) and found.fget is not None:
        lowerer.guard(place, found, None)
        return STRUCTURE["apply"](lowerer, node, Known(found.fget, Attribute(place, "fget")), [value], {}, None)
    if isinstance(found, types.FunctionType) and not name.startswith("__"):
        lowerer.guard(place, found, None)
        return Bound(value, name)
    if isinstance(found, (staticmethod, classmethod)) or not hasattr(found, "__get__"):
        return lowerer.resolve(node, getattr(value.type, name), place, name)
    return lowerer.refuse(node, f"the attribute {name!r} of a {value.type.__name__} is not supported", "read its fields")


def replaced(lowerer: Lowerer, node: ast.AST, args: list[Value], options: dict[str, Value], name: str | None) -> Value:
    """`dataclasses.replace(x, **changes)`: another object of the fields of x, with these changed."""
    base = args[0] if len(args) == 1 else None
    if isinstance(base, Items) and dataclasses.is_dataclass(base.type):
        type_, fields = base.type, dict(zip(base.keys, base.values))
    elif isinstance(base, Known) and dataclasses.is_dataclass(base.object) and not isinstance(base.object, type):
        type_ = type(base.object)
        places = {f.name: base.place and Attribute(base.place, f.name) for f in dataclasses.fields(type_)}
        fields = {key: lowerer.resolve(node, getattr(base.object, key), place, key) for key, place in places.items()}
    else:
        return lowerer.refuse(node, "dataclasses.replace takes one dataclass, and the fields by name", "check the call")
    if not is_made_of_fields(type_):
        return lowerer.refuse(node, f"replacing fields of a {type_.__name__}, which does more than hold them", "make another one")
    return make_record(lowerer, node, Known(type_, None), [], {**fields, **options})


def call_record_method(lowerer: Lowerer, node: ast.AST, bound: Bound, args: list[Value], options: dict[str, Value]) -> Value:
    function = Known(inspect.getattr_static(bound.self.type, bound.name), Attribute(Object(bound.self.type), bound.name))
    if issubclass(bound.self.type, StandIn):
        return STRUCTURE["inline_definition"](lowerer, node, function.object, [bound.self, *args], options, None)
    return STRUCTURE["apply"](lowerer, node, function, [bound.self, *args], options, None)


def call_record(lowerer: Lowerer, node: ast.AST, value: Items, args: list[Value], options: dict[str, Value]) -> Value:
    """`value(...)`: what the __call__ of its class does."""
    found = inspect.getattr_static(value.type, "__call__", None)
    if not isinstance(found, types.FunctionType):
        return lowerer.refuse(node, f"a {getattr(value.type, 'called', value.type.__name__)} cannot be called", "call a function")
    lowerer.guard(Attribute(Object(value.type), "__call__"), found, None)
    return call_record_method(lowerer, node, Bound(value, "__call__"), args, options)


def opened(lowerer: Lowerer, node: ast.AST, known: Known) -> Items | None:
    """A captured object of a library as what stands for it, its fields read from its attributes; None where nothing does."""
    found = lowerer.table.opened(type(known.object))
    if found is None or known.place is None:
        return None
    type_, attributes = found
    fields = {
        field: _opened_field(lowerer, node, getattr(known.object, name), Attribute(known.place, name), name)
        for field, name in attributes.items()
    }
    return Items(type_, tuple(fields.values()), keys=tuple(fields))


def _opened_field(lowerer: Lowerer, node: ast.AST, value: Any, place: Place, name: str) -> Value:
    if type(value) is not dict:
        return lowerer.resolve(node, value, place, name)
    lowerer.guard(Keys(place), None, kind_of(repr(tuple(value))))
    held = tuple(lowerer.resolve(node, v, Item(place, key), str(key)) for key, v in value.items())
    return Items(dict, held, keys=tuple(value))


def set_attribute(lowerer: Lowerer, node: ast.Attribute, base: Value, value: Value) -> None:
    """`base.attr = value`, for objects made inside the function."""
    if poisoned(base, value):
        return
    if is_atom(base) and kinds.is_array(base.kind) and node.attr in ("real", "imag"):
        shown = lowerer.compute(node, lowerer.table.attribute(node.attr), [base])
        STRUCTURE["set_item"](lowerer, node, shown, Const(...), value)
        return
    if not is_record(base) or not is_mutable(base.type):
        of_array = is_atom(base) and kinds.is_array(base.kind)
        what = "an object of the caller's" if isinstance(base, Known) else f"the attribute {node.attr!r} of {'an array' if of_array else 'this'}"
        advice = "make another array" if of_array else "the derivative does not change its caller's objects: return the value instead"
        lowerer.refuse(node, f"{what} is changed", advice)
        return
    if single_use(value):
        lowerer.refuse(node, "an iterator in an object can be run over once only", "make a list of it")
        return
    fields = dict(zip(base.keys, base.values))
    free = base.type is types.SimpleNamespace or is_plain(base.type) and not _is_special(base.type, node.attr)
    if not free and (node.attr not in fields or _is_special(base.type, node.attr)):
        lowerer.refuse(node, f"{node.attr!r} is no field of {base.type.__name__}", "assign fields only")
        return
    fields[node.attr] = value
    STRUCTURE["write"](lowerer, node, base, Items(base.type, tuple(fields.values()), keys=tuple(fields)))


def _is_special(type_: type, name: str) -> bool:
    return (
        hasattr(inspect.getattr_static(type_, name, None), "__set__")
        and not hasattr(type_, "__slots__")
        or "__setattr__" in vars(type_)
    )


def is_mutable(type_: type) -> bool:
    """Whether the fields of an object of this class can be assigned."""
    if type_ is types.SimpleNamespace or is_plain(type_):
        return True
    return dataclasses.is_dataclass(type_) and not type_.__dataclass_params__.frozen


FORMS[dataclasses.replace] = replaced
STRUCTURE |= {
    "field_of": field_of,
    "set_attribute": set_attribute,
    "makes_record": makes_record,
    "is_made_of_fields": is_made_of_fields,
    "make_record": make_record,
    "call_record_method": call_record_method,
    "call_record": call_record,
    "opened": opened,
}
