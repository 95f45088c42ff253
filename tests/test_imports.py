"""Who may import whom, read from the syntax trees: a direction that stands on paper alone does not hold."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph_schema", "loaders", "app", "cli")
MAY_IMPORT = {
    "graph_schema": {"graph_schema"},
    "loaders": {"graph_schema", "loaders"},
    "app": {"graph_schema", "app"},
    "cli": {"graph_schema", "loaders", "app", "cli"},
}
ONLY_IN = {
    "neo4j": "graph_schema/store.py",
    "arcadedb_embedded": "graph_schema/embedded.py",
    "fastapi": "app/",
    "spacy": "loaders/",
    "onnxruntime": "loaders/",
    "pyarrow": "graph_schema/export/parquet.py",
    "trafilatura": "loaders/page.py",
    "httpx": "loaders/",
    "feedparser": "loaders/readers/feed.py",
    "typer": "cli/",
    "rich": "cli/",
}
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}


def imported(module: str, *, when_run: bool = False) -> Iterator[str]:
    """Dotted names that a module imports; `when_run`: not those that only the type checker sees."""
    path = FILES[module]
    for node in walk(ast.parse(path.read_text(encoding="utf-8")), when_run):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
                base = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])
            yield from (name if (name := f"{base}.{alias.name}") in FILES else base for alias in node.names)


def walk(tree: ast.AST, when_run: bool) -> Iterator[ast.AST]:
    """All nodes; with `when_run` none below `if TYPE_CHECKING` and none in a function, which runs later."""
    yield tree
    for node in ast.iter_child_nodes(tree):
        types_only = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if not (when_run and (types_only or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))):
            yield from walk(node, when_run)


@pytest.mark.parametrize("module", FILES)
def test_a_package_imports_only_what_it_may(module: str) -> None:
    ours = {name.split(".")[0] for name in imported(module)} & {*PACKAGES, "tests", "training", "tools", "samples"}
    assert ours <= MAY_IMPORT[module.split(".", maxsplit=1)[0]]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_where_it_belongs(library: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for module, path in FILES.items()
        if library in {name.split(".")[0] for name in imported(module)}
    }
    assert users, f"nothing imports {library}: take it off this list, and off the dependencies"
    assert all(user.startswith(ONLY_IN[library]) for user in users)


def test_no_two_modules_import_each_other() -> None:
    graph = {module: {name for name in imported(module, when_run=True) if name in FILES} for module in FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_this_test_sees_imports() -> None:
    assert {"graph_schema.records", "loaders.readers"} <= set(imported("loaders.load"))
    assert "loaders.load" in set(imported("cli.load"))
    assert "loaders.load" not in set(imported("cli.load", when_run=True))
