"""The graph is a function of the documents in it: not of order, grouping or repeats."""

import json
import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.settings import Settings
from graph_schema.store import Store
from loaders import writer
from loaders.derive import Arrow

STELLANTIS = Entity("Stellantis", "Company", ("oem",), ("Stellantis", "the carmaker"))
AMAZON = Entity("Amazon", "Company", ("cloud", "retailer"), ("Amazon", "Amazon.com"))
ALEXA = Entity("Alexa", "Platform", (), ("Alexa",))
COCKPIT = Entity("SmartCockpit", "Product", (), ("SmartCockpit",))
FORD = Entity("Ford", "Company", ("oem",), ("Ford",))


def document(number: int, published: str | None = "2025-11-06", words: str = "") -> Document:
    text = words or f"This is the text of document {number}."
    return Document(f"https://news.example/{number}", text, title="News", published=published, source="news.example")


def extraction(about: Document, *stated: tuple[Any, ...]) -> Extraction:
    """A document that states these: subject, predicate, object, and perhaps status and confidence."""
    claims = []
    for subject, predicate, object, *rest in stated:
        status, confidence = [*rest, *("current", 0.9)[len(rest) :]]
        claims.append(
            Claim(about.id, subject, predicate, object, status, about.text, 0, len(about.text), confidence, "test-1")
        )
    return Extraction(about, tuple(claims), extractor="test-1")


def dump(store: Store) -> list[str]:
    """Everything in the graph but the clock of loading, as sorted lines."""
    nodes = store.read("MATCH (n) WHERE NOT n:Migration RETURN labels(n) AS labels, properties(n) AS properties")
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN a.id AS source, type(r) AS type, b.id AS target, properties(r) AS properties"
    )
    for node in nodes:
        node["properties"].pop("loaded_at", None)
    return sorted(json.dumps(row, sort_keys=True) for row in nodes + edges)


def arrows(store: Store) -> dict[tuple[str, str, str], dict[str, Any]]:
    rows = store.read(
        "MATCH (a:Company|Product|Platform)-[r]->(b:Company|Product|Platform) "
        "RETURN a.name AS source, type(r) AS type, b.name AS target, properties(r) AS properties"
    )
    return {(row["source"], row["type"], row["target"]): row["properties"] for row in rows}


@pytest.fixture
def story() -> list[Extraction]:
    one, two = document(1), document(2, "2022-01")
    return [
        extraction(
            one,
            (STELLANTIS, "USES", ALEXA, "ended", 0.8),
            (COCKPIT, "BASED_ON", ALEXA, "ended"),
            (STELLANTIS, "MAKES", COCKPIT),
        ),
        extraction(two, (STELLANTIS, "USES", ALEXA), (STELLANTIS, "PARTNERS_WITH", AMAZON)),
    ]


def test_claims_lead_to_their_ends_and_their_document(store: Store, story: list[Extraction]) -> None:
    writer.write(store, story)
    rows = store.read(
        "MATCH (s)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o) MATCH (c)-[:STATED_IN]->(d:Document) "
        "RETURN s.name AS subject, c.type AS type, o.name AS object, d.address AS address, c.sentence AS sentence"
    )
    assert {(row["subject"], row["type"], row["object"], row["address"][-1]) for row in rows} == {
        ("Stellantis", "DROPPED", "Alexa", "1"),
        ("SmartCockpit", "WAS_BASED_ON", "Alexa", "1"),
        ("Stellantis", "MAKES", "SmartCockpit", "1"),
        ("Stellantis", "USES", "Alexa", "2"),
        ("Stellantis", "PARTNERS_WITH", "Amazon", "2"),
    }
    assert rows[0]["sentence"].startswith("This is the text")


def test_the_arrow_with_the_newest_support_holds_and_all_say_why(store: Store, story: list[Extraction]) -> None:
    writer.write(store, story)
    drawn = arrows(store)
    dropped, uses = drawn["Stellantis", "DROPPED", "Alexa"], drawn["Stellantis", "USES", "Alexa"]
    assert dropped["holds"] is True
    assert uses["holds"] is False
    assert dropped["because"] == "newest support of all: 2025-11-06"
    assert uses["because"] == "DROPPED has newer support: 2025-11-06, against 2022-01"
    assert drawn["Stellantis", "MAKES", "SmartCockpit"]["because"] == "no document says otherwise"


def test_an_ended_fact_outweighs_a_current_one_of_the_same_date(store: Store) -> None:
    one = document(1)
    writer.write(store, [extraction(one, (FORD, "USES", ALEXA), (FORD, "USES", ALEXA, "ended"))])
    drawn = arrows(store)
    assert drawn["Ford", "DROPPED", "Alexa"]["holds"] is True
    assert drawn["Ford", "USES", "Alexa"]["because"] == "DROPPED is as new (2025-11-06), and ended outweighs current"


