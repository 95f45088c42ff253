"""Sign flips: what a text denies, ends, plans or supposes never comes out as current (`tests/cases/README.md`)."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_schema.gazetteer import gazetteer
from graph_schema.names import key
from graph_schema.ontology import ONTOLOGY, STATUSES
from graph_schema.records import Claim, Document, Entity
from graph_schema.settings import settings
from loaders.pipeline import Pipeline

FILE = Path(__file__).parents[1] / "cases" / "adversarial.jsonl"
FAMILY = frozenset({"USES", "BASED_ON", "MOVES_TO"})
STILL = "still current"
DEVICES = frozenset({
    "negation", "never", "no longer", "modality", "conditional", "question", "reported denial", "no plans", "could have",
    "rumoured", "instead of", "unlike", "cancelled plan", "former", "failed bid", "hypothetical comparison", "future only",
    "double negation", "irrealis", "stopped short", "quote of a wish", "expired",
})  # fmt: skip
FLOOR = 0.25


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the file."""

    id: str
    text: str
    subject: str
    predicate: str
    object: str
    statuses: tuple[str, ...]
    device: str

    @classmethod
    def of(cls, line: str) -> "Case":
        fields = json.loads(line)
        return cls(**fields | {"statuses": tuple(fields["statuses"])})

    def about(self, claim: Claim) -> bool:
        """Whether the claim relates the two names of the case, the right way round."""
        ends = (claim.subject, claim.object)
        return self._are(*ends) or (ONTOLOGY.predicates[claim.predicate].symmetric and self._are(*reversed(ends)))

    def flips(self, claim: Claim) -> bool:
        """Whether the claim calls current what the text does not."""
        alike = FAMILY if self.predicate in FAMILY else {self.predicate}
        return claim.status == "current" and claim.predicate in alike and self.about(claim)

    def meets(self, claim: Claim) -> bool:
        """Whether the claim is the triple of the case with one of its statuses."""
        return claim.predicate == self.predicate and claim.status in self.statuses and self.about(claim)

    def _are(self, subject: Entity, object: Entity) -> bool:
        return key(self.subject) in _keys(subject) and key(self.object) in _keys(object)


CASES = [Case.of(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Claim, ...]]:
    """The claims that the pipeline makes of each case, by its id."""
    pipeline = Pipeline.open(settings())
    return {
        case.id: pipeline.extract(Document(f"case:{case.id}", case.text, published="2026-05-01")).claims
        for case in CASES
    }


def test_no_sign_flips(found: dict[str, tuple[Claim, ...]]) -> None:
    flips = [
        f"{case.id} ({case.device}): {claim.subject.name} {claim.type} {claim.object.name} "
        f"({claim.confidence:.2f}), from: {case.text}"
        for case in CASES
        if "current" not in case.statuses
        for claim in found[case.id]
        if case.flips(claim)
    ]
    print(f"{len(flips)} sign flips", *flips, sep="\n")
    assert not flips


def test_enough_is_found_for_that_to_mean_something(found: dict[str, tuple[Claim, ...]]) -> None:
    told = [case for case in CASES if case.statuses]
    met = [case for case in told if any(case.meets(claim) for claim in found[case.id])]
    share = len(met) / len(told)
    print(f"{len(met)} of {len(told)} cases found with an accepted status: {share:.2f}")
    print("by device:", dict(Counter(case.device for case in met)), "of", dict(Counter(case.device for case in told)))
    assert share >= FLOOR


def test_the_file_holds_what_it_should() -> None:
    hard = [case for case in CASES if case.device != STILL]
    still = [case for case in CASES if case.device == STILL]
    assert len(hard) >= 150
    assert len(still) >= 40
    assert [case.id for case in CASES] == [f"adv-{n:03}" for n in range(1, len(CASES) + 1)]
    assert len({case.text for case in CASES}) == len(CASES)
    assert {case.device for case in hard} == DEVICES
    assert min(Counter(case.device for case in hard).values()) >= 4
    assert not [case.id for case in hard if "current" in case.statuses]
    assert all(case.statuses == ("current",) for case in still)
    assert {status for case in CASES for status in case.statuses} == set(STATUSES)
    for cases, least in ((hard, 12), (still, 3)):
        predicates = Counter(case.predicate for case in cases)
        assert set(predicates) == set(ONTOLOGY.predicates)
        assert min(predicates.values()) >= least


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_names_are_canonical_and_stand_in_the_text(case: Case) -> None:
    """Else a flip could go unseen."""
    for name in (case.subject, case.object):
        known = gazetteer().lookup(name)
        assert not known or key(name) in {key(entry.name) for entry in known}
        assert any(form in case.text for form in [name, *(form for entry in known for form in entry.forms)])


def _keys(entity: Entity) -> set[str]:
    """All names that the document has for it: a canonical one other than the case's must not hide a flip."""
    return {key(name) for name in (entity.name, *entity.words)}
