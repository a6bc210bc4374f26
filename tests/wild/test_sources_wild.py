"""Multiple choice in the layouts of sets that many people train and test on: no wrong gold, and most of them exact.

The records were written for this test; only their fields are those of the sets.
"""

# ruff: noqa: E501 - a layout a line

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

L = "ABCD"


def pairs(options: list[str], label: str, text: str, labels: str = L) -> list[dict[str, str]]:
    return [{label: a, text: b} for a, b in zip(labels, options, strict=False)]


def columns(a: Any, names: str, first: str = "ABCD") -> dict[str, str]:
    return {names.format(mark): option for mark, option in zip(first, a.options, strict=True)}


def lines(a: Any, mark: str = "{}. {}", labels: str = L) -> str:
    return "\n".join(mark.format(label, option) for label, option in zip(labels, a.options, strict=True))


def user(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


# fmt: off
JSONL: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ARC": lambda a: {"id": f"Mercury_{a.n}", "question": a.question, "choices": {"text": a.options, "label": list(L if a.n % 5 else "1234")}, "answerKey": a.letter if a.n % 5 else str(a.at + 1)},
    "ARC as published": lambda a: {"id": f"Mercury_{a.n}", "question": {"stem": a.question, "choices": pairs(a.options, "label", "text")}, "answerKey": a.letter},
    "MMLU": lambda a: {"question": a.question, "subject": a.subject, "choices": a.options, "answer": a.at},
    "MMLU-Pro": lambda a: {"question_id": a.n + 70, "question": a.question, "options": a.options, "answer": a.letter, "answer_index": a.at, "cot_content": "", "category": a.subject, "src": "ori_mmlu"},
    "MMLU-Redux": lambda a: {"question": a.question, "choices": a.options, "answer": a.at, "error_type": "ok", "source": None, "correct_answer": None, "potential_reason": None},
    "SciQ": lambda a: {"question": a.question, "distractor3": a.wrong[2], "distractor1": a.wrong[0], "distractor2": a.wrong[1], "correct_answer": a.gold, "support": f"It is known that {a.gold} is right."},
    "RACE": lambda a: {"example_id": f"high{a.n}.txt", "article": a.passage, "answer": a.letter, "question": a.question, "options": a.options},
    "HellaSwag": lambda a: {"ind": a.n, "activity_label": "Travel", "ctx_a": a.passage, "ctx_b": "he", "ctx": f"{a.question} he", "endings": a.options, "source_id": f"x~{a.n}", "split": "train", "split_type": "indomain", "label": str(a.at)},
    "SocialIQA": lambda a: {"context": a.passage, "question": a.question, "answerA": a.options[0], "answerB": a.options[1], "answerC": a.options[2], "answerD": a.options[3], "label": str(a.at + 1)},
    "CommonsenseQA": lambda a: {"id": f"{a.n:x}", "question": a.question, "question_concept": "town", "choices": {"label": list(L), "text": a.options}, "answerKey": a.letter},
    "OpenBookQA": lambda a: {"id": f"7-{a.n}", "question_stem": a.question, "choices": {"text": a.options, "label": list(L)}, "answerKey": a.letter},
    "OpenBookQA with facts": lambda a: {"id": f"7-{a.n}", "question_stem": a.question, "choices": {"text": a.options, "label": list(L)}, "answerKey": a.letter, "fact1": a.passage, "humanScore": 1.0, "clarity": 1.4, "turkIdAnonymized": f"b{a.n}"},
    "MedMCQA": lambda a: {"id": f"e{a.n}", "question": a.question, "opa": a.options[0], "opb": a.options[1], "opc": a.options[2], "opd": a.options[3], "cop": a.at, "choice_type": "single", "exp": f"Ans. is {a.letter!r}", "subject_name": "Anatomy", "topic_name": None},
    "MedMCQA counted from one": lambda a: {"id": f"e{a.n}", "question": a.question, "opa": a.options[0], "opb": a.options[1], "opc": a.options[2], "opd": a.options[3], "cop": a.at + 1, "choice_type": "single", "exp": None, "subject_name": "Anatomy", "topic_name": None},
    "MedQA": lambda a: {"question": a.question, "answer": a.gold, "options": dict(zip(L, a.options, strict=True)), "meta_info": "step1", "answer_idx": a.letter, "metamap_phrases": ["a traveller", "the road"]},
    "MedQA of BigBIO": lambda a: {"meta_info": "step1", "question": a.question, "answer_idx": a.letter, "answer": a.gold, "options": pairs(a.options, "key", "value")},
    "LogiQA": lambda a: {"context": a.passage, "query": a.question, "options": a.options, "correct_option": a.at},
    "LogiQA 2": lambda a: {"id": a.n, "answer": a.at, "text": a.passage, "question": a.question, "options": a.options, "type": {"Categorical Reasoning": True}},
    "ReClor": lambda a: {"context": a.passage, "question": a.question, "answers": a.options, "label": a.at, "id_string": f"train_{a.n}"},
    "AQuA-RAT": lambda a: {"question": a.question, "options": [f"{x}){y}" for x, y in zip(L, a.options, strict=True)], "rationale": f"It is {a.gold}.\nThe answer is {a.letter}.", "correct": a.letter},
    "MathQA": lambda a: {"Problem": a.question, "Rationale": f'"so it is {a.gold} . answer : {a.letter.lower()}"', "options": " , ".join(f"{x.lower()} ) {y}" for x, y in zip(L, a.options, strict=True)), "correct": a.letter.lower(), "annotated_formula": "add(1,2)", "linear_formula": "add(n0,n1)|", "category": "general"},
    "SuperGPQA": lambda a: {"uuid": f"u{a.n}", "question": a.question, "options": a.options, "answer": a.gold, "answer_letter": a.letter, "discipline": "Science", "field": a.subject, "subfield": "x", "difficulty": "hard", "is_calculation": False},
    "GPQA": lambda a: {"Pre-Revision Question": f"Old: {a.question}", "Pre-Revision Correct Answer": a.wrong[0], "Pre-Revision Incorrect Answer 1": a.gold, "Pre-Revision Incorrect Answer 2": a.wrong[1], "Pre-Revision Incorrect Answer 3": a.wrong[2], "Question": a.question, "Correct Answer": a.gold, "Incorrect Answer 1": a.wrong[0], "Incorrect Answer 2": a.wrong[1], "Incorrect Answer 3": a.wrong[2], "Explanation": "Since it is.", "Subdomain": "Physics", "Record ID": f"rec{a.n}"},
    "TruthfulQA mc1": lambda a: {"question": a.question, "mc1_targets": {"choices": a.options, "labels": [int(one == a.gold) for one in a.options]}},
    "TruthfulQA mc1 and mc2": lambda a: {"question": a.question, "mc1_targets": {"choices": [a.gold, *a.wrong], "labels": [1, 0, 0, 0]}, "mc2_targets": {"choices": [a.gold, f"It is {a.gold}", *a.wrong], "labels": [1, 1, 0, 0, 0]}},
    "TruthfulQA generation": lambda a: {"type": "Adversarial", "category": "Law", "question": a.question, "best_answer": a.gold, "correct_answers": [a.gold, f"It is {a.gold}"], "incorrect_answers": a.wrong, "source": "https://example.org"},
    "QASC": lambda a: {"id": f"3{a.n}", "question": a.question, "choices": {"text": a.options, "label": list(L)}, "answerKey": a.letter, "fact1": a.passage, "fact2": "b", "combinedfact": "c", "formatted_question": f"{a.question} " + " ".join(f"({x}) {y}" for x, y in zip(L, a.options, strict=True))},
    "QuAIL": lambda a: {"id": f"f{a.n}", "context_id": "f1", "question_id": str(a.n), "domain": "fiction", "metadata": {"author": "x", "title": "t", "url": "u"}, "context": a.passage, "question": a.question, "question_type": "Causality", "answers": a.options, "correct_answer_id": a.at},
    "CosmosQA": lambda a: {"id": f"3Q{a.n}", "context": a.passage, "question": a.question, **columns(a, "answer{}", "0123"), "label": a.at},
    "DREAM": lambda a: {"id": a.n, "dialogue_id": f"4-{a.n}", "dialogue": ["M: Hi.", f"W: {a.passage}"], "question": a.question, "choice": a.options, "answer": a.gold},
    "C-Eval": lambda a: {"id": a.n, "question": a.question, **columns(a, "{}"), "answer": a.letter, "explanation": f"1. {a.gold}"},
    "AGIEval": lambda a: {"passage": a.passage, "question": a.question, "options": [f"({x}){y}" for x, y in zip(L, a.options, strict=True)], "label": a.letter, "other": None, "explanation": None},
    "BIG-bench": lambda a: {"idx": a.n, "inputs": f"Q: {a.question}\nA:", "targets": [a.gold], "multiple_choice_targets": a.options, "multiple_choice_scores": [int(one == a.gold) for one in a.options]},
    "veRL with options in the prompt": lambda a: {"data_source": "quiz", "prompt": user(f"{a.question}\n{lines(a)}"), "ability": "reasoning", "reward_model": {"style": "rule", "ground_truth": a.letter}, "extra_info": {"split": "train", "index": a.n}},
    "SWAG": lambda a: {"video-id": "v", "fold-ind": str(a.n), "startphrase": f"{a.question} He", "sent1": a.question, "sent2": "He", "gold-source": "gold", **columns(a, "ending{}", "0123"), "label": a.at},
    "EXAMS": lambda a: {"id": f"x{a.n}", "question": {"stem": a.question, "choices": {"text": a.options, "label": list(L), "para": [""] * 4}}, "answerKey": a.letter, "info": {"grade": 12, "subject": "Biology", "language": "English"}},
    "Okapi MMLU": lambda a: {"id": f"a/{a.n}", "instruction": a.question, **columns(a, "option_{}", "abcd"), "answer": a.letter},
    "ScienceQA": lambda a: {"image": None, "question": a.question, "choices": a.options, "answer": a.at, "hint": "", "task": "closed choice", "grade": "grade4", "subject": "natural science", "topic": "physics", "category": "Force", "skill": "Compare", "lecture": "A lecture.", "solution": f"It is {a.gold}."},
    "Belebele": lambda a: {"link": "https://example.org", "question_number": a.n % 2 + 1, "flores_passage": a.passage, "question": a.question, **columns(a, "mc_answer{}", "1234"), "correct_answer_num": str(a.at + 1), "dialect": "eng_Latn", "ds": "2023-05-03"},
    "HeadQA": lambda a: {"name": "Cuaderno", "year": "2013", "category": "biology", "qid": a.n, "qtext": a.question, "ra": a.at + 1, "answers": [{"aid": at + 1, "atext": one} for at, one in enumerate(a.options)]},
    "MuSR": lambda a: {"narrative": a.passage, "question": a.question, "choices": str(a.options), "answer_index": a.at, "answer_choice": a.gold},
    "lm-eval samples": lambda a: {"doc_id": a.n, "doc": {"question": a.question, "subject": a.subject, "choices": a.options, "answer": a.at}, "target": str(a.at), "resps": [[["-1.0", "False"]]], "acc": 1.0},
    "query, choices, gold": lambda a: {"query": a.question, "choices": a.options, "gold": a.at},
    "flags in the options": lambda a: {"question": a.question, "answers": [{"text": one, "correct": one == a.gold} for one in a.options]},
    "flags as isCorrect": lambda a: {"question": a.question, "options": [{"id": at, "answer": one, "isCorrect": one == a.gold} for at, one in enumerate(a.options)]},
    "quizapi": lambda a: {"id": a.n, "question": a.question, "answers": {**columns(a, "answer_{}", "abcd"), "answer_e": None, "answer_f": None}, "correct_answers": {f"answer_{x}_correct": str(x == a.letter.lower()).lower() for x in "abcdef"}, "category": "x"},
    "the options as numbers of JSON in text": lambda a: {"question": a.question, "options": json.dumps(a.options), "answer": a.letter},
    "the options as numpy prints them": lambda a: {"question": a.question, "options": "[" + " ".join(map(repr, a.options)) + "]", "answer": a.at},
    "the options as numpy prints them in lines": lambda a: {"question": a.question, "options": "[" + "\n ".join(map(repr, a.options)) + "]", "answer": a.letter},
    "a numpy array's repr": lambda a: {"question": a.question, "choices": f"array({a.options!r}, dtype=object)", "answer": a.at},
    "a dict of numpy arrays": lambda a: {"question": a.question, "choices": f"{{'text': array({a.options!r}, dtype=object), 'label': array(['A', 'B', 'C', 'D'], dtype=object)}}", "answerKey": a.letter},
    "small letters": lambda a: {"question": a.question, "options": a.options, "answer": a.letter.lower()},
    "roman labels": lambda a: {"question": a.question, "options": dict(zip(("i", "ii", "iii", "iv"), a.options, strict=True)), "answer": ("i", "ii", "iii", "iv")[a.at]},
    "roman labels beside": lambda a: {"question": a.question, "choices": {"text": a.options, "label": ["I", "II", "III", "IV"]}, "answerKey": ("I", "II", "III", "IV")[a.at]},
    "roman labels in the options": lambda a: {"question": a.question, "options": [f"({x}) {y}" for x, y in zip(("i", "ii", "iii", "iv"), a.options, strict=True)], "answer": f"({('i', 'ii', 'iii', 'iv')[a.at]})"},
    "labels in brackets": lambda a: {"question": a.question, "options": dict(zip(("(A)", "(B)", "(C)", "(D)"), a.options, strict=True)), "answer": f"({a.letter})"},
    "a dict of numbers": lambda a: {"question": a.question, "options": dict(zip("1234", a.options, strict=True)), "answer": a.at + 1},
    "a dict of numbers from 0": lambda a: {"question": a.question, "options": dict(zip("0123", a.options, strict=True)), "answer": a.at},
    "labels in another order": lambda a: {"question": a.question, "choices": {"label": list("DCBA"), "text": a.options}, "answerKey": "DCBA"[a.at]},
    "the option with its letter": lambda a: {"question": a.question, "options": [f"{x}. {y}" for x, y in zip(L, a.options, strict=True)], "answer": f"{a.letter}. {a.gold}"},
    "the letter before the text": lambda a: {"question": a.question, "options": a.options, "answer": f"{a.letter}. {a.gold}"},
    "in words": lambda a: {"question": a.question, "options": a.options, "answer": f"Option {a.letter}"},
    "option1 as the answer": lambda a: {"question": a.question, **columns(a, "option{}", "1234"), "answer": f"option{a.at + 1}"},
    "number of a column": lambda a: {"question": a.question, **columns(a, "option{}", "1234"), "answer": a.at + 1},
    "options in a text": lambda a: {"question": a.question, "options": lines(a), "answer": a.letter},
    "options behind bars": lambda a: {"question": a.question, "options": " | ".join(a.options), "answer": a.gold},
    "alpaca with options as input": lambda a: {"instruction": a.question, "input": lines(a), "output": a.letter},
    "alpaca with a sentence": lambda a: {"instruction": a.question, "input": lines(a, "{}) {}"), "output": f"The correct answer is {a.letter}) {a.gold}."},
    "sharegpt": lambda a: {"conversations": [{"from": "human", "value": f"{a.question}\n{lines(a)}"}, {"from": "gpt", "value": a.letter}]},
    "chat with an explanation": lambda a: {"messages": [*user(f"{a.question}\n{lines(a)}"), {"role": "assistant", "content": f"It cannot be A thing else. The answer is {a.letter}."}]},
    "BIG-bench hard": lambda a: {"input": f"{a.question}\nOptions:\n{lines(a, '({}) {}')}", "target": f"({a.letter})"},
    "two keys": lambda a: {"question": a.question, "choices": a.options, "answer": a.letter, "answer_index": a.at, "predicted_answer": "A", "model_output": "The answer is (A)."},
    "a prediction beside the key": lambda a: {"question": a.question, "options": a.options, "prediction": L[(a.at + 1) % 4], "answer": a.letter},
    "options counted from zero by columns": lambda a: {"question": a.question, **columns(a, "choice_{}", "0123"), "label": a.at},
    # as people write them
    "an index nested beside its text": lambda a: {"question": a.question, "choices": a.options, "target": {"index": a.at, "text": a.gold}},
    "small labels, capital answers": lambda a: {"q": a.question, "options": dict(zip("abcd", a.options, strict=True)), "correct": a.letter},
    "the name of the option's column": lambda a: {"question": a.question, **columns(a, "option_{}", "abcd"), "correct_option": f"option_{a.letter.lower()}"},
    "packed, and the text": lambda a: {"prompt": f"{a.question}\n{lines(a)}", "completion": a.gold},
    "packed, with a closing word": lambda a: {"prompt": f"{a.question}\n{lines(a, '({}) {}')}\nAnswer:", "completion": f" ({a.letter}) {a.gold}"},
    "packed, with an instruction behind": lambda a: {"prompt": f"{a.question}\n{lines(a)}\nAnswer with the letter only.", "answer": a.letter},
    "a number and the text": lambda a: {"question": a.question, "choices": [*a.options], "answer": a.at, "answer_text": a.gold},
    "a student beside the key": lambda a: {"question": a.question, "options": a.options, "student_answer": L[(a.at + 1) % 4], "correct_answer": a.letter},
    "a label that is no key": lambda a: {"question": a.question, "options": a.options, "difficulty_label": a.n % 3, "answer": a.letter},
    "labels of two kinds in one table": lambda a: {"question": a.question, "options": {**dict.fromkeys("ABCD1234"), **dict(zip(L if a.n % 2 else "1234", a.options, strict=True))}, "answerKey": a.letter if a.n % 2 else str(a.at + 1)},
    "pairs as JSON in a text": lambda a: {"question": a.question, "options": json.dumps(pairs(a.options, "label", "text")), "answer": a.letter},
    "a list of one letter": lambda a: {"question": a.question, "options": a.options, "correct_answers": [a.letter]},
    "ids of options": lambda a: {"question": a.question, "options": [{"id": f"o{a.n}{at}", "text": text} for at, text in enumerate(a.options)], "correct_option_id": f"o{a.n}{a.at}"},
    "a rationale that names another first": lambda a: {"question": a.question, "options": a.options, "rationale": f"Option A is wrong. Answer: {a.letter}"},
    "a letter behind ####": lambda a: {"question": a.question, "options": a.options, "answer": f"We think.\n#### {a.letter}"},
    "a letter in a box": lambda a: {"problem": f"{a.question}\n{lines(a, '({}) {}')}", "solution": f"So \\boxed{{{a.letter}}}."},
    "JEEBench": lambda a: {"subject": "phy", "description": "JEE", "gold": a.letter, "index": a.n, "type": "MCQ", "question": f"{a.question}\n\n" + lines(a, "({}) {}\n")},
}
REFUSED = frozenset({"quizapi", "options behind bars"})
"""Layouts that no mapping reads yet."""



@pytest.mark.parametrize("count", [40, 3])
@pytest.mark.parametrize("name", JSONL)
def test_a_set_of_choices_is_mapped_without_a_wrong_gold(
    name: str, count: int, asks: Any, right: Any, judge: Any
) -> None:
    given = asks(count)
    found = judge([JSONL[name](one) for one in given], [right(one) for one in given])
    assert not found.wrong, f"{found.wrong[0]}\n{found.said}"
    if name in REFUSED:
        assert set(found.counts) == {"refused"}
    elif count == 40:
        assert found.exact, f"{dict(found.counts)}\n{found.said}"
