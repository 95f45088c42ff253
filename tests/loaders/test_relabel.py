"""Labels weighed again by what is said; the judgement is made by hand."""

import numpy as np

from graph_schema.ontology import LABELS
from graph_schema.records import Entity
from loaders.link import Cluster
from loaders.relabel import relabel
from loaders.relate import Meant, PairJudgement

CLASSES = ("none", "USES>", "PARTNERS_WITH>")


def cluster(name, *chances):
    return Cluster((0,), tuple((Entity(name, label), p) for label, p in zip(LABELS, chances, strict=True)))


def labels(relation):
    clusters = [cluster("Tallyhome", 0.98, 0.01, 0.01), cluster("Cloudflare", 0.7, 0.05, 0.25)]
    judged = {(0, 1): PairJudgement(np.array(relation, dtype=np.float32), np.ones(5, dtype=np.float32) / 5)}
    meant = {0: [Meant(0, 1.0)], 1: [Meant(1, 1.0)]}
    return [each.entity.label for each in relabel(clusters, meant, judged, CLASSES)]


def test_what_is_used_is_a_platform():
    assert labels([0.02, 0.95, 0.03]) == ["Company", "Platform"]


def test_a_partner_stays_a_company():
    assert labels([0.02, 0.03, 0.95]) == ["Company", "Company"]


def test_no_relation_says_nothing_of_labels():
    assert labels([0.98, 0.01, 0.01]) == ["Company", "Company"]
