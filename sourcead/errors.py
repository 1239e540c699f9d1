"""The error tree, and the caret printer every refusal goes through.

    SourceadError
      SourceNotFound      no source text for a function
      Refused             the function leaves the supported subset; carries every violation found
      ArgumentError       a derivative was called, or asked for, with arguments it cannot take (also a TypeError)
      InternalError       a pass broke the intermediate representation: a bug of ours, never the user's
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pos:
    """A place in a source file: 1-based line, 0-based column, and the text of that line."""

    file: str
    line: int
    col: int
    end_col: int
    text: str = field(compare=False, default="")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col + 1}"


@dataclass(frozen=True)
class Violation:
    """One thing a function does that cannot be differentiated, where, and what to do instead.

    `unless_counted` says that it may not stand in the way where the loop around it is written out, and every count known.
    """

    pos: Pos | None
    message: str
    advice: str
    unless_counted: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        if self.pos is None:
            return f"{self.message}\n  = {self.advice}"
        return f"{self.pos}: {self.message}\n{caret(self.pos)}\n  = {self.advice}"


def caret(pos: Pos) -> str:
    """The source line of `pos` with carets under the part that is meant."""
    text = pos.text.rstrip("\n")
    stripped = text.lstrip()
    shift = len(text) - len(stripped)
    start = max(pos.col - shift, 0)
    width = max(min(pos.end_col, len(text)) - pos.col, 1)
    return f"  | {stripped}\n  | {' ' * start}{'^' * width}"


class SourceadError(Exception):
    """The base of every error sourcead raises on purpose."""


class SourceNotFound(SourceadError):
    """No source text can be had for a function."""


class Refused(SourceadError):
    """A function leaves the supported subset. `violations` holds all that were found, in source order."""

    def __init__(self, name: str, violations: list[Violation]):
        self.name = name
        self.violations = sorted(
            dict.fromkeys(violations),
            key=lambda v: (v.pos.file, v.pos.line, v.pos.col) if v.pos else ("", 0, 0),
        )
        super().__init__(name, self.violations)

    def __str__(self) -> str:
        count = len(self.violations)
        head = f"{self.name} cannot be differentiated as it stands"
        head += ":" if count == 1 else f" ({count} places):"
        return "\n\n".join([head, *map(str, self.violations)])


class ArgumentError(SourceadError, TypeError):
    """A derivative was called, or asked for, with arguments it cannot take."""


class InternalError(SourceadError):
    """A stage of the pipeline broke a promise. A bug of sourcead's, never of the user's function."""

    def __init__(self, stage: str, message: str):
        super().__init__(f"internal error after stage {stage!r}: {message} (please report this with the function)")
        self.stage = stage
