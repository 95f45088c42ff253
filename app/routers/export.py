"""The graph to take away."""

from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from app.dependencies import StoreDep
from app.errors import responses
from graph_schema.export import FORMATS, export
from graph_schema.formats import FormatName
from graph_schema.selection import Selection

router = APIRouter(prefix="/v1", tags=["graph"])

_SCHEMAS = {
    FormatName.JSONLD: {"type": "object"},
    FormatName.PARQUET: {"type": "string", "format": "binary"},
}
_CONTENT: dict[str, Any] = {
    each.media_type.split(";")[0]: {"schema": _SCHEMAS.get(each.name, {"type": "string"})} for each in FORMATS.values()
}
_MEANINGS = "; ".join(f"`{each.name}`: {each.meaning}" for each in FORMATS.values())


class Wanted(Selection):
    """What to take away, and how to write it."""

    format: Annotated[FormatName, Field(description=f"{_MEANINGS}.")] = FormatName.JSONL
    canonical: Annotated[
        bool, Field(description="`jsonl` alone: the same graph gives the same bytes, whenever it was loaded.")
    ] = False


@router.get(
    "/export", summary="The graph, or a selection of it, to take away", response_class=StreamingResponse,
    responses=responses(422) | {200: {"description": "The file, in parts as they are read.", "content": _CONTENT}},
)  # fmt: skip
def get_export(store: StoreDep, wanted: Annotated[Wanted, Query()]) -> StreamingResponse:
    """Claims that the filters let through, with the documents, entities and arrows that belong to them; without filters
    everything.

    Formats whose parts refer to each other are of one state of the graph: if it is written to meanwhile the transfer
    breaks off (or, before it has begun, ends with status 503), and works when the load is done.
    """
    format = FORMATS[wanted.format]
    selection = Selection(**wanted.model_dump(exclude={"format", "canonical"}))
    parts = export(store, format, selection, canonical=wanted.canonical)
    first = next(parts)  # so that what goes wrong at once has its status
    headers = {"Content-Disposition": f'attachment; filename="stackgraph.{format.suffix}"'}
    return StreamingResponse(chain([first], parts), media_type=format.media_type, headers=headers)
