"""Claims into the graph: documents are replaced whole, in one transaction, and what follows from claims follows.

`write` reads and changes only what the documents at hand touch, each by an indexed id: its cost does not grow with the
graph. Counts kept on entities (`seen`) and arrows are added to; an arrow is counted anew from its claims only where
claims leave it, or where another document of the same words may support it already.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from graph_schema.ontology import LABELS, Label
from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.store import Row, Store, Transaction
from loaders.derive import Arrow, ArrowKey, Change, Mention, Seen, Stated, Support, changes, draw

CHUNK = 1000  # rows of one statement

_ARROW_FROM_SOURCE = "(source)-[arrow]->(target)"
_ARROW_FROM_TARGET = "(target)<-[arrow]-(source)"


@dataclass(frozen=True, slots=True)
class Held:
    """What the graph knows of a document: compare both to tell whether it has to be loaded again."""

    version: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document with what it states, each claim once."""

    document: Document
    stated: tuple[Stated, ...]
    extractor: str


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in this transaction: its handle in the database, and how many claims speak of it."""

    handle: str
    mentions: int
    fresh: bool = False


def held(store: Store, addresses: Collection[str]) -> dict[str, Held]:
    """What the graph holds of the documents at these addresses; no entry where it holds none."""
    rows = store.read(_query("held"), ids=[Document(address, "").id for address in addresses])
    return {row["address"]: Held(row["version"], row["extractor"]) for row in rows}


def contents(store: Store, content_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The addresses under which the graph already holds these contents; no entry where it does not."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.read(_query("contents"), content_ids=sorted(set(content_ids))):
        found[row["content_id"]].add(row["address"])
    return {content_id: tuple(sorted(addresses)) for content_id, addresses in found.items()}


def write(store: Store, extractions: Sequence[Extraction]) -> list[Change]:
    """Put these documents into the graph with their claims, each in place of what it holds of it; all of them, or none.
    What that changed among the arrows.

    The graph is the same whatever the order and the grouping of the calls. Of several extractions of one document the
    last counts. Raises StoreUnavailable.
    """
    arrivals = {extraction.document.id: _arrival(extraction) for extraction in extractions}
    if not arrivals:
        return []
    return store.write(lambda transaction: _Exchange(transaction).replace(arrivals, list(arrivals.values())))


def remove(store: Store, document_ids: Collection[str]) -> None:
    """Take documents out: the graph is as if they had never been loaded. Unknown ids are passed over."""
    if document_ids:
        store.write(lambda transaction: _Exchange(transaction).replace(document_ids, []))


def _arrival(extraction: Extraction) -> Arrival:
    document = extraction.document
    claims: dict[str, Claim] = {}
    for claim in extraction.claims:
        if claim.document_id != document.id:
            raise ValueError(f"a claim of document {claim.document_id} among those of {document.id}")
        claim_id = claim.id
        twin = claims.get(claim_id)
        # The same statement twice differs in little; which one stays must not depend on their order.
        claims[claim_id] = max(twin, claim, key=lambda each: (each.confidence, repr(each))) if twin else claim
    return Arrival(document, tuple(Stated.by(document, claims)), extraction.extractor)


class _Exchange:
    """One transaction in which documents leave and arrive."""

    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run

    def replace(self, leaving: Collection[str], arrivals: Sequence[Arrival]) -> list[Change]:
        self._run(_query("take_turn"))
        known = [row["id"] for row in self._each(_query("held"), "ids", list(leaving))]
        gone = self._each(_query("claims_of"), "ids", known)
        self._each(_query("delete_documents"), "ids", known)
        stated = [each for arrival in arrivals for each in arrival.stated]
        nodes, forsaken = self._settle_entities(gone, stated)
        recount = {_key(row) for row in gone} | self._shared(stated)
        self._create_documents(arrivals, nodes)
        changed = self._settle_arrows(stated, recount, nodes)
        self._each(_query("delete_entities"), "handles", forsaken)
        return changed

    # -- entities ---------------------------------------------------------------------------------------------------

    def _settle_entities(self, gone: Iterable[Row], stated: Iterable[Stated]) -> tuple[dict[str, Node], list[str]]:
        """Count mentions off and on, write what changed; every entity touched, and handles of those without a claim."""
        changes = _mentions(gone, stated)
        nodes: dict[str, Node] = {}
        forsaken = []
        updates = []
        for label in LABELS:
            ids = [entity_id for entity_id in changes if _label(entity_id) == label]
            rows = {row["id"]: row for row in self._found(_query("entities", LABEL=label), "ids", ids)}
            fresh = []
            for entity_id in ids:
                row = rows.get(entity_id)
                seen = Seen.parse(row["seen"]) if row else Seen()
                for mention, times in changes[entity_id]:
                    seen.count(mention, times)
                if row is None:
                    fresh.append({"id": entity_id} | seen.properties())
                    nodes[entity_id] = Node("", seen.mentions, fresh=True)
                    continue
                nodes[entity_id] = Node(row["handle"], seen.mentions)
                if not seen.mentions:
                    forsaken.append(row["handle"])
                elif (properties := seen.properties())["seen"] != row["seen"]:
                    updates.append({"handle": row["handle"], "properties": properties})
            for row in self._found(_query("create_entities", LABEL=label), "entities", fresh):
                nodes[row["id"]] = replace(nodes[row["id"]], handle=row["handle"])
        self._each(_query("update_entities"), "entities", updates)
        return nodes, forsaken

    # -- documents and claims ---------------------------------------------------------------------------------------

    def _shared(self, stated: Iterable[Stated]) -> set[ArrowKey]:
        """Arrows of arriving documents whose words the graph holds under another address."""
        keys: dict[str, set[ArrowKey]] = defaultdict(set)
        for each in stated:
            keys[each.content_id].add(each.key)
        rows = self._each(_query("contents"), "content_ids", list(keys))
        return {key for row in rows for key in keys[row["content_id"]]}

    def _create_documents(self, arrivals: Sequence[Arrival], nodes: dict[str, Node]) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        documents = [
            {
                "properties": _document_properties(arrival, now),
                "claims": [
                    {
                        "subject": nodes[each.claim.subject.id].handle,
                        "object": nodes[each.claim.object.id].handle,
                        "properties": _claim_properties(each),
                        **_edge("subject", each.claim.subject),
                        **_edge("object", each.claim.object),
                    }
                    for each in arrival.stated
                ],
            }
            for arrival in arrivals
        ]
        self._each(_query("create_documents"), "documents", documents)

    # -- arrows -----------------------------------------------------------------------------------------------------

    def _settle_arrows(self, stated: Iterable[Stated], recount: set[ArrowKey], nodes: dict[str, Node]) -> list[Change]:
        """Bring all arrows up to date that compete with one whose support changed."""
        arriving: dict[ArrowKey, list[Stated]] = defaultdict(list)
        for each in stated:
            arriving[each.key].append(each)
        before = {arrow.key: arrow for arrow in self._arrows(arriving.keys() | recount, nodes)}
        supports = {key: arrow.support for key, arrow in before.items()}
        for key in arriving.keys() - recount:
            more = Support.of(arriving[key])
            supports[key] = supports[key].plus(more) if key in supports else more
        for key in recount:
            supports.pop(key, None)
        supports |= self._recount(recount)
        triples: dict[tuple[str, str, str], dict[ArrowKey, Support]] = defaultdict(dict)
        for key, support in supports.items():
            triples[key.triple][key] = support
        after = {arrow.key: arrow for triple in triples.values() for arrow in draw(triple)}
        self._redraw(before, after, nodes)
        return changes(before, after)

    def _arrows(self, keys: Iterable[ArrowKey], nodes: dict[str, Node]) -> Iterator[Arrow]:
        """The arrows that are there between the ends of these, as far as they are of the same triples."""
        triples = {key.triple for key in keys}
        symmetric = {(key.other, key.one) for key in keys if key.symmetric}
        pairs = {(one, other) for _, one, other in triples} | symmetric
        rows = [
            {"source": nodes[one].handle, "target": nodes[other].handle}
            for one, other in sorted(pairs)
            if not nodes[one].fresh and not nodes[other].fresh
        ]
        mentions = {node.handle: node.mentions for node in nodes.values()}
        for found in self._at_arrows("arrows_between", "pairs", rows, mentions):
            for row in found["found"]:
                arrow = Arrow.read(row["source_id"], row["target_id"], row["properties"])
                if arrow.key.triple in triples:
                    yield arrow

    def _recount(self, keys: Iterable[ArrowKey]) -> dict[ArrowKey, Support]:
        by_id = {key.id: key for key in keys}
        rows = self._each(_query("recount_arrows"), "ids", sorted(by_id))
        return {by_id[row.pop("id")]: Support(**row) for row in rows}

    def _redraw(self, before: dict[ArrowKey, Arrow], after: dict[ArrowKey, Arrow], nodes: dict[str, Node]) -> None:
        """Change what is drawn into what is to be drawn, and nothing else."""
        mentions = {node.handle: node.mentions for node in nodes.values()}

        def row(arrow: Arrow) -> Row:
            source, target = nodes[arrow.source_id].handle, nodes[arrow.target_id].handle
            return {"source": source, "target": target, "id": arrow.key.id}

        gone, changed, fresh = [], [], defaultdict(list)
        for key in before.keys() | after.keys():
            old, new = before.get(key), after.get(key)
            turned = old and new and (old.source_id, old.target_id) != (new.source_id, new.target_id)
            if old and (turned or not new):
                gone.append(row(old))
            if new and (turned or not old):
                fresh[key.type].append(row(new) | {"properties": new.properties})
            elif old and new and (difference := _difference(old.properties, new.properties)):
                changed.append(row(new) | {"properties": difference})
        self._at_arrows("delete_arrows", "arrows", gone, mentions)
        self._at_arrows("update_arrows", "arrows", changed, mentions)
        for type_, rows in sorted(fresh.items()):
            self._each(_query("create_arrows", TYPE=type_), "arrows", rows)

    def _at_arrows(self, name: str, parameter: str, rows: list[Row], mentions: dict[str, int]) -> list[Row]:
        """Run a statement on arrows, looking for each from the end that fewer claims speak of.

        ArcadeDB walks along all relationships of the end that it starts from, and a hub has very many.
        """
        by_source = [row for row in rows if mentions[row["source"]] <= mentions[row["target"]]]
        by_target = [row for row in rows if mentions[row["source"]] > mentions[row["target"]]]
        return [
            *self._each(_query(name, ARROW=_ARROW_FROM_SOURCE), parameter, by_source),
            *self._each(_query(name, ARROW=_ARROW_FROM_TARGET), parameter, by_target),
        ]

    def _found(self, query: str, parameter: str, rows: Sequence[Any]) -> list[Row]:
        """What a statement that answers with one list finds for all rows."""
        return [item for row in self._each(query, parameter, rows) for item in row["found"]]

    def _each(self, query: str, parameter: str, rows: Sequence[Any]) -> list[Row]:
        """Run a statement for all rows, in portions; nothing where there are none."""
        return [
            row
            for start in range(0, len(rows), CHUNK)
            for row in self._run(query, **{parameter: rows[start : start + CHUNK]})
        ]


@cache
def _query(name: str, **words: str) -> str:
    """The statement of a file, its words in capitals replaced by names from the ontology or by constants from here."""
    lines = Path(__file__).with_name("cypher").joinpath(f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("//"))
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _label(entity_id: str) -> Label:
    return next(label for label in LABELS if entity_id.startswith(f"{label.lower()}:"))


def _key(row: Row) -> ArrowKey:
    return ArrowKey.of(row["predicate"], row["status"], row["subject_id"], row["object_id"])


def _mentions(gone: Iterable[Row], stated: Iterable[Stated]) -> dict[str, list[tuple[Mention, int]]]:
    """Entity to mentions that leave (-1) and arrive (1)."""
    changes: dict[str, list[tuple[Mention, int]]] = defaultdict(list)
    for row in gone:
        for end in ("subject", "object"):
            mention = Mention(row[f"{end}_name"], tuple(row[f"{end}_kinds"]), tuple(row[f"{end}_words"]))
            changes[row[f"{end}_id"]].append((mention, -1))
    for each in stated:
        for entity in (each.claim.subject, each.claim.object):
            changes[entity.id].append((Mention(entity.name, entity.kinds, entity.words), 1))
    return changes


def _edge(end: str, entity: Entity) -> Row:
    return {
        f"{end}_name": entity.name,
        f"{end}_kinds": sorted(set(entity.kinds)),
        f"{end}_words": sorted(set(entity.words)),
    }


def _document_properties(arrival: Arrival, now: str) -> Row:
    document = arrival.document
    derived = {"id": document.id, "version": document.version, "content_id": document.content_id}
    return asdict(document) | derived | {"extractor": arrival.extractor, "loaded_at": now}


def _claim_properties(stated: Stated) -> Row:
    claim = stated.claim
    return {
        "id": stated.id,
        "document_id": claim.document_id,
        "arrow_id": stated.key.id,
        "subject_id": claim.subject.id,
        "object_id": claim.object.id,
        "predicate": claim.predicate,
        "status": claim.status,
        "type": claim.type,
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
        "attribution": claim.attribution,
        "valid_from": claim.valid_from,
        "valid_to": claim.valid_to,
        "published": stated.published,
    }


def _difference(old: Any, new: Any) -> Row:
    return {key: value for key, value in new.items() if old.get(key) != value}
