"""What is measured of documents for the gates (filters/document_*.yaml), a shard of texts at a time.

The measures and their limits are those of Gopher (Rae et al. 2021, arXiv 2112.11446, appendix A1.1), C4 (Raffel et al.
2020, arXiv 1910.10683, section 2.2) and FineWeb (Penedo et al. 2024, arXiv 2406.17557, section 3.6). All texts of a
shard are laid end to end and counted at once: a loop over the words of each would take longer than finding the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from curate.row import DOCUMENT, MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

# Between words of these no spaces stand: a letter of Chinese or Japanese counts as a word, and so do four of Thai and
# its like, whose words are longer.
_WORD: Final = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}]|[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]{1,4}"
    r"|[^\s\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+"
)
_STOP_WORDS: Final = ("the", "be", "to", "of", "and", "that", "have", "with")  # Gopher's
_ELLIPSIS: Final = r"(?:\.\.\.|\u2026)\W*$"
_BULLET: Final = r"^[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219*-]\s"
_CLOSED: Final = (  # as sentences are in Latin, Chinese, Arabic, Urdu, Hindi, Armenian, Ethiopic, Burmese and Khmer
    r"""[.!?\u2026\u3002\uff01\uff1f\uff61\u061f\u06d4\u0964\u0965\u0589\u1362\u104b\u17d4]["'\u201d\u2019\u00bb\u300d)\]]*$"""
)
_UNMARKED: Final = r"[\p{Thai}\p{Lao}]$"  # no mark ends their sentences: their lines are closed if they are no labels
_SHORT_LINE: Final = 30  # characters: FineWeb's
_MARKS: Final = (  # what sites say of themselves; a mere "cookie" or "JavaScript" may be what an article is about
    r"(?i)lorem ipsum|\buses? (?:of )?(?:\w+ )?cookies\b|accept (?:all )?cookies|(?:our|these|all|your) cookies\b"
    r"|cookie (?:policy|settings|consent|notice|preferences)|(?:necessary|functional|analytics|marketing) cookies"
    r"|(?:enabled?|requires?|needs?|without|disabled?|look for|turn on) javascript"
    r"|javascript (?:is|must be|to be|has to be) (?:\w+ )?(?:enabled|disabled|required|needed)"
    r"|terms (?:of (?:use|service)|and conditions)|privacy policy|all rights reserved|sign up for our newsletter"
    r"|enable your browser|\u00a9 ?\d{4}|page (?:\w+ )?(?:not found|not available|does not exist)"
    r"|page (?:that )?you (?:requested|are looking for|were looking for)|page (?:could|can) ?not be found"
)
_TOP: Final = (2, 3, 4)
_REPEATED: Final = (5, 6, 7, 8, 9, 10)
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no digit of a hash is lost
_ODD: Final = np.uint64(0xC2B2AE3D27D4EB4F)


def measured(texts: Sequence[str]) -> pl.DataFrame:
    """The columns of `curate.row.MEASURES` of each text."""
    documents = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)}).with_row_index("document")
    words = documents.select("document", word=pl.col("text").str.extract_all(_WORD)).explode("word").drop_nulls()
    lines = documents.select("document", line=pl.col("text").str.split("\n")).explode("line")
    lines = lines.with_columns(pl.col("line").str.strip_chars()).filter(pl.col("line").str.len_bytes() > 0)
    counted = (
        documents.select("document", n_characters=pl.col("text").str.len_chars())
        .join(_of_words(words), on="document", how="left", maintain_order="left")
        .join(_of_lines(lines), on="document", how="left", maintain_order="left")
        .with_columns(pl.col("n_words", "n_stop_words", "n_lines").fill_null(0))
    )
    grams = pl.DataFrame(_of_grams(words, documents.height))
    kinds = {name: DOCUMENT[name] for name in MEASURES}
    return counted.hstack(grams).select(pl.col(name).cast(kind) for name, kind in kinds.items())


