"""From tokens to drafts: the grammar of `grammar.lark`, and what each of its rules puts together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any, TypeVar, cast

from lark import Lark, Token, Transformer, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer
from lark.visitors import CollapseAmbiguities

from app.questions.draft import (
    Asker,
    Belongs,
    Clause,
    ClauseIs,
    Gap,
    GroupDraft,
    Marks,
    NounOf,
    Objects,
    Predication,
    Question,
)
from app.questions.tokens import Name, Reading, Tokens
from app.questions.words import Sign, Sort

READINGS_LIMIT = 32  # ways to read all tokens together that are tried
TREES_LIMIT = 64

T = TypeVar("T")
Children = list[Any]


def shapes(tokens: Tokens) -> Iterator[list[Question]]:
    """For each way to read the tokens, the likeliest first: the questions that they can be. Empty lists are left out."""
    ways = product(*(token.readings for token in tokens.tokens))
    for readings in islice(ways, READINGS_LIMIT):
        try:
            tree = _grammar().parse(cast(str, readings))
        except UnexpectedInput:
            continue
        trees = islice(CollapseAmbiguities().transform(tree), TREES_LIMIT)
        yield list(dict.fromkeys(_Builder().transform(one) for one in trees))


class _Readings(Lexer):
    """Hands the readings to the grammar as they are: tokens.py has done the lexer's work."""

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, readings: Iterable[Reading]) -> Iterator[Token]:  # type: ignore[override]
        for terminal, value in readings:
            yield Token(terminal, cast(str, value))


@cache
def _grammar() -> Lark:
    text = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="earley", lexer=_Readings, ambiguity="explicit", maybe_placeholders=False)


def _all(children: Children, kind: type[T]) -> tuple[T, ...]:
    """The children of one type; tokens give what they carry."""
    values = (child.value if isinstance(child, Token) else child for child in children)
    return tuple(value for value in values if isinstance(value, kind))


def _first(children: Children, kind: type[T]) -> T:
    return _all(children, kind)[0]


