"""Strict patterns: what they read, what they refuse; names are marked by hand, no model is needed."""

import re
import shutil

import pytest

from graph_schema.errors import BadInput
from graph_schema.ontology import LABELS, ONTOLOGY
from graph_schema.records import Entity
from loaders.claims import Relation
from loaders.encoder import encoder
from loaders.link import Cluster
from loaders.patterns import FOLDER, Patterns, match, patterns, where_silent
from loaders.recognise import Mention, Recognised
from loaders.relate import Meant
from loaders.sentences import Sentence
from loaders.windows import tokenise


def mention(start, words):
    return Mention(start, start + len(words), 0, 0, 0, words, (1.0, 0.0, 0.0))


def said(text, rules=None):
    """(subject, predicate, object, status) that the patterns read in one sentence, whose names stand in `[…]`."""
    mentions, plain = [], ""
    for part in re.split(r"(\[[^\]]+\])", text):
        if part.startswith("["):
            mentions.append(mention(len(plain), part[1:-1]))
        plain += part.strip("[]")
    hits = (rules or patterns()).hits(plain, (Sentence(0, len(plain), 0),), mentions)
    return {(mentions[h.subject].words, h.predicate, mentions[h.object].words, h.status) for h in hits}


def of(predicate, text, rules=None):
    return {(s, o, status) for s, p, o, status in said(text, rules) if p == predicate}


def test_every_predicate_has_a_file_and_every_file_a_predicate():
    assert sorted(file.predicate for file in patterns().files) == sorted(ONTOLOGY.predicates)


def test_every_template_compiles():
    assert all(rule.wording.pattern for rule in patterns().rules)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Veldra] uses [AWS].", "current"),
        ("[Veldra] still uses [AWS].", "current"),
        ("[Veldra], a carmaker from Graz, now uses [AWS] for its maps.", "current"),
        ("[Veldra] no longer uses [AWS].", "ended"),
        ("[Veldra] has stopped using [AWS].", "ended"),
        ("[Veldra] will use [AWS] from 2027.", "planned"),
        ("[Veldra] plans to use [AWS].", "planned"),
        ("[Veldra] may use [AWS].", "possible"),
        ("[Veldra] is considering using [AWS].", "possible"),
        ("[Veldra] does not use [AWS].", "denied"),
        ("[Veldra] doesn’t use [AWS].", "denied"),
        ("[Veldra] has never chosen [AWS].", "denied"),
        ("[Veldra] has no plans to use [AWS].", "denied"),
    ],
)
def test_what_stands_before_the_verb_gives_the_status(text, status):
    assert of("USES", text) == {("Veldra", "AWS", status)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Veldra] has turned off [AWS].", "ended"),
        ("[Veldra] will turn off [AWS].", "ended"),
        ("[Veldra] has no plans to turn off [AWS].", "current"),
        ("[Veldra] did not turn off [AWS].", "current"),
    ],
)
def test_an_end_that_is_denied_is_current(text, status):
    assert of("USES", text) == {("Veldra", "AWS", status)}


@pytest.mark.parametrize(
    "text",
    [
        "Does [Veldra] use [AWS]?",
        "If [Veldra] uses [AWS], it will be cheaper.",
        "[Veldra] would use [AWS] at a lower price.",
        "[Veldra] may not use [AWS].",
        "[Veldra] may turn off [AWS].",
        "“[Veldra] uses [AWS].”",
        "The neighbours of [Veldra] use [AWS].",
        "[Veldra] denied that [Nordbil] uses [AWS].",
        "Reports that [Veldra] uses [AWS] are unfounded.",
        "[Veldra] uses [AWS] until the contract has ended.",
    ],
)
def test_what_is_open_gives_nothing(text):
    assert of("USES", text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "[Veldra] buys [Intel] shares.",
        "[Veldra] bought [Intel]'s modem business.",
        "[Veldra] acquired a [Mapbox]-based app.",
    ],
)
def test_part_of_something_longer_is_not_the_name(text):
    assert said(text) == set()


