r"""Open questions in the layouts of sets that many people train and test on: no wrong gold, and most of them exact.

A set whose answers stand in another shape than a row's, or nowhere, is refused: `REFUSED`. The records were written for
this test; only their fields are those of the sets.
"""

# ruff: noqa: E501 - a layout a line

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def said(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def turn(speaker: str, value: str) -> dict[str, str]:
    return {"from": speaker, "value": value}


def worked(a: Any) -> str:
    return f"There are {a.n + 2} more than {a.result - a.n - 2}.\nSo we add them and find \\boxed{{{a.result}}}."


def marked(a: Any) -> str:
    return f"There are {a.n + 2} more, <<1+1=2>> so we add.\n#### {a.result}"


def fact(a: Any) -> str:
    return str(a.gold)


def number(a: Any) -> str:
    return str(a.result)


def truth(a: Any) -> str:
    return str(a.at < 2).lower()


# fmt: off
OPEN: dict[str, tuple[Callable[[Any], Any], Callable[[Any], str | None]]] = {
    "GSM8K": (lambda a: {"question": a.sum, "answer": marked(a)}, number),
    "GSM8K of veRL": (lambda a: {"data_source": "openai/gsm8k", "prompt": [said("user", f'{a.sum} Let\'s think step by step and output the final answer after "####".')], "ability": "math", "reward_model": {"ground_truth": number(a), "style": "rule"}, "extra_info": {"answer": marked(a), "index": a.n, "question": a.sum, "split": "train"}}, number),
    "MATH": (lambda a: {"problem": a.sum, "level": f"Level {a.n % 5 + 1}", "type": "Algebra", "solution": worked(a)}, number),
    "MATH-500": (lambda a: {"problem": a.sum, "solution": worked(a), "answer": number(a), "subject": "Algebra", "level": a.n % 5 + 1, "unique_id": f"test/algebra/{a.n}.json"}, number),
    "NuminaMath": (lambda a: {"source": "olympiads", "problem": a.sum, "solution": worked(a), "messages": [said("user", a.sum), said("assistant", worked(a))]}, number),
    "NuminaMath 1.5": (lambda a: {"problem": a.sum, "solution": worked(a), "answer": number(a), "problem_type": "Algebra", "question_type": "math-word-problem", "problem_is_valid": "Yes", "solution_is_valid": "Yes", "source": "olympiads", "synthetic": False}, number),
    "OpenMathInstruct 1": (lambda a: {"question": a.sum, "expected_answer": number(a), "predicted_answer": str(a.result + a.n % 3), "error_message": "<not_executed>", "is_correct": a.n % 3 == 0, "generation_type": "original", "dataset": "gsm8k", "generated_solution": f"So it is \\boxed{{{a.result + a.n % 3}}}."}, number),
    "OpenMathInstruct 2": (lambda a: {"problem": a.sum, "generated_solution": worked(a), "expected_answer": number(a), "problem_source": "augmented_math"}, number),
    "DeepScaleR": (lambda a: {"problem": a.sum, "answer": number(a), "solution": worked(a) if a.n % 3 else ""}, number),
    "BigMath": (lambda a: {"problem": a.sum, "answer": number(a), "source": "orca_math", "domain": ["Mathematics -> Algebra -> Other"], "llama8b_solve_rate": 0.5}, number),
    "DAPO": (lambda a: {"data_source": "math_dapo", "prompt": [said("user", f'Solve the following math problem step by step. The last line of your response should be of the form Answer: $Answer (without quotes) where $Answer is the answer to the problem.\n\n{a.sum}\n\nRemember to put your answer on its own line after "Answer:".')], "ability": "MATH", "reward_model": {"ground_truth": number(a), "style": "rule-lighteval/MATH_v2"}, "extra_info": {"index": f"9a{a.n}"}}, number),
    "DAPO processed": (lambda a: {"prompt": a.sum, "solution": number(a), "data_source": "math_dapo", "source_prompt": [said("user", f"Solve it. {a.sum}")], "ability": "MATH", "reward_model": {"ground_truth": number(a), "style": "rule"}, "extra_info": {"index": f"9a{a.n}"}}, number),
    "WebInstruct verified": (lambda a: {"id": a.n, "question": a.question, "answer": fact(a), "answer_type": "String", "category": "Chemistry", "difficulty": "Senior High School"}, fact),
    "Natural Questions open": (lambda a: {"question": a.question, "answer": [fact(a), f"the {fact(a)}"]}, fact),
    "TriviaQA": (lambda a: {"question": a.question, "question_id": f"tc_{a.n}", "question_source": "http://example.org", "entity_pages": {"title": [], "wiki_context": []}, "search_results": {"rank": [], "title": []}, "answer": {"aliases": [fact(a), f"The {fact(a)}"], "normalized_aliases": [fact(a).lower()], "matched_wiki_entity_name": "", "normalized_matched_wiki_entity_name": "", "normalized_value": fact(a).lower(), "type": "WikipediaEntity", "value": fact(a)}}, fact),
    "SQuAD": (lambda a: {"id": f"5{a.n}", "title": "Travel", "context": f"{a.passage} It is {fact(a)}.", "question": a.question, "answers": {"text": [fact(a)], "answer_start": [85]}}, fact),
    "HotpotQA": (lambda a: {"id": f"5a{a.n}", "question": a.question, "answer": fact(a), "type": "bridge", "level": "hard", "supporting_facts": {"title": ["X"], "sent_id": [0]}, "context": {"title": ["X", "Y"], "sentences": [[a.passage], ["Else."]]}}, fact),
    "DROP": (lambda a: {"section_id": "nfl_1", "query_id": f"q{a.n}", "passage": a.passage, "question": a.sum, "answers_spans": {"spans": [number(a), number(a)], "types": ["number", "number"]}}, number),
    "StrategyQA": (lambda a: {"qid": f"b{a.n}", "term": "Town", "description": "a place", "question": a.question, "answer": a.at < 2, "facts": "It is known.", "decomposition": ["What is it?", "Is #1 so?"]}, truth),
    "BoolQ": (lambda a: {"question": a.question, "answer": a.at < 2, "passage": a.passage}, truth),
    "PubMedQA": (lambda a: {"pubid": a.n, "question": a.question, "context": {"contexts": [a.passage, "More."], "labels": ["BACKGROUND", "RESULTS"], "meshes": ["Town"], "reasoning_required_pred": ["y"], "reasoning_free_pred": ["e"]}, "long_answer": "It seems that this is so for most travellers, but more must be found out.", "final_decision": ("yes", "no", "maybe", "yes")[a.at]}, lambda a: ("yes", "no", "maybe", "yes")[a.at]),
    "TheoremQA": (lambda a: {"Question": a.sum, "Answer": number(a), "Answer_type": "integer", "Picture": None}, number),
    "SciBench": (lambda a: {"problem_text": a.sum, "answer_latex": f" {number(a)}", "answer_number": number(a), "unit": " pens", "source": "atkins", "problemid": f"e1.{a.n}", "comment": " ", "solution": ""}, number),
    "OlympiadBench": (lambda a: {"id": a.n, "question": a.sum, "solution": [worked(a)], "final_answer": [number(a)], "context": None, "image_1": None, "modality": "Text-only", "difficulty": "Competition", "is_multiple_answer": False, "unit": None, "answer_type": "Numerical", "error": None, "question_type": "Open-ended", "subfield": "Algebra", "subject": "Math", "language": "English"}, number),
    "AIME": (lambda a: {"ID": f"2024-I-{a.n}", "Problem": a.sum, "Solution": worked(a), "Answer": a.result}, number),
    "AIME in lower case": (lambda a: {"id": a.n, "problem": a.sum, "solution": worked(a), "answer": number(a), "url": "https://example.org", "year": "2024"}, number),
    "SVAMP": (lambda a: {"ID": f"chal-{a.n}", "Body": "Ann has pens.", "Question": a.sum, "Equation": f"( {a.result}.0 + 0.0 )", "Answer": float(a.result), "Type": "Addition"}, number),
    "OpenThoughts metadata": (lambda a: {"problem": a.sum, "deepseek_reasoning": f"Perhaps \\boxed{{{a.result + 1}}}? No.", "deepseek_solution": worked(a), "ground_truth_solution": worked(a), "domain": "math", "source": "numina", "test_cases": None, "starter_code": None}, number),
    "OpenR1 Math": (lambda a: {"problem": a.sum, "solution": worked(a), "answer": number(a), "problem_type": "Algebra", "question_type": "math-word-problem", "source": "olympiads", "uuid": f"u{a.n}", "is_reasoning_complete": [True, True], "generations": [f"<think>x</think> \\boxed{{{a.result + 1}}}", worked(a)], "correctness_math_verify": [False, True], "correctness_llama": None, "finish_reasons": None, "correctness_count": 1, "messages": [said("user", a.sum), said("assistant", "x")]}, number),
    "Omni-MATH": (lambda a: {"domain": ["Mathematics -> Algebra"], "difficulty": 5.0, "problem": a.sum, "solution": worked(a), "answer": number(a), "source": "imo_shortlist"}, number),
    "natural_reasoning": (lambda a: {"question": a.question, "reference_answer": fact(a), "responses": [{"response_model": "m", "response": f"I think it is {a.wrong[0]}."}]}, fact),
    "Skywork OR1": (lambda a: {"data_source": "train-math", "prompt": [said("user", a.sum)], "ability": "math", "reward_model": {"ground_truth": json.dumps([number(a)]), "style": "rule"}, "extra_info": {"index": a.n}}, number),
    "SYNTHETIC-1": (lambda a: {"source": "numina", "task_type": "verifiable_math", "in_source_id": f"n{a.n}", "prompt": a.sum, "gold_standard_solution": worked(a), "verification_info": json.dumps({"ground_truth": number(a)}), "metadata": "{}", "problem_id": f"vfm_{a.n}"}, number),
    "Alpaca": (lambda a: {"instruction": a.question, "input": "", "output": fact(a)}, fact),
    "Dolly": (lambda a: {"instruction": a.question, "context": "", "response": fact(a), "category": "open_qa"}, fact),
    "PopQA": (lambda a: {"id": a.n, "subj": "X", "prop": "capital", "obj": fact(a), "question": a.question, "possible_answers": json.dumps([fact(a), f"{fact(a)} town"])}, fact),
    "SimpleQA": (lambda a: {"metadata": "{'topic': 'Geography', 'answer_type': 'Place', 'urls': ['https://example.org']}", "problem": a.question, "answer": fact(a)}, fact),
    "WebQuestions": (lambda a: {"url": "http://example.org", "question": a.question, "answers": [fact(a)]}, fact),
    "GSM-Plus": (lambda a: {"question": a.sum, "solution": marked(a), "answer": number(a), "perturbation_type": "numerical", "seed_question": f"Once: {a.sum}", "seed_solution": "1 + 1 = 2\n#### 2", "seed_answer": "2"}, number),
    "MetaMathQA": (lambda a: {"type": "MATH_AnsAug", "query": a.sum, "original_question": f"A box has {a.n} pens.", "response": f"We add.\n#### {a.result}\nThe answer is: {a.result}"}, number),
    "HARP": (lambda a: {"problem": a.sum, "answer": number(a), "subject": "algebra", "level": 2, "solution_1": worked(a), "contest": "AMC", "year": "2001", "number": str(a.n)}, number),
    "a chat with a box": (lambda a: {"messages": [said("system", "Put the answer in a box."), said("user", a.sum), said("assistant", worked(a))]}, number),
    "BIG-bench hard without options": (lambda a: {"input": a.question, "target": fact(a)}, fact),
    "a sentence and its short form": (lambda a: {"question": a.question, "answer": f"It is well known that {a.gold} is right.", "short_answer": a.gold}, fact),
    "the answer first among others": (lambda a: {"question": a.question, "answer": a.gold, "answers": [a.gold, f"the {a.gold}"], "id": a.n}, fact),
    "a reference beside an output": (lambda a: {"input": a.question, "output": a.wrong[0], "reference": a.gold}, fact),
    "two marks": (lambda a: {"question": a.sum, "answer": f"#### first part\n{a.n}\n#### {a.result}"}, number),
    "two boxes": (lambda a: {"problem": a.sum, "solution": f"First \\boxed{{{a.n}}}, then, with what is left of it all, after much work, \\boxed{{{a.result}}}."}, number),
    "lm-eval samples": (lambda a: {"doc_id": a.n, "doc": {"question": a.sum, "answer": marked(a)}, "target": number(a), "resps": [[f"I think #### {a.result + 1}"]], "filtered_resps": [str(a.result + 1)], "exact_match": 0.0}, number),
    "a prediction beside it": (lambda a: {"question": a.question, "prediction": a.wrong[0], "response": a.wrong[1], "answer": fact(a)}, fact),
    "HLE": (lambda a: {"id": f"6{a.n}", "question": a.question, "image": "", "answer": fact(a), "answer_type": "exactMatch", "author_name": "X", "rationale": "Since.", "raw_subject": "Chemistry", "category": "Other"}, fact),
}

REFUSED: dict[str, Callable[[Any], Any]] = {
    "FOLIO": lambda a: {"story_id": a.n, "premises": a.passage, "conclusion": a.question, "premises-FOL": "P(x)", "conclusion-FOL": "Q(x)", "label": ("True", "False", "Uncertain", "True")[a.at], "example_id": a.n},
    "SQuAD as published": lambda a: {"title": "Travel", "paragraphs": [{"context": a.passage, "qas": [{"question": a.question, "id": "x", "answers": [{"text": a.gold, "answer_start": 3}]}, {"question": f"Again: {a.question}", "id": "y", "answers": [{"text": a.wrong[0], "answer_start": 3}]}]}]},
    "RACE as published": lambda a: {"answers": [a.letter, "A"], "options": [a.options, a.wrong], "questions": [a.question, "What else?"], "article": a.passage, "id": f"high{a.n}.txt"},
    "CoQA": lambda a: {"source": "x", "story": a.passage, "questions": [a.question, "And then?"], "answers": {"input_text": [a.gold, "no"], "answer_start": [1, 2], "answer_end": [3, 4]}},
    "preferences": lambda a: {"prompt": a.question, "chosen": a.gold, "rejected": a.wrong[0]},
    "ANLI": lambda a: {"uid": f"x{a.n}", "premise": a.passage, "hypothesis": a.question, "label": a.at % 3, "reason": "Since."},
    "GLUE": lambda a: {"sentence1": a.passage, "sentence2": a.question, "label": a.at % 2, "idx": a.n},
    "paraphrases": lambda a: {"question1": a.question, "question2": f"Say: {a.question}", "is_duplicate": a.at % 2},
    "sentiment": lambda a: {"text": a.passage, "label": a.at % 2},
    "an answer that is the gold now and then": lambda a: {"question": a.question, "answer": a.wrong[0] if a.n % 3 == 0 else a.gold, "expected_answer": a.gold},
    "what a model said of a question": lambda a: {"question": a.question, "response": a.gold},
    "a chat and what was rejected": lambda a: {"prompt": a.question, "chosen": [said("user", a.question), said("assistant", a.gold)], "rejected": [said("user", a.question), said("assistant", a.wrong[0])]},
    "predictions alone": lambda a: {"question": a.question, "prediction": a.gold, "score": 0.5},
    "Orca math": lambda a: {"question": a.sum, "answer": f"First we look at the pens, of which there are some. {'Then we count them again with care. ' * 9}The total is {a.result} pens."},
    "OpenThoughts": lambda a: {"system": "Think.", "conversations": [turn("user", a.sum), turn("assistant", f"<|begin_of_thought|>{'Perhaps it is so. ' * 20}<|end_of_thought|> It is {a.result}.")]},
    "ShareGPT": lambda a: {"id": f"x{a.n}", "conversations": [turn("human", a.question), turn("gpt", f"It is {a.gold}."), turn("human", "And why?"), turn("gpt", "Since it is.")]},
    "ORZ": lambda a: [turn("human", a.sum), {"from": "assistant", "ground_truth": {"value": str(a.result)}}],
    "NLI in words": lambda a: {"premise": a.passage, "hypothesis": a.question, "label": ("entailment", "neutral", "contradiction")[a.at % 3]},
    "a summary": lambda a: {"article": a.passage * 3, "highlights": a.question},
    "translations": lambda a: {"translation": {"en": a.question, "fr": a.gold}},
    "code": lambda a: {"task_id": f"HumanEval/{a.n}", "prompt": "def f(x):\n", "canonical_solution": "    return x\n", "test": "assert f(1) == 1", "entry_point": "f"},
    "QuAC": lambda a: {"dialogue_id": f"C{a.n}", "wikipedia_page_title": "X", "context": a.passage, "questions": [a.question, "And?"], "answers": [{"texts": [a.gold], "answer_starts": [1]}, {"texts": ["x"], "answer_starts": [2]}]},
    "Natural Questions": lambda a: {"id": str(a.n), "document": {"title": "X", "html": f"<p>{a.passage}</p>"}, "question": {"text": a.question, "tokens": a.question.split()}, "annotations": {"id": ["1"], "long_answer": [{"start_token": 1}], "short_answers": [{"start_token": [3], "end_token": [4], "text": [a.gold]}], "yes_no_answer": [-1]}},
}


@pytest.mark.parametrize("count", [40, 3])
@pytest.mark.parametrize("name", OPEN)
def test_a_set_of_open_questions_is_mapped_exactly(name: str, count: int, asks: Any, bare: Any, judge: Any) -> None:
    make, gold = OPEN[name]
    given = asks(count)
    found = judge([make(one) for one in given], [bare(gold(one)) for one in given])
    assert found.exact, f"{found.wrong[:1]} {dict(found.counts)}\n{found.said}"


@pytest.mark.parametrize("count", [40, 3])
@pytest.mark.parametrize("name", REFUSED)
def test_a_set_without_an_answer_of_its_own_is_refused(
    name: str, count: int, asks: Any, unknown: Any, judge: Any
) -> None:
    found = judge([REFUSED[name](one) for one in asks(count)], [unknown] * count)
    assert set(found.counts) == {"refused"}, f"{found.wrong[:1]}\n{found.said}"
