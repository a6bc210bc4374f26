"""Exercises in number theory, counting and chance, each with a worked solution."""

from collections import Counter
from fractions import Fraction
from math import comb, factorial, gcd, prod
from random import Random

from curate.samples.make.exercise import Exercise, boxed
from curate.samples.make.question import pick
from curate.samples.make.solved import fraction, whole_set
from curate.samples.make.wording import listed

NUMBERS, COUNTING = "number_theory", "counting_and_probability"
WORDS = ("BALLOON", "COFFEE", "PEPPER", "LETTER", "CANAL", "BANANA", "HAMMOCK", "LEVEL", "TOMATO", "PAPAYA", "KAYAK")
PRIMES = (7, 11, 13, 17, 19, 23)


def power_remainder(rng: Random) -> Exercise:
    """A power modulo a small prime, by its cycle."""
    prime = rng.choice(PRIMES[:4])
    base, power = rng.randrange(2, prime - 1), rng.randrange(20, 120)
    cycle = next(length for length in range(1, prime) if pow(base, length, prime) == 1)
    answer = str(pow(base, power, prime))
    problem = f"What is the remainder when ${base}^{{{power}}}$ is divided by ${prime}$?"
    solution = (
        f"Among the powers of ${base}$, the first one that leaves remainder 1 is ${base}^{{{cycle}}}$. "
        f"Since ${power}$ leaves remainder ${power % cycle}$ on division by ${cycle}$, the number leaves "
        "the same remainder as "
        f"${base}^{{{power % cycle}}}$, which is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=NUMBERS, level=3)


def _factors(number: int) -> dict[int, int]:
    found: dict[int, int] = {}
    prime = 2
    while number > 1:
        while number % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            number //= prime
        prime += 1
    return found


def number_of_divisors(rng: Random) -> Exercise:
    """From the prime factors to the number of divisors."""
    number = rng.choice([144, 180, 200, 216, 240, 300, 336, 360, 396, 420, 450, 504, 540, 600, 720, 756, 840])
    factors = _factors(number)
    answer = str(prod(times + 1 for times in factors.values()))
    written = " \\cdot ".join(str(prime) if times == 1 else f"{prime}^{times}" for prime, times in factors.items())
    text = pick(rng, f"How many positive divisors does ${number}$ have?", f"Count the positive divisors of ${number}$.")
    choices = " \\cdot ".join(str(times + 1) for times in factors.values())
    solution = (
        f"In prime factors, ${number} = {written}$. A divisor takes each prime between zero times and all "
        "times, which can "
        f"be done in ${choices}$ ways, that is {boxed(answer)}."
    )
    return Exercise(problem=text, solution=solution, answer=answer, subject=NUMBERS, level=2)


def common_divisor(rng: Random) -> Exercise:
    """Euclid's algorithm."""
    while True:
        one, two = sorted((rng.randrange(200, 900), rng.randrange(200, 900)))
        if gcd(one, two) > 5 and two % one:  # noqa: PLR2004 - a divisor that takes some work
            break
    steps: list[str] = []
    big, small = two, one
    while small:
        steps.append(f"${big} = {big // small} \\cdot {small} + {big % small}$")
        big, small = small, big % small
    problem = f"Find the greatest common divisor of ${one}$ and ${two}$."
    solution = f"Divide with remainder again and again: {', '.join(steps)}. The last divisor is {boxed(str(big))}."
    return Exercise(problem=problem, solution=solution, answer=str(big), subject=NUMBERS, level=2)


def other_base(rng: Random) -> Exercise:
    """A number in another base, brought back to ten."""
    base = rng.randrange(4, 10)
    digits = [rng.randrange(1, base), *(rng.randrange(base) for _ in range(2))]
    value = digits[0] * base**2 + digits[1] * base + digits[2]
    problem = f"The number ${''.join(map(str, digits))}_{{{base}}}$ is written in base ${base}$. Write it in base ten."
    terms = f"{digits[0]} \\cdot {base}^2 + {digits[1]} \\cdot {base} + {digits[2]}"
    solution = f"Its value is ${terms}$, that is {boxed(str(value))}."
    return Exercise(problem=problem, solution=solution, answer=str(value), subject=NUMBERS, level=1)


def inverse_modulo(rng: Random) -> Exercise:
    """The number that undoes a multiplication."""
    prime = rng.choice(PRIMES)
    number = rng.randrange(3, prime - 1)
    answer = pow(number, -1, prime)
    problem = (
        f"Find the positive integer $n$ below ${prime}$ for which ${number}n$ leaves remainder $1$ on "
        f"division by ${prime}$."
    )
    solution = (
        f"We have ${number} \\cdot {answer} = {number * answer} = {number * answer // prime} \\cdot "
        f"{prime} + 1$. No other "
        f"number below ${prime}$ does it, because ${number}$ and ${prime}$ have no common divisor. So $n$ "
        f"is {boxed(str(answer))}."
    )
    return Exercise(problem=problem, solution=solution, answer=str(answer), subject=NUMBERS, level=3)


def zeros_of_factorial(rng: Random) -> Exercise:
    """Factors of five."""
    number = rng.randrange(26, 300)
    counts = [number // 5**power for power in (1, 2, 3) if 5**power <= number]
    answer = str(sum(counts))
    problem = f"How many zeros stand at the end of ${number}!$ in decimal notation?"
    solution = (
        f"Every final zero needs a factor 2 and a factor 5, and factors 5 are rarer. Multiples of 5, 25 and 125 up to "
        f"${number}$ contribute ${' + '.join(map(str, counts))}$, which makes {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=NUMBERS, level=3)


def divisors_of_kind(rng: Random) -> Exercise:
    """All divisors that are multiples of something."""
    part, rest = rng.choice([4, 6, 9, 10, 12, 15]), rng.choice([8, 10, 12, 14, 15, 16, 20, 21])
    values = [part * divisor for divisor in range(1, rest + 1) if rest % divisor == 0]
    answer = whole_set(values)
    problem = f"Find the set of all positive divisors of ${part * rest}$ that are multiples of ${part}$."
    solution = (
        f"Such a divisor is ${part}k$, where $k$ divides ${part * rest} : {part} = {rest}$. With "
        f"$k = {', '.join(str(value // part) for value in values)}$ the set is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=NUMBERS, level=2)


def committee(rng: Random) -> Exercise:
    """A fixed number from each of two groups."""
    a, b, i, j = rng.randrange(5, 10), rng.randrange(4, 9), rng.randrange(2, 4), rng.randrange(2, 4)
    one, two = rng.choice(
        [("chemists", "physicists"), ("painters", "poets"), ("sailors", "cooks"), ("nurses", "doctors")]
    )
    answer = str(comb(a, i) * comb(b, j))
    problem = f"In how many ways can {i} of {a} {one} and {j} of {b} {two} be chosen for a committee?"
    solution = (
        f"The two choices are independent: $\\binom{{{a}}}{{{i}}} \\cdot \\binom{{{b}}}{{{j}}} = "
        f"{comb(a, i)} \\cdot {comb(b, j)}$, "
        f"which is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=COUNTING, level=2)


def letters_arranged(rng: Random) -> Exercise:
    """Arrangements of a word in which letters repeat."""
    word = rng.choice(WORDS)
    repeated = [times for times in Counter(word).values() if times > 1]
    answer = str(factorial(len(word)) // prod(map(factorial, repeated)))
    below = " \\cdot ".join(f"{times}!" for times in repeated) or "1"
    problem = f"How many different arrangements do the letters of the word {word} have?"
    solution = (
        f"There are ${len(word)}!$ orders of {len(word)} letters, and exchanging equal letters changes nothing: "
        f"$\\frac{{{len(word)}!}}{{{below}}}$, which is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=COUNTING, level=2)


def dice_sum(rng: Random) -> Exercise:
    """The sum of two dice, which need not be ordinary ones."""
    one, two = rng.choice([(6, 6), (4, 6), (6, 8), (8, 8), (4, 8), (6, 12)])
    target = rng.randrange(4, one + two)
    ways = sum(1 for first in range(1, one + 1) if 1 <= target - first <= two)
    answer = fraction(Fraction(ways, one * two))
    problem = (
        f"A fair die with faces 1 to {one} and a fair die with faces 1 to {two} are rolled. What is the "
        "probability that "
        f"the sum is {target}?"
    )
    solution = (
        f"Of the ${one * two}$ equally likely pairs, ${ways}$ {'has' if ways == 1 else 'have'} the sum "
        f"${target}$, so the "
        f"probability is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=COUNTING, level=2)


def exact_heads(rng: Random) -> Exercise:
    """A given number of heads."""
    n = rng.randrange(4, 10)
    k = rng.randrange(2, n)
    answer = fraction(Fraction(comb(n, k), 2**n))
    problem = f"A fair coin is tossed {n} times. What is the probability of exactly {k} heads?"
    solution = (
        f"Of the $2^{n} = {2**n}$ equally likely results, $\\binom{{{n}}}{{{k}}} = {comb(n, k)}$ show {k} heads. "
        f"The probability is {boxed(answer)}."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject=COUNTING, level=3)


def heads_and_legs(rng: Random) -> Exercise:
    """Animals of two kinds behind a fence."""
    few, many = rng.randrange(5, 25), rng.randrange(5, 25)
    two, four = rng.choice([("hens", "rabbits"), ("ducks", "goats"), ("geese", "sheep"), ("ostriches", "zebras")])
    heads, legs = few + many, 2 * few + 4 * many
    problem = f"A pen holds {two} and {four} with {heads} heads and {legs} legs altogether. How many {four} are there?"
    solution = (
        f"If all {heads} animals were {two}, there would be ${2 * heads}$ legs. The other "
        f"${legs - 2 * heads}$ legs come in "
        f"pairs, one pair for each of the {four}, so there are {boxed(str(many))}."
    )
    return Exercise(problem=problem, solution=solution, answer=str(many), subject="logic_and_puzzles", level=2)


def truthful_or_not(rng: Random) -> Exercise:
    """How many of several people tell the truth, when each states how many lie."""
    names = ["Ada", "Bo", "Cem", "Dora", "Eli", "Fay", "Gus", "Hana"][: rng.randrange(3, 9)]
    thing = rng.choice(["who ate the cake", "who rang the bell", "who opened the window"])
    count = len(names)
    said = listed([f'{name}: "The number of liars among us is {number}"' for number, name in enumerate(names, 1)])
    problem = (
        f"Asked {thing}, {count} people say only this: {said}. Each of them either tells the truth or lies. "
        "How many of them lie?"
    )
    answer = str(count - 1)
    solution = (
        f"No two statements can both be true, so at most one is. If none were true, all {count} people "
        "would lie, and then "
        f"{names[-1]}'s statement would be true after all. So exactly one statement is true, and "
        f"{boxed(answer)} people lie."
    )
    return Exercise(problem=problem, solution=solution, answer=answer, subject="logic_and_puzzles", level=3)


MAKERS = (
    *(power_remainder, number_of_divisors, common_divisor, other_base, inverse_modulo, zeros_of_factorial),
    *(divisors_of_kind, committee, letters_arranged, dice_sum, exact_heads, heads_and_legs, truthful_or_not),
)
