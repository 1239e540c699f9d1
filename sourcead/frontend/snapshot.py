"""The state of a lowering, to go back to where an attempt comes to nothing."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .lowerer import Lowerer

KEPT = ("captures", "guards", "facts", "opposites", "parts", "definitions", "recursive")


class Snapshot:
    """What has been lowered, noted and refused so far. It costs as much as there is of that."""

    def __init__(self, lowerer: Lowerer):
        self.lowerer = lowerer
        self.builder, self.written = lowerer.builder, len(lowerer.builder.stmts)
        self.violations = len(lowerer.violations)
        self.stack = len(lowerer.stack)
        self.reads = [len(reads) for reads in lowerer.reads]
        self.in_rule, self.copies = lowerer.in_rule, lowerer.copies
        tables = [(lowerer, name) for name in KEPT] + [(lowerer.objects, f.name) for f in fields(lowerer.objects)]
        self.tables = [(of, name, getattr(of, name), _copied(getattr(of, name))) for of, name in tables]

    def restore(self) -> None:
        """Set everything back. A snapshot is used once."""
        lowerer = self.lowerer
        lowerer.builder = self.builder
        del self.builder.stmts[self.written :], lowerer.violations[self.violations :], lowerer.stack[self.stack :]
        del lowerer.reads[len(self.reads) :]
        for reads, length in zip(lowerer.reads, self.reads):
            del reads[length:]
        lowerer.in_rule, lowerer.copies = self.in_rule, self.copies
        for of, name, table, content in self.tables:  # others may hold the table itself
            table.clear()
            table.update(content)
            setattr(of, name, table)


def _copied(value: Any) -> Any:
    """A copy of a table or set, and of the sets in it."""
    if isinstance(value, dict):
        return {key: set(item) if isinstance(item, set) else item for key, item in value.items()}
    return set(value)
