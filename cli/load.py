"""`stackgraph load`: sources into the graph, with a balance."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli import console

if TYPE_CHECKING:
    from graph_schema.store import Store
    from loaders.load import Balance, Extractor


def load(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files (text, Markdown, HTML, JSON Lines, RSS, Atom, PDF), folders, URLs, or - for what is piped in.",
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the balance as JSON on a terminal too.")] = False,
) -> None:
    """Load documents into the graph, and say what became of each.

    The balance is printed for people; where the standard output is not a terminal it gets the balance as JSON:
    fetched = loaded + unchanged + duplicate + rejected + failed. Loading a document again changes nothing. The exit
    code is 0 only if nothing failed.

    A line of JSON Lines has `text` or `html`, and `title`, `url`,
    `published`, `source` where known; the front matter of Markdown likewise.

    **Examples**

        stackgraph load article.txt news/
        stackgraph load https://example.com/feed.xml
        cat articles.jsonl | stackgraph load - > balance.json
    """
    from graph_schema import migrate  # noqa: PLC0415 -- heavy: not for --help
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415
    from loaders.pipeline import Pipeline  # noqa: PLC0415

    with Store.open(settings()) as store:
        migrate.run(store)
        balance = run(sources, store, Pipeline.open(settings()))
    show(balance)
    if json or not sys.stdout.isatty():
        console.write_json(balance.as_dict())
    if balance.failures:
        raise typer.Exit(1)


def run(sources: list[str], store: "Store", extractor: "Extractor") -> "Balance":
    """Load with a progress bar; whatever is left out is named as it comes."""
    from loaders.load import load as loaded  # noqa: PLC0415

    named = 0
    with console.progress("Loading") as tell:

        def told(balance: "Balance") -> None:
            nonlocal named
            for item in balance.left_out[named:]:
                console.complain(item.given, item.reason)
            named = len(balance.left_out)
            tell(balance.fetched, f"{balance.claims} claims")

        return loaded(sources, store, extractor, told)


def show(balance: "Balance") -> None:
    """The balance as people read it."""
    table = Table(show_header=False, box=None, pad_edge=False)
    counts = balance.as_dict()
    for name in ("fetched", "loaded", "unchanged", "duplicate", "rejected", "failed", "claims"):
        table.add_row(name, str(counts[name]))
    for reason, count in balance.drops.most_common():
        table.add_row("dropped", f"{count} × {reason}")
    console.err.print(table)
