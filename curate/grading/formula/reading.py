r"""Read a scalar or an equation as a formula: a small immutable tree, or None where the text is not surely one.

The tree is what `evaluate` compares by value without leaving the process. What this reader does not understand, or
what may be no product (`f(x)`, `2^3!`), is None, and goes to the symbolic worker. What people read in two ways
(`a/bc`, `\sin x/2`, `2^3^x`) has two readings, and is no answer where they differ. A fraction of two whole numbers in
front of a letter, of pi or of a root is its coefficient: `1/2x` is half of x.
Reading is linear in the text and bounded in length and depth.
"""

from collections.abc import Callable
from fractions import Fraction

from curate.grading.formula.building import (
    MINUS_ONE,
    argument_over,
    fraction_of,
    inverse,
    is_coefficient,
    is_mixed,
    is_whole,
    mixed_number,
    opposite,
    product_of,
    refuse_application,
)
from curate.grading.formula.nodes import Call, Constant, Equality, Name, Node, Number, Power, Product, Root, Sum
from curate.grading.formula.notation import Token, UnreadableError, tokens
from curate.grading.memory import remembered

LONGEST = 1_000
"""Characters that are read as a formula."""

_DEEPEST = 30
_REMEMBERED = 8_192  # formulas; a gold answer is compared with many answers
_LONGEST_REMEMBERED = 300  # characters

_HALF = Number(Fraction(1, 2))
_DEGREE = Product((Constant("pi"), Number(Fraction(1, 180))))
_CLOSING = {"(": ")", "[": "]", "{": "}", "\\lfloor": "\\rfloor", "\\lceil": "\\rceil"}
_AROUND = {"\\lfloor": "floor", "\\lceil": "ceiling"}
_INVERSE = {"sin": "arcsin", "cos": "arccos", "tan": "arctan"}
_OF_SEVERAL = frozenset({"min", "max", "gcd", "lcm"})
_LOGARITHMS = frozenset({"ln", "log"})
_TIMES = frozenset({"*", "\\cdot", "\\times"})
_OVER = frozenset({"/", "\\div"})
_STARTS = frozenset({"number", "letter", "function", "constant", "(", "[", "{", "\\frac", "\\binom", "\\sqrt"}) | set(
    _AROUND
)
_BESIDE = frozenset({"letter", "constant", "\\sqrt"})
_LEAVES: dict[str, Callable[[Token], Node]] = {
    "number": lambda token: Number(token.value),
    "letter": lambda token: Name(token.text),
    "constant": lambda token: Constant(token.text),
}
_CLOSED = frozenset(")]}!")


def parse(latex: str) -> Node | None:
    """Return the formula that a tidied text is, an `Equality` where it has one `=`; None where it is not surely one."""
    read = readings(latex)
    return read[0] if len(read) == 1 else None


@remembered(_REMEMBERED, longest=_LONGEST_REMEMBERED)
def readings(latex: str) -> tuple[Node, ...]:
    """Return the formulas that a tidied text may be: one, two where people read it in two ways, none where it is none.

    Of two the first takes what stands without brackets from left to right, the second what stands close together.
    """
    if not latex or len(latex) > LONGEST:
        return ()
    try:
        reader = _Reader(tokens(latex))
        node = reader.whole()
        return (node, _Reader(reader.tokens, close=True).whole()) if reader.doubtful else (node,)
    except UnreadableError:
        return ()


