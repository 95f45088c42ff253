"""`stackgraph export`: the graph to take away."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from graph_schema.errors import BadInput, NotFound
from graph_schema.formats import FormatName

if TYPE_CHECKING:
    from graph_schema.selection import Selection
    from graph_schema.store import Store


def export(  # noqa: PLR0913 -- one for each condition
    *,
    format: Annotated[
        FormatName | None, typer.Option(help="How to write it; else as the ending of FILE says, else jsonl.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; else to the standard output.")
    ] = None,
    canonical: Annotated[
        bool, typer.Option("--canonical", help="jsonl: the same graph gives the same bytes, whenever it was loaded.")
    ] = False,
    subject: Annotated[str | None, typer.Option(help="Claims with this subject: a name, or an id.")] = None,
    object: Annotated[str | None, typer.Option(help="Claims with this object: a name, or an id.")] = None,
    entity: Annotated[str | None, typer.Option(help="Claims with this subject or object: a name, or an id.")] = None,
    predicate: Annotated[str | None, typer.Option(help="Claims of this predicate, e.g. USES.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Claims of this status: current, ended, planned, possible or denied.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Claims with a company of this kind at one end, e.g. oem.")] = None,
    document: Annotated[str | None, typer.Option(help="Claims of the document with this id.")] = None,
    published_from: Annotated[
        str | None, typer.Option(help="Claims of documents of this date or later: 2025-11.")
    ] = None,
    published_to: Annotated[str | None, typer.Option(help="Claims of documents of this date or earlier.")] = None,
    min_confidence: Annotated[float | None, typer.Option(help="Claims of at least this confidence, 0 to 1.")] = None,
) -> None:
    """Write the graph down, or a selection of its claims with the documents, entities and arrows that belong to them.

    jsonl: documents with their claims, entities and arrows; `stackgraph import` reads it. csv, parquet: one claim a row.
    graphml: entities and arrows, for tools that draw. turtle, jsonld: RDF. cypher: a script for another Neo4j.

    **Examples**

        stackgraph export -o graph.jsonl
        stackgraph export --format csv --entity Alexa --status ended
        stackgraph export -o oems.graphml --kind oem --published-from 2025
    """
    from graph_schema.export import FORMATS  # noqa: PLC0415 -- heavy: not for --help
    from graph_schema.export import export as exported  # noqa: PLC0415
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415

    wanted = FORMATS[format or _by_ending(output)]
    if wanted.name == FormatName.PARQUET and output is None and sys.stdout.isatty():
        raise BadInput("Parquet is nothing for a terminal; say where to with -o FILE")
    conditions = {
        "predicate": predicate, "status": status, "kind": kind, "document": document, "published_from": published_from,
        "published_to": published_to, "min_confidence": min_confidence,
    }  # fmt: skip
    with Store.open(settings()) as store:
        ends = {"subject": subject, "object": object, "entity": entity}
        selection = _selection(conditions | {end: name and _id(name, store) for end, name in ends.items()})
        parts = exported(store, wanted, selection, canonical=canonical)
        if output is None:
            _write(parts, sys.stdout.buffer)
        else:
            _replace(output, parts)


def _by_ending(output: Path | None) -> FormatName:
    from graph_schema.export import FORMATS  # noqa: PLC0415

    if output is None or not output.suffix:
        return FormatName.JSONL
    endings = {f".{each.suffix}": each.name for each in FORMATS.values()}
    if output.suffix not in endings:
        raise BadInput(f"{output}: say which --format; the endings {', '.join(endings)} say it by themselves")
    return endings[output.suffix]


def _selection(conditions: dict[str, Any]) -> "Selection":
    from pydantic import ValidationError  # noqa: PLC0415 -- as above

    from graph_schema.selection import Selection  # noqa: PLC0415

    try:
        return Selection(**conditions)
    except ValidationError as error:
        faults = (f"--{str(fault['loc'][0]).replace('_', '-')}: {fault['msg']}" for fault in error.errors())
        raise BadInput("; ".join(faults)) from error


def _id(name: str, store: "Store") -> str:
    """The id of the entity that this name, or id, stands for."""
    from app.known import KnownNames  # noqa: PLC0415 -- as above
    from graph_schema.gazetteer import gazetteer  # noqa: PLC0415

    names = KnownNames(store, gazetteer()).fresh()
    if name in names.by_id and names.by_id[name].in_graph:
        return name
    found = [entity.id for entity in names.lookup(name) if entity.in_graph]
    if not found:
        raise NotFound(f"the graph holds no entity {name}")
    if len(found) > 1:
        raise BadInput(f"{name} may be any of {', '.join(sorted(found))}; give the id")
    return found[0]


def _replace(output: Path, parts: Iterable[bytes]) -> None:
    """Write a file that is there whole or not at all."""
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with unfinished.open("wb") as file:
            _write(parts, file)
        unfinished.replace(output)
    except OSError as error:
        raise BadInput(f"{output}: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write(parts: Iterable[bytes], file: BinaryIO) -> None:
    for part in parts:
        file.write(part)
    file.flush()
