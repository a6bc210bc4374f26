"""The generator's answers, checked by brute force, by substitution, or by another way of calculating."""

import math
import re
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random

import pytest
import sympy

from curate.samples.make import algebra, build, numbers, plane, story_count, story_shape, story_trade
from curate.samples.make.exercise import Exercise, Maker
from curate.samples.make.question import Draft, finish
from curate.samples.make.stories import SOLVERS, stories
from curate.samples.make.tables import table

SEEDS = range(25)
SOLVE = {**story_count.SOLVERS, **story_shape.SOLVERS, **story_trade.SOLVERS}


def solved(idea: str, seed: int, text: str = "") -> tuple[dict, str]:
    found = SOLVE[idea][1](Random(seed), text)
    return found.fields, found.answer


def value(answer: str) -> Fraction:
    found = re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", answer)
    return Fraction(int(f"{found[1]}{found[2]}"), int(found[3])) if found else Fraction(answer)


def members(answer: str) -> set[int]:
    return {int(number) for number in re.findall(r"-?\d+", answer)}


def made(maker: Maker, seed: int) -> Exercise:
    return maker(Random(seed))


def test_every_story_is_told_once_and_no_blank_stays_open() -> None:
    told = stories()
    assert len(told) == len(table("stories")) == len({story.text for story in told})
    assert {story.idea for story in told} == set(SOLVERS)
    assert not [story.text for story in told if re.search(r"[{}]", story.text)]
    assert not [story.text for story in told if re.search(r"\b1 (hours|days|weeks|metres|minutes|years)\b", story.text)]


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_stories_agree_with_trying_everything(seed: int) -> None:
    fields, answer = solved("handing_out", seed)
    ways = combinations(range(1, fields["n"]), fields["k"] - 1)
    assert sum(1 for _ in ways) == int(answer)
    fields, answer = solved("leftovers", seed)
    fitting = [n for n in range(1, fields["m"]) if n % fields["a"] == fields["r"] and n % fields["b"] == fields["s"]]
    assert fitting == [int(answer)]
    fields, answer = solved("with_a_specialist", seed)
    teams = combinations(range(fields["n"]), fields["k"])
    assert sum(min(team) < fields["m"] for team in teams) == int(answer)
    fields, answer = solved("same_colour", seed)
    balls = "a" * fields["a"] + "b" * fields["b"]
    pairs = list(combinations(balls, 2))
    assert value(answer) == Fraction(sum(one == two for one, two in pairs), len(pairs))
    fields, answer = solved("sure_draw", seed)
    worst = [sum(drawn) for drawn in product(*(range(fields[name] + 1) for name in "abc")) if max(drawn) < fields["m"]]
    assert max(worst) + 1 == int(answer)
    fields, answer = solved("detour_routes", seed)
    assert routes(fields["c"], fields["d"]) * routes(fields["a"] - fields["c"], fields["b"] - fields["d"]) == int(
        answer
    )


def routes(east: int, north: int) -> int:
    return 1 if not east or not north else routes(east - 1, north) + routes(east, north - 1)


def test_two_that_stand_together_agree_with_trying_everything() -> None:
    fields, answer = next(found for found in (solved("side_by_side", seed) for seed in range(99)) if found[0]["n"] == 6)
    orders = permutations(range(fields["n"]))
    assert sum(abs(order.index(0) - order.index(1)) == 1 for order in orders) == int(answer)


@pytest.mark.parametrize("seed", SEEDS)
def test_number_stories_hold_when_the_answer_is_put_back(seed: int) -> None:
    fields, answer = solved("together_again", seed)
    assert int(answer) == min(n for n in range(1, 10_000) if not any(n % fields[name] for name in "abc"))
    fields, answer = solved("sum_and_product", seed)
    assert (sum(members(answer)), math.prod(members(answer))) == (fields["s"], fields["p"])
    fields, answer = solved("group_sizes", seed)
    assert members(answer) == {n for n in range(fields["lo"] + 1, fields["hi"]) if fields["n"] % n == 0}
    fields, answer = solved("handshakes", seed)
    assert sum(range(int(answer))) == fields["t"]
    for idea in ("neighbours_even", "neighbours_odd", "neighbours_seats"):
        fields, answer = solved(idea, seed)
        assert sum(members(answer)) == fields["s"]
        assert {number % 2 for number in members(answer)} == {"even": {0}, "odd": {1}}.get(idea[11:], {0, 1})


@pytest.mark.parametrize("faces", ["two", "one", "no", "any"])
def test_painted_cubes_agree_with_looking_at_every_small_cube(faces: str) -> None:
    fields, answer = solved(
        f"painted_cube_{'any_face' if faces == 'any' else faces + '_face' + 's' * (faces == 'two')}", 3
    )
    edge = fields["n"]
    painted = [sum(at in {0, edge - 1} for at in cube) for cube in product(range(edge), repeat=3)]
    wanted = {"two": {2}, "one": {1}, "no": {0}, "any": {1, 2, 3}}[faces]
    assert sum(count in wanted for count in painted) == int(answer)


