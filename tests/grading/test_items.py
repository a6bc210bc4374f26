"""Lists: the same items in any shape; in the gold answer's order only where it states one; never one more or fewer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import accepts_gold, grade

COLOURS = "red, green and blue"
SHAPES = [
    r"\boxed{blue, red, green}", '["red","green","blue"]', "['red', 'green', 'blue']", "- red\n- green\n- blue",
    "1. green\n2. red\n3. blue", "red; green; blue", "red\ngreen\nblue", "* red\n* blue\n* green",
    r"\boxed{\{\text{red}, \text{green}, \text{blue}\}}", r"\boxed{\text{red, green, and blue}}",
    r"\boxed{red}, \boxed{green} and \boxed{blue}", "Answer: Red, Green, Blue.", "Answer:\n- red\n- green\n- blue\n",
    "The answer is:\n1. red\n2. green\n3. blue\n\nThese are the colours.", "Answer:\n* red\n* green\n* blue",
    "They are red, green, and blue.", "(red, green, blue)", "red & green & blue", "red and green and blue",
    "**red**, **green**, **blue**", "The colours are:\n- red\n- green\n- blue", "a) red\nb) green\nc) blue",
    '```json\n["red", "green", "blue"]\n```', "<answer>\nred\ngreen\nblue\n</answer>", "1) red, 2) green, 3) blue",
]  # fmt: skip
SAME = [
    ("rock and roll, jazz, and blues", "jazz, blues, rock and roll"),
    ("rock and roll, jazz, and blues", '["blues","rock and roll","jazz"]'),
    ('["Washington, D.C.", "Paris, France"]', "Paris, France; Washington, D.C."),
    ('["Washington, D.C.", "Paris"]', "Washington, D.C., and Paris"),
    ("Tom and Jerry, Itchy and Scratchy", "Itchy and Scratchy; Tom and Jerry"),
    ("1, 2, 3", "3, 2, 1"),
    ("1/2, 0.25", "1/4 and 0.5"),
    ("one, two", "2, 1"),
    ("1,000, 2,000", "2000, 1000"),
    ("apples, oranges", "orange and apple"),
    ("red, red, blue", "blue, red, red"),
    ("f(x, y), g(x)", "g(x), f(x, y)"),
    ("x-ray, CT", "CT, X ray"),
    ("Mercury, Venus", r"Mercury\\Venus"),
    ("1st, 2nd", "second, first"),
    ("France (Paris), Italy (Rome)", "Italy (Rome), France (Paris)"),
]
ORDERED = [
    ("1. wash\n2. rinse\n3. dry", "wash, rinse, dry"),
    ("1. wash 2. rinse 3. dry", "wash > rinse > dry"),
    ("wash, then rinse, then dry", "1. wash\n2. rinse\n3. dry"),
    ("wash then rinse then dry", "First wash, then rinse, and then dry"),
    ("A > B > C", "A, B, C"),
    ("A > B > C", "C < B < A"),
    ("A < B < C", "C > B > A"),
    ("A \u2192 B \u2192 C", "A -> B -> C"),
    ("A -> B -> C", "C <- B <- A"),
    (r"A \rightarrow B \to C", "A, B, and C"),
    ("Step 1: heat\nStep 2: cool", "heat \u2192 cool"),
    ("3 > 2 > 1", "1 < 2 < 3"),
]
OTHER = [
    (COLOURS, "red, green"),
    (COLOURS, "red, green, blue, black"),
    (COLOURS, "red, green or blue"),
    (COLOURS, "red, green, blue, etc."),
    (COLOURS, "not red, green, blue"),
    (COLOURS, "red"),
    (COLOURS, ""),
    ("red, green", r"\boxed{red} or \boxed{green}"),
    ("red", "red, green"),
    ("red, red, blue", "red, blue, blue"),
    ("red, red, blue", "red, blue"),
    ("1. wash\n2. rinse\n3. dry", "rinse, wash, dry"),
    ("A > B > C", "C, B, A"),
    ("A > B > C", "A < B < C"),
    ("A > B > C", "C > B > A"),
    ("A \u2192 B \u2192 C", "C \u2192 B \u2192 A"),
    ("A, B, C", "A > B > C"),
    ("wash, then dry", "dry, then wash"),
    ('["rock and roll","jazz"]', "rock, roll, jazz"),
    ('["a and b", "c"]', '["a", "b", "c"]'),
    ("New York, Jersey City", "New, York, Jersey City"),
    ("Washington, D.C.; Paris", "Washington; D.C.; Paris"),
    ("Mars, Venus", "Mar, Venus"),
    ("1, 2", "12"),
    ("1,000, 2,000", "1, 000, 2, 000"),
    ("(1, 2), (3, 4)", "(2, 1), (3, 4)"),
    ("2.5, 3", "2, 5, 3"),
    ("-3, 3", "3, 3"),
    ("x > 1, y > 2", "x > 2, y > 1"),
]
WORDS = st.lists(st.text("bcdfghjklm", min_size=3, max_size=8), min_size=2, max_size=8)


@pytest.mark.parametrize("response", SHAPES)
def test_a_list_is_right_in_every_shape(response: str) -> None:
    verdict = grade(response, COLOURS, "list")
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(("gold", "response"), SAME)
def test_the_same_items_in_another_order_are_right(gold: str, response: str) -> None:
    assert grade(response, gold, "list").status == "right"


@pytest.mark.parametrize(("gold", "response"), ORDERED)
def test_an_order_may_be_written_with_any_sign(gold: str, response: str) -> None:
    assert grade(response, gold, "list").status == "right"


@pytest.mark.parametrize(("gold", "response"), OTHER)
def test_other_items_or_another_order_are_wrong(gold: str, response: str) -> None:
    verdict = grade(response, gold, "list")
    assert verdict.status == "wrong", verdict


@given(WORDS, st.data(), st.sampled_from([", ", "; ", "\n", " and ", "\n- "]))
def test_a_list_is_right_in_any_order_and_wrong_without_an_item(
    items: list[str], data: st.DataObject, joint: str
) -> None:
    said = data.draw(st.permutations(items))
    lead = "- " if joint == "\n- " else ""
    assert grade(f"\\boxed{{{lead}{joint.join(said)}}}", json.dumps(items), "list").status == "right"
    assert grade(f"\\boxed{{{lead}{joint.join(said[1:])}}}", json.dumps(items), "list").status == "wrong"


@given(WORDS, st.data())
def test_an_ordered_list_is_right_in_its_order_alone(items: list[str], data: st.DataObject) -> None:
    said = data.draw(st.permutations(items))
    gold = "\n".join(f"{at}. {item}" for at, item in enumerate(items, 1))
    assert grade(f"\\boxed{{{', '.join(said)}}}", gold, "list").right == (said == items)


@pytest.mark.parametrize("gold", [COLOURS, '["a", "b"]', "A > B", "1. a\n2. b", "1, 2, 3", "a -> b", r"\{x, y\}"])
def test_every_gold_list_accepts_itself_and_rejects_another(gold: str) -> None:
    assert accepts_gold(gold, "list").status == "right"


@pytest.mark.parametrize("text", ["(" * 20_000, "a, " * 20_000, '["a",' * 20_000, "1. a\n" * 9_000, "\u201c" * 40_000])
def test_a_hostile_list_is_graded(text: str) -> None:
    assert grade(f"Answer: {text}", "red, green", "list").status == "wrong"
    assert grade("Answer: red, green", text, "list").status in ("wrong", "ungradable")


@pytest.mark.parametrize("gold", [", & \n -  is one", "&", "and", "apples\n* 5", "; ;", '["", " "]', "> a", "1. "])
@given(response=st.text(st.sampled_from('ab1,;&>-<. \n*()[]{}"and'), max_size=60))
def test_no_list_breaks_the_grader(gold: str, response: str) -> None:
    verdict = grade(f"<answer>{response}</answer>", gold, "list")
    assert "failed" not in verdict.why
    assert grade(f"<answer>{gold}</answer>", gold, "list").status != "wrong"
