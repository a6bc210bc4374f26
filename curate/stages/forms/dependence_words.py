"""Parts of patterns that several files of rules share: kinds of words that make a question open."""

from __future__ import annotations

from typing import Final

ANYBODY: Final = (
    r"(?:you|we|one|i|they|he|she|it|someone|somebody|anyone|people|humans|kids|children|a (?:person|"
    r"human|man|woman|child|kid|"
    r"student|teacher|scientist|farmer|company|firm|country|doctor|nurse|cook|driver|dog|cat|bird|plant|"
    r"family|parent|boy|"
    r"girl|customer|visitor|friend|manager|traveller|traveler|writer|reader|worker|careful \w+|good \w+))"
)
"""Subjects of whom nothing is known."""

ABSTRACT: Final = (
    r"(?:purpose|reason|advantage|disadvantage|benefit|difference|similarit(?:y|ie)|effect|result|"
    r"consequence|conclusion|"
    r"inference|implication|significance|importance|impact|role|relationship|evidence|argument|assumption|"
    r"strateg(?:y|ie)|approach(?:e)?|characteristic|feature|advice|lesson|theme|idea|point|tone|attitude|view|belief|"
    r"meaning|problem|challenge|"
    r"goal|aim|criticism|weakness(?:e)?|strength|step|technique|method|way|means|use|example|drawback|"
    r"downside|risk|danger|"
    r"concern|function|explanation|interpretation|cause|factor|sign|symptom|objection|line|message|topic|"
    r"subject|moral|"
    r"response|reaction|intention|motive|motivation|limitation|task|hallmark|propert(?:y|ie)|indicator|indication|"
    r"complication|consideration|behaviou?r|adaptation|outcome|thing|something|change|measure|remed(?:y|ie)|nature|"
    r"responsibilit(?:y|ie)|mistake|habit|place|source|part)s?"
)
"""What a thing has several of: a question after one of them is a question after any."""

NAMED: Final = r"\b(?:called|do [a-z]+ call|known as|termed|named|nicknamed|the (?:[a-z]+ )?(?:term|name|word))\b"
"""A question after a name has one answer, however open its description sounds."""

MODAL: Final = r"(?:could|should|may|might|would|must|can)"
