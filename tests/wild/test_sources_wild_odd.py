"""Tables, few options, dirt and traps: what makes a guess of a mapping wrong in silence if nothing looks for it."""

# ruff: noqa: E501, FBT003 - a layout a line; and true is an answer here

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

L = "ABCD"


def said(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def two(a: Any) -> list[str]:
    """The right option and a wrong one, in either order."""
    return [a.gold, a.wrong[0]] if a.at % 2 == 0 else [a.wrong[0], a.gold]


# fmt: off
TABLES: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "MMLU": ("csv bare", lambda a: {"q": a.question, **dict(zip(L, a.options, strict=True)), "k": a.letter}),
    "CMMLU": ("csv", lambda a: {"": a.n, "Question": a.question, **dict(zip(L, a.options, strict=True)), "Answer": a.letter}),
    "Kaggle LLM Science Exam": ("csv", lambda a: {"id": a.n, "prompt": a.question, **dict(zip(L, a.options, strict=True)), "E": "none of them", "answer": a.letter}),
    "a list in a cell": ("csv", lambda a: {"question": a.question, "choices": str(a.options), "answer": a.at}),
    "numpy in a cell": ("csv", lambda a: {"question": a.question, "choices": "[" + " ".join(map(repr, a.options)) + "]", "answer": a.at}),
    "numbers with a point": ("csv", lambda a: {"question": a.question, **{f"option_{at}": one for at, one in enumerate(a.options, 1)}, "answer": f"{a.at + 1}.0"}),
    "tabs": ("tsv", lambda a: {"question": a.question, **dict(zip(L, a.options, strict=True)), "label": a.letter.lower()}),
    "parquet of floats": ("parquet", lambda a: {"question": a.question, "choices": a.options, "answer": float(a.at)}),
    "parquet with a mapping": ("parquet", lambda a: {"question": a.question, "options": dict(zip(L, a.options, strict=True)), "answer_idx": a.letter}),
    "veRL in parquet": ("parquet", lambda a: {"data_source": "x", "prompt": [said("user", f"{a.question}\n" + "\n".join(f"{x}) {y}" for x, y in zip(L, a.options, strict=True)))], "reward_model": {"style": "rule", "ground_truth": a.letter}}),
}

FEW: dict[str, Callable[[Any], dict[str, Any]]] = {
    "PIQA": lambda a: {"goal": a.question, "sol1": two(a)[0], "sol2": two(a)[1], "label": a.at % 2},
    "COPA": lambda a: {"premise": a.passage, "choice1": two(a)[0], "choice2": two(a)[1], "question": f"{a.question}", "idx": a.n, "label": a.at % 2},
    "WinoGrande": lambda a: {"sentence": f"{a.question} It is _.", "option1": two(a)[0], "option2": two(a)[1], "answer": str(a.at % 2 + 1)},
    "pairs with flags": lambda a: {"question": a.question, "answers": [{"text": one, "is_correct": one == a.gold} for one in two(a)]},
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_choices_is_mapped_exactly(name: str, asks: Any, right: Any, judge: Any) -> None:
    form, make = TABLES[name]
    given = asks(40)
    if name == "Kaggle LLM Science Exam":
        rights = [right(one, [*one.options, "none of them"]) for one in given]
    else:
        rights = [right(one) for one in given]
    found = judge([make(one) for one in given], rights, form)
    assert found.exact, f"{found.wrong[:1]} {dict(found.counts)}\n{found.said}"


@pytest.mark.parametrize("name", FEW)
def test_two_options_are_mapped_exactly(name: str, asks: Any, right: Any, judge: Any) -> None:
    given = asks(40)
    found = judge([FEW[name](one) for one in given], [right(one, two(one)) for one in given])
    assert found.exact, f"{found.wrong[:1]} {dict(found.counts)}\n{found.said}"


def test_an_export_of_opentdb_is_a_right_answer_beside_a_list_of_wrong_ones(asks: Any, right: Any, judge: Any) -> None:
    given = asks(40)
    results = [{"type": "multiple", "difficulty": "easy", "category": "Science", "question": one.question, "correct_answer": one.gold, "incorrect_answers": one.wrong} for one in given]
    found = judge({"response_code": 0, "results": results}, [right(one) for one in given], "json")
    assert found.exact, f"{found.wrong[:1]} {dict(found.counts)}\n{found.said}"


TRAPS: dict[str, tuple[Callable[[Any], dict[str, Any]], str]] = {
    "a prediction and no key": (lambda a: {"question": a.question, "options": a.options, "prediction": L[a.n % 4]}, "nothing says which of them is right"),
    "two keys that differ now and then": (lambda a: {"question": a.question, "options": a.options, "answer": a.letter, "gold": a.letter if a.n % 5 else L[(a.at + 1) % 4]}, "answer and gold both look like the answer, and differ"),
    "two keys that have nothing to do with each other": (lambda a: {"question": a.question, "options": a.options, "answer": a.letter, "correct_answer": L[(a.n * 5 // 3) % 4]}, "both look like the answer, and differ"),
    "numbers that are options and places": (lambda a: {"question": a.question, "options": ["1", "2", "3", "0"], "answer": str(a.at % 3 + 1)}, "can be read as"),
    "roman answers to options without labels": (lambda a: {"question": a.question, "options": a.options, "answer": ("i", "ii", "iii", "iv")[a.at]}, "nothing says which of them is right"),
    "a list of options as the answer": (lambda a: {"question": a.question, "answers": a.options, "type": "mc"}, "look like options"),
    "letters without options": (lambda a: {"question": a.question, "answer": a.letter}, "keys of options"),
    "what a model said, and no key": (lambda a: {"question": a.question, "options": a.options, "output": L[(a.at + 1) % 4]}, "nothing says which of them is right"),
    "labels inside formulas": (lambda a: {"problem": f"{a.question} $" + " ".join(f"\\textbf{{({x})}}\\ {y}" for x, y in zip(L, a.options, strict=True)) + "$", "answer": a.letter}, "keys of options"),
    "a model's word for most, a key for some": (lambda a: {"question": a.question, "options": a.options, "response": L[(a.at + 1) % 4], "answer": a.letter if a.n % 2 else None}, "nothing says which of them is right"),
    "options in an image": (lambda a: {"question": a.question, "options": ["", "", "", ""], "answer": a.letter}, "no column holds options that can be read"),
    "the answer of a model in a chat": (lambda a: {"messages": [said("user", a.question), said("assistant", a.wrong[0]), said("user", "Sure?"), said("assistant", a.gold)]}, "no column looks like a question"),
    "packed options and an essay": (lambda a: {"prompt": f"{a.question}\nA. x{a.n}\nB. y\nC. z", "response": "Perhaps A. Then again, option B is not wrong. The answer is not C."}, "nothing says which"),
    "few shots before the question": (lambda a: {"prompt": [said("user", "Name the capital of Mali."), said("assistant", "Bamako"), said("user", a.question)], "answer": a.gold}, "no column looks like a question"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_what_may_be_read_wrongly_is_refused_with_what_was_found(name: str, asks: Any, unknown: Any, judge: Any) -> None:
    make, why = TRAPS[name]
    for count in (40, 8):
        given = asks(count)
        found = judge([make(one) for one in given], [unknown] * count)
        assert set(found.counts) == {"refused"}, f"{found.wrong[:1]}\n{found.said}"
        assert why in found.said or count == 8


def spoil(a: Any, record: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    return record if a.n % 6 else {**record, key: value}


DIRT: dict[str, Callable[[Any], dict[str, Any]]] = {
    "a letter beyond the options": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.letter}, "answer", "F"),
    "no answer": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.letter}, "answer", None),
    "a blank answer": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.letter}, "answer", " "),
    "a number below all": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.at}, "answer", -1),
    "true for a number": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.at}, "answer", True),
    "half a number": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.at}, "answer", 1.5),
    "a null between options": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.at}, "options", [a.options[0], None, *a.options[2:]]),
    "a null in a mapping": lambda a: spoil(a, {"question": a.question, "options": dict(zip(L, a.options, strict=True)), "answer": a.at}, "options", {"A": a.wrong[0], "B": None, "C": a.wrong[1], "D": a.wrong[2]}),
    "one option twice": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.gold}, "options", [a.gold, a.gold, a.wrong[0]]),
    "no options": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.letter}, "options", []),
    "other options": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": a.gold}, "options", ["x", "y"]),
    "two flags": lambda a: spoil(a, {"question": a.question, "choices": a.options, "labels": [int(one == a.gold) for one in a.options]}, "labels", [1, 0, 0]),
    "an essay for a letter": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": f"The answer is {a.letter}."}, "answer", "The answer is A. No, the answer is B."),
    "a sentence that begins with A": lambda a: spoil(a, {"question": a.question, "options": a.options, "answer": f"{a.letter}) {a.gold}"}, "answer", "A town in the south"),
}


