"""When two spellings are the same name, and when they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.names import bare, digest, entity_id, key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("General Motors", "general  motors"),
        ("Ford Motor Co.", "Ford Motor Company"),
        ("Amazon.com, Inc.", "Amazon.com"),
        ("BMW AG", "BMW"),
        ("the Renault SA", "Renault"),
        ("Rivian’s", "Rivian"),
        ("Coca-Cola", "Coca Cola"),
        ("ＢＹＤ", "BYD"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Alexa", "Alexa+"), ("Android", "Android Auto"), ("Llama", "Llama 3"), ("Škoda", "Skoda"), ("小米", "华为")],
)
def test_names_of_different_things(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_legal_form_alone_is_still_a_name() -> None:
    assert bare("SE") == "SE"
    assert key("Co.") == "co"


def test_the_label_is_part_of_the_id() -> None:
    assert entity_id("Company", "General Motors") == "company:general-motors"
    assert entity_id("Product", "Uber") != entity_id("Company", "Uber")


@given(st.text(min_size=1))
def test_every_text_has_a_key_that_is_stable(name: str) -> None:
    assert key(name)
    assert key(name) == key(name.strip() or name)
    assert " " not in key(name)


@given(st.lists(st.text()), st.lists(st.text()))
def test_a_digest_depends_on_the_parts(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == ("\x1f".join(one) == "\x1f".join(other))


def test_a_digest_is_the_same_on_every_machine() -> None:
    assert digest("a", None, 1) == "d219e3987a55f8b2"  # printf 'a\x1fNone\x1f1' | sha256sum | cut -c1-16
