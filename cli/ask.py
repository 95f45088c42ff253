"""`stackgraph ask`: a question to the graph, as `/v1/ask` answers it."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli import answer, console

if TYPE_CHECKING:
    from app.responses import Asked
    from graph_schema.store import Store


def ask(
    question: Annotated[str, typer.Argument(help="In plain English, in quotes.")],
    json: Annotated[bool, typer.Option("--json", help="Print what `/v1/ask` returns.")] = False,
) -> None:
    """Answer a question from the graph, with the sentences behind the answer and what speaks against it.

    A question that cannot be interpreted is refused, with examples of what can be; nothing is guessed.

    **Examples**

        stackgraph ask "which OEMs dropped Alexa?"
        stackgraph ask "what is SmartCockpit based on?"
        stackgraph ask "did Stellantis drop Alexa?" --json
    """
    from graph_schema import migrate  # noqa: PLC0415 -- heavy: not for --help
    from graph_schema.errors import NotUnderstood  # noqa: PLC0415
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415

    with Store.open(settings()) as store:
        migrate.run(store)
        try:
            asked = answered(question, store)
        except NotUnderstood as error:
            refuse(question, error.understood, error.examples, str(error))
            raise typer.Exit(1) from error
    if json:
        sys.stdout.write(asked.model_dump_json(by_alias=True) + "\n")
    else:
        answer.show(asked)


def answered(question: str, store: "Store") -> "Asked":
    """The answer, by the function that the API calls."""
    from app.answers import ask  # noqa: PLC0415 -- heavy: not for --help
    from app.known import KnownNames  # noqa: PLC0415
    from graph_schema.gazetteer import gazetteer  # noqa: PLC0415

    return ask(question, store, KnownNames(store, gazetteer()))


def refuse(question: str, understood: str, examples: tuple[str, ...], reason: str) -> None:
    """Say what was understood, and what could be asked instead."""
    console.complain(question, reason)
    if understood:
        console.note(f"understood so far: {understood}")
    for example in examples:
        console.note(f"for example: {example}")
