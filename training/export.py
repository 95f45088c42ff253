#!/usr/bin/env python3
"""Write a trained model in the form that the pipeline reads: `encoder.onnx` (8 bit), `heads.npz`, `tokenizer.json`.

usage: python training/export.py TRAINED_FOLDER --minilm FOLDER [--out loaders/model] [--full]
"""

import argparse
import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

sys.path.insert(0, str(Path(__file__).parent))
from model import CLASSES, TAGS, Heads, pretrained

from loaders import batch, windows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("loaders/model"))
    parser.add_argument("--full", action="store_true", help="keep 32 bit floats, to see what 8 bits cost")
    args = parser.parse_args()
    saved = torch.load(args.trained / "model.pt")
    encoder, heads = pretrained(args.minilm, batch.HINTS, windows.SHAPES), Heads(384)
    encoder.load_state_dict(saved["encoder"])
    heads.load_state_dict(saved["heads"])
    encoder.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    full = args.trained / "full.onnx"
    ids = torch.zeros(2, 8, dtype=torch.long)
    torch.onnx.export(
        encoder, (ids, ids, ids, ids, torch.ones(2, 8, 8, dtype=torch.bool)), full, dynamo=False, opset_version=17,
        input_names=["ids", "positions", "shapes", "hints", "mask"], output_names=["states"],
        dynamic_axes={name: {0: "texts", 1: "tokens"} for name in ("ids", "positions", "shapes", "hints", "states")}
        | {"mask": {0: "texts", 1: "tokens", 2: "tokens"}},
    )  # fmt: skip
    target = args.out / "encoder.onnx"
    if args.full:
        shutil.copy(full, target)
    else:
        quantize_dynamic(
            full, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
        )
    version = hashlib.sha256(target.read_bytes()).hexdigest()[:10]
    np.savez(
        args.out / "heads.npz", classes=np.array(CLASSES), tags=np.array(TAGS), version=np.array(version),
        **{name: tensor.numpy() for name, tensor in heads.state_dict().items()},
    )  # fmt: skip
    shutil.copy(args.minilm / "tokenizer.json", args.out / "tokenizer.json")
    print({path.name: path.stat().st_size for path in sorted(args.out.iterdir())}, version)


if __name__ == "__main__":
    main()
