"""The model that is trained: MiniLM with two more input features, a tagging head, and heads over pairs of marked mentions."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from graph_schema.ontology import ONTOLOGY, STATUSES
from loaders.hints import TEXT_HINTS

TAGS = ("O", "B-Company", "I-Company", "B-Product", "I-Product", "B-Platform", "I-Platform", "B-Ref", "I-Ref")
WAYS = {True: (">",), False: (">", "<")}  # by symmetry: "<" where the second mention is the subject
CLASSES = ("none", *(name + way for name, rule in ONTOLOGY.predicates.items() for way in WAYS[rule.symmetric]))


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(b, t, w))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM (6 layers, 384 wide) over word pieces, with embeddings of a word's shape and of the gazetteer's hint added."""

    def __init__(
        self, vocabulary: int, width: int, layers: int, heads: int, inner: int, hints: int, shapes: int
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(512, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.shapes = nn.Embedding(shapes, width)
        self.hints = nn.Embedding(hints, width)
        nn.init.zeros_(self.shapes.weight)
        nn.init.normal_(self.hints.weight, std=0.02)
        with torch.no_grad():
            self.hints.weight[:TEXT_HINTS] = 0
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))

    def forward(self, ids: Tensor, positions: Tensor, shapes: Tensor, hints: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.places(positions) + self.kind + self.shapes(shapes) + self.hints(hints)
        x = self.drop(self.norm(x))
        bias = torch.zeros_like(mask, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None]
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Heads(nn.Module):
    """What is read off the encoder's states: tags of tokens; relation, status and reference of pairs."""

    def __init__(self, width: int, inner: int = 256) -> None:
        super().__init__()
        self.tags = nn.Linear(width, len(TAGS))
        self.pair = nn.Linear(4 * width, inner)
        self.relation = nn.Linear(inner, len(CLASSES))
        self.pair_status = nn.Linear(4 * width, inner)
        self.status = nn.Linear(inner, len(STATUSES))
        self.refers = nn.Linear(4 * width, inner)
        self.reference = nn.Linear(inner, 1)
        self.drop = nn.Dropout(0.2)

    def rows(self, states: Tensor, pairs: Tensor) -> Tensor:
        """The 4 vectors of each pair side by side: two markers, two mentions."""
        w = pairs[:, 0]
        one = (states[w, pairs[:, 3]] + states[w, pairs[:, 4]]) / 2
        two = (states[w, pairs[:, 5]] + states[w, pairs[:, 6]]) / 2
        return torch.cat([states[w, pairs[:, 1]], states[w, pairs[:, 2]], one, two], -1)

    def relations(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        rows = self.drop(rows)
        return self.relation(F.relu(self.pair(rows))), self.status(F.relu(self.pair_status(rows)))

    def references(self, rows: Tensor) -> Tensor:
        return self.reference(F.relu(self.refers(self.drop(rows))))[:, 0]


def pretrained(folder: Path, hints: int, shapes: int) -> Encoder:
    """MiniLM with the weights in `folder` (`config.json`, `model.safetensors`)."""
    config = json.loads((folder / "config.json").read_text())
    encoder = Encoder(
        config["vocab_size"], config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"],
        config["intermediate_size"], hints, shapes,
    )  # fmt: skip
    weights = {name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()}
    with torch.no_grad():
        encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        encoder.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
        encoder.kind.copy_(weights["embeddings.token_type_embeddings.weight"][0])
        encoder.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
        for n, layer in enumerate(encoder.layers):
            at = f"encoder.layer.{n}."
            for part in ("weight", "bias"):
                names = [f"{at}attention.self.{x}.{part}" for x in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat([weights[name] for name in names]))
                getattr(layer.out, part).copy_(weights[f"{at}attention.output.dense.{part}"])
                getattr(layer.norm1, part).copy_(weights[f"{at}attention.output.LayerNorm.{part}"])
                getattr(layer.up, part).copy_(weights[f"{at}intermediate.dense.{part}"])
                getattr(layer.down, part).copy_(weights[f"{at}output.dense.{part}"])
                getattr(layer.norm2, part).copy_(weights[f"{at}output.LayerNorm.{part}"])
    return encoder
