"""Small problems of computer science: numbers in other bases, bits, trees, loops and networks."""

from random import Random

from curate.samples.make.question import Draft, Shape, numbers, others, pick

SUBJECT = "computer_science"


def _draft(text: str, answer: str, wrong: tuple[str, ...], *, ordered: bool = True) -> Draft:
    return Draft(text=text, answer=answer, wrong=wrong, subject=SUBJECT, key=text, ordered=ordered)


def from_binary(rng: Random) -> Draft:
    """Binary to decimal."""
    right = rng.randrange(20, 128)
    text = pick(
        rng,
        f"Which decimal number is {right:b} in binary?",
        f"A register holds the unsigned binary number {right:b}. What is its value in decimal?",
    )
    return _draft(text, str(right), numbers(rng, right, right * 2, right // 2, right ^ 1, step=2, least=1))


def to_binary(rng: Random) -> Draft:
    """Decimal to binary."""
    right = rng.randrange(18, 100)
    text = pick(
        rng, f"How is the decimal number {right} written in binary?", f"Convert {right} from decimal to binary."
    )
    near = dict.fromkeys(right ^ flip for flip in (1, 2, 4, 3, 8, 6, 5, 12, 9, 10))
    return _draft(text, f"{right:b}", others(rng, (f"{other:b}" for other in near)), ordered=False)


def to_hexadecimal(rng: Random) -> Draft:
    """Decimal to hexadecimal."""
    right = rng.randrange(160, 256)
    text = pick(
        rng,
        f"What is the decimal number {right} in hexadecimal?",
        f"A byte has the decimal value {right}. Which two hexadecimal digits stand for it?",
    )
    near = [right ^ flip for flip in (1, 16, 3, 32, 8, 17, 4, 2, 20)]
    return _draft(text, f"{right:X}", others(rng, (f"{other:X}" for other in near)), ordered=False)


def exclusive_or(rng: Random) -> Draft:
    """Bitwise operations."""
    one, two = rng.sample(range(16, 64), 2)
    name, right = rng.choice([("XOR", one ^ two), ("AND", one & two), ("OR", one | two)])
    text = f"What is {one:06b} {name} {two:06b}, taken bit by bit? Give six binary digits."
    near = [one ^ two, one & two, one | two, *(right ^ flip for flip in (1, 2, 4, 8, 16, 32, 3))]
    return _draft(text, f"{right:06b}", others(rng, (f"{other:06b}" for other in near), f"{right:06b}"), ordered=False)


def bits_needed(rng: Random) -> Draft:
    """How many bits tell so many things apart."""
    things = rng.choice([20, 26, 50, 90, 100, 150, 200, 300, 365, 500, 700, 1000, 2000, 5000])
    what = rng.choice(["sensors", "colours", "stations", "products", "users"])
    text = f"How many bits does a fixed-length code need at least to give {things} {what} different codes?"
    right = (things - 1).bit_length()
    return _draft(text, str(right), numbers(rng, right, right - 1, right + 1, things // 2, least=1))


def search_steps(rng: Random) -> Draft:
    """Binary search in the worst case."""
    power = rng.randrange(5, 13)
    right = power
    text = (
        f"A binary search runs on a sorted array of {2**power - 1} different numbers. "
        "How many elements does it compare with the sought number in the worst case?"
    )
    return _draft(text, str(right), numbers(rng, right, 2**power - 1, 2 ** (power - 1), least=1))


def tree_nodes(rng: Random) -> Draft:
    """A full tree."""
    branches, levels = rng.choice(
        [(2, 4), (2, 5), (2, 6), (2, 7), (2, 8), (3, 3), (3, 4), (3, 5), (4, 3), (4, 4), (5, 3)]
    )
    right = (branches**levels - 1) // (branches - 1)
    text = (
        f"In a tree every node has exactly {branches} children, except on the last of its {levels} "
        "levels, where all nodes "
        "are leaves. The root is level 1. How many nodes are there?"
    )
    return _draft(text, str(right), numbers(rng, right, branches**levels, branches ** (levels - 1), step=2, least=2))


def loop_count(rng: Random) -> Draft:
    """Nested loops."""
    n = rng.randrange(5, 21)
    kind, right = rng.choice([("i", n * (n - 1) // 2), ("i + 1", n * (n + 1) // 2)])
    text = (
        f"A loop lets i run from 0 to {n - 1}. Inside it, a second loop lets j run from 0 up to but not "
        f"including {kind}, and "
        "its body adds 1 to a counter that began at 0. What is the counter at the end?"
    )
    return _draft(text, str(right), numbers(rng, right, n * n, n * (n + 1) // 2, n * (n - 1) // 2, step=2, least=1))


def subnet_hosts(rng: Random) -> Draft:
    """Addresses in an IPv4 network."""
    prefix = rng.randrange(20, 30)
    right = 2 ** (32 - prefix) - 2
    text = pick(
        rng,
        f"How many usable host addresses does an IPv4 subnet with a /{prefix} prefix have, if the network "
        "and broadcast "
        "addresses are not counted?",
        f"An IPv4 network uses a /{prefix} mask. Leaving out the network and the broadcast address, how "
        "many hosts can get "
        "an address?",
    )
    return _draft(text, str(right), numbers(rng, right, right + 2, right * 2 + 2, right // 2, 32 - prefix, least=1))


def twos_complement(rng: Random) -> Draft:
    """Negative numbers in eight bits."""
    right = -rng.randrange(3, 120)
    bits = f"{right & 0xFF:08b}"
    text = f"Read as an eight-bit number in two's complement, what is {bits} in decimal?"
    near = (str(value) for value in (right + 256, -right, right - 1, right + 1, 128 + right, -128 - right))
    return _draft(text, str(right), others(rng, near, str(right)))


def transfer_time(rng: Random) -> Draft:
    """Bytes and bits."""
    rate, seconds = rng.choice([8, 16, 20, 40, 50, 80, 100]), rng.choice([8, 12, 20, 30, 40, 60])
    size = rate * seconds // 8
    size, seconds = (size, size * 8 // rate) if size * 8 % rate == 0 else (rate, 8)
    text = (
        f"How many seconds does it take to send {size} megabytes over a link of {rate} megabits per second, "
        "if nothing else is sent and one byte has 8 bits?"
    )
    return _draft(text, str(seconds), numbers(rng, seconds, seconds * 8, seconds * 2, seconds // 2, step=2, least=1))


SHAPES = (
    Shape(name="from_binary", make=from_binary),
    Shape(name="to_binary", make=to_binary),
    Shape(name="to_hexadecimal", make=to_hexadecimal),
    Shape(name="bitwise", make=exclusive_or),
    Shape(name="bits_needed", make=bits_needed),
    Shape(name="search_steps", make=search_steps),
    Shape(name="tree_nodes", make=tree_nodes),
    Shape(name="loop_count", make=loop_count),
    Shape(name="subnet_hosts", make=subnet_hosts),
    Shape(name="twos_complement", make=twos_complement),
    Shape(name="transfer_time", make=transfer_time),
)
