"""The ontology file is right, and a wrong one is refused with a word on each fault."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_schema import ontology
from graph_schema.errors import InvalidOntology
from graph_schema.ontology import LABELS, ONTOLOGY, STATUSES


@pytest.mark.parametrize(
    ("predicate", "status", "arrow"),
    [
        ("USES", "current", "USES"),
        ("USES", "ended", "DROPPED"),
        ("BASED_ON", "ended", "WAS_BASED_ON"),
        ("MOVES_TO", "possible", "MAY_MOVE_TO"),
        ("ACQUIRES", "current", "ACQUIRED"),
        ("MERGES_WITH", "denied", "WILL_NOT_MERGE_WITH"),
    ],
)
def test_each_status_of_a_predicate_has_its_arrow(predicate: str, status: Any, arrow: str) -> None:
    assert ONTOLOGY.predicates[predicate].arrows[status] == arrow
    assert ONTOLOGY.by_arrow[arrow] == (predicate, status)


def test_there_is_an_arrow_for_every_predicate_and_status() -> None:
    assert len(ONTOLOGY.arrow_names) == len(set(ONTOLOGY.arrow_names)) == len(ONTOLOGY.predicates) * len(STATUSES)


def test_ends_tell_uses_from_based_on() -> None:
    uses, based_on = ONTOLOGY.predicates["USES"], ONTOLOGY.predicates["BASED_ON"]
    assert uses.allows("Company", "Platform")
    assert not uses.allows("Product", "Platform")
    assert based_on.allows("Product", "Platform")
    assert not based_on.allows("Company", "Platform")


def test_rivals_are_of_one_kind() -> None:
    rivals = ONTOLOGY.predicates["COMPETES_WITH"]
    assert rivals.allows("Company", "Company")
    assert rivals.allows("Product", "Platform")
    assert not rivals.allows("Company", "Platform")


def test_symmetric_predicates_allow_their_ends_both_ways() -> None:
    for name, rule in ONTOLOGY.predicates.items():
        ways = {(one, other) for one in LABELS for other in LABELS if rule.allows(one, other)}
        assert not rule.symmetric or ways == {(other, one) for one, other in ways}, name


FAULTS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("unknown key", lambda data: data.update(colours={}), "colours"),
    ("unknown key inside", lambda data: data["predicates"]["USES"].update(colour="red"), "predicates.USES.colour"),
    ("missing arrow", lambda data: data["predicates"]["USES"]["arrows"].pop("denied"), "no arrow for denied"),
    ("unknown status", lambda data: data["predicates"]["USES"]["arrows"].update(past="USED"), "past"),
    ("unknown label", lambda data: data["predicates"]["USES"]["ends"][0].update(subjects=["Person"]), "subjects"),
    ("arrow twice", lambda data: data["predicates"]["OWNS"]["arrows"].update(ended="DROPPED"), "DROPPED"),
    ("Cypher", lambda data: data["predicates"]["OWNS"]["arrows"].update(ended="X]->() DELETE n//"), "upper case"),
    ("no symmetry", lambda data: data["predicates"]["USES"].pop("symmetric"), "predicates.USES.symmetric"),
]


@pytest.mark.parametrize(("damage", "named"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_faulty_file_is_refused(tmp_path: Path, damage: Callable[[dict[str, Any]], object], named: str) -> None:
    data = yaml.safe_load(ontology.PATH.read_text(encoding="utf-8"))
    damage(data)
    file = tmp_path / "ontology.yaml"
    file.write_text(yaml.safe_dump(data))
    with pytest.raises(InvalidOntology) as raised:
        ontology.load(file)
    assert named in str(raised.value)


def test_the_file_on_disk_is_what_is_loaded() -> None:
    assert ontology.load() == ONTOLOGY
