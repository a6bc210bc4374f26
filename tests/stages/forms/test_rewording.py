"""What rules let a model write in place of a question that leans on its options, and what they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.stages.forms.rewording import Asked, names_all, says, wrong_with

GAS = Asked("Which of the following is a noble gas?", ("Oxygen", "Krypton", "Chlorine", "Nitrogen"), 1)
ATOMS = Asked("Which of these has the lightest atoms?", ("helium", "neon", "argon", "none of these"), 0)
CURRENT = Asked("A 12 V battery drives a 3 ohm resistor. The current, in amperes, is", ("0.25", "4", "9", "36"), 1)
ICE = Asked("When ice warms above 0 °C, it", ("melts", "evaporates", "freezes"), 0)
TREATY = Asked("The treaty of 1494 was signed at ____.", ("Tordesillas", "Utrecht", "Westphalia"), 0)
CHINESE = Asked("下列哪一个是惰性气体\uff1f", ("氧气", "氪气", "氯气", "氮气"), 1)
SENTENCES = Asked("What is true of helium?", ("It is lighter than air is", "It burns in the air well"), 0)
COUNTED = Asked("Which of these 4 animals (1) lays eggs and (2) gives milk?", ("platypus", "cow", "hen", "dog"), 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (GAS, "Which noble gas has atomic number 36?"),
        (GAS, "Which of oxygen, krypton, chlorine and nitrogen is a noble gas?"),
        (GAS, "Which one is a noble gas: oxygen, krypton, chlorine or nitrogen?"),
        (ATOMS, "Which of the gases helium, neon and argon has the lightest atoms?"),
        (ATOMS, "Among the three gases helium, neon and argon, which has the lightest atoms?"),
        (CURRENT, "What current, in amperes, flows when a 12 V battery drives a 3 ohm resistor?"),
        (ICE, "What happens to ice, in one word, when it warms above 0 °C?"),
        (TREATY, "In which town was the treaty of 1494 signed?"),
        (COUNTED, "Which animal lays eggs and gives milk?"),
        (CHINESE, "原子序数为36的惰性气体是什么\uff1f"),
    ],
)
def test_a_good_rewriting_passes(old: Asked, new: str) -> None:
    assert wrong_with(new, old) is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (GAS, "which of the following  is a noble gas", "is the old one, word for word"),
        (GAS, "Which gas?", "is too short"),
        (CHINESE, "什么\uff1f", "is too short"),
        (GAS, "Which gas is krypton?", "says the answer, 'Krypton'"),
        (GAS, "Which of oxygen, krypton and chlorine is a noble gas?", "says the answer, 'Krypton'; name all options"),
        (GAS, "Which is a noble gas: oxygen, krypton, chlorine, nitrogen or argon?", "offers 'argon'"),
        (GAS, "Which is a noble gas: helium, neon, or argon?", "offers 'helium', which is no option"),
        (GAS, "Which noble gas, unlike chlorine, has number 36?", "names the option 'Chlorine' and not all"),
        (GAS, "Which? A) Oxygen B) Krypton C) Chlorine D) Nitrogen", "lists options with letters"),
        (GAS, "Which is a noble gas?\n1. Oxygen\n2. Krypton\n3. Chlorine", "lists options with letters"),
        (GAS, "According to the passage, which noble gas is meant?", "a text that its reader does not have"),
        (ATOMS, "Which of helium, neon and xenon has the lightest atoms?", "says the answer"),
        (CURRENT, "What current in amperes flows when a 12 V battery drives a resistor?", "leaves out the figure 3"),
        (CURRENT, "What current flows when 12 V drive 3 ohm, if 4 amperes do?", "says the answer, '4'"),
        (ICE, "What is the melting of ice above 0 °C called?", "says 'melting' for the answer, 'melts'"),
        (CHINESE, "氪气是什么气体\uff1f", "says the answer"),
        (
            SENTENCES,
            "Is it true that it is lighter than air is or it burns in the air well?",
            "too long to be candidates",
        ),
    ],
)
def test_a_bad_rewriting_is_told_what_is_wrong_with_it(old: Asked, new: str, why: str) -> None:
    found = wrong_with(new, old)
    assert found is not None
    assert found.startswith("question: ")
    assert why in found


def test_one_or_two_letters_are_said_only_in_their_own_case() -> None:
    assert says("Which vitamin is C?", "C")
    assert not says("Which vitamin prevents scurvy, a disease of c. 1750?", "C")
    assert not says("What is a vitamin?", "A")
    assert says("What is 5%?", "5%")
    assert not says("What is 15%?", "5%")


WORDS = st.sampled_from(["which", "of", "helium", "neon", "argon", "or", ",", "gas", "the", "?", "Helium", "and", ":"])


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
def test_what_passes_says_the_gold_only_beside_all_options(new: str) -> None:
    if wrong_with(new, ATOMS) is None and says(new, "helium"):
        assert names_all(new, ATOMS)
