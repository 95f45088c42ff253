"""The command `stackgraph`: its subcommands, and how errors end."""

import os
import sys
from importlib import metadata
from typing import Annotated

import typer

from cli import console
from cli.ask import ask
from cli.evaluate import evaluate
from cli.export import export
from cli.extract import extract
from cli.failures import failures
from cli.import_ import import_
from cli.load import load
from cli.migrate import migrate
from cli.nightly import nightly
from cli.serve import serve
from cli.up import up
from graph_schema.errors import StackgraphError

app = typer.Typer(
    name="stackgraph",
    help="A knowledge graph of who builds on what: companies, products and platforms, with the sentence behind every"
    " fact.\n\nStart with `stackgraph up`: it loads the sample documents, answers a question and serves the"
    " API. Settings are environment variables that begin with STACKGRAPH_; the README lists them.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (up, load, ask, extract, nightly, serve, export, migrate, evaluate):
    app.command()(command)
app.command("import")(import_)
app.add_typer(failures, name="failures")


def _version(wanted: bool) -> None:
    if wanted:
        console.out.print(f"stackgraph {metadata.version('stackgraph')}", highlight=False)
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What all commands share."""


def main() -> None:
    """Run the command line; errors that a user can be told about end it with one line and exit code 1."""
    try:
        app()
    except StackgraphError as error:
        console.complain("stackgraph", str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has enough of it (`| head`); Python must not complain again while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
