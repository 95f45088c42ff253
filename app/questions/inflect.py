"""The forms of English verbs, as far as questions need them."""

import re
from typing import Literal

Form = Literal["base", "third", "past", "participle", "gerund"]

_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$")  # drop, ship, plan: one vowel, one consonant


def forms(verb: str, irregular: dict[str, tuple[str, str]]) -> dict[Form, str]:
    """All forms of a verb; of a phrase (`run on`) the first word changes.

    `irregular`: past and participle of the verbs that do not follow the rule.
    """
    word, _, rest = verb.partition(" ")
    past, participle = irregular.get(word, (_past(word), _past(word)))
    inflected: dict[Form, str] = {
        "base": word,
        "third": _third(word),
        "past": past,
        "participle": participle,
        "gerund": _gerund(word),
    }
    return {form: f"{text} {rest}".strip() for form, text in inflected.items()}


def plural(noun: str) -> str:
    """The plural of a regular noun; of a phrase (`cloud provider`) the last word changes."""
    head, _, word = noun.rpartition(" ")
    return f"{head} {_third(word)}".strip()


def _third(word: str) -> str:
    if word == "have":
        return "has"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh|o)$", word) else f"{word}s"


def _past(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ied"
    return f"{word}d" if word.endswith("e") else f"{_stem(word)}ed"


def _gerund(word: str) -> str:
    if word.endswith("e") and not word.endswith("ee"):
        return f"{word[:-1]}ing"
    return f"{_stem(word)}ing"


def _stem(word: str) -> str:
    """The word as it stands before a vowel: its last letter twice where the rule wants it."""
    return word + word[-1] if _DOUBLES.match(word) else word
