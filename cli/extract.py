"""`stackgraph extract`: documents in, claims out; no database."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Column, Table

from cli import console

if TYPE_CHECKING:
    from graph_schema.records import Claim, Entity


class Format(StrEnum):
    """How claims are printed."""

    JSONL = "jsonl"
    TABLE = "table"


def extract(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, URLs, or - for what is piped in.")
    ],
    format: Annotated[Format, typer.Option(help="One claim a line as JSON, or a table for people.")] = Format.JSONL,
) -> None:
    """Print the claims of documents, one a line as JSON. Needs no database.

    **Examples**

        stackgraph extract article.txt
        echo "BMW no longer uses Alexa." | stackgraph extract - --format table
        stackgraph extract news/ | jq 'select(.status == "ended")'
    """
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.load import extract as extracted  # noqa: PLC0415
    from loaders.pipeline import Pipeline  # noqa: PLC0415
    from loaders.readers import Failure, Rejection  # noqa: PLC0415

    table = Table(Column("claim", no_wrap=True), "status", "", "sentence", box=None, pad_edge=False)
    failed = False
    with console.progress("Extracting") as tell:
        for number, found in enumerate(extracted(sources, Pipeline.open(settings())), start=1):
            if isinstance(found, Rejection | Failure):
                console.complain(found.given, found.reason)
                failed |= isinstance(found, Failure)
                continue
            given, extraction = found
            for claim in extraction.claims:
                if format is Format.JSONL:
                    console.write_json(record(given, claim))
                else:
                    table.add_row(*row(claim))
            tell(number, given)
    if format is Format.TABLE:
        console.out.print(table)
    if failed:
        raise typer.Exit(1)


def record(given: str, claim: "Claim") -> dict[str, Any]:
    """The claim as one line of JSON has it."""
    return {
        "document": given,
        "subject": _entity(claim.subject),
        "predicate": claim.predicate,
        "object": _entity(claim.object),
        "status": claim.status,
        "type": claim.type,
        "confidence": round(claim.confidence, 4),
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "attribution": claim.attribution,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "published": claim.published,
    }


def row(claim: "Claim") -> tuple[str, ...]:
    """The claim as a table shows it."""
    said = f"{claim.subject.name} [bold]{claim.type}[/bold] {claim.object.name}"
    return said, claim.status, f"{claim.confidence:.2f}", claim.sentence


def _entity(entity: "Entity") -> dict[str, str]:
    return {"id": entity.id, "name": entity.name, "label": entity.label}
