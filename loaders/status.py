"""Rules where wording is exact: a move, what continues, and what must not pass as current.

The patterns are data (`cues.yaml`). Measured on the training articles: of 40 related pairs with a verb of
moving between them, 39 are MOVES_TO and none is USES or BASED_ON.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from graph_schema.ontology import STATUSES
from loaders.encoder import Floats
from loaders.recognise import Mention
from loaders.relate import PairJudgement

PATH = Path(__file__).with_name("cues.yaml")
CURRENT = STATUSES.index("current")
CERTAIN = 0.97  # chance of `current` that a doubtful sentence needs
BEHIND = 40  # characters behind a name that speaks for a company of an earlier sentence ("Alexa remains active …")
MOVING = ("USES>", "BASED_ON>")  # what a verb of moving turns into MOVES_TO


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled patterns."""

    between: re.Pattern[str]
    before: re.Pattern[str]
    link: re.Pattern[str]
    continuing: re.Pattern[str]
    doubtful: re.Pattern[str]


@cache
def cues() -> Cues:
    """The patterns of `cues.yaml`, read once."""
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    texts = data["moves"] | {"continuing": data["continuing"], "doubtful": "|".join(data["doubtful"])}
    return Cues(**{name: re.compile(text, re.IGNORECASE) for name, text in texts.items()})


def settled(
    judged: PairJudgement, first: Mention, second: Mention, text: str, classes: tuple[str, ...]
) -> PairJudgement:
    """The judgement on a pair, with what the words between the two settle."""
    across = first.sentence != second.sentence
    between = text[second.end : second.end + BEHIND] if across else text[first.end : second.start]
    led = cues().before.search(text[: first.start][-60:]) and cues().link.search(between)
    if not across and (led or cues().between.search(between)):
        judged = replace(judged, relation=_moved(judged.relation, classes))
    if cues().continuing.search(between) and STATUSES[int(judged.status.argmax())] == "planned":
        judged = replace(judged, status=_as_current(judged.status))
    return judged


def is_doubtful(sentence: str, current: float) -> bool:
    """Whether a sentence gives reason not to call what it says current; `current`: the model's chance of that status."""
    return current < CERTAIN and bool(cues().doubtful.search(sentence))


def _moved(relation: Floats, classes: tuple[str, ...]) -> Floats:
    """The chances of using and building on, given to moving."""
    moved = relation.copy()
    for name in MOVING:
        moved[classes.index("MOVES_TO>")] += moved[classes.index(name)]
        moved[classes.index(name)] = 0
    return moved


def _as_current(status: Floats) -> Floats:
    """The chance of `planned`, given to `current`."""
    planned = STATUSES.index("planned")
    changed = np.array(status)
    changed[CURRENT] += changed[planned]
    changed[planned] = 0
    return changed
