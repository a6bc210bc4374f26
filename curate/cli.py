"""The command line: parse, call, print. What a command does stands elsewhere and is imported inside it.

`curate --help` stays under 0.3 seconds because nothing heavy is imported up here.
"""

from __future__ import annotations

import errno
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate import __version__
from curate.errors import CurateError

if TYPE_CHECKING:
    from curate.content import Shelves
    from curate.order import Order

app = typer.Typer(
    name="curate",
    help="Question-answer sources in, verifiable Parquet blends for veRL out, and a reason for every row.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

_Recipe = Annotated[str, typer.Option("--recipe", "-r", help="A recipe of the shelf `blends/`, or a file.")]
_Profile = Annotated[
    str, typer.Option("--profile", "-p", help="A profile of `blends/profiles/`; `auto` looks for CUDA.")
]
_Root = Annotated[
    Path | None, typer.Option("--root", help="A folder with shelves of its own, looked at before all others.")
]
_Store = Annotated[Path, typer.Option("--store", help="Where the stages' outputs are kept.")]
_Out = Annotated[Path, typer.Option("--out", help="Where blends are written, each in a folder of its own.")]
_Rows = Annotated[
    int | None, typer.Option("--rows", min=1, max=10**12, help="Read at most so many rows of each source.")
]
_STORE, _OUT = Path(".curate/store"), Path("out")


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    if wanted:
        typer.echo(f"curate {__version__}")
        raise typer.Exit


@app.callback()
def _all(  # pyright: ignore[reportUnusedFunction] - typer keeps it
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,  # noqa: FBT002
) -> None:
    """What stands before every command."""


@app.command(
    epilog="`curate build -r stem_heavy` · `curate build -r mine.yaml -p gpu --rows 1000` · "
    "run it again after a crash: it goes on where it was"
)
def build(
    recipe: _Recipe,
    profile: _Profile = "auto",
    root: _Root = None,
    store: _Store = _STORE,
    out: _Out = _OUT,
    rows: _Rows = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes for the stages without a model; one a core.")
    ] = None,
) -> None:
    """From sources to a blend: every stage that is not in the store yet, then `train.parquet` and `val.parquet`."""
    from curate.console import Console
    from curate.pipeline import build as build_blend

    console = Console()
    order = _order(recipe, profile, root, rows, console.say)
    outcome = build_blend(order, store=store, out=out, workers=workers, watch=console)
    console.outcome(outcome)


@app.command(epilog="`curate plan -r stem_heavy` · `curate plan -r stem_heavy -p gpu`")
def plan(
    recipe: _Recipe,
    profile: _Profile = "auto",
    root: _Root = None,
    store: _Store = _STORE,
    rows: _Rows = None,
) -> None:
    """Before spending: which stages are done, how many rows, tokens, hours and bytes the rest will take."""
    from curate.console import Console
    from curate.plan import plan as plan_build

    console = Console()
    order = _order(recipe, profile, root, rows, console.say)
    console.plan(plan_build(order, store=store))


@app.command(epilog="`curate check` · `curate check blends/mine.yaml filters/`")
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Shelf files, or folders of them; without any, all shelves.")
    ] = None,
    root: _Root = None,
) -> None:
    """Is every shelf file valid, and does it do what its own examples say?"""
    from curate.check import check as check_files
    from curate.console import Console

    report = check_files(_shelves(root), paths or [])
    Console().checked(report)
    if report.faults:
        raise typer.Exit(2)


@app.command(epilog="`curate why 3f2a9c01` · `curate why 3f2a9c01 --out out/stem_heavy` · `curate why quiz.jsonl:17`")
def why(
    row: Annotated[str, typer.Argument(metavar="ID", help="Of a row or a document, or its start; or FILE:NUMBER.")],
    out: Annotated[Path, typer.Option("--out", help="A blend, or the folder of blends.")] = _OUT,
    store: _Store = _STORE,
    root: _Root = None,
) -> None:
    """The whole life of a row, kept or dropped, with what each stage found; what became of a record or a document."""
    from curate.console import Console
    from curate.why import why as why_row

    Console().lives(why_row(row, out=out, store=store, shelves=_shelves(root)))


