"""`stackgraph nightly`: what is new at all sources into the graph, with a report."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import console
from graph_schema.errors import StackgraphError

if TYPE_CHECKING:
    from loaders.nightly.report import Report
    from loaders.nightly.sources import Sources
    from loaders.nightly.tally import Tally

SourcesFile = Annotated[
    Path | None,
    typer.Option("--sources", metavar="FILE", help="The sources; without it `sources.toml` in STACKGRAPH_HOME."),
]


def nightly(
    sources: SourcesFile = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be looked at; fetch no page, load nothing.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON on a terminal too.")] = False,
) -> None:
    """Load what is new at the sources that `sources.toml` names: feeds, sitemaps, folders, lists of URLs, JSON Lines.

    What is as it was is passed over before it is read. One load runs at a time; one that was killed is gone on with.
    The report is printed, as JSON where the standard output is not a terminal, and kept in STACKGRAPH_HOME/reports.
    The exit code is 0 if nothing failed, 1 if something did (see `stackgraph failures`), 2 if the load could not run.

    **Examples**

        stackgraph nightly --dry-run
        stackgraph nightly --sources /etc/stackgraph/sources.toml
    """
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.nightly.run import look, run  # noqa: PLC0415

    with unable():
        wanted = read_sources(sources)
        with watched() as told:
            report = None if dry_run else run(settings(), wanted, told)
            seen = look(settings(), wanted, told) if dry_run else {}
    if report:
        show(report, json)
    else:
        _show_look(seen)


@contextmanager
def unable() -> Iterator[None]:
    """An error inside means that the load could not run: one line, exit code 2."""
    try:
        yield
    except StackgraphError as error:
        console.complain("stackgraph", str(error))
        raise typer.Exit(2) from error


def read_sources(file: Path | None) -> "Sources":
    """The sources of this file, or of the usual one. Raises BadInput."""
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.nightly.sources import read  # noqa: PLC0415

    return read(file or settings().home / "sources.toml")


@contextmanager
def watched() -> Iterator[Callable[[str, "Tally"], None]]:
    """A progress bar; what fails is named as it comes."""
    done = 0
    with console.progress("Loading") as tell:

        def told(source: str, tally: "Tally") -> None:
            nonlocal done
            for item, reason in tally.failures:
                console.complain(item, reason)
            done += tally.counts["fetched"]
            tell(done, source)

        yield told


def show(report: "Report", json: bool) -> None:
    """Print the report, and end with the exit code that it stands for."""
    console.note(report.text())
    if json or not sys.stdout.isatty():
        console.write_json(report.as_dict())
    if report.failed:
        raise typer.Exit(1)


def _show_look(seen: "dict[str, Tally]") -> None:
    for name, tally in seen.items():
        looked_at, unchanged, failed = (tally.counts[name] for name in ("postponed", "unchanged", "failed"))
        console.write_json({"source": name, "would_look_at": looked_at, "unchanged": unchanged, "failed": failed})
    if any(tally.counts["failed"] for tally in seen.values()):
        raise typer.Exit(1)
