"""The names that a question may hold: those of the graph, and those that the gazetteer knows beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph_schema.gazetteer import Gazetteer
from graph_schema.names import key
from graph_schema.ontology import Label


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that a name can stand for; `in_graph`: claims speak of it."""

    id: str
    name: str
    label: Label
    kinds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    in_graph: bool = True


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a misspelt name may be meant for: the entities, how they are spelt, and how many letters are off."""

    entities: tuple[Known, ...]
    distance: int


class Names:
    """Entities by their spellings. Built once, then read by many threads; a changed graph gets a new one."""

    def __init__(self, entities: Iterable[Known]) -> None:
        self.by_id: dict[str, Known] = {}
        self._by_key: dict[str, dict[str, Known]] = defaultdict(dict)
        for entity in entities:
            self.by_id[entity.id] = entity
        for entity in self.by_id.values():
            for form in (entity.name, *entity.aliases):
                self._by_key[key(form)][entity.id] = entity
        self._squashed: dict[str, list[str]] = defaultdict(list)
        for spelling in self._by_key:
            self._squashed[spelling.replace("-", "")].append(spelling)
        self._choices = list(self._squashed)
        self.longest = max((spelling.count("-") + 1 for spelling in self._by_key), default=1)

    def lookup(self, name: str) -> tuple[Known, ...]:
        """The entities that carry this name; those that it names in full come before those that it is short for."""
        spelling = key(name)
        found = self._by_key.get(spelling, {}).values()
        canonical = tuple(entity for entity in found if key(entity.name) == spelling)
        return canonical or tuple(found)

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
        entities = {
            entity.id: entity
            for choice, distance in near
            if distance == best
            for spelling in self._squashed[choice]
            for entity in self._by_key[spelling].values()
        }
        return Spelling(tuple(entities.values()), int(best))

    def similar(self, name: str, limit: int = 5) -> tuple[str, ...]:
        """Names to suggest for one that nobody knows."""
        wanted = key(name).replace("-", "")
        near = process.extract(wanted, self._choices, scorer=OSA.normalized_similarity, score_cutoff=0.6, limit=limit)
        found = (
            entity.name
            for choice, _, _ in near
            for form in self._squashed[choice]
            for entity in self._by_key[form].values()
        )
        return tuple(dict.fromkeys(found))

    def search(self, text: str) -> tuple[tuple[Known, ...], bool]:
        """Entities with a name that begins like this, or has a word that does; else those nearest in spelling.

        In the order: whole name, beginning of a name, beginning of a word. The second value says whether the spelling
        had to be corrected.
        """
        wanted = key(text)
        ranks: dict[str, tuple[int, str, str]] = {}
        for spelling, entities in self._by_key.items():
            rank = (
                0 if spelling == wanted else 1 if spelling.startswith(wanted) else 2 if f"-{wanted}" in spelling else 3
            )
            if rank < 3:
                for entity in entities.values():
                    ranks[entity.id] = min(ranks.get(entity.id, (9, "", "")), (rank, entity.name.casefold(), entity.id))
        if ranks:
            return tuple(self.by_id[id] for id in sorted(ranks, key=ranks.__getitem__)), False
        spelling_found = self.correct(text)
        return (spelling_found.entities, True) if spelling_found else ((), False)


def known_beforehand(gazetteer: Gazetteer, in_graph: Mapping[str, Known]) -> Iterable[Known]:
    """The gazetteer's entities; what the graph holds of them is added to what it says."""
    for entry in gazetteer.entries:
        held = in_graph.get(entry.id)
        aliases = dict.fromkeys((*entry.aliases, *(held.aliases if held else ())))
        yield Known(
            entry.id,
            entry.name,
            entry.label,
            held.kinds if held else entry.kinds,
            tuple(aliases),
            in_graph=held is not None,
        )


def _same_marks(first: str, second: str) -> bool:
    """Whether digits and plus signs agree, and the first letter of short names."""
    marks = [[letter for letter in word if letter.isdigit() or letter == "+"] for word in (first, second)]
    return marks[0] == marks[1] and (len(first) >= 8 or first[:1] == second[:1])
