"""The ontology: `ontology.yaml`, read strictly, once.

`ONTOLOGY.predicates["USES"].arrows["ended"]` is `"DROPPED"`. Names that must stand in a query's text (labels,
relationship types) are taken from here and from nowhere else: a parameter cannot stand there, and input must not.
"""

from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from graph_schema.errors import InvalidOntology

Label = Literal["Company", "Product", "Platform"]
Status = Literal["current", "ended", "planned", "possible", "denied"]

LABELS: tuple[Label, ...] = get_args(Label)
STATUSES: tuple[Status, ...] = get_args(Status)

# Among arrows whose newest support is of the same date, the one with the greater weight holds.
WEIGHT: dict[Status, int] = {"possible": 0, "planned": 1, "current": 2, "denied": 3, "ended": 4}

PATH = Path(__file__).with_name("ontology.yaml")


class Strict(BaseModel):
    """A part of the ontology: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ends(Strict):
    """Labels that may stand on the two sides together."""

    subjects: tuple[Label, ...]
    objects: tuple[Label, ...]


class PredicateRule(Strict):
    """One relation: its meaning, its ends, and the arrow that each status draws."""

    meaning: str
    ends: tuple[Ends, ...]
    symmetric: bool
    arrows: dict[Status, str]

    def allows(self, subject: Label, object: Label) -> bool:
        """Whether nodes of these labels may stand at the two ends."""
        return any(subject in pair.subjects and object in pair.objects for pair in self.ends)

    @model_validator(mode="after")
    def _every_status_has_an_arrow(self) -> "PredicateRule":
        missing = set(STATUSES) - set(self.arrows)
        if missing:
            raise ValueError(f"no arrow for {', '.join(sorted(missing))}")
        return self


class Ontology(Strict):
    """Labels, company kinds, statuses and predicates, each with its meaning in a sentence."""

    labels: dict[Label, str]
    kinds: dict[str, str]
    statuses: dict[Status, str]
    predicates: dict[str, PredicateRule]

    @model_validator(mode="after")
    def _arrow_names_are_usable(self) -> "Ontology":
        names = Counter(name for rule in self.predicates.values() for name in rule.arrows.values())
        twice = [name for name, count in names.items() if count > 1]
        if twice:
            raise ValueError(f"arrow names that stand for two things: {', '.join(twice)}")
        unusable = [name for name in names if not name.replace("_", "").isalpha() or name != name.upper()]
        if unusable:
            raise ValueError(f"arrow names must be upper case letters and underscores: {', '.join(unusable)}")
        return self

    @cached_property
    def arrow_names(self) -> tuple[str, ...]:
        """Every relationship type that may be drawn between two entities."""
        return tuple(name for rule in self.predicates.values() for name in rule.arrows.values())

    @cached_property
    def by_arrow(self) -> dict[str, tuple[str, Status]]:
        """Arrow name to (predicate, status)."""
        return {
            arrow: (name, status) for name, rule in self.predicates.items() for status, arrow in rule.arrows.items()
        }


def load(path: Path = PATH) -> Ontology:
    """Read and check an ontology file.

    Raises InvalidOntology, naming each fault, where the file has unknown keys, misses one, or contradicts itself.
    """
    try:
        return Ontology.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise InvalidOntology(f"{path.name}: {faults}") from error


ONTOLOGY = load()
