"""How each source lays out its rows: the columns of the data sets on the hub, so that one source file reads both."""

import json
from collections.abc import Callable

from curate.samples.make.item import LETTERS, WRITTEN, Item

Record = dict[str, object]
TYPES = {
    "algebra": "Algebra",
    "counting_and_probability": "Counting & Probability",
    "geometry": "Geometry",
    "intermediate_algebra": "Intermediate Algebra",
    "number_theory": "Number Theory",
    "prealgebra": "Prealgebra",
    "precalculus": "Precalculus",
}
"""Subject to the `type` of hendrycks_math."""

PROBLEM_TYPES = {
    "counting_and_probability": "Combinatorics",
    "geometry": "Geometry",
    "number_theory": "Number Theory",
    "calculus": "Calculus",
    "inequalities": "Inequalities",
    "logic_and_puzzles": "Logic and Puzzles",
}
"""Subject to the `problem_type` of NuminaMath-1.5; every other subject is algebra there."""

ASK_QA = "Answer the question with the letter of the right option."
ASK_MATH = "Solve the problem and put the final answer in \\boxed{}."


def mmlu_train(item: Item, _: int) -> Record:
    """The columns of cais/mmlu, auxiliary_train."""
    return {
        "question": item.text,
        "subject": item.subject,
        "choices": list(item.options),
        "answer": LETTERS.index(item.gold),
    }


def syn_qa(item: Item, index: int) -> Record:
    """The columns of nvidia/Nemotron-CrossThink, train_qa: the options are packed into the question."""
    packed = "\n".join(
        [item.text, *(f"{letter}. {option}" for letter, option in zip(LETTERS, item.options, strict=False))]
    )
    return {
        "data_source": "curate_samples_qa",
        "prompt": [{"role": "user", "content": f"{ASK_QA}\n\n{packed}"}],
        "ability": "qa",
        "reward_model": {"style": "rule", "ground_truth": item.gold},
        "extra_info": {"split": "train", "index": index},
        "meta_data": {"question": packed, "index": index, "subject": item.subject},
    }


def syn_math(item: Item, index: int) -> Record:
    """The columns of nvidia/Nemotron-CrossThink, train_math."""
    return {
        "data_source": "curate_samples_math",
        "prompt": [{"role": "user", "content": f"{ASK_MATH}\n\n{item.text}"}],
        "ability": "math",
        "reward_model": {"style": "rule", "ground_truth": item.answer},
        "meta_data": {"question": item.text, "index": index, "persona": item.persona, "skill": item.skill},
    }


def natural_reasoning(item: Item, _: int) -> Record:
    """The columns of facebook/natural_reasoning; the response is ours and repeats the reference answer."""
    said = f"The answer is: {item.answer}" if item.answer else "No answer was recorded."
    return {
        "question": item.text,
        "reference_answer": item.answer,
        "responses": [{"response_model": "curate-samples", "response": said}],
        "subject": item.subject,
    }


def numina_math(item: Item, _: int) -> Record:
    """The columns of AI-MO/NuminaMath-1.5."""
    made_by_hand = item.shape == WRITTEN
    return {
        "problem": item.text,
        "solution": item.solution,
        "answer": item.answer,
        "problem_type": PROBLEM_TYPES.get(item.subject, "Algebra"),
        "question_type": "proof" if item.answer == "proof" else "math-word-problem",
        "source": "curate_written" if made_by_hand else "curate_generated",
        "problem_is_valid": "Yes",
        "solution_is_valid": "Yes",
        "synthetic": not made_by_hand,
    }


def math(item: Item, _: int) -> Record:
    """The columns of EleutherAI/hendrycks_math; the answer stands in the solution only."""
    return {
        "problem": item.text,
        "level": f"Level {item.level}",
        "type": TYPES[item.subject],
        "solution": item.solution,
    }


LAYOUTS: dict[str, Callable[[Item, int], Record]] = {
    "mmlu_train.jsonl": mmlu_train,
    "syn_qa.jsonl": syn_qa,
    "syn_math.jsonl": syn_math,
    "natural_reasoning.jsonl": natural_reasoning,
    "numina_math.jsonl": numina_math,
    "math.jsonl": math,
}


def encoded(name: str, items: list[Item]) -> bytes:
    """Return the file called `name`: one JSON object a line, except where an item says that its line is spoilt."""
    lines: list[bytes] = []
    for index, item in enumerate(items):
        text = json.dumps(LAYOUTS[name](item, index), ensure_ascii=False)
        if item.line == "broken":
            text = text[: len(text) * 2 // 3]
        lines.append(text.encode("cp1252" if item.line == "cp1252" else "utf-8"))
    return b"\n".join(lines) + b"\n"
