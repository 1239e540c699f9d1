"""What no definition takes: an array to write the result into."""

from __future__ import annotations

from ...frontend.within import refuse


def unwritten(out):
    if out is not None:
        refuse("writing the result into an array with out=", "assign the result")
    return None
