"""The small language of the patterns → regular expressions over a sentence in which each name is one character.

`{s}` and `{o}` stand for a name, or several joined by "and"; `<use|adopt>` for any form of these verbs and what English puts in
front of a verb ("is no longer", "plans to"); `<=owned>` for this form alone; `(a|b c)` for one of several wordings; `[a]` for words
that may be missing; `…` for up to three words without a name; all else for itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graph_schema.errors import BadInput

NAMES = "\ue000-\uf8ff"
_FIRST, _LAST = 0xE000, 0xF8FF
_PART = re.compile(
    r"\{(?P<end>[so])\}(?P<own>'s)?|<(?P<verb>[^<>]+)>|\((?P<any>[^()]+)\)|\[(?P<maybe>[^\[\]]+)\]|(?P<gap>…)"
    r"|(?P<word>[^\s{}<>()\[\]…]+)"
)
_WORD = re.compile(r"[\w-]*\w")
_DETERMINER = r"(?:(?:the|an?|its|their|his|her|our|this|that|these|those|both|all|every|each) )?"
# "Hyundai", "Hyundai and Kia", "Hyundai, Kia and Genesis"
_JOINED = rf"[{NAMES}](?:(?:, {_DETERMINER}[{NAMES}])*,? (?:and|or|as well as|&) {_DETERMINER}[{NAMES}])?"
# ", the German carmaker," or "(BMW.DE)" or ", which"
_ASIDE = rf"(?: \([^(){NAMES}]{{1,40}}\)|, [^,;:.{NAMES}]{{2,60}},(?! (?:and|or)\b)|,? (?:which|who|that))?"
# what may stand between a wording and the name that it leads to: "the Berlin firm's", at most four words
_LEAD = rf"(?:[{NAMES}]'s? )?(?:[\w'&-]+ ){{0,4}}?(?:[{NAMES}]'s? )?"


def name(number: int) -> str:
    """The character that stands for the n-th name of a sentence."""
    return chr(_FIRST + number)


def numbers(characters: str) -> list[int]:
    """The names in a stretch of such a sentence."""
    return [ord(c) - _FIRST for c in characters if _FIRST <= ord(c) <= _LAST]


@dataclass(frozen=True, slots=True)
class Wording:
    """A template as a regular expression with groups `s`, `o`; `before`, what stands in front of its verb; `lead_s`, `lead_o`,
    in front of a name. `needs`: words of which a sentence must hold one to be worth a look; empty where every sentence is."""

    template: str
    expression: str
    needs: frozenset[str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: most texts need few of them."""
        return _compiled(self.expression)