class _Reader:
    """Reads the tokens of one formula, left to right, by recursive descent."""

    def __init__(self, read: list[Token], *, close: bool = False) -> None:
        self.tokens = read
        self.close = close  # what stands close together belongs together: a/bc is a/(bc)
        self.doubtful = False  # whether that made a difference
        self.at = 0
        self.depth = 0
        self.bars = 0  # absolute values that are open
        self.barred = False  # whether one was closed
        self.opened: list[str] = []  # the kinds with which the factors of the last run began
        self.swallows = False  # the last factor is a function without brackets, which may go on: \sin x/2

    def kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    def take(self) -> Token:
        if self.at >= len(self.tokens):
            raise UnreadableError
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, kind: str) -> Token:
        token = self.take()
        if token.kind != kind:
            raise UnreadableError
        return token

    def took(self, kind: str) -> bool:
        alike = self.kind() == kind
        self.at += alike
        return alike

    def whole(self) -> Node:
        left = self.sum()
        node = Equality(left, self.sum()) if self.took("=") else left
        if self.at < len(self.tokens):
            raise UnreadableError
        return node

    def sum(self) -> Node:
        self.deeper()
        terms = [self.signed()]
        while self.kind() in ("+", "-"):
            terms.append(opposite(self.signed()) if self.take().kind == "-" else self.signed())
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnreadableError

    def signed(self) -> Node:
        negative = False
        while self.kind() in ("+", "-"):
            negative ^= self.take().kind == "-"
        return opposite(self.product()) if negative else self.product()

    def product(self) -> Node:
        """Read factors between signs."""
        factors = more = self.run()
        before = ""
        while (kind := self.kind()) in _TIMES or kind in _OVER:
            self.at += 1
            swallows = self.swallows and self.kind() not in ("function", "\\sqrt")
            if swallows and kind in _TIMES:
                raise UnreadableError
            negative = False
            while self.kind() in ("+", "-"):
                negative ^= self.take().kind == "-"
            above, more = more, self.run()
            if kind in _OVER:
                more = self.divided(factors, more, swallows=swallows, above=None if before in _OVER else above)
            before = kind
            factors += [MINUS_ONE, *more] if negative else more
        self.swallows = False
        return product_of(factors)

    def divided(
        self, factors: list[Node], below: list[Node], *, swallows: bool, above: list[Node] | None
    ) -> list[Node]:
        r"""Return what the factors behind a `/` add to those before it; what follows the first may be below it or not.

        The argument of a function without brackets may go on below the line: then its last factor is put anew.
        """
        first, *rest = below
        if (
            rest
            and above is not None
            and is_whole(above)
            and self.opened[1] in _BESIDE
            and is_coefficient(first, rest[0])
        ):
            return [inverse(first), *rest]
        self.doubtful |= swallows or bool(rest)
        if swallows and self.close:
            factors[-1] = argument_over(factors[-1], product_of(below))
            return []
        return [inverse(product_of(below))] if self.close else [inverse(first), *rest]

    def run(self) -> list[Node]:
        """Read factors that stand side by side."""
        factors: list[Node] = []
        kinds: list[str] = []
        while not factors or self.goes_on():
            before = self.tokens[self.at - 1].kind if factors else ""
            kinds.append(opened := self.kind())
            self.swallows = False
            factor = self.power()
            if factors and opened == "(":
                refuse_application(factors[-1], before, factor)
            factors.append(factor)
        self.opened = kinds
        return [mixed_number(factors[0], factors[1])] if kinds[0] == "number" and is_mixed(factors) else factors

    def goes_on(self) -> bool:
        """Return whether another factor follows without a sign.

        Raises:
            UnreadableError: If it is one that could belong elsewhere: `x2`, `3 4`, the bar in `|x|y|z|`.
        """
        kind, before = self.kind(), self.tokens[self.at - 1].kind
        if kind == "|":
            if self.bars:
                return False
            if self.barred and before != "|":
                raise UnreadableError
        elif kind not in _STARTS:
            return False
        if kind == "number" and before not in _CLOSED and not self.raised_next():
            raise UnreadableError
        if self.swallows and kind not in ("function", "\\sqrt"):
            raise UnreadableError
        return True

    def raised_next(self) -> bool:
        r"""Return whether a number with its exponent in braces follows a letter: `n 2^{n-1}` is a product."""
        kinds = [token.kind for token in self.tokens[self.at - 1 : self.at + 3]]
        return kinds[0] in ("letter", "constant") and kinds[2:] == ["^", "{"]

    def power(self) -> Node:
        """Read a factor with what stands above and behind it: `x^2`, `n!`, an angle in degrees."""
        opened = self.kind()
        base = self.atom()
        if self.kind() == "!":
            base = self.factorial(base, opened)
        if self.took("degree"):
            return Product((base, _DEGREE))
        if self.kind() != "^":
            return base
        if self.swallows or (opened == "function" and isinstance(base, Call) and base.function in _LOGARITHMS):
            raise UnreadableError
        self.at += 1
        exponent = self.exponent()
        if self.took("^"):
            self.doubtful = True
            higher = self.exponent()
            base, exponent = (base, Power(exponent, higher)) if self.close else (Power(base, exponent), higher)
        if self.kind() in ("^", "!", "_", "degree"):
            raise UnreadableError
        return Power(base, exponent)

    def factorial(self, base: Node, opened: str) -> Node:
        if opened == "function":
            raise UnreadableError
        marks = 0
        while self.took("!"):
            marks += 1
        if marks > 2:  # noqa: PLR2004 - n!!! is no factorial that anyone means
            raise UnreadableError
        return Call("factorial" if marks == 1 else "factorial2", (base,))

    def exponent(self) -> Node:
        """Read what is raised: in braces or brackets, or a single number, letter or constant with its sign."""
        negative = self.took("-")
        kind = self.kind()
        if kind in ("(", "{"):
            node = self.group()
        elif kind in ("number", "letter", "constant", "\\frac", "\\sqrt"):
            node = self.atom()
        else:
            raise UnreadableError
        if node == Name("T"):  # a transposed matrix
            raise UnreadableError
        return opposite(node) if negative else node

    def group(self) -> Node:
        """Read what stands in brackets."""
        opening = self.take().kind
        if opening not in _CLOSING:
            raise UnreadableError
        bars, self.bars = self.bars, 0
        swallows = self.swallows
        node = self.sum()
        self.expect(_CLOSING[opening])
        self.bars, self.swallows = bars, swallows
        return Call(_AROUND[opening], (node,)) if opening in _AROUND else node

    def atom(self) -> Node:
        kind = self.kind()
        if kind in _CLOSING:
            return self.group()
        token = self.take()
        if kind in _LEAVES:
            return _LEAVES[kind](token)
        if kind == "function":
            return self.call(token.text)
        return self.built(kind)

    def built(self, kind: str) -> Node:
        """Read what a sign or a macro builds of the groups behind it."""
        if kind == "|":
            return self.absolute()
        if kind == "\\frac":
            above, below = self.braced(), self.braced()
            return Product((above, inverse(below)))
        if kind == "\\binom":
            return Call("binomial", (self.braced(), self.braced()))
        if kind == "\\sqrt":
            return self.root()
        raise UnreadableError

    def braced(self) -> Node:
        if self.kind() != "{":
            raise UnreadableError
        return self.group()

    def absolute(self) -> Node:
        self.bars += 1
        node = self.sum()
        self.expect("|")
        self.bars -= 1
        self.barred, self.swallows = True, False
        return Call("abs", (node,))

    def root(self) -> Node:
        index = self.group() if self.kind() == "[" else None
        if self.kind() not in ("{", "("):
            raise UnreadableError
        radicand = self.group()
        return Root(radicand, index) if index else Power(radicand, _HALF)

    def call(self, function: str) -> Node:
        """Read a function with its power and base, and its argument in brackets or without."""
        power: Node | None = None
        base: Node | None = None
        while self.kind() in ("^", "_"):
            raised = self.take().kind == "^"
            if (power if raised else base) is not None or (not raised and function != "log"):
                raise UnreadableError
            power, base = (self.exponent(), base) if raised else (power, self.exponent())
        if function in _OF_SEVERAL:
            return self.of_several(function, power)
        if power == MINUS_ONE:
            function, power = _INVERSE.get(function, ""), None
        if not function:
            raise UnreadableError
        argument = self.argument()
        known = Call(function, (argument, base or Number(Fraction(10))) if function == "log" else (argument,))
        if power is None:
            return known
        if self.kind() == "^":
            raise UnreadableError
        return Power(known, power)

    def of_several(self, function: str, power: Node | None) -> Node:
        if power is not None:
            raise UnreadableError
        self.expect("(")
        bars, self.bars = self.bars, 0
        arguments = [self.sum()]
        while self.took(","):
            arguments.append(self.sum())
        self.expect(")")
        self.bars = bars
        return Call(function, tuple(arguments))

    def argument(self) -> Node:
        r"""Read a function's argument: a bracket, or the simple factors up to the next sign: `\sin\frac{1}{2}\pi x`."""
        opened = self.kind()
        if opened in ("(", "["):
            return self.group()
        if opened not in _STARTS and opened != "|":
            raise UnreadableError
        self.deeper()
        factors = [self.power()]
        self.depth -= 1
        fraction = opened == "\\frac" and fraction_of(factors[0]) is not None
        simple = fraction or opened in ("number", "letter", "constant")
        while simple and (self.kind() == "letter" or self.next_is_pi()):
            factors.append(self.power())
        self.swallows = True
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def next_is_pi(self) -> bool:
        return self.kind() == "constant" and self.tokens[self.at].text == "pi"
