"""What a run changed in the graph: arrows that came, went, or hold now where they did not."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from graph_schema.ontology import LABELS
from loaders.derive import Change

if TYPE_CHECKING:
    from graph_schema.store import Store

_NAMES = "UNWIND $ids AS id MATCH (entity:LABEL {id: id}) RETURN id, entity.name AS name"


@dataclass(frozen=True, slots=True)
class Fact:
    """An arrow before and after. `was`, `now`: whether it held; None where it was not there. `because`: why, now."""

    id: str
    subject: str
    type: str
    object: str
    was: bool | None
    now: bool | None
    because: str | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def words(self) -> str:
        """`Kia DROPPED Alexa: new, holds now (newest support of all: 2025)`."""
        if self.now is None:
            return f"{self.subject} {self.type} {self.object}: gone"
        holds = "holds now" if self.now else "does not hold now"
        return f"{self.subject} {self.type} {self.object}: {'new, ' * (self.was is None)}{holds} ({self.because})"


def facts(store: "Store", changes: Iterable[Change]) -> list[Fact]:
    """These changes with the names that the graph now has for their ends; the id where an entity is gone."""
    changed = list(changes)
    ends = {end for change in changed for end in (change.arrow.source_id, change.arrow.target_id)}
    names: dict[str, str] = {}
    for label in LABELS:
        ids = sorted(end for end in ends if end.startswith(f"{label.lower()}:"))
        rows = store.read(_NAMES.replace("LABEL", label), ids=ids) if ids else []
        names |= {row["id"]: row["name"] for row in rows}
    return [_fact(change, names) for change in changed]


def merged(found: Iterable[Fact]) -> list[Fact]:
    """One fact an arrow: as it was at first, as it is at last; what came to nothing is left out."""
    by_id: dict[str, Fact] = {}
    for fact in found:
        first = by_id.get(fact.id)
        by_id[fact.id] = replace(fact, was=first.was) if first else fact
    left = (fact for fact in by_id.values() if fact.was != fact.now)
    return sorted(left, key=lambda fact: (fact.subject, fact.object, fact.type))


def _fact(change: Change, names: dict[str, str]) -> Fact:
    arrow = change.arrow
    return Fact(
        id=arrow.key.id,
        subject=names.get(arrow.source_id, arrow.source_id),
        type=arrow.key.type,
        object=names.get(arrow.target_id, arrow.target_id),
        was=change.before.properties["holds"] if change.before else None,
        now=change.after.properties["holds"] if change.after else None,
        because=change.after.properties["because"] if change.after else None,
    )
