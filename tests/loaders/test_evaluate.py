"""The evaluation: by hand on small cases, and against the scoring tool of the project's shared data on made data."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import BadInput
from graph_schema.ontology import LABELS, ONTOLOGY, STATUSES, Status
from graph_schema.records import Claim, Document, Entity
from loaders.evaluate import Evaluation, add, evaluate, read_marked
from tests.loaders.fake import ByHand

TOOL = Path(__file__).parents[3] / "shared" / "tools" / "score_extraction.py"


def triple(s: str, p: str, o: str, status: str = "current", **more: Any) -> dict[str, Any]:
    return {"s": s, "p": p, "o": o, "status": status, "quote": f"{s} {p} {o}"} | more


def article(id: str, text: str, triples: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    names = sorted({name for each in triples for name in (each["s"], each["o"])})
    entities = [{"name": name, "label": "Company", "aliases": []} for name in names]
    return {"id": id, "format": "txt", "text": text, "entities": entities, "triples": triples} | more


def marked(folder: Path, *articles: dict[str, Any]) -> Path:
    path = folder / "marked.jsonl"
    path.write_text("\n".join(map(json.dumps, articles)))
    return path


def test_right_wrong_missed_and_optional(tmp_path: Path) -> None:
    path = marked(
        tmp_path,
        article(
            "one",
            "Ford Inc. uses Azure here. Ford uses Azure. Kia uses Alexa. BMW uses Siri. GM uses Cortana.",
            [
                triple("Ford", "USES", "Azure"),
                triple("Kia", "USES", "Alexa", "ended"),
                triple("BMW", "USES", "Siri", "planned", optional=True),
                triple("VW", "USES", "Azure"),
            ],
        ),
        article("two", "<p>Ford partners with Kia.</p>", [triple("Kia", "PARTNERS_WITH", "Ford")], format="html"),
    )
    found = evaluate(read_marked(path), ByHand())
    assert found.articles == 2
    assert found.total.as_dict() == {
        "right": 2, "wrong": 2, "missed": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5,
    }  # fmt: skip
    assert (found.without_status.right, found.without_status.wrong, found.without_status.missed) == (3, 1, 1)
    assert found.status_accuracy == pytest.approx(2 / 3)
    assert [(mistake.kind, mistake.subject, mistake.status) for mistake in found.mistakes] == [
        ("wrong", "Kia", "current"),
        ("wrong", "?gm", "current"),
        ("missed", "Kia", "ended"),
        ("missed", "VW", "current"),
    ]
    assert found.by_predicate["PARTNERS_WITH"].f1 == 1.0
    assert found.by_status["ended"].recall == 0.0


def test_nothing_found_and_nothing_marked_is_no_division_by_zero(tmp_path: Path) -> None:
    found = evaluate(read_marked(marked(tmp_path, article("one", "Nothing of it here.", []))), ByHand())
    assert (found.total.f1, found.total.precision, found.total.recall, found.status_accuracy) == (0, 0, 0, None)


@pytest.mark.parametrize("line", ["{torn", '{"id": "a"}', "[]"])
def test_line_that_cannot_be_used_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "marked.jsonl"
    path.write_text(json.dumps(article("one", "Fine.", [])) + "\n" + line)
    with pytest.raises(BadInput, match=r"marked\.jsonl#2: not a marked article"):
        list(read_marked(path))


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none.jsonl: No such file"):
        list(read_marked(tmp_path / "none.jsonl"))


NAMES = ["Ford", "the Ford", "Ford Motor Co.", "Kia’s", "Kia", "BMW AG", "bmw", "VW Group", "Nio", "N.V. Nio", "Azure+"]


def made_world(chance: random.Random) -> tuple[list[dict[str, Any]], dict[str, list[tuple[str, str, str, Status]]]]:
    """Marked articles, and claims of which some are right, some nearly, some not at all."""
    articles, claims = [], {}
    for number in range(12):
        triples, found = [], []
        for _ in range(chance.randrange(8)):
            s, o = chance.sample(["Ford", "Kia", "BMW", "VW", "Nio", "Azure+"], 2)
            p, status = chance.choice(list(ONTOLOGY.predicates)), chance.choice(STATUSES)
            triples.append(triple(s, p, o, status, optional=chance.random() < 0.3))
            if chance.random() < 0.7:
                found.append((s, p, o, chance.choice([status, status, *STATUSES])))
            if chance.random() < 0.3:
                found.append((o, p, s, status))
        for _ in range(chance.randrange(4)):
            s, o = chance.sample(NAMES, 2)
            found.append((s, chance.choice(list(ONTOLOGY.predicates)), o, chance.choice(STATUSES)))
        entities = [
            {"name": name, "aliases": aliases, "label": LABELS[0]}
            for name, aliases in {
                "Ford": ["Ford Motor Company"],
                "Kia": [],
                "BMW": ["Bayerische Motoren Werke"],
                "VW": ["Volkswagen", "VW Group"],
                "Nio": ["Nio Inc."],
                "Azure+": [],
            }.items()
        ]
        articles.append(article(f"a{number}", "Some text.", triples) | {"entities": entities})
        claims[f"a{number}"] = found
    return articles, claims


@pytest.mark.skipif(not TOOL.exists(), reason=f"needs the scoring tool at {TOOL}")
@pytest.mark.parametrize("seed", range(5))
def test_scores_like_the_shared_tool(tmp_path: Path, seed: int) -> None:
    articles, claims = made_world(random.Random(seed))
    path = marked(tmp_path, *articles)
    lines = [
        json.dumps(
            {"document": f"{id}.txt", "subject": {"name": s}, "predicate": p, "object": {"name": o}, "status": x}
        )
        for id, found in claims.items()
        for s, p, o, x in found
    ]
    (tmp_path / "claims.jsonl").write_text("\n".join(lines))
    command = [sys.executable, str(TOOL), str(path), "--claims", str(tmp_path / "claims.jsonl"), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    ours = Evaluation()
    for each in read_marked(path):
        document = Document(each.id, "Some text.")
        add(
            ours,
            each,
            [
                Claim(document.id, Entity(s, "Company"), p, Entity(o, "Company"), x, "", 0, 0, 1.0, "made")
                for s, p, o, x in claims[each.id]
            ],
        )
    assert theirs["gold"] == ours.total.right + ours.total.missed > 0
    assert theirs["predicted"] == ours.total.right + ours.total.wrong > 0
    scores = ours.as_dict()
    for name in ("precision", "recall", "f1"):
        assert theirs[name] == scores["with_status"][name]
        assert theirs[f"{name}_no_status"] == scores["without_status"][name]
    assert theirs["status_accuracy"] == scores["status_accuracy"]
