"""Filters that travel together, and the page of a listing."""

import base64
import binascii
import json
from collections.abc import Collection
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from graph_schema.errors import BadInput
from graph_schema.ontology import ONTOLOGY, STATUSES, Label, Status

_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def _one_of(names: Collection[str]) -> AfterValidator:
    """Values from a list that the ontology gives."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"not one of {', '.join(names)}")
        return value

    return AfterValidator(check)


Predicate = Annotated[
    str, _one_of(ONTOLOGY.predicates), Field(json_schema_extra={"enum": [*ONTOLOGY.predicates]}, examples=["USES"])
]
Kind = Annotated[str, _one_of(ONTOLOGY.kinds), Field(json_schema_extra={"enum": [*ONTOLOGY.kinds]}, examples=["oem"])]
Day = Annotated[
    str, Field(pattern=_DATE, description="ISO 8601: `2025`, `2025-11`, `2025-11-06`.", examples=["2025-01"])
]
Id = Annotated[str, Field(max_length=400)]


class Page(BaseModel):
    """Which part of a listing; parameters that nobody knows are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=500, description="How many at most.")] = 50
    cursor: Annotated[str | None, Field(max_length=1000, description="`next` of the page before.")] = None


class Ends(Page):
    """What holds of the two ends of a claim or an arrow, and of itself."""

    subject: Annotated[Id | None, Field(description="Id of its subject.", examples=["company:stellantis"])] = None
    object: Annotated[Id | None, Field(description="Id of its object.", examples=["platform:alexa"])] = None
    entity: Annotated[Id | None, Field(description="Id of its subject or its object.")] = None
    predicate: Annotated[Predicate | None, Field(description="Its predicate.")] = None
    status: Annotated[Status | None, Field(description="Its status.")] = None
    kind: Annotated[Kind | None, Field(description="Kind of company that stands at one of its ends.")] = None
    published_from: Annotated[Day | None, Field(description="Documents of this date or later.")] = None
    published_to: Annotated[Day | None, Field(description="Documents of this date or earlier.")] = None
    min_confidence: Annotated[float | None, Field(ge=0, le=1, description="Confidence of at least this.")] = None

    @property
    def types(self) -> list[str] | None:
        """The arrow names that predicate and status leave, None for all."""
        if self.predicate is None and self.status is None:
            return None
        predicates = [self.predicate] if self.predicate else list(ONTOLOGY.predicates)
        statuses = [self.status] if self.status else STATUSES
        return [ONTOLOGY.predicates[name].arrows[status] for name in predicates for status in statuses]


class ClaimFilter(Ends):
    """Filters of claims."""

    document: Annotated[Id | None, Field(description="Id of the document that states it.")] = None


class ArrowFilter(Ends):
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