def test_an_arrow_counts_claims_documents_and_independent_sources(store: Store) -> None:
    copy = "Ford uses Alexa."
    writer.write(
        store,
        [
            extraction(document(1, "2024", copy), (FORD, "USES", ALEXA, "current", 0.5)),
            extraction(document(2, "2025-02", copy), (FORD, "USES", ALEXA, "current", 0.7)),
        ],
    )
    writer.write(store, [extraction(document(3, None, "Ford, again."), (FORD, "USES", ALEXA, "current", 0.6))])
    arrow = arrows(store)["Ford", "USES", "Alexa"]
    counted = {key: arrow.get(key) for key in ("claims", "documents", "sources", "first", "last", "confidence")}
    assert counted == {
        "claims": 3, "documents": 3, "sources": 2, "first": "2024", "last": "2025-02", "confidence": 0.7,
    }  # fmt: skip


def test_a_symmetric_arrow_is_one_and_points_as_most_claims_word_it(store: Store) -> None:
    writer.write(store, [extraction(document(1), (STELLANTIS, "PARTNERS_WITH", AMAZON))])
    writer.write(store, [extraction(document(2), (AMAZON, "PARTNERS_WITH", STELLANTIS))])
    assert list(arrows(store)) == [("Amazon", "PARTNERS_WITH", "Stellantis")]  # a tie: the smaller id first
    writer.write(store, [extraction(document(3), (STELLANTIS, "PARTNERS_WITH", AMAZON))])
    [(ends, arrow)] = arrows(store).items()
    assert ends == ("Stellantis", "PARTNERS_WITH", "Amazon")
    assert arrow["claims"] == 3


def test_an_entity_is_called_what_most_claims_call_it(store: Store) -> None:
    legal = Entity("Amazon Inc.", "Company", ("cloud",), ("Amazon Inc.",))
    assert legal.id == AMAZON.id
    writer.write(store, [extraction(document(1), (legal, "USES", ALEXA))])
    assert arrows(store).keys() == {("Amazon Inc.", "USES", "Alexa")}
    writer.write(store, [extraction(document(2), (AMAZON, "MAKES", ALEXA))])
    [row] = store.read("MATCH (c:Company) RETURN c.name AS name, c.kinds AS kinds, c.aliases AS aliases")
    assert row == {"name": "Amazon", "kinds": ["cloud", "retailer"], "aliases": ["Amazon Inc.", "Amazon.com"]}


def test_loading_again_changes_nothing(store: Store, story: list[Extraction]) -> None:
    writer.write(store, story)
    before = dump(store)
    writer.write(store, story)
    for each in story:
        writer.write(store, [each])
    assert dump(store) == before


def test_a_write_tells_which_arrows_came_went_and_hold(store: Store, story: list[Extraction]) -> None:
    def told(*extractions: Extraction) -> set[tuple[str, bool | None, bool | None]]:
        def holds(arrow: Arrow | None) -> bool | None:
            return arrow.properties["holds"] if arrow else None

        changes = writer.write(store, extractions)
        return {(each.arrow.key.type, holds(each.before), holds(each.after)) for each in changes}

    one, two = story
    assert told(two) == {("USES", None, True), ("PARTNERS_WITH", None, True)}
    assert told(one) == {
        ("USES", True, False),
        ("DROPPED", None, True),
        ("WAS_BASED_ON", None, True),
        ("MAKES", None, True),
    }
    assert told(one, two) == set()
    assert told(extraction(one.document)) == {
        ("USES", False, True), ("DROPPED", True, None), ("WAS_BASED_ON", True, None), ("MAKES", True, None)
    }  # fmt: skip
    assert told() == set()


def test_a_changed_document_replaces_its_claims_and_nothing_else(store: Store, story: list[Extraction]) -> None:
    writer.write(store, story)
    changed = [extraction(document(1, words="All new."), (FORD, "USES", ALEXA)), story[1]]
    writer.write(store, changed[:1])
    replaced = dump(store)
    writer.remove(store, [each.document.id for each in changed])
    writer.write(store, changed)
    assert dump(store) == replaced
    assert not any("SmartCockpit" in line for line in replaced)


def test_a_removed_document_was_never_there(store: Store, story: list[Extraction]) -> None:
    writer.write(store, story[:1])
    before = dump(store)
    writer.write(store, story[1:])
    assert dump(store) != before
    writer.remove(store, [story[1].document.id])
    assert dump(store) == before
    writer.remove(store, [story[0].document.id, "unknown"])
    assert dump(store) == []


