"""Quantities: converted exactly, rounded as the rules say, never without their unit, and never guessed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.grading import accepts_gold, grade
from curate.grading.quantity.pint_names import pint_names
from curate.grading.quantity.quantity import reads_as_quantity

# Each line is a gold answer, then what is right beside it.
SAME = r"""
5 km ; 5km ; 5000 m ; 5,000 m ; 5{,}000\text{ m} ; 5\text{ km}
5 km ; $5~\text{km}$ ; 5\,\mathrm{km} ; five km ; 5.0 kilometers
5 km ; 5 kilometres ; 5 KM ; 5 \times 10^3 m ; 5e3 m ; x = 5 km
5 km ; \approx 5 km ; about 5 km ; d = 5 km = 5000 m ; 5 km (5000 m)
9.8 m/s^2 ; 9.81 m/s^2 ; 9.8 \text{ m/s}^2 ; 9.8\ \mathrm{m\,s^{-2}}
9.8 m/s^2 ; 9.8 m s⁻² ; 9.8 meters per second squared ; 980 cm/s^2
9.8 m/s^2 ; 9.8 m/s/s ; 9.8\,\frac{\text{m}}{\text{s}^2} ; 9.8 m s-2
9.8 m/s^2 ; 9.8 \mathrm{~m} / \mathrm{s}^{2} ; \SI{9.8}{\meter\per\second\squared}
1 mile ; 1.61 km ; 1.609 km ; 1.609344 km ; 5280 ft ; 1 mile = 1.6 km
25 °C ; 25^\circ\text{C} ; 25 degrees Celsius ; 77 °F ; 298.15 K ; 25 C ; 25\,^{\circ}\mathrm{C} ; 25 ℃
3.00e8 m/s ; 3 \times 10^8 m/s ; 3·10⁸ m/s ; 2.998e8 m/s ; 300000 km/s ; 3x10^8 m/s
1.5 h ; 90 min ; 1 h 30 min ; 1 hour and 30 minutes ; 1h30m ; 1 1/2 hours ; 1\frac{1}{2} \text{ hours}
63 in ; 5 ft 3 in ; 5'3" ; 5.25 ft ; 5 feet 3 inches
100 J/(kg K) ; 100 J/kg·K ; 100 J kg^{-1} K^{-1} ; 100 J/kg/K
100 J/(kg K) ; 0.1 kJ/(kg °C) ; 100 \frac{\text{J}}{\text{kg}\cdot\text{K}}
10 kΩ ; 10 k\Omega ; 10000 ohms ; 10 kilohms
5 μm ; 5 um ; 5 micrometers ; 5\,\mu m ; 5 microns
10 m² ; 10 square meters ; 10 sq. m ; 10\text{ m}^2 ; 10 meters squared
5 cm^3 ; 5 cc ; 5 mL ; 5 cubic centimetres
5 N·m ; 5 N m ; 5 Nm ; 5 newton-meters
36 km/h ; 10 m/s ; 36 kph ; 36 km per hour
2 kWh ; 7.2 MJ ; 2 kilowatt-hours
1 atm ; 760 mmHg ; 101.325 kPa ; 14.7 psi
0.5 mol/L ; 0.5 M ; 500 mM ; 0.50 moles per liter
\$5 ; $5 ; 5 dollars ; 5 USD ; 500 cents ; $5.00
$5 million ; 5,000,000 dollars
$5/hour ; $5 per hour ; 5 dollars an hour
50% ; 50 percent ; 50\%
12 apples ; 12 apple ; twelve apples
2 dozen eggs ; 24 eggs
30° ; 30 degrees ; 30^\circ ; \frac{\pi}{6} rad ; 0.5236 rad
10\sqrt{2} m/s ; 14.1 m/s ; 14.14 m/s
5 rad/s ; 5 s^{-1}
5 g ; 5 g of NaCl ; 5 g NaCl ; 0.005 kg
2 mol CO2 ; 2 mol ; 2 moles of CO2 ; 2\text{ mol CO}_2
5 m/s north ; 5 m/s due north ; 5 m/s, north ; 5 m/s to the north ; 5.00 m/s (northward)
5 m/s ; 5 m/s downward
0.3 T ; 3000 gauss
200 kcal ; 200 Calories ; 836.8 kJ
£5 ; 5 pounds
16 bytes ; 128 bits
8 Mb ; 1 MB
5 V·A ; 5 W ; 5 V A
.5 km ; 500 m
"""
OTHER = r"""
5 km ; 5 ; 5 kg ; 5 m ; 6 km ; -5 km ; 50 km ; 5.4 km ; 5 km^2 ; 5 km/h ; km ; .5 km
5 km ; 5 km or 6 km ; 5 km, 6 km ; 5 km = 6 km ; 5 km (6 km) ; v = 6 km, d = 5 km ; 5 ± 1 km ; 5-6 km ; 5 km and 3 m
5 km ; not 5 km ; more than 5 km ; at least 5 km ; between 5 km and 6 km ; half of 5 km ; 3 = 5 km
100 kg ; 101 kg ; 100 g ; 100 lb
9.81 m/s^2 ; 9.8 m/s^2 ; 9.82 m/s^2
100.0 g ; 100.1 g
25 °C ; 25 °F ; 25 K ; 25
5 mW ; 5 MW ; 5 mw
12 apples ; 12 oranges ; 12
$5 ; €5 ; 5 cents ; 5
50% ; 0.5 ; 50 ppm
5 rad/s ; 5 Hz ; 5 rpm
10 Sv ; 10 Gy
5 h ; 5 h 30 min ; 5 ft
20 min ; 20 m
8 MB ; 8 Mb ; 8 mb
5 g of salt ; 5 g of sugar
2 mol CO2 ; 2 mol CO ; 3 mol CO2
5 m/s north ; 5 m/s south ; 5 m/s ; 5 m/s northeast
"""
UNREADABLE = ["5", "km", "about right", "5 x", "5 m n", "5 km or 6 km", "5 ft 3 s", "1/0 m", "10^10^10 m"]
SURE = "10 kg|9.8 m/s^2|25 °C|3 km/h|250 mL|10kg|5 m^2|3.0 x 10^8 m/s|5 J/(kg K)|13.6 eV|60 mph|1,000 kg"
UNSURE = (
    "5 m n|2 a|12 apples|$5|50%|5 m|2 mg|5x|10|3 AD|30 degrees|30°|\\text{5 km}|$5$ km|5m^2|2 pi|5 as|2 g h|4 N m|3 L W"
    "|5 km or 6 km|3 g/L|2 kT|5 KG|2 PV|8 Mile|10 Years|12 hours|103 miles"
)


def _pairs(lines: str) -> list[tuple[str, str]]:
    rows = [line.split(" ; ") for line in lines.strip().splitlines()]
    return [(gold, answer) for gold, *answers in rows for answer in answers]


def _status(answer: str, gold: str, tolerance: float | None = None) -> str:
    return grade(f"So it is $\\boxed{{{answer}}}$.", gold, "number_with_unit", tolerance=tolerance).status


@pytest.mark.parametrize(("gold", "answer"), _pairs(SAME))
def test_the_same_quantity_in_another_spelling_or_unit_is_right(gold: str, answer: str) -> None:
    assert _status(answer, gold) == "right"


@pytest.mark.parametrize(("gold", "answer"), _pairs(OTHER))
def test_another_number_unit_or_a_hedge_is_wrong(gold: str, answer: str) -> None:
    assert _status(answer, gold) == "wrong"


@pytest.mark.parametrize("gold", UNREADABLE)
def test_a_gold_answer_without_readable_number_and_unit_is_ungradable(gold: str) -> None:
    assert _status("5 km", gold) == "ungradable"


@pytest.mark.parametrize("gold", sorted({gold for gold, _ in _pairs(SAME + OTHER.strip())}))
def test_a_gold_answer_is_right_for_itself_and_another_is_not(gold: str) -> None:
    assert accepts_gold(gold, "number_with_unit").status == "right"


def test_why_says_what_is_missing_or_other() -> None:
    assert "no unit" in grade("\\boxed{5}", "5 km", "number_with_unit").why
    assert "'kg' does not measure what 'km' does" in grade("\\boxed{5 kg}", "5 km", "number_with_unit").why


def test_a_whole_number_is_exact_and_not_one_that_was_rounded_at_its_zeros() -> None:
    assert _status("1004 m", "1000 m") == "wrong"
    assert _status("1.001 kg", "1000 g") == "wrong"
    assert _status("100.4 kg", "100 kg") == "wrong"
    assert _status("161 km/h", "100 mph") == "right", "to ones, as conversions are"


def test_a_time_of_day_is_no_quantity() -> None:
    assert not reads_as_quantity("3 pm")


def test_a_tolerance_takes_the_place_of_rounding() -> None:
    assert _status("101 kg", "100 kg", 0.01) == "right"
    assert _status("101.1 kg", "100 kg", 0.01) == "wrong"
    assert _status("1.61 km", "1 mile", 0.0001) == "wrong"
    assert _status("5 kg", "5 km", 100) == "wrong"
    assert _status("100 kg", "100 kg", float("nan")) == "ungradable"


def test_an_accepted_quantity_is_as_right_as_the_gold_answer() -> None:
    assert grade("\\boxed{3 h}", "2 h", "number_with_unit", accepted=["3 h"]).status == "right"
    assert grade("\\boxed{3 h}", "2 h OR 180 min", "number_with_unit").status == "right"


def test_a_sentence_that_seems_to_end_at_an_abbreviation_goes_on() -> None:
    assert grade("Answer: 5 ft. 3 in.", "63 in", "number_with_unit").status == "right"
    assert grade("Answer: 5 ft. 3 in.", "5 ft", "number_with_unit").status == "wrong"


@given(st.integers(1, 10**9), st.integers(0, 4), st.sampled_from(["m", "g", "J", "Pa", "Hz", "V"]))
def test_a_prefix_moves_the_point_and_nothing_else(digits: int, places: int, unit: str) -> None:
    number = Fraction(digits, 10**places)
    gold = f"{digits / 10**places:.{places}f} k{unit}"
    assert _status(f"{number * 1000} {unit}", gold) == "right"
    assert _status(f"{number * 1000 * 3} {unit}", gold) == "wrong"
    assert _status(f"{number} M{unit}", gold) == "wrong"


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.text(st.characters(), max_size=20))
def test_no_text_makes_the_grader_fail(answer: str, gold: str) -> None:
    assert "the grader failed" not in grade(f"\\boxed{{{answer}}}", gold, "number_with_unit").why
    assert "the grader failed" not in grade(f"\\boxed{{5{answer} km}}", f"5 {gold}", "number_with_unit").why


@pytest.mark.parametrize(
    "answer", ["9" * 100_000 + " km", "9^{9^{9^{9}}} km", "(" * 280 + "5 km", "5 m" + "/s" * 130, "x=" * 140 + "6 km"]
)
@pytest.mark.timeout(10)
def test_a_hostile_answer_is_wrong_at_once(answer: str) -> None:
    assert _status(answer, "5 km") == "wrong"


def test_a_nested_gold_power_is_bounded() -> None:
    assert _status("2^9000 ft", "2^9000 m") == "wrong"


def test_threads_that_convert_at_once_agree() -> None:
    pairs = [("1.61 km", "1 mile"), ("25 °C", "77 °F"), ("1 atm", "760 mmHg"), ("1 hp", "746 W")] * 20
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda pair: _status(*pair), pairs)) == {"right"}


def test_pint_is_not_imported_for_units_of_the_same_name() -> None:
    code = (
        "import sys; from curate.grading import grade; "
        "v = grade('Answer: 5000 m', '5 km', 'number_with_unit'); print(v.status, 'pint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["right", "False"]


def test_every_name_of_the_tables_is_a_unit_of_pint_with_whole_powers() -> None:
    registry = pint.UnitRegistry()
    for name in pint_names():
        powers = registry.get_dimensionality(pint.util.UnitsContainer({name: 1}))
        assert all(power == int(power) for power in powers.values()), name


@pytest.mark.parametrize("gold", SURE.split("|"))
def test_a_number_with_a_physical_unit_is_told_from_mathematics(gold: str) -> None:
    assert reads_as_quantity(gold)


@pytest.mark.parametrize("gold", UNSURE.split("|"))
def test_what_may_be_an_expression_a_count_or_money_is_not_told_to_be_a_quantity(gold: str) -> None:
    assert not reads_as_quantity(gold)
