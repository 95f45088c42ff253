"""Who said it."""

import pytest

from loaders.attribution import attribution


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("According to Reuters, the talks have ended.", "Reuters"),
        ("Tesla is weighing whether to add it, according to a Bloomberg report.", "Bloomberg"),
        ("General Motors will extend its ban, chief executive Mary Barra said in an interview.", "Mary Barra"),
        ("Unnamed sources suggest Stellantis could switch.", "Unnamed sources"),
        ("Two people briefed on the decision told Drivlina that it is over.", "Two people briefed on the decision"),
        ("“We looked at it,” a spokesman wrote in an e-mail.", "a spokesman"),
        ("The deal was first reported by the Financial Times.", "the Financial Times"),
        ("BMW uses AWS.", None),
        ("It said nothing.", None),
    ],
)
def test_the_source_is_given_as_worded(sentence, who):
    assert attribution(sentence) == who
