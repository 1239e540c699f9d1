"""The command line: `python -m benchmarks flops` or `python -m benchmarks speed`.

Exit status 0 where every bound holds, 1 where one does not, 2 for a wrong call.
"""

from __future__ import annotations

import sys

USAGE = """usage: python -m benchmarks TABLE

tables:
  flops   operations of generated derivatives, against hand derivations, unoptimised code and differences
  speed   time of generated derivatives against hand-written ones, and of generating them
"""


def main(arguments: list[str]) -> int:
    if arguments == ["flops"]:
        from . import flops

        return flops.main()
    if arguments == ["speed"]:
        from . import speed

        return speed.main()
    print(USAGE, end="", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
