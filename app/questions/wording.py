"""A query in words: what the answer will be an answer to. Relations are called by the names of their arrows."""

from app.questions.query import (
    About,
    All,
    Asked,
    Changes,
    Condition,
    Either,
    Group,
    HowMany,
    Link,
    Linked,
    Period,
    Query,
    Readings,
    Ref,
    Side,
    Way,
    When,
    Whether,
    Which,
    Without,
)
from graph_schema.ontology import LABELS, ONTOLOGY, Label, Status

STATES: dict[Asked, tuple[Status, ...]] = {
    "current": ("current",),
    "past": ("current", "ended"),
    "ongoing": ("current", "planned"),
    "ended": ("ended",),
    "planned": ("planned",),
    "possible": ("possible",),
    "denied": ("denied", "ended"),
}
"""The statuses of claims that speak for each state that can be asked for."""

_PLURALS: dict[Label, str] = {"Company": "companies", "Product": "products", "Platform": "platforms"}
_THINGS: tuple[Label, ...] = ("Product", "Platform")


def wording(query: Query) -> str:
    """One sentence that says what is looked for."""
    return _asked(query) + ("" if isinstance(query, Linked) else _period(query.period))


def _asked(query: Query) -> str:
    match query:
        case Which():
            words = f"Which {_group(query.group)}?"
        case HowMany():
            words = f"How many {_group(query.group)}?"
        case Whether(subject=Group() as group):
            words = f"Is there any among the {_group(group)} such that {_said(query.where, group)}?"
        case Whether() | When():
            asked = "Does it hold" if query.ask == "whether" else "Since when is it said"
            words = f"{asked} that {_said(query.where, query.subject)}?"
        case Linked():
            words = f"By which shortest chain of arrows are {query.start.name} and {query.end.name} linked?"
        case Changes():
            names = query.entity.name + (f" and {query.other.name}" if query.other else "")
            words = f"Which facts about {names} changed their status?"
        case About():
            names = query.entity.name + (f" and {query.other.name} together" if query.other else "")
            words = f"Which claims speak of {names}?"
    return words


def _group(group: Group) -> str:
    labels = " or ".join(_PLURALS[label] for label in group.labels) or "companies, products or platforms"
    kinds = f" of kind {' and '.join(group.kinds)}" if group.kinds else ""
    return f"{labels}{kinds}" + (f" such that {_said(group.where, group)}" if group.where else "")


def _said(condition: Condition, asked: Side) -> str:
    """The condition with the asked-for side in it: by its name, or as `they`."""
    match condition:
        case Link():
            return " or ".join(phrase for way in condition.ways for phrase in _way(way, condition, asked))
        case All(parts=parts):
            return ", and ".join(_said(part, asked) for part in parts)
        case Either(parts=parts) | Readings(parts=parts):
            return ", or ".join(_said(part, asked) for part in parts)
        case Without(part=part):
            return f"no claim says that {_said(part, asked)}"


def _way(way: Way, link: Link, asked: Side) -> list[str]:
    """The direct wording, and the one through products, as far as the labels allow them."""
    they, theirs, them = (asked.name,) * 3 if isinstance(asked, Ref) else ("they", "theirs", "them")
    other = _side(link.other)
    if way.role == "object":
        subject, object, who, whose, what = link.other, asked, other, other, them
    else:
        subject, object, who, whose, what = asked, link.other, they, theirs, other
    phrases = []
    if arrows := _arrows(way, link.asked, _labels(subject), _labels(object)):
        phrases.append(f"{who} {arrows} {what}")
    through = way.products and "Company" in _labels(subject)
    if through and (arrows := _arrows(way, link.asked, _THINGS, _labels(object))):
        phrases.append(f"a product of {whose} {arrows} {what}")
    return phrases


def _arrows(way: Way, asked: Asked, subjects: tuple[Label, ...], objects: tuple[Label, ...]) -> str:
    rules = [ONTOLOGY.predicates[name] for name in way.predicates]
    fitting = [
        rule for rule in rules if any(rule.allows(subject, object) for subject in subjects for object in objects)
    ]
    return "/".join(rule.arrows[status] for rule in fitting for status in STATES[asked])


def _labels(side: Side) -> tuple[Label, ...]:
    if isinstance(side, Ref):
        return tuple(label for label in LABELS if any(id.startswith(f"{label.lower()}:") for id in side.ids))
    return side.labels or LABELS


def _side(side: Side) -> str:
    return side.name if isinstance(side, Ref) else f"({_group(side)})"


def _period(period: Period) -> str:
    parts = [
        f"as known on {period.as_of}" if period.as_of else "",
        f"from {period.since}" if period.since else "",
        f"up to {period.until}" if period.until else "",
    ]
    words = " ".join(part for part in parts if part)
    return f" Only claims {words}." if words else ""
