"""Small physics problems with whole-number data: the options are the results of the usual mistakes."""

from fractions import Fraction
from random import Random

from curate.samples.make.question import Draft, Shape, pick

SUBJECT = "physics"


def _text(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def _draft(key: str, text: str, unit: str, right: Fraction | int, *guesses: Fraction | int) -> Draft:
    """Return a question with `right` as answer and wrong values from mistakes, then from simple multiples."""
    value = Fraction(right)
    more = (value * factor for factor in (2, Fraction(1, 2), 4, 3, 10, Fraction(1, 4), 5, 8, Fraction(3, 2)))
    tidy = (Fraction(guess) for guess in (*guesses, *more) if 0 < guess != value)
    wrong = dict.fromkeys(_text(guess) for guess in tidy if 1000 % guess.denominator == 0)
    options = tuple(f"{guess} {unit}" for guess in wrong)
    answer = f"{_text(value)} {unit}"
    return Draft(text=text, answer=answer, wrong=options, subject=SUBJECT, key=key, ordered=True)


def current(rng: Random) -> Draft:
    """Ohm's law."""
    ohms, amperes = rng.choice([4, 6, 8, 12, 15, 20, 24, 30, 40]), rng.choice([2, 3, 5])
    volts = ohms * amperes
    text = pick(
        rng,
        f"A heating wire with a resistance of {ohms} ohms is joined to a supply of {volts} V. What current flows?",
        f"What current does a voltage of {volts} V drive through a resistor of {ohms} ohms?",
    )
    return _draft(f"{ohms}/{volts}", text, "A", amperes, volts * ohms, Fraction(ohms, volts), volts - ohms)


def kinetic_energy(rng: Random) -> Draft:
    """Half the mass times the square of the speed."""
    mass, speed = rng.choice([2, 3, 4, 6, 8, 10]), rng.choice([3, 4, 5, 6, 7, 10])
    thing = rng.choice(["cart", "ball", "stone", "suitcase", "toy train"])
    text = pick(
        rng,
        f"A {thing} of mass {mass} kg moves at {speed} m/s. How large is its kinetic energy?",
        f"How much work must be done to bring a {thing} of {mass} kg from rest to {speed} m/s, if friction is ignored?",
    )
    return _draft(f"{mass}/{speed}", text, "J", Fraction(mass * speed**2, 2), mass * speed**2, mass * speed)


def density(rng: Random) -> Draft:
    """Mass over volume."""
    volume, dense = rng.choice([5, 10, 20, 25, 40]), Fraction(rng.choice([8, 15, 24, 27, 45, 72, 79, 89]), 10)
    mass = dense * volume
    thing = rng.choice(["metal block", "pebble", "figurine", "ring", "bolt"])
    text = pick(
        rng,
        f"A {thing} has a mass of {_text(mass)} g and displaces {volume} cm^3 of water. What is its density?",
        f"Find the density of a {thing} that weighs in at {_text(mass)} g and takes up {volume} cm^3.",
    )
    return _draft(f"{volume}/{mass}", text, "g/cm^3", dense, mass * volume, Fraction(volume) / mass, mass - volume)


def wave_speed(rng: Random) -> Draft:
    """Frequency times wavelength, turned round."""
    frequency, length = rng.choice([50, 100, 170, 250, 500]), rng.choice([2, 3, 4, 6])
    speed = frequency * length
    text = pick(
        rng,
        f"A wave travels at {speed} m/s and has a frequency of {frequency} Hz. What is its wavelength?",
        f"How long is one wave of frequency {frequency} Hz in a medium in which waves run at {speed} m/s?",
    )
    return _draft(f"{speed}/{frequency}", text, "m", length, speed * frequency, Fraction(frequency, speed))


def pressure(rng: Random) -> Draft:
    """Force over area."""
    area, pascals = Fraction(rng.choice([1, 2, 4, 5]), rng.choice([1, 2, 10])), rng.choice([100, 150, 200, 400, 600])
    force = area * pascals
    text = pick(
        rng,
        f"A crate pushes on the floor with {_text(force)} N over an area of {_text(area)} m^2. What is the pressure?",
        f"Snow weighing {_text(force)} N lies evenly on a flat board of {_text(area)} m^2. What pressure "
        "does it exert?",
    )
    return _draft(f"{force}/{area}", text, "Pa", pascals, force * area, force + area, force)


def momentum_shared(rng: Random) -> Draft:
    """Two carts that stick together."""
    first, second, speed = rng.choice([(2, 4, 6), (3, 1, 8), (2, 6, 4), (4, 6, 5), (5, 10, 6), (1, 3, 12), (6, 3, 9)])
    text = pick(
        rng,
        f"A {first} kg cart at {speed} m/s hits a resting {second} kg cart and sticks to it. How fast do both move on?",
        f"Clay of {first} kg flies at {speed} m/s into a {second} kg block at rest on smooth ice and stays in it. "
        "What is their common speed?",
    )
    shared = Fraction(first * speed, first + second)
    return _draft(f"{first}/{second}/{speed}", text, "m/s", shared, speed, Fraction(first * speed, second))


def seesaw(rng: Random) -> Draft:
    """Balance of moments."""
    left, arm, right = rng.choice([(30, 2, 40), (20, 3, 40), (25, 2, 20), (45, 2, 60), (36, 2, 48), (50, 3, 60)])
    text = pick(
        rng,
        f"A child of {left} kg sits {arm} m from the pivot of a seesaw. How far from the pivot, on the "
        "other side, must a "
        f"child of {right} kg sit for balance?",
        f"A load of {left} kg hangs {arm} m from the pivot of a light beam. At what distance on the other side does "
        f"{right} kg balance it?",
    )
    return _draft(f"{left}/{right}", text, "m", Fraction(left * arm, right), Fraction(right * arm, left), arm)


def energy_used(rng: Random) -> Draft:
    """Power times time, in kilowatt-hours."""
    watts, hours = rng.choice([40, 60, 150, 250, 800, 1500]), rng.choice([4, 5, 6, 8, 10])
    thing = {40: "lamp", 60: "fan", 150: "television", 250: "fridge", 800: "vacuum cleaner", 1500: "heater"}[watts]
    text = pick(
        rng,
        f"A {thing} of {watts} W runs for {hours} hours. How many kilowatt-hours of electrical energy does it use?",
        f"How much energy does a {thing} rated at {watts} W take from the mains in {hours} hours at full power?",
    )
    return _draft(f"{watts}/{hours}", text, "kWh", Fraction(watts * hours, 1000), watts * hours, Fraction(watts, hours))


def falling(rng: Random) -> Draft:
    """Distance fallen from rest, with g = 10 m/s^2."""
    seconds = rng.choice([2, 3, 4, 5, 6])
    place = rng.choice(["a bridge", "a cliff", "a tower", "a balloon at rest"])
    text = pick(
        rng,
        f"A stone dropped from {place} falls for {seconds} s. With g = 10 m/s^2 and no air drag, how far does it fall?",
        f"Take g = 10 m/s^2 and ignore the air. What distance does a coin let go from {place} cover in {seconds} s?",
    )
    return _draft(f"{seconds}", text, "m", 5 * seconds**2, 10 * seconds**2, 10 * seconds)


def parallel(rng: Random) -> Draft:
    """Two resistors side by side."""
    first, second = rng.choice([(6, 3), (12, 4), (10, 15), (20, 5), (30, 6), (12, 6), (20, 30), (40, 10), (24, 8)])
    text = pick(
        rng,
        f"Resistors of {first} and {second} ohms are connected in parallel. What is their combined resistance?",
        f"By which single resistance could one replace {first} ohms and {second} ohms in parallel?",
    )
    shared = Fraction(first * second, first + second)
    return _draft(
        f"{first}/{second}", text, "ohms", shared, first + second, Fraction(first + second, 2), first - second
    )


SHAPES = (
    Shape(name="ohms_law", make=current),
    Shape(name="kinetic_energy", make=kinetic_energy),
    Shape(name="density", make=density),
    Shape(name="wavelength", make=wave_speed),
    Shape(name="pressure", make=pressure),
    Shape(name="shared_momentum", make=momentum_shared),
    Shape(name="seesaw_balance", make=seesaw),
    Shape(name="energy_used", make=energy_used),
    Shape(name="free_fall", make=falling),
    Shape(name="parallel_resistors", make=parallel),
)
