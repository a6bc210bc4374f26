"""The part of Jinja that a template may use, and where a body leaves it.

Small on purpose: variables, a few filters, `if`, `for` and `set`. What is not offered is refused when a file is loaded,
with line and column, so that no template can fail, reach out of its sandbox or give another text tomorrow, after a
build has begun.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from curate.errors import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

VARIABLES: Final[Mapping[str, frozenset[str]]] = {
    "open": frozenset({"question", "subject"}),
    "mcq": frozenset({"question", "subject", "options", "options_block", "letters", "first_letter", "last_letter"}),
}
"""What a template of each form may name. `options` and `letters` are lists; all others are texts, never null."""

FILTERS: Final = frozenset(
    "capitalize default first indent join last length list lower replace reverse string title trim truncate upper "
    "wordcount wordwrap".split()
)
"""The filters of Jinja that a template may use: those that give the same text every time and reach no attribute."""

TESTS: Final = frozenset("defined divisibleby eq even ge gt in le lower lt ne none number odd string upper".split())
"""The tests of Jinja that a template may use, after `is`."""

_LISTS: Final = frozenset({"options", "letters"})
_GOLD: Final = frozenset({"answer", "answer_text", "accepted", "gold"})
_LOOP: Final = frozenset("index index0 revindex revindex0 first last length previtem nextitem".split())
_NODES: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Tuple, nodes.List),
    *(nodes.If, nodes.For, nodes.Assign, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Keyword, nodes.Getattr),
    *(nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub),
    *(nodes.Neg, nodes.Concat),
)


_SIGNS: Final = {"call": "(", "mul": "*", "div": "/", "floordiv": "//", "mod": "%", "pow": "**", "dict": "{"}
"""How nodes that are refused are written, where that is not their name."""
_UNREAD: Final = ("whitespace", "comment", "linecomment", "raw")
_UNEXPECTED: Final = re.compile(r"unexpected (?:char )?'(?P<sign>.)'(?: at (?P<at>\d+))?$")


class _Token(NamedTuple):
    line: int
    column: int
    kind: str
    text: str


class BodyFault(NamedTuple):
    """What is wrong in a body, and where: line and column from 1; no column where the word stands nowhere."""

    line: int
    column: int | None
    what: str


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Jinja as templates see it: sandboxed, strict about names, and without what they may not use."""
    made = ImmutableSandboxedEnvironment(
        autoescape=False,  # a prompt is no HTML: `a < b` must reach the model as it is
        undefined=StrictUndefined,
        keep_trailing_newline=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    made.globals = {}
    return made


def body_faults(body: str, form: str) -> list[BodyFault]:
    """All that is wrong with the body of a template of that form."""
    return language_faults(body, VARIABLES[form], _LISTS) or list(_hidden(environment().parse(body), form))


def language_faults(body: str, offered: frozenset[str], lists: frozenset[str]) -> list[BodyFault]:
    """Where a body leaves the language, or names what is not among the variables `offered`, some of which are `lists`.

    Jinja's parser stops at its first error, and names are looked up only where everything else is allowed.
    """
    try:
        tree = environment().parse(body)
    except TemplateSyntaxError as error:
        return [_no_jinja(body, error)]
    found = _found(body, ((node, _not_offered(node)) for node in _walk(tree)))
    return found or _found(body, _name_faults(tree, offered, lists))


def names_in(body: str) -> frozenset[str]:
    """The variables that a body shows or asks about; it must be one without faults."""
    return frozenset(meta.find_undeclared_variables(environment().parse(body)))


def asked_about(body: str) -> frozenset[str]:
    """The variables that an `if` of a body asks about, so that it can do without them."""
    tests = (node.test for node in environment().parse(body).find_all(nodes.If))
    names = ([test] if isinstance(test, nodes.Name) else test.find_all(nodes.Name) for test in tests)
    return frozenset(name.name for found in names for name in found)


def _found(body: str, refused: Iterable[tuple[nodes.Node, tuple[str, str] | None]]) -> list[BodyFault]:
    """The refusals, each at the place of its word."""
    return [
        BodyFault(node.lineno, _column(body, node.lineno, said[0]), said[1])
        for node, said in refused
        if said is not None
    ]


def _no_jinja(body: str, error: TemplateSyntaxError) -> BodyFault:
    """A mistake of syntax; Jinja tells the line alone, so the column is found by reading up to where it stopped."""
    message = error.message or "it cannot be read"
    sign = _UNEXPECTED.search(message)
    try:
        column = _column_of_stop(body, error.lineno)
    except TemplateSyntaxError:  # there are not even words: the lexer says where it stopped, or at which sign
        start = body.rfind("\n", 0, int(sign["at"])) if sign and sign["at"] else None
        line = body.split("\n")[error.lineno - 1]
        found = line.rfind(sign["sign"] if sign else "{") + 1 or None
        column = found if start is None or sign is None else int(sign["at"]) - start
    message = f"unexpected {sign['sign']!r}" if sign else message
    return BodyFault(error.lineno, column, f"is no Jinja: {message[:1].lower()}{message[1:]}")


def _column_of_stop(body: str, line: int) -> int | None:
    """The column of the token at which the parser stops, where that token stands on the line that it names."""
    parser = Parser(environment(), body)
    with suppress(TemplateSyntaxError):
        parser.parse()
    left = sum(1 for _ in parser.stream)
    read = [token for token in _tokens(body) if not token.kind.startswith(_UNREAD)]
    stop = next(iter(read[len(read) - left :]), None)
    return stop.column if stop is not None and stop.line == line else None


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Every node in the order of the text; nothing below one that is refused whole."""
    yield node
    if isinstance(node, _NODES):
        for child in node.iter_child_nodes():
            yield from _walk(child)


def _not_offered(node: nodes.Node) -> tuple[str, str] | None:
    """The word at this node that is no part of the language, and what is wrong with it."""
    if not isinstance(node, _NODES):
        kind = type(node).__name__.lower()
        what = f"{kind!r} is not offered in a template: only variables, filters, if, for and set"
        return _SIGNS.get(kind, kind), what
    match node:
        case nodes.Getattr(attr=word) if not (node.node == nodes.Name("loop", "load") and word in _LOOP):
            what = f"{word!r} is no attribute that a template can use: only those of loop are"
        case nodes.Getitem(arg=nodes.Const(value=str() as word)):
            what = f"{word!r} cannot be a subscript: only a number can"
        case nodes.Filter(name=word) if word not in FILTERS:
            what = one_of(word, FILTERS, what="filter")
        case nodes.Test(name=word) if word not in TESTS:
            what = one_of(word, TESTS, what="test")
        case _:
            return None
    return word, what


def _name_faults(
    tree: nodes.Template, offered: frozenset[str], lists: frozenset[str]
) -> Iterator[tuple[nodes.Node, tuple[str, str]]]:
    """Names that are not offered, and lists that would print as Python writes lists."""
    undeclared = meta.find_undeclared_variables(tree)
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name in undeclared - offered | {"self"}:
            yield name, (name.name, _no_such_name(name.name, offered))
    for output in tree.find_all(nodes.Output):
        for item in output.nodes:
            if isinstance(item, nodes.Name) and item.name in lists & undeclared & offered:
                block = f"{item.name}_block"
                instead = f"write {block}, or a for loop" if block in offered else "write a for loop"
                yield item, (item.name, f"{item.name!r} is a list: {instead}")


def _hidden(tree: nodes.Template, form: str) -> Iterator[BodyFault]:
    """What a template must show and does not."""
    named = meta.find_undeclared_variables(tree)
    if "question" not in named:
        yield BodyFault(1, 1, "never shows the question: write {{ question }}")
    if form == "mcq" and not named & {"options", "options_block"}:
        yield BodyFault(1, 1, "never shows the options: write {{ options_block }}")


def _no_such_name(name: str, offered: frozenset[str]) -> str:
    if name in _GOLD:
        return f"a template never sees {name!r}: the gold answer would stand in the prompt"
    if name in VARIABLES["mcq"] and offered == VARIABLES["open"]:
        return f"{name!r} is not offered here: a template of form open has no options"
    return one_of(name, offered, what="variable")


def _column(body: str, line: int, word: str) -> int | None:
    """The column at which a word stands inside a tag on that line."""
    tokens = (token for token in _tokens(body) if token.line == line and token.kind != "data")
    return next((token.column for token in tokens if token.text.strip("'\"") == word), None)


def _tokens(body: str) -> list[_Token]:
    found: list[_Token] = []
    offset = 0
    for line, kind, text in environment().lex(body):
        offset = max(body.find(text, offset), offset)  # the lexer leaves out white space that a tag strips
        found.append(_Token(line, offset - body.rfind("\n", 0, offset), kind, text))
        offset += len(text)
    return found
