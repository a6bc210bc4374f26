"""See where `A and B` may be a title or a saying, whose parts have an order, rather than two things that have none.

`War and Peace` is no `Peace and War`, but `Crick and Watson` are Watson and Crick. Nothing in the form tells them
apart; what does is that a title has the capitals of names on common words. So the common words of titles are listed:
those for people, feelings, deeds and things, and none in which science, anatomy or trade answers (`Heat and Work`).
"""

import re
from collections.abc import Iterable
from typing import Final

from curate.grading.words.plural import singular

_COMMON: Final = frozenset(
    """
    ace action adventure affair age agent agony alley altar ambition anarchy ancient angel anger animal apple archer
    arm armor arms army arrow ash ashes awakening axe baby bad balance ball ballad band bandit banner bar baron
    bastard battle beach bean bear beast beautiful beauty bed beer beggar being bell belle beloved best beyond big
    birth bishop bitter blade blind bliss bloom blossom boat body bold bonnet book boot border born boss bottle bow
    boy brave bread breakfast breath bride bridge bright broken brother brute buccaneer bucket bud bull bullet
    burning bush butcher butterfly cabin cage cake call candle candy canvas cape captain card carrot castle
    cathedral chain chalk champion chance chaos charm chase cheese chief child children chocolate choice christmas
    church cinder circus clan claw clean clever cloak clock clown club coat cobra coffee coffin comedy coming common
    confession conqueror conquest conspiracy control cook corn courage court cousin coward cowboy cradle cream
    creature cricket crime criminal crow crowd crown cruel cry crying cup curse cut dagger dance dancer dancing
    danger dark darkness daughter dawn day days dead dear death debt deceit deed deep deer defeat delight deluge
    demon desire despair destiny destruction devil devotion die dignity dinner dirt dirty disaster discord disgrace
    doll door doubt dove down dragon dread dream dreamer dreaming dress drum duchess duck duel duke dungeon dusk
    dust duty dwarf eagle earl eat egg elegy emperor empire enchantment end ending endless enemy enterprise envy
    eternal eternity eve evening evil exile fable face fair fairy faith faithful fall fallen falling fame family
    famous fantasy farewell farm fast fat fate father fault fear feast feather fellow fence fever few fiddle fiend
    fight fighter fighting fire first flag flame flesh flight flood fly foe folly fool foolish forest forever forget
    forgive forgotten fork fortune fountain fox free freedom friend friendship frog frost furious furry fury future
    gallows gambler game gang garden garment gate gentle gentleman ghost giant gift girl glamour glass glory glove
    goat goblin god goddess good goose grace grave greed grief guardian guest guilt guilty gulf gun gypsy half
    hammer handsome hanging happiness happy hare harp harvest hat hate hatred hawk heart heartache hearth heaven
    heel heir hell here hero hide high highway hill history holly holy home honest honey honor honour hood hope horn
    horror hound hour house hunger hungry hunt hunter husband idiot idol illusion immortal infinite ink inn
    innocence innocent intrigue island ivory ivy jealousy jewel joker journey joy judge judgement judgment jungle
    just justice key kill killer killing kin kind king kingdom kiss kitten knave knife knight know labyrinth lace
    lad ladder lady lamb lamp lantern lark last laugh laughter law lawyer lean leather leave legend leopard liar
    liberty lie life lily lion little live living lock log lonely long lord loss lost loud love loved lovely lover
    loving low loyalty luck lust lute mad madness magic magician maid maiden malice man mankind manor mansion march
    marriage mask master maze meadow mean meat meek melody memory men mercy mermaid merry messenger midnight might
    mighty mill mind miracle mirror mischief miser misery mistress mob moment monk monkey monster moor morning
    mortal mother mouse mud murder music mutiny mystery myth naked name nature never new night nightingale nightmare
    noble noise noon nothing oath obsession ogre old once oracle orchard order orphan outlaw pain paint painter
    palace panther paper paradise passion past path patience pauper peace peach peacock pearl peasant pen people
    peril persuasion phantom philosophy pilgrim pirate pistol pity plague play player pleasure plough plow poem poet
    poetry poison poor pope portrait possession poverty power praise pray prayer preacher prejudice pretty prey
    price pride priest prince princess prison prisoner prize promise prophecy prophet prosperity proud prudence
    punishment puppet pure queen quest question quick quiet rabbit rag rage rainbow raven reason rebel rebellion
    redemption regret remorse rest revenge revolution rich riches ride rider ring riot rise rival road robber rock
    rogue romance roof room rope rose rough ruin rum sacred sacrifice sad sadness sage sail sailor saint salvation
    sand satire savage scandal scarecrow scarlet scent science scissor sea season secret sense sensibility serpent
    servant shade shadow shame shepherd shield ship shoe shore short shot shout show sickness side siege silence
    silent silk simple sin singer sinner sister sky slave sleep sleeping small smart smile smoke snake soldier
    solitude son song sorcerer sorceress sorrow soul sound sour spade spear spell spirit splendor splendour spy
    squire stable stage stallion stick still sting stone story stranger straw street strength strong struggle
    sunrise sunset superstition surrender survival swan sweet sword tale tall tambourine tea tear tempest temptation
    tender terror thief thing thought throne tide tiger time toad today toil tomb tomorrow tongue torment tortoise
    tower toy tragedy traitor tramp treachery treason treasure trial tribulation trick triumph trouble true trumpet
    trust truth twilight twist tyranny tyrant ugly umbrella uncle unknown urn vampire vanity veil vengeance vice
    victim victory villain violence virgin virtue voice vow voyage wagon walk wall wanderer war wardrobe warlock
    warrior watch wave way weak weal wealth weapon weary web wedding weep wheel whip whiskey whisky whisper wicked
    widow wife wild wilderness wind window wine wing winner wisdom wise wish wit witch wizard woe wolf wolves woman
    women wonder wood word world worm worship wrath wreath writer wrong yesterday young youth
    """.split()
)
_SMALL: Final = frozenset("a an the of in on to for from with at by my your his her our their no not".split())
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_MOST_WORDS = 12


def may_be_title(parts: Iterable[str]) -> bool:
    """Return whether the parts of a gold answer, as written, may be those of a title: common words, with capitals."""
    return all(map(_is_of_title, parts))


def _is_of_title(part: str) -> bool:
    words = _WORD.findall(part)
    named = [word for word in words if word.lower() not in _SMALL]
    if not named or len(words) > _MOST_WORDS:
        return False
    return all(word[0].isupper() and {word.lower(), singular(word.lower())} & _COMMON for word in named)
