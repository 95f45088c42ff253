#!/usr/bin/env python3
"""What a trained model makes of marked articles when their mentions are given: relation, status and reference by themselves.

usage: python training/probe.py TRAINED_FOLDER --minilm FOLDER [--on dev_articles|wikinews_dev|held-back]
"""

import argparse
import random
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))
import data
import train
from model import Heads, pretrained
from sources import held_back, marked_shared, own_articles

from graph_schema.gazetteer import gazetteer
from loaders import batch, hints, windows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--on", default="dev_articles")
    args = parser.parse_args()
    saved = torch.load(args.trained / "model.pt")
    encoder, heads = pretrained(args.minilm, batch.HINTS, windows.SHAPES), Heads(384)
    encoder.load_state_dict(saved["encoder"])
    heads.load_state_dict(saved["heads"])
    encoder.eval(), heads.eval()
    tokenizer = Tokenizer.from_file(str(args.minilm / "tokenizer.json"))
    tokenizer.no_truncation(), tokenizer.no_padding()
    if args.on == "held-back":
        articles = [
            data.prepare(a, a["references"]) for a in own_articles() if a["format"] != "html" and held_back(a["id"])
        ]
    else:
        articles = marked_shared(args.on)
    rng, matcher = random.Random(1), hints.Matcher(gazetteer())
    pool = [e for m in articles for e in train.examples(m, tokenizer, matcher, rng)]
    counts = dict.fromkeys(("found", "right", "said", "pairs", "status", "refs", "refs right", "refs said"), 0)
    with torch.no_grad():
        for group in train.batched([e for e in pool if isinstance(e, train.PairExample) and e.weight > 0.2], 3000, rng):
            made = batch.passages([(e.tokens, e.index, e.pair) for e in group])
            rows = heads.rows(encoder(*train.tensors(made)), torch.from_numpy(made.pairs))
            best, status = (x.argmax(-1) for x in heads.relations(rows))
            for e, b, s in zip(group, best.tolist(), status.tolist(), strict=True):
                counts["pairs"] += 1
                counts["said"] += e.relation > 0
                counts["found"] += b > 0
                counts["right"] += e.relation > 0 and b == e.relation
                counts["status"] += e.relation > 0 and s == e.status
        for group in train.batched([e for e in pool if isinstance(e, train.WindowExample) and e.pairs], 3000, rng):
            made = batch.windows([(e.tokens, e.window, e.pairs) for e in group])
            guess = heads.references(heads.rows(encoder(*train.tensors(made)), torch.from_numpy(made.pairs))) > 0
            meant = torch.tensor([x for e in group for x in e.references]) > 0
            counts["refs"] += int(meant.sum())
            counts["refs said"] += int(guess.sum())
            counts["refs right"] += int((guess & meant).sum())
    print(counts)
    p, r = counts["right"] / max(1, counts["found"]), counts["right"] / counts["said"]
    print(
        f"relation P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f} status {counts['status'] / counts['said']:.3f} "
        f"refs P {counts['refs right'] / max(1, counts['refs said']):.3f} R {counts['refs right'] / max(1, counts['refs']):.3f}"
    )


if __name__ == "__main__":
    main()