def test_a_failed_group_leaves_nothing(store: Store, story: list[Extraction]) -> None:
    foreign = Extraction(document(9), story[0].claims, extractor="test-1")
    with pytest.raises(ValueError, match="among those of"):
        writer.write(store, [story[1], foreign])
    assert dump(store) == []


def test_held_and_contents(store: Store, story: list[Extraction]) -> None:
    one = story[0].document
    writer.write(store, [*story, Extraction(document(7), extractor="test-2")])
    addresses = [one.address, document(7).address, "https://news.example/unknown"]
    assert writer.held(store, addresses) == {
        one.address: writer.Held(one.version, "test-1"),
        document(7).address: writer.Held(document(7).version, "test-2"),
    }
    assert writer.contents(store, [one.content_id, "unknown"]) == {one.content_id: (one.address,)}


def test_the_same_statement_twice_in_a_document_is_one_claim(store: Store) -> None:
    one = document(1)
    twice = [extraction(one, (FORD, "USES", ALEXA, "current", confidence)) for confidence in (0.4, 0.8)]
    for claims in ((twice[0].claims + twice[1].claims), (twice[1].claims + twice[0].claims)):
        writer.write(store, [Extraction(one, claims)])
        assert arrows(store)["Ford", "USES", "Alexa"]["confidence"] == 0.8
        assert store.read("MATCH (c:Claim) RETURN count(c) AS n") == [{"n": 1}]


# -- order, grouping, repeats ---------------------------------------------------------------------------------------


def some_world(seed: int, documents: int = 12) -> list[Extraction]:
    """Documents that share entities, names, words and arrows as much as they can."""
    chance = random.Random(seed)
    companies = [
        Entity(name, "Company", kinds, (name,))
        for name in ("Amazon", "Amazon Inc.", "AMAZON", "Ford", "Ford Co.")
        for kinds in ((), ("oem",))
    ]
    things = [Entity(name, label, (), (name, "it")) for name in ("Alexa", "Sync") for label in ("Product", "Platform")]
    world = []
    for number in range(documents):
        about = document(number, chance.choice([None, "2024", "2024-05", "2025"]), chance.choice(["", "", "One wire."]))
        stated = []
        for _ in range(chance.randrange(5)):
            predicate = chance.choice(["USES", "PARTNERS_WITH"])
            ends = chance.choice(companies), chance.choice(things if predicate == "USES" else companies)
            status = chance.choice(["current", "ended", "possible"])
            if ends[0].id != ends[1].id:
                stated.append((ends[0], predicate, ends[1], status, chance.choice([0.5, 0.7, 0.9])))
        world.append(extraction(about, *stated))
    return world


def groups(world: Sequence[Extraction], chance: random.Random) -> Iterable[list[Extraction]]:
    rest = list(world)
    while rest:
        size = chance.randrange(1, 6)
        yield rest[:size]
        rest = rest[size:]


@pytest.mark.parametrize("seed", range(6))
def test_no_order_no_grouping_no_repeat_matters(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    world = some_world(seed)
    writer.write(store, world)
    expected = dump(store)
    writer.remove(store, [each.document.id for each in world])
    assert dump(store) == []
    shuffled = chance.sample(world, len(world)) + chance.sample(world, 4)
    for group in groups(shuffled, chance):
        writer.write(store, group)
    assert dump(store) == expected


def test_writers_at_once_give_the_same_graph(store: Store, store_settings: Settings) -> None:
    chance = random.Random(1)
    world = some_world(1, documents=24)
    writer.write(store, world)
    expected = dump(store)
    writer.remove(store, [each.document.id for each in world])

    def load(share: list[Extraction]) -> None:
        with Store.open(store_settings) as own:
            for group in groups(share, random.Random(len(share))):
                writer.write(own, group)

    shares = [chance.sample(world, 14) for _ in range(2)] + [world[:12], world[12:]]  # they overlap
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(load, shares))
    assert dump(store) == expected


@pytest.mark.parametrize("seed", range(6))
def test_no_former_version_and_no_removed_document_leaves_a_trace(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    world, former = some_world(seed), some_world(seed + 100, documents=16)
    writer.write(store, world)
    expected = dump(store)
    writer.remove(store, [each.document.id for each in world])
    for group in groups(chance.sample(former, len(former)), chance):
        writer.write(store, group)
    for group in groups(chance.sample(world, len(world)), chance):
        writer.write(store, group)
    extra = [each.document.id for each in former[len(world) :]]
    writer.remove(store, extra)
    assert dump(store) == expected