@app.command(
    epilog="`curate grade 'So it is \\boxed{1/2}.' --gold 0.5` · `curate grade B -g B -o Salt -o Acid` · "
    "`curate grade -g -5 -- -5` for an answer that begins with a minus · "
    "`curate grade --cases answers.jsonl --out verdicts.jsonl` · `curate grade --calibrate`"
)
def grade(
    response: Annotated[
        str | None, typer.Argument(help="What the model wrote; `-` reads it from standard input.")
    ] = None,
    gold: Annotated[str | None, typer.Option("--gold", "-g", help="The gold answer.")] = None,
    answer_type: Annotated[
        str | None,
        typer.Option("--type", "-t", help="choice, multi_choice, math, ...; without it, inferred as at ingest."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", "-o", help="The text of an option; once for each, in the order of the letters."),
    ] = None,
    accepted: Annotated[
        list[str] | None, typer.Option("--accepted", "-a", help="A further answer that is as right; once for each.")
    ] = None,
    tolerance: Annotated[
        float | None, typer.Option("--tolerance", help="Relative error that a number with a unit may have.")
    ] = None,
    f1_at_least: Annotated[
        float | None, typer.Option("--f1-at-least", help="Word overlap from which a short text is right.")
    ] = None,
    cases: Annotated[
        list[Path] | None,
        typer.Option(
            "--cases", help="A suite as JSON lines (docs/grading.md); once for each file, `-` is standard input."
        ),
    ] = None,
    calibrate: Annotated[bool, typer.Option("--calibrate", help="Grade our own cases: the calibration set.")] = False,  # noqa: FBT002
    out: Annotated[Path | None, typer.Option("--out", help="Write each case with its verdict, as JSON lines.")] = None,
    card: Annotated[
        Path | None, typer.Option("--card", help="Write the card of the calibration set, as Markdown.")
    ] = None,
    show: Annotated[int, typer.Option("--show", min=0, help="How many cases to show that differ.")] = 20,
    timeout: Annotated[float, typer.Option("--timeout", min=0.01, help="Seconds for the symbolic part of one.")] = 2.0,
) -> None:
    """Is this answer right, what was taken for the answer, and why? For one response, or for a suite of cases.

    Ends with code 0 if the response is right, or if every case of a suite is graded as it expects, else with 1.
    """
    from curate.console import Console
    from curate.grade import grade_cases, grade_one

    console = Console()
    asked = {"gold": gold, "type": answer_type, "options": option, "tolerance": tolerance, "f1_at_least": f1_at_least}
    if cases or calibrate:
        alone = response is None and not accepted and not any(value is not None for value in asked.values())
        _only(alone, "a suite brings its own responses, golds and types: beside --cases FILE (once for each) name none")
        _only(card is None or not cases, "--card is the card of --calibrate alone")
        report = grade_cases(cases or [], console, calibrate=calibrate, out=out, card=card, timeout_s=timeout)
        console.suite(report, show)
        raise typer.Exit(1 if report.surprises else 0)
    _only(response is not None and gold is not None, "name RESPONSE and --gold, or --cases FILE, or --calibrate")
    _only(out is None and card is None, "--out and --card are for suites: --cases FILE or --calibrate")
    said = sys.stdin.read() if response == "-" else response
    graded = grade_one({"response": said, "accepted": accepted or (), **asked}, timeout_s=timeout)
    console.verdict(graded)
    raise typer.Exit(0 if graded.verdict.right else 1)


sources = typer.Typer(
    help="The sources of the shelves: list them, show one, or write a first file for data that has none.",
    rich_markup_mode="markdown",
    epilog="`curate sources` · `curate sources show mmlu --rows 3` · `curate sources add ../data/quiz.jsonl`",
)
app.add_typer(sources, name="sources")

_Rejects = Annotated[bool, typer.Option("--rejects", help="Look for records that become no row, and show those.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


def _named_sources(begun: str) -> list[str]:
    """The names of sources that begin so: what the shell offers where one is wanted."""
    return [name for name in _shelves(None).names("source") if name.startswith(begun)]


@sources.callback(invoke_without_command=True)
def _sources(  # pyright: ignore[reportUnusedFunction] - typer keeps it
    context: typer.Context,
    root: _Root = None,
    store: _Store = _STORE,
    as_json: _AsJson = False,  # noqa: FBT002
) -> None:
    """Every source with its group, origin, form, licence, rows and state; `list` may be left out."""
    if context.invoked_subcommand is None:
        list_sources(root, store, as_json)
        return
    given = root is not None or store != _STORE or as_json
    _only(not given, f"options stand behind the command: curate sources {context.invoked_subcommand} ...")


@sources.command("list", epilog="`curate sources list` · `curate sources list --json`")
def list_sources(
    root: _Root = None,
    store: _Store = _STORE,
    as_json: _AsJson = False,  # noqa: FBT002
) -> None:
    """Every source with its state; one whose file is broken does not hide the others."""
    from curate.sources import console, listing

    found = listing.listed(_shelves(root), store=store)
    if as_json:
        _print_json([one.as_json() for one in found])
    else:
        console.listing(found)


@sources.command(
    "show",
    epilog="`curate sources show mmlu` · `curate sources show blends/sources/mine.yaml --rows 2` · "
    "`curate sources show mine --rejects`",
)
def show_source(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A source, or the path of its file.", autocompletion=_named_sources)
    ],
    rows: Annotated[int, typer.Option("--rows", min=1, max=10_000, help="How many to show.")] = 5,
    how: Annotated[str | None, typer.Option("--read", help="The way to read it: a key of its `read`.")] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", "-p", help="Read it as a build with this profile does.")
    ] = None,
    rejects: _Rejects = False,  # noqa: FBT002
    root: _Root = None,
    as_json: _AsJson = False,  # noqa: FBT002
) -> None:
    """What a source says of itself, and its first records beside the rows that they become."""
    from curate.sources import console
    from curate.sources.preview import preview

    _only(how is None or profile is None, "a profile chooses the way to read: name --read or --profile")
    found = preview(name, _shelves(root), rows=rows, how=how, profile=profile, rejects=rejects)
    if as_json:
        _print_json(found.as_json())
    else:
        console.previewed(found, rejects=rejects)


_OverwriteIt = Annotated[bool, typer.Option("--yes", "-y", help="Overwrite a file that is there.")]


@sources.command(
    "add",
    epilog="`curate sources add ../data/quiz.jsonl` · `curate sources add ../data/exams --name exams` · "
    "`curate sources add 'pages/*.warc.gz'` · `curate sources add allenai/ai2_arc`",
)
def add_source(
    data: Annotated[
        str, typer.Argument(metavar="DATA", help="A file, a folder, a glob, a URL, or a data set of the hub.")
    ],
    name: Annotated[str | None, typer.Option("--name", help="The source's name; told from the data.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write; `blends/sources/NAME.yaml` of your project.")
    ] = None,
    root: Annotated[
        Path | None, typer.Option("--root", help="Your project; that around the working folder unless said.")
    ] = None,
    yes: _OverwriteIt = False,  # noqa: FBT002
) -> None:
    """Look at data, guess which column is what, try the guess, and write a first source file that passes the check."""
    from curate.content import shown
    from curate.errors import ContentError
    from curate.sources import adding, console

    _only(out is None or out.suffix == ".yaml", "--out is a file that ends with .yaml")
    added = adding.proposed(data, _shelves(root), name=name, out=out, root=root)
    console.proposed(added)
    if added.path.exists() and not yes:
        place = shown(added.path)
        if not sys.stdin.isatty():
            raise ContentError("is there already", place=place, hint="--yes overwrites it, --out names another")
        if not typer.confirm(f"{place} is there already: overwrite it?"):
            raise typer.Exit(1)
    adding.write(added)
    console.written(added)


topics = typer.Typer(help="The topic trees of `blends/topics/`.", no_args_is_help=True, rich_markup_mode="markdown")
app.add_typer(topics, name="topics")


@topics.command(
    "expand",
    epilog="`curate topics expand mmlu --out blends/topics/mmlu_fine.yaml` · then read it, and name it in a plan",
)
def expand_topics(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A tree of `blends/topics/`, or a file.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write; one of `blends/topics/` of your project.")],
    profile: _Profile = "auto",
    root: _Root = None,
    store: _Store = _STORE,
    per_topic: Annotated[
        int, typer.Option("--per-topic", min=1, max=100, help="Subtopics to ask for, of each topic.")
    ] = 10,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another one gives other subtopics.")] = 0,
) -> None:
    """Have the profile's generator list more subtopics for each topic of a tree; a file to read, and then to use."""
    from curate.console import Console
    from curate.expand import Wish, grown
    from curate.profiles import chosen

    console = Console()
    wish = Wish(name, chosen(profile, console.say), per_topic, seed=seed)
    console.grown(grown(wish, out, shelves=_shelves(root), store=store, watch=console))


def _print_json(value: object) -> None:
    import orjson

    text = orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
    typer.echo(text.decode("utf-8", "replace"))


def _only(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - one condition, one sentence
    if not holds:
        raise typer.BadParameter(otherwise)


def _shelves(root: Path | None) -> Shelves:
    from curate.content import Shelves

    return Shelves(root)


def _order(recipe: str, profile: str, root: Path | None, rows: int | None, say: object) -> Order:
    from curate.order import resolve
    from curate.profiles import chosen

    shelves = _shelves(root)
    return resolve(recipe, chosen(profile, say), shelves, limit=rows)  # pyright: ignore[reportArgumentType]


_STOPPED = {130, 143}
"""The exit codes of a program that was stopped by Ctrl-C (typer turns the interruption into it), and by SIGTERM."""


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""What a disk says that takes nothing more."""


def _stop(number: int, _: object) -> None:
    """What ends a job (a queue, a container, `timeout`) ends it as Ctrl-C does: nothing half written is left."""
    raise SystemExit(128 + number)


def main() -> None:
    """The program `curate`: errors that a user can cause become one line and an exit code, never a traceback."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except CurateError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        # What other libraries write on their own: temporary files, caches.
        typer.echo(f"error: {error.filename or 'a temporary file'}: cannot be written: {error.strerror}", err=True)
        sys.exit(1)
    except SystemExit as end:
        if end.code in _STOPPED:
            typer.echo("stopped: what is done is kept, and the same command goes on from here", err=True)
        raise