class Language:
    """What templates lean on: verbs' forms, the phrases that may stand in front of verbs, the words that bound a name."""

    def __init__(
        self,
        irregular: Mapping[str, str],
        before_verbs: Iterable[str],
        prepositions: Iterable[str],
        stops: Iterable[str],
        ends: Iterable[str],
    ) -> None:
        self._irregular = {verb: forms.split() for verb, forms in irregular.items()}
        self._stops = frozenset(stops)
        phrases = "|".join(sorted(map(self.phrase, before_verbs), key=len, reverse=True))
        self._before = re.compile(rf"(?:(?:{phrases}|\w+ly) )*")
        self._ahead = re.compile(rf"\b(?:{'|'.join(prepositions)}) {_DETERMINER}$")
        self._close = re.compile(rf"$|'?[^\w\s'-]|'$|' | (?:{'|'.join(ends)})\b| [^\w\s{NAMES}]")

    def matches(self, wording: Wording, text: str) -> Iterator[re.Match[str]]:
        """Where the wording stands, with nothing around or inside it that makes it say something else."""
        for match in wording.pattern.finditer(text):
            groups = match.groupdict()
            leads = f"{groups.get('lead_s') or ''} {groups.get('lead_o') or ''}".lower().split()
            if (
                self._before.fullmatch(groups.get("before") or "")
                and self._stops.isdisjoint(leads)
                and not self._ahead.search(text, 0, match.start())
                and (not numbers(match[0][-1]) or self._close.match(text, match.end()))
            ):
                yield match

    def forms(self, verb: str) -> list[str]:
        """All forms of a verb; of "team up" those of "team", each with "up"."""
        first, _, rest = verb.partition(" ")
        forms = self._irregular.get(first) or _regular(first)
        return [f"{form} {rest}".rstrip() for form in forms]

    def phrase(self, text: str) -> str:
        """A regular expression for a phrase with verbs in it and no names."""
        parts = list(_PART.finditer(text))
        return _joined(text, parts, [self._part(part, text)[0] for part in parts])

    def compile(self, template: str) -> Wording:
        """Raises BadInput where the template does not have one `{s}`, one `{o}` and at most one verb."""
        parts = list(_PART.finditer(template))
        ends = [part["end"] for part in parts if part["end"]]
        if sorted(ends) != ["o", "s"] or sum(bool(part["verb"]) for part in parts) > 1:
            raise BadInput(f"pattern {template!r}: one {{s}}, one {{o}} and at most one <verb> are needed")
        pieces: list[str] = []
        needs: list[str] = []
        for n, part in enumerate(parts):
            if part["end"]:
                pieces.append(_end(part, first=n == 0, last=n == len(parts) - 1))
                continue
            piece, words = self._part(part, template)
            pieces.append(rf"(?P<before>(?:[\w']+ ){{0,7}}?){piece}" if part["verb"] else piece)
            if part["verb"] or not needs:
                needs = words
        return Wording(template, _joined(template, parts, pieces), frozenset(needs))

    def _part(self, part: re.Match[str], template: str) -> tuple[str, list[str]]:
        """The regular expression of a part that is no name, and the words of which one must be there (none if it may be missing)."""
        if part["gap"]:
            return r"(?:[\w'%$€£.-]+ ){0,3}?", []
        if verb := part["verb"]:
            names = verb.removeprefix("=").split("|")
            wordings = names if verb.startswith("=") else [form for each in names for form in self.forms(each)]
        elif part["any"] or part["maybe"]:
            wordings = (part["any"] or part["maybe"]).split("|")
        elif part["word"]:
            wordings = [part["word"]]
        else:
            raise BadInput(f"{template!r}: a name does not belong here")
        options = "|".join(re.escape(words) for words in sorted(wordings, key=len, reverse=True))
        if part["maybe"]:
            return rf"(?:(?:{options}) )?", []
        bounded = rf"\b(?:{options})\b" if _WORD.match(wordings[0]) else options
        return bounded, [found[0].lower() for words in wordings if (found := _WORD.search(words))]


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _end(part: re.Match[str], *, first: bool, last: bool) -> str:
    """A name or names, with what may stand around them at this place of a template."""
    piece = rf"(?P<{part['end']}>{_JOINED})"
    if not first:
        piece = rf"(?P<lead_{part['end']}>{_LEAD}){piece}"
    if part["own"]:
        return f"{piece}'s?"
    if first:
        return piece + _ASIDE
    return rf"{piece}(?!'s|[\w-])" if last else piece


def _joined(template: str, parts: list[re.Match[str]], pieces: list[str]) -> str:
    """Pieces with the spaces that the template has between its parts; parts that may be missing bring their own."""
    joined = ""
    for part, piece in zip(parts, pieces, strict=True):
        spaced = template[part.end() : part.end() + 1] == " " and not (part["gap"] or part["maybe"])
        joined += f"{piece} " if spaced else piece
    return joined


def _regular(verb: str) -> list[str]:
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    if re.search("[^aeiou]y$", verb):
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    return [verb, f"{verb}{'es' if re.search('(?:s|x|z|ch|sh)$', verb) else 's'}", f"{verb}ed", f"{verb}ing"]
