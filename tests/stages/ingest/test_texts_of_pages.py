"""The main text of a page, readable Markdown, the language of a text, and what is measured of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.row import DOCUMENT, MEASURES
from curate.stages.ingest.documents.extract import page
from curate.stages.ingest.documents.language import language
from curate.stages.ingest.documents.markdown import markdown
from curate.stages.ingest.documents.measures import measured

PROSE = "The tide comes in twice a day, and the harbour fills with boats that wait for it."


def test_menus_go_and_headings_that_are_links_stay() -> None:
    menu = "".join(f"<tr><td><a href='/{name}'>{name.title()} of us</a></td></tr>" for name in ("news", "shop", "jobs"))
    html = (
        f"<body><table>{menu}</table><h2><a href='#tides'>About tides</a></h2><p>{PROSE}</p>"
        f"<p>{PROSE} More in <a href='/x'>another text</a>.</p></body>"
    )
    assert page(html).text == f"About tides\n\n{PROSE}\n\n{PROSE} More in another text."


def test_a_page_nested_without_end_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="nested deeper"):
        page("<div>" * 100_000 + PROSE)


def test_a_page_of_too_many_tags_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="more than 500,000 tags"):
        page("<td>" * 600_000)


@pytest.mark.parametrize("around", ["{}", "<main>{}</main>", "<article><div>{}</div></article>"])
def test_lists_of_a_text_stay_and_menus_go(around: str) -> None:
    menu = "<nav><ul><li><a href=/>Home</a></li></ul></nav><ul><li><a href=/a>Shop</a><li><a href=/b>Jobs</a></ul>"
    written = f"<p>{PROSE}</p><ul class=x><li>one apple<ul><li>nested</ul><li>two pears</li></ul><p>{PROSE}</p>"
    text = page(f"<body>{menu}{around.format(written)}</body>").text
    assert [line.strip() for line in text.split("\n") if line.strip()] == [
        PROSE,
        "• one apple",
        "• nested",
        "• two pears",
        PROSE,
    ]


MATHML = "<mfrac><mi>a</mi><mi>b</mi></mfrac><mo>&lt;</mo><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"
TEX = '<annotation encoding="application/x-tex">{}</annotation>'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"<math>{MATHML}</math>", "a/b < x_1^2"),
        (f"<math><semantics><mrow>{MATHML}</mrow>{TEX.format('a &lt; b')}</semantics></math>", r"\(a < b\)"),
        (f'<math display="block" alttext="a &lt; b">{MATHML}</math>', r"\[a < b\]"),
        (r"<script type='math/tex'>\frac{a}{b} < 1</script>", r"\(\frac{a}{b} < 1\)"),
        (
            (
                '<span class="MathJax_Preview">x</span><span class="MathJax"><nobr><span>a</span></nobr></span>'
                '<script type="math/tex; mode=display">a</script>'
            ),
            r"\[a\]",
        ),
        (
            (
                f'<span class="katex"><span class="katex-mathml"><math><mi>x</mi>{TEX.format("x=2")}</math></span>'
                '<span class="katex-html" aria-hidden="true"><span><span>x</span></span>=2</span></span>'
            ),
            r"\(x=2\)",
        ),
        (
            '<span><span class="mwe-math-mathml-inline" style="display: none;"><math><mi>E</mi>'
            + TEX.format(r"{\displaystyle E=mc^{2}}")
            + "</math></span>"
            + '<img class="mwe-math-fallback-image-inline" alt="{\\displaystyle E=mc^{2}}"></span>',
            r"\(E=mc^{2}\)",
        ),
        ('<img class="latex" alt="x^2 &lt; y" src=a.png>', "x^2 < y"),
        ('<img class="photo" alt="A boat" src=a.png>', ""),
        ("SO<sub>4</sub><sup>2-</sup>", "SO_4^(2-)"),
        ("10<sup>-3</sup> m<sup>2</sup>", "10^(-3) m^2"),
        ("<i>x</i><sub><i>n</i></sub>", "x_n"),
        ("on the 1<sup>st</sup> day", "on the 1st day"),
        ("a note<sup>3</sup>", "a note3"),
    ],
)
def test_formulas_of_a_page_can_be_read(written: str, read: str) -> None:
    text = page(f"<body><p>{PROSE} So {written} holds.</p></body>").text
    assert " ".join(text.split()) == " ".join(f"{PROSE} So {read} holds.".split())


def test_the_title_of_a_drawing_is_none_of_a_page() -> None:
    assert page(f"<body><svg><title>icon</title></svg><p>{PROSE}</p></body>").title is None


OPENED = [
    "![",
    "[a](",
    "![a]((",
    '![a]("a',
    "[a][",
    "\\(",
    "$$a",
    "**a ",
    "__a ",
    "`a",
    "~~~x\n",
    "```x\n",
    "{:",
    "[a\n",
]
OPENED += ["<!--", "<math>", "<sub>", "<td> ", "|  ", "---\na:b\n", "\\\\", "\\[\n", "# a  "]


@pytest.mark.parametrize("piece", OPENED)
def test_markdown_that_opens_everything_and_closes_nothing_is_read_in_time(piece: str) -> None:
    begun = time.process_time()
    markdown(piece * 5_000)
    assert time.process_time() - begun < 5  # without bounds it is minutes


@pytest.mark.parametrize(
    "piece", ["<a href ", "<span class=katex-html ", "<math alttext ", "<title>", "<script>", "<sup>x"]
)
def test_pages_that_open_everything_and_close_nothing_are_read_in_time(piece: str) -> None:
    begun = time.process_time()
    page(f"math/tex katex {piece * 1_900}")
    assert time.process_time() - begun < 5


def test_a_formula_nested_without_end_is_read() -> None:
    assert page(f"<p>{PROSE}<math>{'<mrow>' * 900}<mi>x</mi>{'</mrow>' * 900}</math></p>").text == f"{PROSE} x"


def test_marks_of_our_own_in_a_page_do_no_harm() -> None:
    assert page(f"<body><p>\ufdd0{PROSE}\ufdd1</p></body>").text == PROSE


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_page_and_never_breaks(html: str) -> None:
    page(html)
    markdown(html)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("see [the tides](http://x.org/a_(b) 'title') here", "see the tides here"),
        ("a ![picture](x.png){: .wide} b", "a  b"),
        ('<div class="x" markdown="1">\nText with **bold** and <em>more</em>.\n</div>', "Text with bold and more."),
        ("`[code](x)` stays", "`[code](x)` stays"),
        ("```\n<b>[x](y)</b>\n```", "```\n<b>[x](y)</b>\n```"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("if 1 < 2 and 3 > 2", "if 1 < 2 and 3 > 2"),
        ("$$a [b](c)$$", "$$a [b](c)$$"),
        ("H<sub>2</sub>O and x<sup>2</sup>", "H_2O and x^2"),
        ("<math><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>", "a/(b + 1)"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>", "1 | 2\n3 | 4"),
        ("AT&amp;T", "AT&T"),
        ("```\n[x](y)\nnothing ends it", "```\n[x](y)\nnothing ends it"),
        ("[text][1]\n\n[1]: http://x.org/", "text"),
    ],
)
def test_markdown_reads_well(written: str, read: str) -> None:
    assert markdown(written).text == read


def test_the_title_of_markdown_is_that_of_its_head_or_its_first_heading() -> None:
    assert markdown('---\ntitle: "Tides"\nlayout: page\n---\n# Other\n').title == "Tides"
    assert markdown("text\n\n## Heading ##\n").title == "Heading"
    assert markdown("Tides\n=====\n").title == "Tides"
    assert markdown("text").title is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROSE, "en"),
        ("Das Wasser steigt zweimal am Tag, und der Hafen füllt sich mit Booten, die darauf warten.", "de"),
        ("La marée monte deux fois par jour, et le port se remplit de bateaux qui l'attendent.", "fr"),
        ("潮水每天上涨两次，港口里停满了等待它的船只。", "zh"),  # noqa: RUF001 - as it is written
        ("Вода поднимается дважды в день, и гавань наполняется лодками.", "ru"),
        ("潮は一日に二度満ち、港はそれを待つ船でいっぱいになる。", "ja"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, code: str) -> None:
    found = language(text)
    assert found.code == code
    assert found.score is not None
    assert 0.65 <= found.score <= 1


@pytest.mark.parametrize("text", ["", "12 + 30 = 42", "x y z", "— … !!!"])
def test_where_there_is_hardly_a_letter_nobody_can_tell(text: str) -> None:
    assert language(text) == (None, None)


SHARES = [name for name, kind in MEASURES.items() if kind == DOCUMENT["symbol_share"] and name != "mean_word_length"]


@given(st.lists(st.text(alphabet=st.sampled_from("ab .…#\n-•漢"), max_size=80), max_size=6))
@settings(max_examples=150, deadline=None)
def test_shares_lie_between_nothing_and_all_and_no_text_changes_another(texts: list[str]) -> None:
    together = measured(texts)
    assert together.height == len(texts)
    for name in SHARES:
        assert all(value is None or 0 <= value <= 1 for value in together.get_column(name))
    for at, text in enumerate(texts):
        assert measured([text]).row(0) == pytest.approx(together.row(at), nan_ok=True)


def test_measures_are_what_a_person_would_count() -> None:
    row = measured(["• The cat sat...\n• the cat sat.\n• the cat sat.\nWe use cookies and 42 # here"]).row(
        0, named=True
    )
    assert row["n_words"] == 19
    assert row["n_lines"] == 4
    assert row["n_stop_words"] == 2  # the, and
    assert row["symbol_share"] == pytest.approx(2 / 19)
    assert row["bullet_lines"] == 0.75
    assert row["ellipsis_lines"] == 0.25
    assert row["closed_lines"] == pytest.approx((16 + 14 + 14) / (16 + 14 + 14 + 28), abs=0.001)
    assert row["short_lines"] == 1.0
    assert row["repeated_lines"] == 0.25
    assert row["boilerplate_share"] == pytest.approx(28 / (16 + 14 + 14 + 28), abs=0.01)


def test_shares_of_runs_of_words_count_each_character_once() -> None:
    row = measured(["aa bb cc dd ee ff aa bb cc dd ee gg"]).row(0, named=True)
    assert row["repeated_5_grams"] == pytest.approx(5 / 12)
    assert row["repeated_6_grams"] == 0
    assert row["top_2_gram"] == pytest.approx(2 * 2 / 12)
    assert row["top_4_gram"] == pytest.approx(2 * 4 / 12)
    again = measured(["x " * 40]).row(0, named=True)
    assert again["repeated_5_grams"] == pytest.approx(39 / 40)
    assert again["top_2_gram"] == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "น้ำขึ้นน้ำลงวันละสองครั้ง และท่าเรือเต็มไปด้วยเรือที่รอออกทะเล",
        "ज्वार दिन में दो बार आता है, और बंदरगाह नावों से भर जाता है।",
        "هل يرتفع المد مرتين في اليوم الواحد؟",
        "潮水每天涨落两次。",
    ],
)
def test_sentences_end_as_their_script_ends_them(text: str) -> None:
    assert measured([text]).row(0, named=True)["closed_lines"] == 1.0


def test_a_sentence_that_is_wrapped_is_closed_in_all_its_lines() -> None:
    text = "The tide comes in twice a day, and the\nharbour fills with boats that wait\nfor it. Menu"
    assert measured([text]).row(0, named=True)["closed_lines"] == pytest.approx(72 / 84, abs=0.01)


def test_words_that_no_spaces_part_are_counted() -> None:
    assert measured(["น้ำขึ้นน้ำลงวันละสองครั้ง"]).row(0, named=True)["n_words"] == 7


def test_letters_of_chinese_count_as_words() -> None:
    assert measured(["你好世界 hello"]).row(0, named=True)["n_words"] == 5
