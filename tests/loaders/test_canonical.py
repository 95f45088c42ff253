"""The graph is a function of the documents in it: the same bytes whatever the order, the portions and the repeats of loads."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.export import FORMATS, export
from graph_schema.ontology import STATUSES
from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.store import Store
from loaders import writer

# Few names, some of one entity, so that documents meet in entities, arrows, words and contradictions.
COMPANIES = [
    Entity(name, "Company", kinds, words)
    for name, kinds, words in (
        ("Amazon", ("cloud",), ("Amazon",)), ("Amazon Inc.", ("retailer",), ("Amazon Inc.", "the giant")),
        ("AMAZON", (), ("AMAZON",)), ("Ford", ("oem",), ("Ford", "it")), ("Ford Co.", (), ("Ford Co.",)),
    )
]  # fmt: skip
THINGS = [Entity(name, label, (), (name,)) for name in ("Alexa", "ALEXA") for label in ("Product", "Platform")]
WORDS = ("One wire story.", "Another story.", "A third.")

ends = st.one_of(
    st.tuples(st.sampled_from(COMPANIES), st.just("USES"), st.sampled_from(THINGS)),
    st.tuples(st.sampled_from(COMPANIES), st.just("PARTNERS_WITH"), st.sampled_from(COMPANIES)).filter(
        lambda said: said[0].id != said[2].id
    ),
)
sayings = st.tuples(ends, st.sampled_from(STATUSES), st.sampled_from([0.5, 0.7, 0.9]), st.integers(0, 3))


@st.composite
def worlds(draw: st.DrawFn) -> list[Extraction]:
    """Documents, each of an address of its own, of which some share their words."""
    world = []
    for number in range(draw(st.integers(1, 4))):
        published = draw(st.sampled_from([None, "2024", "2024-05", "2025-01-01"]))
        about = Document(f"https://news.example/{number}", draw(st.sampled_from(WORDS)), "News", published)
        claims = tuple(
            Claim(about.id, *said, status, about.text, start, start + 1, confidence, "by-hand", published=published)
            for said, status, confidence, start in draw(st.lists(sayings, max_size=4))
        )
        world.append(Extraction(about, claims, extractor="by-hand"))
    return world


@st.composite
def loads(draw: st.DrawFn, world: list[Extraction]) -> list[list[Extraction]]:
    """All documents in some order, some of them twice, in portions."""
    order = draw(st.permutations([*world, *draw(st.lists(st.sampled_from(world), max_size=2))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(order)), max_size=3)) | {0, len(order)})
    return [order[start:end] for start, end in pairwise(cuts)]


def canonical(store: Store) -> bytes:
    return b"".join(export(store, FORMATS["jsonl"], canonical=True))


def check(store: Store, world: list[Extraction], portions: list[list[Extraction]]) -> None:
    writer.write(store, world)
    expected = canonical(store)
    writer.remove(store, [each.document.id for each in world])
    nothing = canonical(store)
    assert nothing.count(b"\n") == 2, "only the header and the end"
    for portion in portions:
        writer.write(store, portion)
    found = canonical(store)
    writer.remove(store, [each.document.id for each in world])
    assert found == expected
    assert found.count(b'"record":"document"') == len(world)


cases = worlds().flatmap(lambda world: st.tuples(st.just(world), loads(world)))
shared = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@given(cases)
@settings(max_examples=60, **shared)
def test_on_the_embedded_database(embedded_store: Store, case: tuple[list[Extraction], list[list[Extraction]]]) -> None:
    check(embedded_store, *case)


@given(cases)
@settings(max_examples=5, **shared)
def test_on_both(store: Store, case: tuple[list[Extraction], list[list[Extraction]]]) -> None:
    check(store, *case)


def test_other_documents_give_other_bytes(embedded_store: Store) -> None:
    about = Document("https://news.example/1", WORDS[0])
    dumps = set()
    for confidence in (0.5, 0.7):
        claim = Claim(about.id, COMPANIES[0], "USES", THINGS[0], "current", about.text, 0, 5, confidence, "by-hand")
        writer.write(embedded_store, [Extraction(about, (claim,))])
        dumps.add(canonical(embedded_store))
    assert len(dumps) == 2
