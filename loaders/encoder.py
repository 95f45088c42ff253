"""The shipped model: one small transformer (ONNX, 8 bit) and the heads that read its states."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from graph_schema.errors import BadInput
from loaders.batch import Batch

FOLDER = Path(__file__).with_name("model")
Floats = NDArray[np.float32]


class Encoder:
    """Runs the model. The same batch gives the same numbers on every run; batches are made of one document alone, so that
    what stands beside a document in a load cannot change its claims."""

    def __init__(self, folder: Path = FOLDER) -> None:
        if not (folder / "encoder.onnx").exists():
            raise BadInput(
                f"no model in {folder}: `encoder.onnx` is missing; install the package anew, or run training/train.py"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            folder / "encoder.onnx", options, providers=["CPUExecutionProvider"]
        )
        heads = np.load(folder / "heads.npz", allow_pickle=False)
        self._heads = {name: heads[name] for name in heads.files}
        self.classes: tuple[str, ...] = tuple(str(name) for name in self._heads["classes"])
        self.tags: tuple[str, ...] = tuple(str(name) for name in self._heads["tags"])
        self.version = str(self._heads["version"])
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def states(self, batch: Batch) -> Floats:
        """windows × tokens × width."""
        inputs = {
            "ids": batch.ids,
            "positions": batch.positions,
            "shapes": batch.shapes,
            "hints": batch.hints,
            "mask": batch.mask,
        }
        return np.asarray(self._session.run(["states"], inputs)[0], dtype=np.float32)

    def tag_probabilities(self, states: Floats) -> Floats:
        """… × tags."""
        return _softmax(self._linear("tags.", states))

    def relations(self, batch: Batch, states: Floats) -> tuple[Floats, Floats]:
        """Probabilities of `classes` and of the ontology's statuses, one row a pair."""
        rows = self._rows(batch, states)
        relation = _softmax(self._two_layers("pair.", "relation.", rows))
        return relation, _softmax(self._two_layers("pair_status.", "status.", rows))

    def references(self, batch: Batch, states: Floats) -> Floats:
        """Probability that the first of each pair stands for the second."""
        scores = self._two_layers("refers.", "reference.", self._rows(batch, states))[:, 0]
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)

    @staticmethod
    def _rows(batch: Batch, states: Floats) -> Floats:
        """The four vectors of each pair side by side: two marks, two mentions."""
        pairs = batch.pairs
        w = pairs[:, 0]
        one = (states[w, pairs[:, 3]] + states[w, pairs[:, 4]]) / 2
        two = (states[w, pairs[:, 5]] + states[w, pairs[:, 6]]) / 2
        return np.concatenate([states[w, pairs[:, 1]], states[w, pairs[:, 2]], one, two], axis=-1)

    def _linear(self, name: str, x: Floats) -> Floats:
        return np.asarray(x @ self._heads[f"{name}weight"].T + self._heads[f"{name}bias"], dtype=np.float32)

    def _two_layers(self, inner: str, outer: str, x: Floats) -> Floats:
        return self._linear(outer, np.maximum(self._linear(inner, x), 0))


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


@cache
def encoder() -> Encoder:
    """The model that comes with the project, opened once a process."""
    return Encoder()