def test_joined_names_each_count():
    assert of("USES", "[Hyundai] and [Kia] use [QNX], [Android] and [AWS].") == {
        (s, o, "current") for s in ("Hyundai", "Kia") for o in ("QNX", "Android", "AWS")
    }


def test_the_passive_reads_the_other_way():
    assert said("[Slack] was bought by [Salesforce].") == {("Salesforce", "ACQUIRES", "Slack", "current")}


def relation(subject, object, sentence=0):
    return Relation(
        Entity(subject, "Company"), "USES", Entity(object, "Platform"), "current", 0.9, 1.0, sentence=sentence
    )


def test_where_silent_keeps_what_nobody_else_says():
    said = [relation("Veldra", "AWS")]
    more = [relation("Veldra", "AWS"), relation("Veldra", "AWS", 1), relation("Veldra", "Azure")]
    assert list(where_silent(said, more)) == more[1:]


@pytest.mark.parametrize(("label", "predicate"), [("Company", "USES"), ("Product", "BASED_ON")])
def test_the_labels_of_the_two_decide_what_may_be_said(label, predicate):
    text = "Veldra uses AWS."
    found = Recognised(
        text, (Sentence(0, len(text), 0),), tokenise(encoder().tokenizer, text, [0] * len(text)), (), (),
        (mention(0, "Veldra"), mention(12, "AWS")),
    )  # fmt: skip
    clusters = [
        Cluster((0,), tuple((Entity("Veldra", each), float(each == label)) for each in LABELS)),
        Cluster((1,), tuple((Entity("AWS", each), float(each == "Platform")) for each in LABELS)),
    ]
    (read,) = match(found, clusters, {0: [Meant(0, 0.5)], 1: [Meant(1, 1.0)]})
    assert (read.subject.label, read.predicate, read.object.name, read.status) == (label, predicate, "AWS", "current")
    assert 0 < read.confidence <= 0.5


@pytest.fixture
def folder(tmp_path):
    """A copy of the patterns that a test may spoil."""
    return shutil.copytree(FOLDER, tmp_path / "patterns")


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("uses.yaml", "confidence:", "certainty:", "uses.yaml: confidence: Field required; certainty: Extra inputs"),
        ("uses.yaml", "predicate: USES", "predicate: EATS", "EATS: no such predicate"),
        ("uses.yaml", "  current:", "  eternal:", "uses.yaml: templates.eternal"),
        ("uses.yaml", "{s} <stick", "{s} {s} <stick", "one {s}, one {o}"),
        ("status.yaml", "silent:", "quiet:", "status.yaml: silent: Field required"),
        ("words.yaml", "stops:", "stop:", "words.yaml: stops: Field required"),
    ],
)
def test_a_fault_in_the_data_is_refused_by_name(folder, file, old, new, fault):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=re.escape(fault)):
        Patterns(folder)


def test_a_predicate_is_added_by_a_file_alone(folder):
    (folder / "replaces.yaml").write_text(
        'predicate: REPLACES\nconfidence: 0.5\ntemplates:\n  planned:\n    - "{s} <step> into the shoes of {o}"\n',
        encoding="utf-8",
    )
    rules = Patterns(folder)
    assert of("REPLACES", "[Vela 2] steps into the shoes of [Vela].", rules) == {("Vela 2", "Vela", "planned")}
    assert of("REPLACES", "[Vela 2] steps into the shoes of [Vela].") == set()


def test_of_two_statuses_of_one_statement_none_is_taken(folder):
    (folder / "replaces.yaml").write_text(
        "predicate: REPLACES\nconfidence: 0.5\ntemplates:\n"
        '  current:\n    - "{s} <take> the place of {o}"\n  possible:\n    - "{s} <take> the place of {o} (if|unless)"\n',
        encoding="utf-8",
    )
    rules = Patterns(folder)
    assert of("REPLACES", "[Vela 2] takes the place of [Vela].", rules) == {("Vela 2", "Vela", "current")}
    assert of("REPLACES", "[Vela 2] takes the place of [Vela] if all goes well.", rules) == set()
