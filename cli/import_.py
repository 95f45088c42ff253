"""`stackgraph import`: a dump back into the graph."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli import console


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="What `stackgraph export --format jsonl` wrote, or - for what is piped in."
        ),
    ],
) -> None:
    """Load a dump of a graph into this one, on either database.

    Each document comes with its claims in place of what the graph holds of it; other documents stay. Into an empty graph
    it brings back the graph that was exported. The dump is checked to its end before anything is written.

    **Examples**

        stackgraph export -o graph.jsonl && STACKGRAPH_STORE_URI=bolt://localhost:7687 stackgraph import graph.jsonl
    """
    from graph_schema import migrate  # noqa: PLC0415 -- heavy: not for --help
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415
    from loaders import dump  # noqa: PLC0415

    with _at_rest(file) as path, Store.open(settings()) as store:
        migrate.run(store)
        with console.progress("Importing") as tell:
            loaded = dump.load(path, store, lambda done, total: tell(done, f"of {total}"))
    console.write_json(asdict(loaded))


@contextmanager
def _at_rest(file: Path) -> Iterator[Path]:
    """A file that can be read twice."""
    if file != Path("-"):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "piped-in")
        with path.open("wb") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
        yield path
