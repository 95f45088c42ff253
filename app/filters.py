"""Filters that travel together, and the page of a listing."""

import base64
import binascii
import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from graph_schema.errors import BadInput
from graph_schema.ontology import Label
from graph_schema.selection import Ends, Kind, Selection


class Page(BaseModel):
    """Which part of a listing; parameters that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=500, description="How many at most.")] = 50
    cursor: Annotated[str | None, Field(max_length=1000, description="`next` of the page before.")] = None


class ClaimFilter(Selection, Page):
    """Filters of claims."""


class ArrowFilter(Ends, Page):
    """Filters of arrows. Dates: there is support in that time."""

    holds: Annotated[bool | None, Field(description="Whether it holds now.")] = None


class EntityFilter(Page):
    """Filters of entities."""

    q: Annotated[
        str | None,
        Field(
            max_length=200,
            description="Beginning of a name or of a word in it; else the nearest spelling.",
            examples=["andr"],
        ),
    ] = None
    label: Annotated[Label | None, Field(description="Its label.")] = None
    kind: Annotated[Kind | None, Field(description="One of its kinds.")] = None


def encode(place: list[str | int]) -> str:
    """Where the next page begins, as an opaque word."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str | None, *kinds: type) -> list[Any] | None:
    """The place that a cursor stands for, None without one.

    Raises BadInput for what no page of this listing has given out.
    """
    if cursor is None:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        place = None
    if not isinstance(place, list) or [type(value) for value in place] != list(kinds):
        raise BadInput("cursor: no page of this listing has given this out; start again without one")
    return place
