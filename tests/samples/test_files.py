"""The committed sample files: complete, correct where they are clean, and as dirty as their ledger says."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from curate import samples
from curate.errors import SourceError
from curate.row import DOMAINS
from curate.samples.make import __main__ as program
from curate.samples.make.build import contents
from curate.samples.make.item import WRITTEN_FOLDER

MCQ = ("mmlu_train.jsonl", "syn_qa.jsonl")
OPEN = ("math.jsonl", "natural_reasoning.jsonl", "numina_math.jsonl", "syn_math.jsonl")
LETTERS = "ABCDEFGHIJ"
NOT_DAMAGE = {"option_dependent"}
ADDED = {"exact_duplicate", "near_duplicate", "label_conflict", "cross_source_duplicate"}


@cache
def raw(name: str) -> list[bytes]:
    return samples.path(name).read_bytes().splitlines()


@cache
def ledger() -> dict[str, list[dict]]:
    return json.loads(samples.path("dirt.json").read_text(encoding="utf-8"))


def dirty(*but: str) -> set[tuple[str, int]]:
    return {(place["file"], place["row"]) for kind, places in ledger().items() if kind not in but for place in places}


def places(kind: str) -> list[tuple[str, int]]:
    return [(place["file"], place["row"]) for place in ledger()[kind]]


def record(name: str, row: int) -> dict:
    line = raw(name)[row]
    return json.loads(line.decode("cp1252" if (name, row) in set(places("cp1252_line")) else "utf-8"))


def boxed(solution: str) -> str:
    start = solution.rindex("\\boxed{") + len("\\boxed{")
    depth = 1
    for at in range(start, len(solution)):
        depth += {"{": 1, "}": -1}.get(solution[at], 0)
        if not depth:
            return solution[start:at]
    raise AssertionError(solution)


def asked(name: str, row: int) -> tuple[str, list[str], str]:
    """Return question, options and gold of a row, whatever its layout; the gold of an MCQ is a letter."""
    found = record(name, row)
    if name == "mmlu_train.jsonl":
        return found["question"], found["choices"], "ABCDEFGHIJKLM"[found["answer"]]
    if name == "syn_qa.jsonl":
        question, *options = re.split(r"\n[A-J]\. ", found["meta_data"]["question"])
        return question, options, found["reward_model"]["ground_truth"]
    if name == "syn_math.jsonl":
        return found["meta_data"]["question"], [], found["reward_model"]["ground_truth"]
    if name == "natural_reasoning.jsonl":
        return found["question"], [], found["reference_answer"]
    return found["problem"], [], found["answer"] if "answer" in found else boxed(found["solution"])


def gold_text(name: str, row: int) -> str:
    _, options, gold = asked(name, row)
    return options[LETTERS.index(gold)] if options else gold


def readable() -> list[tuple[str, int]]:
    broken = set(places("broken_line"))
    return [(name, row) for name in (*MCQ, *OPEN) for row in range(len(raw(name))) if (name, row) not in broken]


def plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s+*/^=<>$\\(){}.,-]", " ", text.casefold()).split()).rstrip(" .,")


def test_making_the_samples_again_gives_the_committed_bytes() -> None:
    assert {name: samples.path(name).read_bytes() for name in samples.names()} == contents()


def test_the_program_writes_all_files_and_notices_a_changed_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "SAMPLES", tmp_path)
    assert program.main(["--check"]) == 1
    assert program.main([]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(samples.names())
    assert program.main(["--check"]) == 0
    capsys.readouterr()
    changed = tmp_path / "math.jsonl"
    changed.write_bytes(changed.read_bytes()[:-2] + b"]\n")
    assert program.main(["--check"]) == 1
    assert capsys.readouterr().out == "math.jsonl: differs\n"


def test_every_named_sample_is_a_file_and_another_name_is_an_error_with_a_hint() -> None:
    assert all(samples.path(name).is_file() for name in samples.names())
    with pytest.raises(SourceError, match=r"no sample 'mmlu_tain.jsonl'\. Did you mean 'mmlu_train.jsonl'\?"):
        samples.path("mmlu_tain.jsonl")


def test_there_are_enough_rows_and_every_written_question_stands_in_one_place() -> None:
    assert 1_300 <= sum(len(raw(name)) for name in (*MCQ, *OPEN)) <= 1_450
    questions = [
        json.loads(line)
        for path in WRITTEN_FOLDER.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = {plain(question.get("question") or question["problem"]) for question in questions}
    copies = {(place["file"], place["row"]) for kind in ADDED for place in ledger()[kind]}
    found = Counter(plain(asked(*place)[0]) for place in readable() if place not in copies)
    unchanged = [text for text in texts if found[text]]
    assert len(unchanged) >= 560
    assert all(found[text] == 1 for text in unchanged)


def test_a_clean_question_is_asked_only_once_in_all_files() -> None:
    spoilt = dirty("option_dependent", "long_answer", "placeholder_answer")
    texts = Counter(plain(asked(*place)[0]) for place in readable() if place not in spoilt)
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("name", MCQ)
def test_a_clean_choice_has_different_options_and_its_gold_among_them(name: str) -> None:
    spoilt = dirty("option_dependent")
    for row in range(len(raw(name))):
        if (name, row) not in spoilt:
            question, options, gold = asked(name, row)
            assert question
            assert 4 <= len(options) <= 10
            assert len({option.strip().casefold() for option in options}) == len(options)
            assert LETTERS.index(gold) < len(options)


@pytest.mark.parametrize("name", OPEN)
def test_a_clean_open_question_has_a_question_and_an_answer(name: str) -> None:
    spoilt = dirty()
    for row in range(len(raw(name))):
        if (name, row) not in spoilt:
            question, _, gold = asked(name, row)
            assert question.strip() == question
            assert question
            assert gold
            assert len(gold.split()) <= 10


def test_a_stated_answer_is_the_one_in_the_box_of_the_solution() -> None:
    spoilt = dirty()
    for row in range(len(raw("numina_math.jsonl"))):
        if ("numina_math.jsonl", row) not in spoilt:
            found = record("numina_math.jsonl", row)
            assert boxed(found["solution"]) == found["answer"]


def test_the_prompt_of_a_packed_row_ends_with_its_question() -> None:
    for name in ("syn_qa.jsonl", "syn_math.jsonl"):
        for row in range(len(raw(name))):
            found = record(name, row)
            assert found["prompt"][0]["content"].endswith(f"\n\n{found['meta_data']['question']}")
            assert found["meta_data"]["index"] == row


def test_science_is_in_the_majority_and_dirt_in_the_minority_of_every_source() -> None:
    for name in (*MCQ, *OPEN):
        assert len({place for place in dirty() if place[0] == name}) < 0.3 * len(raw(name))
    for name in (*MCQ, "natural_reasoning.jsonl"):
        found = [record(*place) for place in readable() if place[0] == name]
        subjects = [row["meta_data"]["subject"] if "meta_data" in row else row["subject"] for row in found]
        assert sum(subject in DOMAINS["stem"] for subject in subjects) > 0.6 * len(subjects)
        assert all(any(subject in known for known in DOMAINS.values()) for subject in subjects)
    rows = sum(len(raw(name)) for name in (*MCQ, *OPEN))
    assert 0.06 < len(dirty(*NOT_DAMAGE)) / rows < 0.11


def claims_exact_duplicate(place: dict) -> bool:
    row, twin = (place["file"], place["row"]), (place["twin_file"], place["twin_row"])
    texts = asked(*row)[0], asked(*twin)[0]
    return texts[0] != texts[1] and plain(texts[0]) == plain(texts[1]) and gold_text(*row) == gold_text(*twin)


def claims_near_duplicate(place: dict) -> bool:
    row, twin = (place["file"], place["row"]), (place["twin_file"], place["twin_row"])
    same = sorted(asked(*row)[1]) == sorted(asked(*twin)[1]) and gold_text(*row) == gold_text(*twin)
    return same and asked(*twin)[0] in asked(*row)[0] and plain(asked(*twin)[0]) != plain(asked(*row)[0])


def claims_label_conflict(place: dict) -> bool:
    row, twin = (place["file"], place["row"]), (place["twin_file"], place["twin_row"])
    return asked(*row)[:2] == asked(*twin)[:2] and gold_text(*row) != gold_text(*twin)


def claims_cross_source_duplicate(place: dict) -> bool:
    row, twin = (place["file"], place["row"]), (place["twin_file"], place["twin_row"])
    return row[0] != twin[0] and asked(*row)[0] == asked(*twin)[0] and gold_text(*row) == gold_text(*twin)


def claims_gold_out_of_range(place: dict) -> bool:
    _, options, gold = asked(place["file"], place["row"])
    return "ABCDEFGHIJKLM".index(gold) >= len(options)


def claims_option_dependent(place: dict) -> bool:
    question, options, _ = asked(place["file"], place["row"])
    signs = ("which", "except", "not", "other", "these", "following", "what is correct", "judge", "arrange")
    return bool(options) and any(sign in question.casefold() for sign in signs)


def claims_broken_line(place: dict) -> bool:
    try:
        json.loads(raw(place["file"])[place["row"]])
    except json.JSONDecodeError:
        return True
    return False


def claims_cp1252_line(place: dict) -> bool:
    try:
        raw(place["file"])[place["row"]].decode("utf-8")
    except UnicodeDecodeError:
        return bool(asked(place["file"], place["row"])[0])
    return False


def everything(place: dict) -> str:
    question, options, gold = asked(place["file"], place["row"])
    return "\n".join((question, *options, gold))


CLAIMS = {
    "exact_duplicate": claims_exact_duplicate,
    "near_duplicate": claims_near_duplicate,
    "label_conflict": claims_label_conflict,
    "cross_source_duplicate": claims_cross_source_duplicate,
    "gold_out_of_range": claims_gold_out_of_range,
    "option_dependent": claims_option_dependent,
    "broken_line": claims_broken_line,
    "cp1252_line": claims_cp1252_line,
    "empty_answer": lambda place: not asked(place["file"], place["row"])[2],
    "empty_question": lambda place: not asked(place["file"], place["row"])[0],
    "long_answer": lambda place: len(asked(place["file"], place["row"])[2].split()) > 10,
    "placeholder_answer": lambda place: asked(place["file"], place["row"])[2] in {"proof", "notfound"},
    "mojibake": lambda place: everything(place).encode("cp1252").decode("utf-8") != everything(place),
    "non_breaking_space": lambda place: "\N{NO-BREAK SPACE}" in everything(place),
    "html_entity": lambda place: bool(re.search(r"&(#39|quot|amp|lt|gt|eacute|ouml);", everything(place))),
    "latex_spacing": lambda place: bool(re.search(r"\\[;, ]", everything(place))),
}


@pytest.mark.parametrize("kind", sorted(CLAIMS))
def test_a_dirty_row_is_what_the_ledger_claims(kind: str) -> None:
    assert ledger()[kind]
    assert [place for place in ledger()[kind] if not CLAIMS[kind](place)] == []


def test_the_ledger_knows_no_other_kinds_and_misses_no_damaged_line() -> None:
    assert set(ledger()) == set(CLAIMS)
    for name in (*MCQ, *OPEN):
        for row, line in enumerate(raw(name)):
            try:
                json.loads(line)
            except UnicodeDecodeError:
                assert (name, row) in places("cp1252_line")
            except json.JSONDecodeError:
                assert (name, row) in places("broken_line")


def test_the_readme_states_the_true_counts() -> None:
    readme = (WRITTEN_FOLDER.parent / "README.md").read_text(encoding="utf-8")
    for name in (*MCQ, *OPEN):
        assert re.search(rf"\| `{name}` \| [^|]+ \| {len(raw(name))} \|", readme)
    for kind, found in ledger().items():
        assert f"| `{kind}` | {len(found)} |" in readme
