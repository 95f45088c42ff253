"""`stackgraph failures`: what nightly loads could not load, and what to do about it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli import console
from cli.nightly import SourcesFile, read_sources, show, unable, watched
from graph_schema.errors import BadInput

if TYPE_CHECKING:
    from loaders.nightly.failures import DeadLetter

failures = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="FAILURE", help="Its name in the list, or its path or URL; several may be."),
]
All = Annotated[bool, typer.Option("--all", help="All of them.")]


@failures.callback()
def common() -> None:
    """What nightly loads could not load: list it, try it again, or drop it.

    A failure is named by its short name in the list, or by its path or URL.

    **Examples**

        stackgraph failures list
        stackgraph failures retry --all
        stackgraph failures drop 3f2a91c0
    """


@failures.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="One a line as JSON.")] = False) -> None:
    """List what failed, since when, why, and what happens next.

    Where the reason may pass (no answer, an error of the server) the next run tries again. Everything else is put aside:
    no run touches it until it changes, or you say `retry`.

    **Example**

        stackgraph failures list --json | jq -r .item
    """
    letters = _letters()
    if json:
        for letter in letters:
            console.write_json(_record(letter))
        return
    table = Table("failure", "source", "item", "reason", "since", "times", "next", box=None, pad_edge=False)
    for letter in letters:
        one = _record(letter)
        table.add_row(*(str(one[name]) for name in ("failure", "source", "item", "reason", "since", "times", "next")))
    if letters:
        console.out.print(table)
    else:
        console.note("Nothing has failed.")


@failures.command()
def retry(
    names: Names = None,
    all: All = False,
    sources: SourcesFile = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON on a terminal too.")] = False,
) -> None:
    """Try again now what failed; report and exit code are those of `stackgraph nightly`.

    **Example**

        stackgraph failures retry https://example.com/story
    """
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.nightly.run import run  # noqa: PLC0415

    with unable():
        chosen = _chosen(names, all)
        wanted = read_sources(sources)
        if lost := {letter.source for letter in chosen} - {source.name for source in wanted.source}:
            raise BadInput(
                f"no source {', '.join(sorted(lost))} any more; `stackgraph failures drop` forgets what failed"
            )
        with watched() as told:
            report = run(settings(), wanted, told, retry=tuple(chosen))
    show(report, json)


@failures.command()
def drop(names: Names = None, all: All = False) -> None:
    """Take failures off the list; they are tried again only if they change.

    **Example**

        stackgraph failures drop --all
    """
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.nightly.failures import Failures  # noqa: PLC0415
    from loaders.nightly.run import Desk  # noqa: PLC0415

    with unable():
        chosen = _chosen(names, all)
        with Desk(settings().home).held() as (_, state):
            Failures(state).drop(chosen)
    console.note(f"Dropped {len(chosen)}.")


def _letters() -> list["DeadLetter"]:
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.nightly.failures import Failures  # noqa: PLC0415
    from loaders.nightly.run import Desk  # noqa: PLC0415
    from loaders.nightly.state import State  # noqa: PLC0415

    with State.copy(Desk(settings().home).state) as state:
        return Failures(state).all()


def _chosen(names: Iterable[str] | None, all: bool) -> list["DeadLetter"]:
    """The failures of these names. Raises BadInput where one is unknown, or none is named."""
    letters = _letters()
    if all:
        return letters
    wanted = set(names or ())
    if not wanted:
        raise BadInput("say which failures, or --all; `stackgraph failures list` shows them")
    known = {name for letter in letters for name in (letter.id, letter.key)}
    if unknown := wanted - known:
        raise BadInput(f"no failure {', '.join(sorted(unknown))}; `stackgraph failures list` shows them")
    return [letter for letter in letters if {letter.id, letter.key} & wanted]


def _record(letter: "DeadLetter") -> dict[str, str | int]:
    return {
        "failure": letter.id,
        "source": letter.source,
        "item": letter.key,
        "reason": letter.reason,
        "since": letter.first,
        "last": letter.last,
        "times": letter.times,
        "next": "tried again by the next run" if letter.passing else "put aside",
    }