@pytest.mark.parametrize("name", DIRT)
def test_dirt_costs_its_own_record_and_no_other(name: str, asks: Any, right: Any, unknown: Any, judge: Any) -> None:
    given = asks(42)
    found = judge([DIRT[name](one) for one in given], [right(one) if one.n % 6 else unknown for one in given])
    assert not found.wrong, f"{found.wrong[0]}\n{found.said}"
    assert found.counts == {"exact": 35, "refused": 7}, found.said


def test_white_space_case_and_unicode_of_an_answer_do_not_matter(asks: Any, right: Any, judge: Any) -> None:
    dress = (" {} ", "{}\n", "\u00a0{}", "{}")
    for letter in (lambda a: a.letter, lambda a: chr(ord(a.letter) + 0xFEE0), lambda a: f"({a.letter.lower()})"):
        given = asks(40)
        records = [{"question": a.question, "options": a.options, "answer": dress[a.n % 4].format(letter(a))} for a in given]
        assert judge(records, [right(a) for a in given]).exact
    texts = (str.upper, str.lower, str.title, lambda text: f"  {text} ")
    records = [{"question": a.question, "options": a.options, "answer": texts[a.n % 4](a.gold)} for a in asks(40)]
    assert judge(records, [right(a) for a in asks(40)]).exact


def test_several_right_letters_in_any_dress_are_one_gold_of_several(asks: Any, right: Any, judge: Any) -> None:
    def several(a: Any) -> str:
        other = (a.at + 1) % 4
        letters = sorted([a.letter, L[other]])
        return ("{}{}", "{}, {}", "{} and {}", "{};{}")[a.n // 2 % 4].format(*letters) if a.n % 2 else str(a.letter)

    given = asks(40)
    records = [{"question": a.question, "options": a.options, "answer": several(a)} for a in given]
    golds = ["; ".join(sorted({a.gold, a.options[(a.at + 1) % 4]}, key=a.options.index)) if a.n % 2 else a.gold for a in given]
    found = judge(records, [right(a, gold=gold) for a, gold in zip(given, golds, strict=True)])
    assert found.exact, f"{found.wrong[:1]} {dict(found.counts)}\n{found.said}"


def test_a_record_of_json_within_json_keeps_its_gold(asks: Any, right: Any, judge: Any) -> None:
    given = asks(40)
    records = [{"question": a.question, "options": json.dumps(dict(zip(L, a.options, strict=True))), "answer": a.letter} for a in given]
    assert judge(records, [right(a) for a in given]).exact
