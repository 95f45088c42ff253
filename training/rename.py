"""Other names for the same story: a marked article with its entities renamed, so that the model learns wording, not names."""

import random
from collections import defaultdict
from dataclasses import replace

from data import Marked, Mention

from graph_schema.gazetteer import Gazetteer
from loaders.sentences import Sentence

Pool = dict[str, list[str]]


def pool(names: Gazetteer) -> Pool:
    """Names by label that may stand for others."""
    found: Pool = defaultdict(list)
    for entry in names.entries:
        if not entry.ambiguous and len(entry.name.split()) <= 3:
            found[entry.label].append(entry.name)
    return found


def renamed(marked: Marked, names: Pool, share: float, rng: random.Random) -> Marked:
    """The article with about `share` of its entities under other names of their label; short forms stay short forms."""
    fullest: dict[str, str] = {}
    labels: dict[str, str] = {}
    for mention in marked.mentions:
        if mention.kind != "Ref":
            words = marked.text[mention.start : mention.end]
            labels[mention.names[0]] = mention.kind
            if len(words) > len(fullest.get(mention.names[0], "")):
                fullest[mention.names[0]] = words
    new = {
        name: rng.choice(names[label]) for name, label in labels.items() if rng.random() < share and names.get(label)
    }

    def words_for(mention: Mention) -> str:
        old = marked.text[mention.start : mention.end]
        if mention.kind == "Ref" or mention.names[0] not in new:
            return old
        other = new[mention.names[0]]
        return other if len(old) == len(fullest[mention.names[0]]) else other.split()[0]

    text, moved, last, shift = [], [], 0, []
    length = 0
    for mention in marked.mentions:
        if mention.start < last:
            return marked
        text.append(marked.text[last : mention.start])
        length += mention.start - last
        words = words_for(mention)
        moved.append(replace(mention, start=length, end=length + len(words)))
        text.append(words)
        length += len(words)
        last = mention.end
        shift.append((mention.end, length - mention.end))
    text.append(marked.text[last:])

    def to(offset: int) -> int:
        before = 0
        for end, by in shift:
            if end > offset:
                break
            before = by
        inside = next((n for n, m in enumerate(marked.mentions) if m.start < offset < m.end), None)
        return moved[inside].end if inside is not None else offset + before

    sentences = tuple(Sentence(to(s.start), to(s.end), s.paragraph) for s in marked.sentences)
    return replace(marked, text="".join(text), mentions=moved, sentences=sentences)
