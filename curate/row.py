"""The columns of a row, and which stage adds each: the one place where they are declared.

A row is one question in one form. The stages that make rows write all of `ROW`; every other stage writes only
the columns that it adds, in files of their own beside the rows (see `curate.store`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import polars as pl
import xxhash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Labels of options, in order; more than 26 options make no multiple-choice question."""

Columns: TypeAlias = "Mapping[str, pl.DataType | type[pl.DataType]]"
"""Names of columns with their types."""

MESSAGES: Final = pl.List(pl.Struct({"role": pl.String, "content": pl.String}))
"""A prompt as chat messages."""

PASSAGE: Final = pl.Struct(
    {
        "id": pl.String,  # of the document: see DOCUMENT
        "url": pl.String,
        "crawl": pl.String,
        "record_offset": pl.Int64,
        "begin": pl.Int64,  # of the passage in the document's text, in characters
        "end": pl.Int64,
        "passage": pl.String,
    }
)
"""What a synthesised question was written from."""

MAKER: Final = pl.Struct(
    {
        "synthesis": pl.String,  # the file of blends/synthesis/
        "prompt": pl.String,  # the file of templates/synthesis/
        "prompt_hash": pl.String,
        "model": pl.String,
        "revision": pl.String,
        "temperature": pl.Float64,
        "top_p": pl.Float64,
        "max_tokens": pl.Int32,
        "seed": pl.Int64,
        "topic": pl.String,
        "subtopic": pl.String,
        "level": pl.String,
        "persona": pl.String,
        "skill": pl.String,
        "solver": pl.String,
        "solver_revision": pl.String,
    }
)
"""Who wrote a synthesised question, how, about what, and who solved it."""

VOTES: Final = pl.List(pl.Struct({"answer": pl.String, "count": pl.Int32}))
"""The answers of independent solutions, the most frequent first; a null answer counts solutions without one."""

CONVERSION: Final = pl.Struct(
    {
        "question": pl.String,  # of the parent, as it was
        "options": pl.List(pl.String),
        "answer_text": pl.String,
        "prompt": pl.String,  # the file of templates/forms/ that asked for the change; null where a rule made it
        "prompt_hash": pl.String,
        "model": pl.String,
        "revision": pl.String,
        "judge": pl.String,
        "judge_revision": pl.String,
        "same_answer": pl.Boolean,  # what the judge said of the new question; null where none was asked
        "self_contained": pl.Boolean,
        "one_answer": pl.Boolean,
        "made_options": pl.List(pl.Struct({"text": pl.String, "by": pl.String})),  # wrong ones, and whose idea each was
        "evidence": pl.List(pl.String),
        "failed": pl.String,  # why there is no good other form; null where there is one
    }
)
"""How a row came from one of another form: what it was, who changed it, and what was found about the change."""

ROW: Final[Columns] = {
    # identity
    "id": pl.String,  # hash of source, question, options and answer: the same everywhere, always
    "parent": pl.String,  # the id of the row that this one was made from
    "made_by": pl.String,  # the stage that made it from the parent
    # the question
    "form": pl.String,  # mcq | open
    "history": pl.String,  # mcq | open | mcq->open | open->mcq | mcq->mcq: which forms it went through
    "question": pl.String,
    "options": pl.List(pl.String),  # null in the open form
    "answer": pl.String,  # gold: the option's letter (mcq, where the gold is an option), else the text
    "answer_text": pl.String,  # gold in words: the text of the option, or the answer itself
    "accepted": pl.List(pl.String),  # further answers that count as right
    "answer_type": pl.String,  # how it is graded: see curate.grading
    "tolerance": pl.Float64,  # relative error that a quantity may have; null: the grader's own rule
    "f1_at_least": pl.Float64,  # word overlap from which a short text is right; null: only where it is equal
    # what its form allows
    "order": pl.List(pl.Int8),  # order[i]: where option i stood in the source; null: as written
    "dependence": pl.String,  # independent | rewritable | dependent: without its options; null where it never had any
    "dependence_evidence": pl.List(pl.String),
    "conversion": CONVERSION,  # null in rows that were not made from another form
    # where it comes from
    "source": pl.String,
    "group": pl.String,  # GPR | MR: general-purpose or mathematical reasoning (arXiv 2504.13941, Table 1)
    "origin": pl.String,  # open | synthetic
    "subject": pl.String,
    "domain": pl.String,  # stem | humanities | social_science | mixed
    "licence": pl.String,  # SPDX
    "source_file": pl.String,
    "source_row": pl.Int64,  # number of the record in the file, from 0
    "revision": pl.String,  # hub commit or content hash
    # how it was synthesised; null in rows that were read
    "document": PASSAGE,
    "maker": MAKER,
    "votes": VOTES,
    "agreement": pl.Float64,  # share of the solutions that agree with the gold, or with the most frequent if none is
    "generator_key": pl.String,  # what the writer of the question took for its answer, as `answer` is written
    "key_agrees": pl.Boolean,  # with the gold, under the grader
    "self_contained": pl.Boolean,  # can be understood without the passage
    "answerable": pl.Boolean,  # from the passage
    "answer_leaked": pl.Boolean,  # the question says its own answer
    "options_alike": pl.Boolean,  # distinct and of like form; null in the open form
    "copied_share": pl.Float64,  # of the question's words, the longest run that stands in the passage
    "judged": pl.Boolean,  # the judge has answered all that it was asked; null where it was asked nothing
    "evidence": pl.List(pl.String),  # one sentence a check: `self_contained: "according to the passage"`
    # how it is put to a model
    "template": pl.String,
    "prompt": MESSAGES,
}
"""Written by the stages that make rows: `ingest`, `synthesize` (without template and prompt), and `rewrite`."""