class _Builder(Transformer[Token, Question]):
    """One method for each rule of the grammar."""

    def name(self, children: Children) -> Name:
        return _all(children, Name)[-1]

    def noun(self, children: Children) -> Sign:
        return _first(children, Sign)

    word = noun

    def marks(self, children: Children) -> tuple[str, ...]:
        return tuple(sign.mark for sign in _all(children, Sign) if sign.mark)

    no_marks = marks

    def object(self, children: Children) -> Name | GroupDraft:
        return (_all(children, Name) + _all(children, GroupDraft))[0]

    subject = object

    def several_and(self, children: Children) -> Objects:
        return Objects("and", _sides(children))

    def several_or(self, children: Children) -> Objects:
        return Objects("or", _sides(children))

    def several_nor(self, children: Children) -> Objects:
        return Objects("nor", _sides(children))

    def objects(self, children: Children) -> Objects:
        several = _first(children, Objects)
        return replace(several, without=_sides(children))

    def clause(self, children: Children) -> Clause:
        marks, word, objects = children
        return Clause(marks, word, objects)

    def swap(self, children: Children) -> Clause:
        marks, word, old, _, new = children
        return Clause(marks, word, Objects("and", (old,)), new)

    def clause_is(self, children: Children) -> ClauseIs:
        marks, group = children
        return ClauseIs(marks, group)

    def gap(self, children: Children) -> Gap:
        *_, marks, word = children
        front = next(child for child in children if isinstance(child, tuple))
        return Gap(front + marks, _all(children, Name), word)

    def gap_without(self, children: Children) -> Gap:
        front, name, marks, word, _, other, *_ = children
        return Gap(front + marks, (name,), word, other)

    def predication(self, children: Children) -> Predication:
        return Predication("and", tuple(child for child in children if isinstance(child, Clause | ClauseIs)))

    clauses_and = predication

    def clauses_or(self, children: Children) -> Predication:
        return Predication("or", self.predication(children).clauses)

    def sort(self, children: Children) -> GroupDraft:
        sign = next(child.value for child in reversed(children))
        return GroupDraft(sign.sort, status=_status(children))

    def noun_of(self, children: Children) -> GroupDraft:
        noun = next(sign for sign in _all(children, Sign) if sign.senses)
        return GroupDraft(Sort(), (NounOf(noun.senses, _first(children, Name), _status(children)),))

    def sort_of(self, children: Children) -> GroupDraft:
        sort = next(sign.sort for sign in _all(children, Sign) if sign.terminal == "KIND")
        return GroupDraft(sort, (Belongs(_first(children, Name), _status(children)),))

    def that(self, children: Children) -> GroupDraft:
        group = _first(children, GroupDraft)
        return GroupDraft(group.sort, (*group.conditions, _first(children, Predication)), group.status)

    def that_name(self, children: Children) -> GroupDraft:
        group = _first(children, GroupDraft)
        *_, name, marks, word = children
        return GroupDraft(group.sort, (*group.conditions, Gap(marks, (name,), word)), group.status)

    def who(self, children: Children) -> GroupDraft:
        return GroupDraft(Sort(("Company",)) if children[0].type == "WHO" else Sort())

    def asker(self, children: Children) -> Asker:
        return Asker(_first(children, GroupDraft))

    def which_does(self, children: Children) -> Question:
        return Question("which", _first(children, Asker).group, _first(children, Predication))

    def which_done_to(self, children: Children) -> Question:
        return Question("which", _first(children, Asker).group, _first(children, Gap))

    def which_is(self, children: Children) -> Question:
        *_, marks, group = children
        return Question("which", _first(children, Asker).group, ClauseIs(marks, group))

    def which_had(self, children: Children) -> Question:
        *_, noun, front, name, marks = children
        # `does BMW have` and `BMW has had` are words for the present here, whatever they turn elsewhere.
        turned = tuple(mark for mark in front + marks if mark != "have")
        return Question("which", GroupDraft(Sort()), NounOf(noun.senses, name, None), turned)

    def which_listed(self, children: Children) -> Question:
        return Question("which", _first(children, GroupDraft))

    def how_many_do(self, children: Children) -> Question:
        return Question("how many", _first(children, GroupDraft), _first(children, Predication))

    def how_many_done_to(self, children: Children) -> Question:
        return Question("how many", _first(children, GroupDraft), _first(children, Gap))

    def how_many_had(self, children: Children) -> Question:
        had = self.which_had(children)
        return Question("how many", had.subject, had.condition, had.front)

    def how_many_listed(self, children: Children) -> Question:
        return Question("how many", _first(children, GroupDraft))

    def does(self, children: Children) -> Question:
        marks, subject, predication = children
        return Question("whether", subject, predication, _positive(marks))

    def is_(self, children: Children) -> Question:
        front, subject, marks, group = children
        return Question("whether", subject, ClauseIs(_positive(front) + marks, group))

    def together(self, children: Children) -> Question:
        first, second = _all(children, Name)
        marks, sign = children[-1]
        condition = NounOf(sign.senses, second, None)
        return Question("whether", first, condition, cast(Marks, children[0]) + marks)

    def predicate_together(self, children: Children) -> tuple[Marks, Sign]:
        marks, sign = children
        return marks, sign.value

    def stated(self, children: Children) -> Question:
        *_, subject, predication = children
        return Question("whether", subject, predication)

    def when(self, children: Children) -> Question:
        *_, marks, name, predication = children
        return Question("when", name, predication, marks)

    def linked(self, children: Children) -> Question:
        first, second = _all(children, Name)
        return Question("path", first, other=second)

    def changes(self, children: Children) -> Question:
        first, *others = _all(children, Name)
        return Question("changes", first, other=others[0] if others else None)

    def about(self, children: Children) -> Question:
        first, *others = _all(children, Name)
        return Question("about", first, other=others[0] if others else None)

    def start(self, children: Children) -> Question:
        return _first(children, Question)

    def __default__(self, data: Any, children: Children, meta: Any) -> Any:
        if data == "is":
            return self.is_(children)
        return Tree(data, children, meta)


def _sides(children: Children) -> tuple[Name | GroupDraft, ...]:
    return tuple(child for child in children if isinstance(child, Name | GroupDraft))


def _positive(marks: Marks) -> Marks:
    """`Didn't X drop Y?` asks whether it did: a negation before the subject only shows what one expects to hear."""
    return tuple(mark for mark in marks if mark != "not")


def _status(children: Children) -> Any:
    """The status that an adjective asks for."""
    return next((sign.status for sign in _all(children, Sign) if sign.status), None)
