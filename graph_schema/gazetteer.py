"""The gazetteer: names that the project knows beforehand, with label, kinds and aliases (`gazetteer/*.jsonl`)."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph_schema.names import bare, entity_id
from graph_schema.ontology import Label

FOLDER = Path(__file__).with_name("gazetteer")


@dataclass(frozen=True, slots=True)
class Entry:
    """One known entity.

    `parent`: canonical name of the owner (of a company) or maker (of a thing), None where not certain; `places`: words by
    which news calls it after its home ("Munich", "German"); `nouns`: what news calls it besides what its kinds imply;
    `ambiguous`: the name is also an ordinary word, a person, a place, or another entity's.
    """

    name: str
    label: Label
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    parent: str | None = None
    places: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    ambiguous: bool = False

    @property
    def id(self) -> str:
        return entity_id(self.label, self.name)

    @property
    def forms(self) -> tuple[str, ...]:
        """Every spelling, the canonical one first."""
        return (self.name, *self.aliases)


class Gazetteer:
    """Entries, found by any of their spellings."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.by_id = {entry.id: entry for entry in self.entries}
        self._by_form: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for form in entry.forms:
                self._by_form[bare(form)].append(entry)

    @property
    def forms(self) -> Iterable[str]:
        """All spellings, without legal forms."""
        return self._by_form.keys()

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The entries that carry this name, spelled like this but for article, possessive and legal form."""
        return tuple(self._by_form.get(bare(name), ()))


def load(folder: Path = FOLDER) -> Gazetteer:
    """Read `companies.jsonl`, `platforms.jsonl` and `products.jsonl`."""
    rows = (
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )
    return Gazetteer(
        Entry(
            name=row["name"],
            label=row["label"],
            aliases=tuple(row.get("aliases") or ()),
            kinds=tuple(row.get("kinds") or ()),
            parent=row.get("owner") or row.get("maker"),
            places=tuple(row.get("city") or ()),
            nouns=tuple(row.get("nouns") or ()),
            ambiguous=bool(row.get("ambiguous")),
        )
        for row in rows
    )


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that comes with the project, read once."""
    return load()
