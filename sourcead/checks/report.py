"""What a check says: a row for each test, all of them a report, and the error that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..errors import SourceadError


@dataclass(frozen=True)
class Row:
    """One test: how far off the worst number was, how far it may be, and which number that was."""

    name: str
    error: float
    bound: float
    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """All tests of a function; prints as a table."""

    name: str
    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        return all(row.ok for row in self.rows)

    @property
    def failures(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.ok)

    def __str__(self) -> str:
        width = max(len("check"), *(len(row.name) for row in self.rows))
        lines = [f"{'check':{width}}  {'error':>8}  {'bound':>8}"]
        for row in self.rows:
            lines.append(f"{row.name:{width}}  {row.error:8.1e}  {row.bound:8.1e}  {'ok' if row.ok else 'FAILED'}")
        return "\n".join(lines)


class CheckFailed(SourceadError, AssertionError):
    """A derivative is wrong, or does not exist at this point. `report` holds all rows."""

    def __init__(self, report: Report):
        self.report = report
        failed = [f"  {row.name}: {row.detail} (error {row.error:.3g}, bound {row.bound:.3g})" for row in report.failures]
        super().__init__(f"{report.name}: {len(failed)} of {len(report.rows)} checks failed\n" + "\n".join(failed))


def required(name: str, rows: Sequence[Row]) -> Report:
    """The report of these rows. Raises CheckFailed unless all are ok."""
    report = Report(name, tuple(rows))
    if not report.ok:
        raise CheckFailed(report)
    return report


def exactly(name: str, wrong: str) -> Row:
    """A test without numbers: `wrong` says what is wrong, and is empty where nothing is."""
    return Row(name, float("inf") if wrong else 0.0, 0.0, not wrong, wrong)


def pair(name: str, one: tuple[str, float], other: tuple[str, float], bound: float) -> Row:
    """Whether two numbers that are called so are the same, but for `bound`."""
    error = 0.0 if one[1] == other[1] else abs(one[1] - other[1])
    ok = bool(np.isfinite(bound) and error <= bound) or error == 0.0
    return Row(name, float(error), float(bound), ok, f"{one[0]} = {one[1]:.9g} against {other[0]} = {other[1]:.9g}")


def worse(row: Row) -> tuple[bool, float]:
    """How bad a test came out, for `max`."""
    return not row.ok, row.error / row.bound if row.bound else 0.0