def _of_words(words: pl.DataFrame) -> pl.DataFrame:
    word = pl.col("word")
    lowered = word.str.strip_chars(".,;:!?\"'()").str.to_lowercase()
    return words.group_by("document").agg(
        n_words=pl.len(),
        mean_word_length=word.str.len_chars().mean(),
        # Gopher counts hashes and ellipses beside words.
        symbol_share=(word.str.count_matches(r"#|\.\.\.|\u2026").sum() / pl.len()).clip(upper_bound=1.0),
        alphabetic_share=word.str.contains(r"\p{Alphabetic}").mean(),
        n_stop_words=lowered.filter(lowered.is_in(list(_STOP_WORDS))).n_unique(),
    )


def _of_lines(lines: pl.DataFrame) -> pl.DataFrame:
    line = pl.col("line")
    size = line.str.len_chars()
    again = line.is_first_distinct().not_()
    wrapped = line.shift(-1).str.contains(r"^\p{Ll}").fill_null(value=False)  # the sentence goes on in the next line
    closed = line.str.contains(_CLOSED) | ((wrapped | line.str.contains(_UNMARKED)) & (size > _SHORT_LINE))
    return lines.group_by("document").agg(
        n_lines=pl.len(),
        ellipsis_lines=line.str.contains(_ELLIPSIS).mean(),
        bullet_lines=line.str.contains(_BULLET).mean(),
        closed_lines=size.filter(closed).sum() / size.sum(),
        short_lines=(size <= _SHORT_LINE).mean(),
        repeated_lines=again.mean(),
        repeated_line_characters=size.filter(again).sum() / size.sum(),
        boilerplate_share=size.filter(line.str.contains(_MARKS)).sum() / size.sum(),
    )


def _of_grams(words: pl.DataFrame, height: int) -> dict[str, Any]:
    """Shares of characters in runs of words that stand again and again.

    A run can stand twice only where the run that is one word shorter does: each length looks at what the one before
    has left.
    """
    document: Any = words.get_column("document").to_numpy()
    sizes: Any = words.get_column("word").str.len_chars().to_numpy().astype(np.int64)
    hashes: Any = words.get_column("word").hash(seed=0).to_numpy()
    total: Any = np.bincount(document, weights=sizes, minlength=height)
    ends: Any = np.concatenate([[0], np.cumsum(sizes)])
    begins: Any = np.arange(len(hashes))
    runs: Any = document.astype(np.uint64) * _ODD + hashes  # a run of one document is not that of another
    found: dict[str, Any] = {}
    for count in range(2, max(_REPEATED) + 1):
        inside = begins + count <= len(hashes)
        begins, runs = begins[inside], runs[inside]
        inside = document[begins + count - 1] == document[begins]
        begins, runs = begins[inside], runs[inside]
        runs = runs * _BASE + hashes[begins + count - 1]
        series = pl.Series(runs, dtype=pl.UInt64)
        if count in _REPEATED:
            again = begins[~series.is_first_distinct().to_numpy()]
            found[f"repeated_{count}_grams"] = _repeated(again, document, sizes, count, total)
        twice = series.is_duplicated().to_numpy()
        begins, runs = begins[twice], runs[twice]
        if count in _TOP:
            found[f"top_{count}_gram"] = _top(runs, document[begins], ends[begins + count] - ends[begins], total)
    return found


def _top(runs: Any, document: Any, sizes: Any, total: Any) -> Any:
    """The share of characters in the run that stands most often; of those that stand equally often, the longest."""
    best = (
        pl.DataFrame({"document": document, "run": runs, "size": sizes})
        .group_by("run")
        .agg(pl.col("document", "size").first(), often=pl.len())
        .group_by("document")
        .agg((pl.col("often") * pl.col("size")).sort_by("often", "size", descending=True).first().alias("characters"))
    )
    characters = np.zeros(len(total))
    characters[best.get_column("document").to_numpy()] = best.get_column("characters").to_numpy()
    return _share(characters, total)


def _repeated(again: Any, document: Any, sizes: Any, count: int, total: Any) -> Any:
    """The share of characters in runs that stood before, each character counted once."""
    steps = np.zeros(len(sizes) + 1, dtype=np.int64)
    steps[again] += 1  # no two runs of one length begin, or end, at one word
    steps[again + count] -= 1
    covered = np.cumsum(steps)[:-1] > 0
    return _share(np.bincount(document, weights=sizes * covered, minlength=len(total)), total)


def _share(part: Any, whole: Any) -> Any:
    """A share of characters, at most all of them; 0 of nothing."""
    return np.minimum(1.0, np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0))
