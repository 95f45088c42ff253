"""Plain sentences of each predicate and status (`tests/cases/*.jsonl`): how much of them is found, and what contradicts them."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph_schema.names import key
from graph_schema.ontology import ONTOLOGY, STATUSES
from graph_schema.records import Claim, Document, Entity
from graph_schema.settings import Settings
from loaders.pipeline import Pipeline

FOLDER = Path(__file__).parents[1] / "cases"
CONTRADICTIONS = 0.10  # most, as a share of the claims found: the wrong way round, or of a wrong status


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple with the statuses that are right for it."""

    subject: str
    predicate: str
    object: str
    statuses: tuple[str, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Statement":
        return cls(row["subject"], row["predicate"], row["object"], tuple(row["statuses"]))

    def says(self, claim: Claim) -> bool:
        return self.predicate == claim.predicate and (
            self._are(claim.subject, claim.object)
            or (ONTOLOGY.predicates[self.predicate].symmetric and self._are(claim.object, claim.subject))
        )

    def contradicts(self, claim: Claim) -> bool:
        """Whether the claim has the same two in the same relation, but the wrong way round or with a wrong status."""
        if self.predicate != claim.predicate:
            return False
        return (self.says(claim) and claim.status not in self.statuses) or (
            not self.says(claim) and self._are(claim.object, claim.subject)
        )

    def _are(self, subject: Entity, object: Entity) -> bool:
        return key(self.subject) in _keys(subject) and key(self.object) in _keys(object)


@dataclass(frozen=True, slots=True)
class Case:
    """A text with what it says, and what it may be read to say besides."""

    text: str
    claims: tuple[Statement, ...]
    may: tuple[Statement, ...]


def cases(predicate: str) -> list[Case]:
    lines = (FOLDER / f"{predicate.lower()}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Case(row["text"], *(tuple(map(Statement.of, row[part])) for part in ("claims", "may"))) for row in rows]


def _keys(entity: Entity) -> set[str]:
    return {key(name) for name in (entity.name, *entity.words)}


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Claim, ...]]:
    """The claims of each text."""
    pipeline = Pipeline.open(Settings(_env_file=None))
    texts = [case.text for predicate in ONTOLOGY.predicates for case in cases(predicate)]
    return {text: pipeline.extract(Document(f"case:{text}", text, published="2026-05-01")).claims for text in texts}


@pytest.mark.parametrize("predicate", ONTOLOGY.predicates)
def test_every_predicate_has_cases_of_every_status_and_some_that_say_nothing(predicate: str) -> None:
    statements = [s for case in cases(predicate) for s in case.claims if s.predicate == predicate]
    assert {status for s in statements for status in s.statuses} == set(STATUSES)
    assert sum(not case.claims for case in cases(predicate)) >= 2
    for case in cases(predicate):
        assert all(statement.predicate in ONTOLOGY.predicates for statement in (*case.claims, *case.may))


def test_what_is_found_does_not_contradict_what_is_said(found: dict[str, tuple[Claim, ...]]) -> None:
    claims = [(case, claim) for name in ONTOLOGY.predicates for case in cases(name) for claim in found[case.text]]
    wrong = [
        f"{claim.subject.name} {claim.type} {claim.object.name} ({claim.confidence:.2f}), from: {case.text}"
        for case, claim in claims
        if any(statement.contradicts(claim) for statement in (*case.claims, *case.may))
        and not any(s.says(claim) and claim.status in s.statuses for s in (*case.claims, *case.may))
    ]
    print(f"{len(wrong)} of {len(claims)} claims contradict their sentence", *wrong, sep="\n")
    assert claims
    assert len(wrong) <= CONTRADICTIONS * len(claims)


def test_the_share_that_is_found_is_told(found: dict[str, tuple[Claim, ...]]) -> None:
    met, told, besides, silent = Counter[str](), Counter[str](), 0, Counter[bool]()
    for predicate in ONTOLOGY.predicates:
        for case in cases(predicate):
            claims = found[case.text]
            for statement in case.claims:
                told[statement.predicate] += 1
                met[statement.predicate] += any(statement.says(c) and c.status in statement.statuses for c in claims)
            besides += sum(not any(s.says(claim) for s in (*case.claims, *case.may)) for claim in claims)
            if not case.claims:
                silent[not claims] += 1
    print(*(f"{name}: {met[name]} of {told[name]}" for name in told), sep="\n")
    print(
        f"all: {met.total()} of {told.total()}; other claims: {besides}; silent where nothing is said: {dict(silent)}"
    )
    assert met.total() > 0
