"""The layers of the package: every module imports from layers to its left only."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "sourcead"
LAYERS = ["errors", "ir", "frontend", "rules", "analysis", "transform", "optimize", "backend", "listing", "tables", "pipeline", "compiler", "subject", "derivative", "api", "checks", "cli"]


def layer(module: str) -> int:
    return LAYERS.index(module)


def imports(path: Path):
    """The first part, below the package, of each module that the file imports from the package."""
    inside = path.relative_to(PACKAGE).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = inside[: len(inside) - node.level]
            full = (*base, *(node.module.split(".") if node.module else ()))
            names = [full[0]] if full else [alias.name for alias in node.names]
            yield from ((node.lineno, name) for name in names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "sourcead":
            yield node.lineno, node.module.split(".")[1]


def test_imports_point_left():
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if own not in LAYERS:
            continue
        for line, name in imports(path):
            if name in LAYERS and layer(name) > layer(own) or name in ("__init__", "__main__"):
                wrong.append(f"{path.name}:{line}: {own} imports {name}")
    assert not wrong


def test_runtime_imports_nothing_of_ours():
    for path in (PACKAGE / "runtime").glob("*.py"):
        names = ("arrays", "banded", "filters", "incomplete", "integration", "lists", "points", "rearranging", "spectra", "special", "splines", "statistics", "runtime")
        assert all(name in names for _, name in imports(path)), path


def test_every_module_is_in_a_layer():
    known = {*LAYERS, "runtime", "__init__", "__main__", "version"}
    assert {p.relative_to(PACKAGE).with_suffix("").parts[0] for p in PACKAGE.rglob("*.py")} <= known
