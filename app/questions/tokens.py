"""From the text of a question to tokens: names, phrases, a period; each with every reading that it can have."""

import re
from dataclasses import dataclass
from datetime import date

from app.questions.dates import find_period
from app.questions.names import Known, Names, Spelling
from app.questions.query import Period
from app.questions.words import Lexicon, Sign
from graph_schema.errors import NotUnderstood
from graph_schema.names import key

_SHORT_FORMS = ((r"\bwon't\b", "will not"), (r"\bcan't\b", "can not"), (r"\bcannot\b", "can not"), (r"n't\b", " not"))
_FRONTED = re.compile(r"^(on|upon|to|with|from|by|in|against)\s+(wh(?:at|ich|o|om)\b.*?)\s*\??\s*$", re.IGNORECASE)
_WORD = re.compile(r"'s(?!\w)|'(?!\w)|,|(?:(?!'s(?!\w)|'(?!\w))[^\s,?!;:\"()])+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the question, and the entities that carry it."""

    text: str
    entities: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question with its place in the text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()


Reading = tuple[str, Sign | Name]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the question and what it can be, the likelier reading first; no reading: nobody knows the word."""

    text: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A question taken apart. `notes` tell of spellings that were corrected."""

    tokens: tuple[Token, ...]
    period: Period | None
    period_words: str
    notes: tuple[str, ...]

    @property
    def understood(self) -> str:
        """The recognised parts in words, for a message."""
        parts = [f"{token.text} ({_label(token)})" for token in self.tokens if token.readings]
        return ", ".join(parts + ([f"{self.period_words} (time)"] if self.period else []))


def tokenize(question: str, names: Names, lexicon: Lexicon, today: date) -> Tokens:
    """Take a question apart.

    Raises NotUnderstood where its time is not one that exists.
    """
    text = " ".join(question.replace("’", "'").replace("‘", "'").split())
    for pattern, full in _SHORT_FORMS:
        text = re.sub(pattern, full, text, flags=re.IGNORECASE)
    try:
        period, text, period_words = find_period(text, today)
    except ValueError as error:
        raise NotUnderstood(f"the time is not clear: {error}") from error
    text = _FRONTED.sub(r"\2 \1", text.strip())
    scanner = _Scanner(_words(text, lexicon.words.misspelt), text, names, lexicon)
    return Tokens(tuple(scanner.scan()), period, period_words, tuple(scanner.notes))


def _words(text: str, misspelt: dict[str, str]) -> list[Word]:
    words = []
    for match in _WORD.finditer(text):
        found = match[0].rstrip(".") or match[0]
        start = match.start()
        words.append(Word(misspelt.get(found.lower(), found), start, start + len(found)))
    return words


class _Scanner:
    """Goes through the words once, and takes the longest name or phrase at each place."""

    def __init__(self, words: list[Word], text: str, names: Names, lexicon: Lexicon) -> None:
        self.words = words
        self.text = text
        self.names = names
        self.lexicon = lexicon
        self.notes: list[str] = []

    def scan(self) -> list[Token]:
        tokens: list[Token] = []
        at = 0
        while at < len(self.words):
            token, length = self._token(at)
            at += length
            if not any(terminal == "SKIPPED" for terminal, _ in token.readings):
                tokens.append(token)
            if _names_a_thing(token):
                at += self._after_name(at)
        return tokens

    def _token(self, at: int) -> tuple[Token, int]:
        named, name_length = self._name(at)
        signs, sign_length = self._signs(at)
        if not named and not signs:
            return self._corrected(at)
        length = max(name_length, sign_length)
        as_signs: tuple[Reading, ...] = tuple((sign.terminal, sign) for sign in signs) if sign_length == length else ()
        as_name: tuple[Reading, ...] = (("NAME", named),) if named and name_length == length else ()
        written_as_name = at > 0 and self.words[at].text[0].isupper()
        readings = as_name + as_signs if written_as_name else as_signs + as_name
        return Token(self._span(at, length), readings), length

    def _name(self, at: int) -> tuple[Name | None, int]:
        """The longest name that begins here, and its number of words."""
        for length in range(min(self.names.longest + 1, len(self.words) - at), 0, -1):
            text = self._span(at, length)
            # `Amazon company` is no longer name than `Amazon`, although legal forms do not count in a name.
            if length > 1 and key(self._span(at, length - 1)) == key(text):
                continue
            if self.words[at].text[0].isalnum() and (entities := self.names.lookup(text)):
                return self._longer_name(at, length) or (Name(text, entities), length)
        return None, 0

    def _longer_name(self, at: int, length: int) -> tuple[Name, int] | None:
        """A longer name with a slip in it, where the words after a name are not known: `Apple Car Play`."""
        for end in range(min(len(self.words), at + length + 2), at + length, -1):
            text = self._span(at, end - at)
            if any(self._is_known(place) for place in range(at + length, end)):
                continue
            if spelling := self.names.correct(text):
                self._note(text, spelling)
                return Name(text, spelling.entities), end - at
        return None

    def _is_known(self, at: int) -> bool:
        """Whether the word means something of its own, so that it is no part of a misspelt name."""
        signs = [sign for sign in self._signs(at)[0] if not sign.instead]
        return bool(signs) or bool(self.names.lookup(self.words[at].text))

    def _note(self, text: str, spelling: Spelling) -> None:
        """Tell of a correction; of one that leaves a choice the refusal tells."""
        names = {entity.name for entity in spelling.entities}
        if len(names) == 1 and key(text) != key(*names):
            self.notes.append(f"read “{text}” as “{names.pop()}”")

    def _after_name(self, at: int) -> int:
        """The number of words here that only say what the thing just named is."""
        for length in range(min(3, len(self.words) - at), 0, -1):
            phrase = tuple(word.lower for word in self.words[at : at + length])
            if phrase in self.lexicon.after_names and not self._name(at)[0]:
                return length
        return 0

    def _signs(self, at: int) -> tuple[tuple[Sign, ...], int]:
        """The longest phrase that begins here, and its number of words."""
        for length in range(min(self.lexicon.longest, len(self.words) - at), 0, -1):
            phrase = tuple(word.lower for word in self.words[at : at + length])
            if signs := self.lexicon.phrases.get(phrase):
                return signs, length
        return (), 0

    def _corrected(self, at: int) -> tuple[Token, int]:
        """A word that nobody knows: with its neighbours, perhaps a name with a slip of the pen."""
        for length in range(min(3, len(self.words) - at), 0, -1):
            if any(self._is_known(place) for place in range(at + 1, at + length)):
                continue
            text = self._span(at, length)
            if spelling := self.names.correct(text):
                self._note(text, spelling)
                return Token(text, (("NAME", Name(text, spelling.entities)),)), length
        return Token(self._span(at, 1), ()), 1

    def _span(self, at: int, length: int) -> str:
        """The words as the question has them, between the first and the last."""
        first, last = self.words[at], self.words[at + length - 1]
        return self.text[first.start : last.end] if length > 1 else first.text


def _names_a_thing(token: Token) -> bool:
    return any(
        isinstance(value, Name) and all(entity.label != "Company" for entity in value.entities)
        for _, value in token.readings
    )


def _label(token: Token) -> str:
    terminal, value = token.readings[0]
    if isinstance(value, Name):
        return " or ".join(dict.fromkeys(entity.label.lower() for entity in value.entities))
    return _TERMINALS.get(terminal, "question word")


_TERMINALS = {
    "VERB": "relation",
    "STATE": "relation",
    "NOUN": "relation",
    "TOGETHER": "relation",
    "KIND": "kind",
    "MARK": "tense",
}
