"""What a question asks for, typed: the form between the words of the question and the statements that answer it.

Everything that the answer depends on is in here, so that the same object can be shown, stored and asked again.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph_schema.ontology import Label

Asked = Literal["current", "past", "ongoing", "ended", "planned", "possible", "denied"]
"""In which state a relation is asked for: the five statuses; `past`: it holds, or it once did; `ongoing`: a deed that is
being done (`is acquiring`), which texts tell as done or as planned."""

Role = Literal["subject", "object", "either"]


class Part(BaseModel):
    """A part of a query: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Part):
    """Which claims count, by date; ends are inclusive, ISO 8601 to any precision (`2024`, `2024-03`).

    `as_of`: what was known on that date; `since`, `until`: what happened then.
    """

    since: str | None = None
    until: str | None = None
    as_of: str | None = None


class Ref(Part):
    """A named entity. Several ids where documents disagree whether the name is, say, a product or a platform."""

    kind: Literal["name"] = "name"
    name: str
    ids: tuple[str, ...]


class Group(Part):
    """All entities of some labels and kinds that meet a condition; no labels or kinds: any."""

    kind: Literal["group"] = "group"
    labels: tuple[Label, ...] = ()
    kinds: tuple[str, ...] = ()
    where: "Condition | None" = None


class Way(Part):
    """The entity in question stands in `role` of one of these predicates.

    `products`: a company stands there also by a product or platform that it makes.
    """

    predicates: tuple[str, ...]
    role: Role
    products: bool = False


class Link(Part):
    """The entity in question has the relation, in the state asked for, to `other`, in one of these ways."""

    kind: Literal["link"] = "link"
    relation: str
    asked: Asked
    other: "Side"
    ways: tuple[Way, ...]


class All(Part):
    """Every part holds."""

    kind: Literal["all"] = "all"
    parts: tuple["Condition", ...]


class Either(Part):
    """At least one part holds."""

    kind: Literal["either"] = "either"
    parts: tuple["Condition", ...]


class Readings(Part):
    """The same wording in different ways ("uses Google": is supplied by it, uses what it makes): one yes, or one no, is it."""

    kind: Literal["readings"] = "readings"
    parts: tuple["Condition", ...]


class Without(Part):
    """Nothing in the graph says that the part holds. That is less than to say that it does not."""

    kind: Literal["without"] = "without"
    part: "Condition"


Side = Annotated[Ref | Group, Field(discriminator="kind")]
Condition = Annotated[Link | All | Either | Readings | Without, Field(discriminator="kind")]


class Which(Part):
    """Which entities meet the condition? Answer: their names."""

    ask: Literal["which"] = "which"
    group: Group
    period: Period = Period()


class HowMany(Part):
    """How many entities meet the condition? Answer: a number."""

    ask: Literal["how many"] = "how many"
    group: Group
    period: Period = Period()


class Whether(Part):
    """Does the condition hold for this entity, or for any of the group? Answer: yes, no, or no evidence."""

    ask: Literal["whether"] = "whether"
    subject: Side
    where: Condition
    period: Period = Period()


class Linked(Part):
    """By which arrows do two entities hang together? Answer: the names on the way."""

    ask: Literal["path"] = "path"
    start: Ref
    end: Ref


class Changes(Part):
    """What has changed its state around an entity, or between two? Answer: the names at the other ends."""

    ask: Literal["changes"] = "changes"
    entity: Ref
    other: Ref | None = None
    period: Period = Period()


class About(Part):
    """Which claims speak of an entity, or of two together? Answer: the names at the other ends."""

    ask: Literal["about"] = "about"
    entity: Ref
    other: Ref | None = None
    period: Period = Period()


class When(Part):
    """From when are the claims that make a condition true? Answer: their dates."""

    ask: Literal["when"] = "when"
    subject: Ref
    where: Condition
    period: Period = Period()


Query = Annotated[Which | HowMany | Whether | Linked | Changes | About | When, Field(discriminator="ask")]

for _model in (Group, Link, All, Either, Readings, Without, Which, HowMany, Whether, When):
    _model.model_rebuild()
