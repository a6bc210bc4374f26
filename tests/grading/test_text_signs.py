"""Signs that mean something stay in a short text, numerals are numbers, and a reason behind it is no part of it."""

import pytest

from curate.grading import grade
from curate.grading.words.short_text import normalise

SAME = [
    ("A \\cup B", "A \u222a B"),
    ("A\u222aB", "A \u222a B"),
    ("$p \\land q$", "p\u2227q"),
    ("\u2265 18", ">=18"),
    ("\\ge 18", ">= 18"),
    ("B\u266d", "B flat"),
    ("F\u266f minor", "F# minor"),
    ("C#", "C\u266f"),
    ("C# minor", "C sharp minor"),
    ("A\u2192G", "A -> G"),
    ("A \\to G", "A \u2192 G"),
    ("1972 to 1978", "1972\u20131978"),
    ("1972-1978", "from 1972 to 1978"),
    ("f\u2032", "f'"),
    ("Paris", "Paris \u2705"),
    ("Paris", "\U0001f449 **Paris**"),
    ("Windows", "Windows\u2122"),
    ("UTC\u22128", "UTC-8"),
    ("UTC-8", "UTC - 8"),
    ("caf\u00e9 \u2615", "cafe"),
    ("'A'", "A"),
    ("Yahoo!", "Yahoo"),
    ("5'10\"", "5'10"),
    ("$5 to $10", "$5-$10"),
    ("a = b", "a=b"),
    ("\u00b15", "+/- 5"),
    ("cooperate", "co-operate"),
    ("a \u2260 b", "a \\ne b"),
    ("a \u2260 b", "a != b"),
    ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"),
    ("'Vitamin C'", "vitamin C"),
    ("A \u2229 B", "(A \u2229 B)"),
    ("x \u2209 A", "x \\notin A"),
    ("x \\not\\in A", "x \u2209 A"),
    ("Nu\u00f1ez", "Nunez"),
    ("3-2", "3\u20132"),
    ("3-2", "3 to 2"),
    ("A | B", "A|B"),
    ("World War II", "World War 2"),
    ("World War II", "World War Two"),
    ("Henry VIII", "Henry the Eighth"),
    ("Louis XIV", "Louis the 14th"),
    ("Louis the Fourteenth", "Louis XIV"),
    ("Elizabeth I", "Elizabeth the First"),
    ("Charles V", "Charles the fifth"),
    ("Act V", "Act 5"),
    ("type II", "Type 2"),
    ("Pope John XXIII", "Pope John the twenty-third"),
    ("AC/DC", "AC DC"),
    ("co-operate", "cooperate"),
    ("World War I", "World War 1"),
    ("World War I", "World War One"),
    ("Super Bowl XXXIV", "Super Bowl 34"),
]
OTHER = [
    ("A \u222a B", "A \u2229 B"),
    ("p \u2227 q", "p \u2228 q"),
    ("\u00acp", "p"),
    ("~p", "p"),
    ("\u2200x", "\u2203x"),
    ("x \u2208 A", "x \u2209 A"),
    ("P \u2286 NP", "P \u2287 NP"),
    ("A \u2192 G", "A \u2190 G"),
    ("B\u266d", "B"),
    ("B\u266d", "B\u266f"),
    ("F\u266f minor", "F minor"),
    ("prices \u2191", "prices \u2193"),
    ("\u00d7", "\u00f7"),
    ("\u226518", "18"),
    ("356 \u00b1 47 tonnes", "356 47 tonnes"),
    ("f'", "f"),
    ("A'", "A"),
    ("|x|", "x"),
    ("\u2640", "\u2642"),
    ("a \u2260 b", "a = b"),
    ("UTC-8", "UTC 8"),
    ("UTC-8", "UTC+8"),
    ("2:1", "2 1"),
    ("2:1", "2-1"),
    ("2-1", "2 1"),
    ("\u00a55", "5"),
    ("A -> B", "A > B"),
    ("P(A|B)", "P(A, B)"),
    ("n!", "n"),
    ("1972-1978", "1972 1978"),
    ("5'", "5"),
    ('5"', "5'"),
    ("A \u222a B", "B"),
    ("The \u222a B", "A \u222a B"),
    ("A \\cup B", "A \\cap B"),
    ("a \\neq b", "a = b"),
    ("a \\not= b", "a = b"),
    ("John 3:16", "John 316"),
    ("5!", "5"),
    ("a<b", "a b"),
    ("\u26605", "\u26655"),
    ("\u00a75", "5"),
    ("Henry VII", "Henry VIII"),
    ("Malcolm X", "Malcolm 10"),
    ("Henry V", "Henry IV"),
    ("World War I", "World War 2"),
    ("World War II", "World War I"),
    ("After 2", "After the 2nd"),
    ("size XL", "size 40"),
    ("Vitamin C", "Vitamin 100"),
    ("co-op", "coop"),
    ("re-cover", "recover"),
    ("m/s", "m s"),
    ("Elizabeth I", "Elizabeth 2"),
    ("Henry VIIII", "Henry 9"),
    ("first", "1"),
    ("DNA or RNA", "DNA/RNA"),
    ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u0928\u0926"),
    ("x\u0304", "x"),
    ("x \u2192 \u221e", "x \u2192 -\u221e"),
    ("a-b", "ab"),
    ("\u25b3ABC", "\u25bdABC"),
    ("90%", "90\u2030"),
    ("\u20b95", "$5"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_sign_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert grade(f"\\boxed{{{other}}}", one, "short_text").status == "right"
    assert grade(f"\\boxed{{{one}}}", other, "short_text").status == "right"


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_sign_more_less_or_another_makes_another_text(one: str, other: str) -> None:
    assert grade(f"\\boxed{{{other}}}", one, "short_text").status == "wrong"
    assert grade(f"\\boxed{{{one}}}", other, "short_text").status == "wrong"


@pytest.mark.parametrize(
    ("response", "gold"),
    [
        ("The answer is Paris because it is the capital.", "Paris"),
        ("The answer is Paris, because it is the capital.", "Paris"),
        ("The answer is Lee Harvey Oswald, who shot JFK.", "Lee Harvey Oswald"),
        ("The answer is Roe v. Wade.", "Roe v. Wade"),
        ('The answer is "Dr. No".', "Dr. No"),
    ],
)
def test_a_stated_text_ends_before_its_reason_and_not_at_an_abbreviation(response: str, gold: str) -> None:
    assert grade(response, gold, "short_text").status == "right"


@pytest.mark.parametrize(
    ("response", "gold"),
    [
        ("The answer is The Man Who Knew Too Much.", "The Man"),
        ("The answer is good as gold.", "good"),
        ("The answer is Paris, which is not right.", "Paris"),
        (r"\boxed{Paris, because it is the capital}", "Paris"),
    ],
)
def test_what_is_no_reason_behind_a_stated_text_stays_a_part_of_it(response: str, gold: str) -> None:
    assert grade(response, gold, "short_text").status == "wrong"


def test_signs_alone_do_not_vanish() -> None:
    assert (
        len(
            {
                normalise(sign)
                for sign in ("\u2640", "\u2642", "\u00d7", "\u00f7", "\u2191", "\u2193", "?", "!", "\u2713")
            }
        )
        == 9
    )


@pytest.mark.parametrize(
    "text",
    ["A \u222a " * 9_000, "5-" * 20_000, "'" * 50_000, "| " * 30_000, "-> " * 30_000, "5 to " * 20_000, "f' " * 30_000],
)
def test_a_text_of_nothing_but_signs_is_no_slower(text: str) -> None:
    assert grade(f"Answer: {text}", "Paris", "short_text").status == "wrong"
    assert grade("Answer: Paris", text, "short_text").status == "wrong"
