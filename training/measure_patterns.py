#!/usr/bin/env python3
"""How often each strict pattern (`loaders/patterns/`) is right on the marked training articles, with their names given.

usage: python training/measure_patterns.py [--least 0.8] [--most-wrong N] [--patterns FOLDER]

Training articles and items, shared ones and our own that are not held back, and the CORE train split (without status: it marks
none). Where a pattern finds an optional triple, that counts neither way. Prints a line a template: share right, right, wrong; then
each predicate. `--least`: exits 1 if a template is below, or was never seen.
"""

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import check_coref
import data
from sources import COREF, SHARED, held_back, own_articles

from graph_schema.ontology import LABELS, ONTOLOGY
from loaders.patterns import FOLDER, Patterns
from loaders.recognise import Mention


def marked_articles():
    """(article, what `data.prepare` makes of it), for all that is trained on."""
    for path in sorted((SHARED / "train").glob("*.jsonl")):
        articles = list(data.read([path]))
        references = check_coref.references(COREF / f"{path.stem}.txt", articles)
        yield from ((article, data.prepare(article, references.get(article["id"]))) for article in articles)
    for article in own_articles():
        if not held_back(article["id"]):
            yield article, data.prepare(article, article["references"])


def mentions(marked):
    """The marked mentions in the form in which the pipeline finds them."""
    return [
        Mention(
            m.start,
            m.end,
            0,
            0,
            m.sentence,
            marked.text[m.start : m.end],
            tuple(float(m.kind == label) for label in LABELS),
        )
        for m in marked.mentions
    ]


def triple(predicate, subject, object):
    ends = (subject, object)
    return (predicate, *(sorted(ends) if ONTOLOGY.predicates[predicate].symmetric else ends))


def judged(article, marked, rules: Patterns):
    """(template, predicate, right, sentence, triple) of each statement of the patterns that can be judged."""
    label = {e["name"]: e["label"] for e in article["entities"]}
    required, optional = {}, set()
    for t in article["triples"]:
        key = triple(t["p"], t["s"], t["o"])
        if t["optional"]:
            optional.add(key)
        else:
            required.setdefault(key, set()).add(t["status"])
    for hit in rules.hits(marked.text, marked.sentences, mentions(marked)):
        for s in marked.mentions[hit.subject].names:
            for o in marked.mentions[hit.object].names:
                if s == o or not ONTOLOGY.predicates[hit.predicate].allows(label[s], label[o]):
                    continue
                key = triple(hit.predicate, s, o)
                if key not in required and key in optional:
                    continue
                sentence = marked.sentences[marked.mentions[hit.subject].sentence]
                words = " ".join(marked.text[sentence.start : sentence.end].split())
                yield (
                    hit,
                    hit.status in required.get(key, ()),
                    words,
                    (s, hit.predicate, o, hit.status, sorted(required.get(key, ()))),
                )


def judged_core(rules: Patterns):
    """The same of CORE's sentences, of the one pair that each of them marks and the predicates that it knows."""
    told = {predicate for predicate, _ in data.CORE.values()}
    for marked in data.core(SHARED / "core" / "train.json"):
        pair = marked.pairs[0]
        ends = (pair.first, pair.second) if pair.forward else (pair.second, pair.first)
        said = triple(pair.predicate, *ends) if pair.predicate else ()
        for hit in rules.hits(marked.text, marked.sentences, mentions(marked)):
            if hit.predicate not in told:
                continue
            yield (
                hit,
                triple(hit.predicate, hit.subject, hit.object) == said,
                marked.text,
                (hit.predicate, hit.subject, hit.object, "CORE", said),
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--most-wrong", type=int, default=0, help="wrong statements to print for each template")
    parser.add_argument("--patterns", type=Path, default=FOLDER, help="folder with candidates, to choose from")
    args = parser.parse_args()
    rules = Patterns(args.patterns)
    right, wrong, examples = Counter(), Counter(), defaultdict(list)
    required = Counter()
    statements = [judged_core(rules)]
    for article, marked in marked_articles():
        required.update(t["p"] for t in article["triples"] if not t["optional"])
        statements.append(judged(article, marked, rules))
    for each in statements:
        for hit, is_right, words, said in each:
            for name in ((hit.predicate, hit.template), (hit.predicate, "")):
                (right if is_right else wrong)[name] += 1
            if not is_right:
                examples[hit.predicate, hit.template].append((said, words))
    low = []
    for file in rules.files:
        for template in [*(t for templates in file.templates.values() for t in templates), ""]:
            name = (file.predicate, template)
            n = right[name] + wrong[name]
            share = f"{right[name] / n:.2f}" if n else "   –"
            said_of = template or f"(all, of {required[file.predicate]} marked)"
            print(f"{share} {right[name]:4} right {wrong[name]:4} wrong  {file.predicate:13} {said_of}")
            if template and (not n or right[name] / n < args.least):
                low.append(name)
            for said, words in examples[name][: args.most_wrong]:
                print("        ", *said, "·", words[:230])
    n, m = sum(v for (_, t), v in right.items() if not t), sum(v for (_, t), v in wrong.items() if not t)
    print(f"{n / max(1, n + m):.2f} {n} right {m} wrong, of {sum(required.values())} marked")
    return bool(args.least and low)


if __name__ == "__main__":
    sys.exit(main())
