"""Which claims: the one definition of the filters by which claims are listed and taken away."""

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from graph_schema.ontology import ONTOLOGY, STATUSES, Status


def _one_of(names: Collection[str]) -> AfterValidator:
    """Values from a list that the ontology gives."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"not one of {', '.join(names)}")
        return value

    return AfterValidator(check)


Id = Annotated[str, Field(max_length=400)]
Predicate = Annotated[
    str, _one_of(ONTOLOGY.predicates), Field(json_schema_extra={"enum": [*ONTOLOGY.predicates]}, examples=["USES"])
]
Kind = Annotated[str, _one_of(ONTOLOGY.kinds), Field(json_schema_extra={"enum": [*ONTOLOGY.kinds]}, examples=["oem"])]
Day = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$",
        description="ISO 8601: `2025`, `2025-11`, `2025-11-06`.",
        examples=["2025-01"],
    ),
]


class Ends(BaseModel):
    """What holds of the two ends of a claim or an arrow, and of itself; unknown conditions are refused.

    Dates are compared to the precision of the bound, so `published_to="2025"` takes the whole year; what has no date is in
    no range.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

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


class Selection(Ends):
    """Claims that meet all conditions that are given."""

    document: Annotated[Id | None, Field(description="Id of the document that states it.")] = None

    @property
    def given(self) -> dict[str, Any]:
        """The conditions that are given, none for everything."""
        return self.model_dump(exclude_none=True)