@pytest.mark.parametrize("seed", SEEDS)
def test_trade_stories_hold_when_the_answer_is_put_back(seed: int) -> None:
    fields, answer = solved("mixture", seed)
    n, dear = fields["n"], int(answer)
    assert n * fields["p"] + dear * fields["q"] == (n + dear) * fields["r"]
    fields, answer = solved("membership", seed)
    for visits in range(1, 200):
        saves = fields["c"] + fields["p"] * visits < fields["q"] * visits
        assert saves == (visits >= int(answer))
    fields, answer = solved("crew_shrinks", seed)
    work = fields["k"] * fields["x"] + (fields["k"] - fields["j"]) * int(answer)
    assert work == fields["k"] * fields["d"]
    fields, answer = solved("mark_needed", seed)
    assert fields["p"] * fields["x"] + (100 - fields["p"]) * int(answer) == 100 * fields["y"]
    assert int(answer) <= 100
    fields, answer = solved("dried_fruit", seed)
    assert fields["m"] * (100 - fields["a"]) == int(answer) * (100 - fields["b"])
    fields, answer = solved("two_prices", seed)
    assert fields["p"] * int(answer) + fields["q"] * (fields["n"] - int(answer)) == fields["t"]
    fields, answer = solved("what_was_left", seed)
    load = Fraction(int(answer))
    assert load * (1 - Fraction(1, fields["a"])) * (1 - Fraction(1, fields["b"])) == fields["n"]
    fields, answer = solved("pooled_work", seed)
    assert Fraction(1, fields["a"]) + Fraction(1, fields["b"]) == Fraction(1, int(answer))


@pytest.mark.parametrize("seed", SEEDS)
def test_clock_hands_are_as_far_apart_as_their_places_on_the_dial(seed: int) -> None:
    fields, answer = solved("clock_hands", seed)
    turn = Fraction(fields["h"] % 12 * 60 + fields["m"], 720) - Fraction(fields["m"], 60)
    assert min(turn % 1, -turn % 1) * 360 == int(answer)


@pytest.mark.parametrize("seed", SEEDS)
def test_algebra_agrees_with_a_computer_algebra_system(seed: int) -> None:
    x = sympy.Symbol("x")

    def read(latex: str) -> sympy.Expr:
        return sympy.sympify(re.sub(r"(\d|\))(?=[x(])", r"\1*", latex.replace("^", "**")), {"x": x})

    problem = made(algebra.expanded, seed)
    assert sympy.expand(read(re.search(r"\$(.+?)\$", problem.problem)[1]) - read(problem.answer)) == 0
    problem = made(algebra.quadratic_roots, seed)
    equation = read(re.search(r"\$(.+) = 0\$", problem.problem)[1])
    assert members(problem.answer) == {int(root) for root in sympy.solve(equation, x)}
    problem = made(algebra.least_value, seed)
    parabola = read(re.search(r"\$(.+?)\$", problem.problem)[1])
    assert sympy.minimum(parabola, x) == int(problem.answer)
    problem = made(algebra.remainder_at, seed)
    dividend, divisor = (read(part) for part in re.findall(r"\$([^$]+)\$", problem.problem))
    assert sympy.rem(dividend, divisor, x) == int(problem.answer)
    problem = made(plane.area_under, seed)
    end, inside = re.search(r"int_0\^\{(\d)\} \((.+)\)\\,", problem.problem).groups()
    assert sympy.integrate(read(inside), (x, 0, int(end))) == sympy.Rational(str(value(problem.answer)))
    problem = made(plane.slope_at, seed)
    function, at = re.search(r"= (.+)\$\. Find \$f'\((-?\d)\)", problem.problem).groups()
    assert sympy.diff(read(function), x).subs(x, int(at)) == int(problem.answer)


@pytest.mark.parametrize("seed", SEEDS)
def test_number_theory_agrees_with_plain_arithmetic(seed: int) -> None:
    problem = made(numbers.power_remainder, seed)
    base, power, modulus = map(int, re.search(r"\$(\d+)\^\{(\d+)\}\$.+\$(\d+)\$", problem.problem).groups())
    assert base**power % modulus == int(problem.answer)
    problem = made(numbers.number_of_divisors, seed)
    number = int(re.search(r"\$(\d+)\$", problem.problem)[1])
    assert sum(number % part == 0 for part in range(1, number + 1)) == int(problem.answer)
    problem = made(numbers.zeros_of_factorial, seed)
    digits = str(math.factorial(int(re.search(r"\$(\d+)!", problem.problem)[1])))
    assert len(digits) - len(digits.rstrip("0")) == int(problem.answer)
    problem = made(numbers.letters_arranged, seed)
    word = re.search(r"word (\w+)", problem.problem)[1]
    if len(word) < 8:
        assert len(set(permutations(word))) == int(problem.answer)
    problem = made(numbers.dice_sum, seed)
    one, two, target = map(int, re.search(r"1 to (\d+) and .+ 1 to (\d+) are .+ is (\d+)\?", problem.problem).groups())
    rolls = [first + second for first, second in product(range(1, one + 1), range(1, two + 1))]
    assert value(problem.answer) == Fraction(rolls.count(target), len(rolls))


def test_a_question_whose_options_say_the_same_is_refused() -> None:
    draft = Draft(text="?", answer="s", wrong=("S", "m", "kg"), subject="physics", key="?")
    with pytest.raises(ValueError, match="options that say the same"):
        finish(draft, "some_shape", 4, Random(1))


def test_no_shape_runs_dry_or_breaks_however_the_chance_falls() -> None:
    for shape in (*build.STEM_SHAPES, *build.OTHER):
        for seed in range(12):
            rng = Random(seed)
            draft = shape.make(rng)
            question = finish(draft, shape.name, 0 if shape.use == "open" else 10, rng)
            assert draft.text
            assert draft.answer
            assert not question.options or question.answer in question.options
