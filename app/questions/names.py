"""The names that a question may hold: those of the graph, and those that the gazetteer knows beside it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph_schema.gazetteer import Gazetteer
from graph_schema.names import key
from graph_schema.ontology import Label


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that a name can stand for.

    `aliases`: short forms that are certain; `seen`: those that some document uses; `in_graph`: claims speak of it.
    """

    id: str
    name: str
    label: Label
    kinds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    in_graph: bool = True


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a misspelt name may be meant for: the entities, how they are spelt, and how many letters are off."""

    entities: tuple[Known, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found: whole name (0), beginning of a name (1), beginning of a word in it (2)."""

    rank: int
    known: Known

    @property
    def order(self) -> tuple[int, str, str]:
        return self.rank, self.known.name.casefold(), self.known.id


class Names:
    """Entities by their spellings. Built once, then read by many threads; a changed graph gets a new one."""

    def __init__(self, entities: Iterable[Known]) -> None:
        self.by_id: dict[str, Known] = {}
        self._by_key: dict[str, dict[str, int]] = defaultdict(dict)
        for entity in entities:
            self.by_id[entity.id] = entity
        for entity in self.by_id.values():
            for rank, forms in enumerate(((entity.name,), entity.aliases, entity.seen)):
                for form in forms:
                    self._by_key[key(form)].setdefault(entity.id, rank)
        self._squashed: dict[str, list[str]] = defaultdict(list)
        for spelling in self._by_key:
            self._squashed[spelling.replace("-", "")].append(spelling)
        self._choices = list(self._squashed)
        self.longest = max((spelling.count("-") + 1 for spelling in self._by_key), default=1)

    def lookup(self, name: str) -> tuple[Known, ...]:
        """The entities that carry this name: in full; or else for short; or else in some document.

        Those that claims speak of are looked for apart from those that only the gazetteer knows, and come first.
        """
        found = self._by_key.get(key(name), {})
        in_graph = {id: rank for id, rank in found.items() if self.by_id[id].in_graph}
        beyond = {id: rank for id, rank in found.items() if id not in in_graph}
        return tuple(
            self.by_id[id] for ranks in (in_graph, beyond) for id, rank in ranks.items() if rank == min(ranks.values())
        )

    def correct(self, name: str) -> Spelling | None:
        """The entities whose spelling is nearest, where that is near enough to be no other word; else None.

        One letter may be off, from eight letters on two; digits and `+` must be right, for they tell variants apart.
        Joined and parted words count as no difference. Two entities equally near are both returned.
        """
        wanted = key(name).replace("-", "")
        limit = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
        near = [
            (choice, distance)
            for choice, distance, _ in process.extract(
                wanted, self._choices, scorer=OSA.distance, score_cutoff=limit, limit=8
            )
            if _same_marks(wanted, choice)
        ]
        if not near:
            return None
        best = min(distance for _, distance in near)
        nearest = (form for choice, distance in near if distance == best for form in self._squashed[choice])
        entities = {entity.id: entity for form in nearest for entity in self.lookup(form)}
        return Spelling(tuple(entities.values()), int(best))

    def similar(self, name: str, limit: int = 5) -> tuple[str, ...]:
        """Names to suggest for one that nobody knows."""
        wanted = key(name).replace("-", "")
        near = process.extract(wanted, self._choices, scorer=OSA.normalized_similarity, score_cutoff=0.6, limit=limit)
        found = (
            entity.name for choice, _, _ in near for form in self._squashed[choice] for entity in self.lookup(form)
        )
        return tuple(dict.fromkeys(found))

    def search(self, text: str) -> list[Hit]:
        """Entities of the graph with a name that begins like this, or has a word that does, the best match first."""
        wanted = key(text)
        ranks: dict[str, int] = {}
        for spelling, start in self._spellings_with(wanted):
            rank = 0 if spelling == wanted else 1 if start == 0 else 2
            for id in self._by_key[spelling]:
                ranks[id] = min(rank, ranks.get(id, rank))
        return sorted(
            (Hit(rank, self.by_id[id]) for id, rank in ranks.items() if self.by_id[id].in_graph),
            key=lambda hit: hit.order,
        )

    def _spellings_with(self, start: str) -> Iterator[tuple[str, int]]:
        """Spellings with a word that begins like this, and where it does."""
        at = bisect_left(self._endings, (start, "", 0))
        while at < len(self._endings) and self._endings[at][0].startswith(start):
            _, spelling, place = self._endings[at]
            yield spelling, place
            at += 1

    @cached_property
    def _endings(self) -> list[tuple[str, str, int]]:
        """Every spelling from each of its words on, in order: what begins alike stands together."""
        return sorted(
            (spelling[place:], spelling, place)
            for spelling in self._by_key
            for place in (0, *(match.end() for match in re.finditer("-", spelling)))
        )

    @cached_property
    def in_graph(self) -> list[Hit]:
        """All entities of the graph by name."""
        return sorted((Hit(0, known) for known in self.by_id.values() if known.in_graph), key=lambda hit: hit.order)


def known_beforehand(gazetteer: Gazetteer, in_graph: Mapping[str, Known]) -> Iterable[Known]:
    """The gazetteer's entities; what the graph holds of them is added to what it says."""
    for entry in gazetteer.entries:
        held = in_graph.get(entry.id)
        yield Known(
            entry.id,
            entry.name,
            entry.label,
            held.kinds if held else entry.kinds,
            entry.aliases,
            held.seen if held else (),
            in_graph=held is not None,
        )


def _same_marks(first: str, second: str) -> bool:
    """Whether digits and plus signs agree, and the first letter of short names."""
    marks = [[letter for letter in word if letter.isdigit() or letter == "+"] for word in (first, second)]
    return marks[0] == marks[1] and (len(first) >= 8 or first[:1] == second[:1])