MEASURES: Final[Columns] = {
    "n_words": pl.Int32,  # a letter of Chinese or Japanese counts as one, and so do four of Thai and its like
    "n_characters": pl.Int32,
    "n_lines": pl.Int32,  # that are not empty
    "n_stop_words": pl.Int32,  # how many of Gopher's eight English ones stand in it
    "mean_word_length": pl.Float64,  # characters
    # shares of words
    "symbol_share": pl.Float64,  # hashes and ellipses, beside words
    "alphabetic_share": pl.Float64,  # with a letter
    # shares of lines that are not empty
    "ellipsis_lines": pl.Float64,
    "bullet_lines": pl.Float64,
    "short_lines": pl.Float64,  # of 30 characters at most
    "repeated_lines": pl.Float64,  # that stood before in the text
    # shares of characters, white space aside
    "closed_lines": pl.Float64,  # in lines that end as a sentence does
    "repeated_line_characters": pl.Float64,
    "boilerplate_share": pl.Float64,  # in lines on cookies, terms of use, JavaScript and their like
    "top_2_gram": pl.Float64,  # in the most frequent pair of words, if it stands twice
    "top_3_gram": pl.Float64,
    "top_4_gram": pl.Float64,
    "repeated_5_grams": pl.Float64,  # in runs of five words that stood before
    "repeated_6_grams": pl.Float64,
    "repeated_7_grams": pl.Float64,
    "repeated_8_grams": pl.Float64,
    "repeated_9_grams": pl.Float64,
    "repeated_10_grams": pl.Float64,
}
"""What is measured of a document's text, for the gates (filters/document_*.yaml)."""

DOCUMENT: Final[Columns] = {
    "id": pl.String,  # hash of source, address and text
    "source": pl.String,
    "licence": pl.String,  # SPDX
    "source_file": pl.String,
    "source_row": pl.Int64,  # number of the record in the file, from 0
    "revision": pl.String,  # content hash of the file, or what its server says of it
    "url": pl.String,
    "crawl": pl.String,
    "record_offset": pl.Int64,  # where the record begins in the file as it lies there, compressed or not
    "fetched": pl.String,  # ISO 8601
    "title": pl.String,
    "text": pl.String,  # main content, clean
    # measured, for the gates (filters/document_*.yaml)
    "language": pl.String,  # ISO 639-1; null where nobody can tell
    "language_score": pl.Float64,
    "duplicate": pl.Boolean,  # the same text stood before in this source, white space aside
    **MEASURES,
}
"""The columns of a document: what questions are synthesised from; measures are null where there is no text."""

GATED: Final[Columns] = {"gate_reasons": pl.List(pl.String)}
"""What the gates add to documents: why one is not asked about, all reasons, in the order of the synthesis."""

ADDED: Final[Mapping[str, Columns]] = {
    "verifiability": {
        "gold_present": pl.Boolean,
        "gold_in_options": pl.Boolean,  # null in the open form
        "options_distinct": pl.Boolean,  # null in the open form
        "answer_words": pl.Int32,  # words of the gold in words; 0 when it is missing
        "needs_options": pl.Boolean,  # the question cannot be asked without its options
        "converted": pl.Boolean,  # its form could be made of the other one; null in rows whose form is their first
        "gold_verdict": pl.String,  # right | wrong | ungradable: the gold graded against itself
        "gold_why": pl.String,
        "verifiable": pl.Boolean,  # the grader accepts the row's own gold
    },
    "deduplicate": {
        "duplicate_of": pl.String,  # the id of the row that stays
        "duplicate_kind": pl.String,  # exact
        "label_conflict": pl.Boolean,  # the same question stands elsewhere with another gold
        "family": pl.String,  # the id of the first row that asks the same question, in any form
    },
    "screen_early": {"early_reasons": pl.List(pl.String)},  # by the rules that need no model
    "difficulty": {
        "pass_rate": pl.Float64,  # right / (right + wrong + truncated); null when not measured
        "n_right": pl.Int32,
        "n_wrong": pl.Int32,
        "n_ungradable": pl.Int32,
        "n_truncated": pl.Int32,
        "difficulty_model": pl.String,
        "difficulty_status": pl.String,  # measured | skipped | not_sampled | too_long | ungradable | no_model
        "first_response": pl.String,
    },
    "screen": {"drop_reasons": pl.List(pl.String)},  # all of them, in the order of the recipe
}
"""What each annotating stage adds."""

DOMAINS: Final[Mapping[str, frozenset[str]]] = {
    "stem": frozenset(
        "physics chemistry biology astronomy computer_science earth_science engineering mathematics medicine "
        "algebra counting_and_probability geometry intermediate_algebra number_theory prealgebra precalculus "
        "combinatorics calculus inequalities logic_and_puzzles".split()
    ),
    "humanities": frozenset("history philosophy literature art music religion law linguistics".split()),
    "social_science": frozenset(
        "economics psychology sociology political_science geography anthropology education".split()
    ),
}
"""Which subjects make up a domain; a subject that stands nowhere leaves the source's own domain."""


def all_columns() -> dict[str, pl.DataType | type[pl.DataType]]:
    """Every column there is, in the order in which the stages add them."""
    return {**ROW, **{name: kind for added in ADDED.values() for name, kind in added.items()}}


def row_id(source: str, question: str | None, options: Sequence[str] | None, answer: str | None) -> str:
    """The content hash that names a row: 128 bits of XXH3 in hex.

    Two records of one source with the same question, options and answer are the same row twice, and share their id;
    `source_file` and `source_row` tell them apart.
    """
    packed = None if options is None else "\x1e".join(options)
    parts = ("\x00" if part is None else part for part in (source, question, packed, answer))
    return xxhash.xxh3_128_hexdigest("\x1f".join(parts).encode("utf-8", "surrogatepass"))
