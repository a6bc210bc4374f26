"""Tell a common noun's plural from its singular, and never make one name of two.

English forms its plurals by few rules and many exceptions, and what looks like a plural may be a name (`Mars`, `Adams`)
or a word of its own (`news`, `physics`). So `singular` gives the form to compare by, and `may_be_plural` says whether
the two words as written may be compared by it at all.
"""

from functools import lru_cache
from typing import Final

_IRREGULAR: Final = {
    plural: one
    for pair in (
        "men/man women/woman children/child feet/foot teeth/tooth geese/goose mice/mouse lice/louse oxen/ox "
        "dice/die knives/knife wives/wife lives/life wolves/wolf leaves/leaf halves/half calves/calf shelves/shelf "
        "thieves/thief loaves/loaf elves/elf selves/self scarves/scarf hooves/hoof sheaves/sheaf dwarves/dwarf "
        "wharves/wharf bacteria/bacterium mitochondria/mitochondrion phenomena/phenomenon criteria/criterion "
        "data/datum media/medium fungi/fungus nuclei/nucleus cacti/cactus alumni/alumnus stimuli/stimulus "
        "radii/radius foci/focus loci/locus algae/alga larvae/larva pupae/pupa vertebrae/vertebra antennae/antenna "
        "formulae/formula nebulae/nebula supernovae/supernova hyphae/hypha vertices/vertex vortices/vortex "
        "matrices/matrix indices/index apices/apex appendices/appendix ova/ovum strata/stratum spectra/spectrum "
        "quanta/quantum curricula/curriculum cilia/cilium flagella/flagellum villi/villus alveoli/alveolus "
        "bronchi/bronchus bacilli/bacillus cocci/coccus genera/genus corpora/corpus ganglia/ganglion "
        "automata/automaton polyhedra/polyhedron stomata/stoma taxa/taxon analyses/analysis crises/crisis "
        "theses/thesis hypotheses/hypothesis diagnoses/diagnosis oases/oasis parentheses/parenthesis "
        "syntheses/synthesis prostheses/prosthesis metamorphoses/metamorphosis quizzes/quiz gases/gas lenses/lens "
        "buses/bus viruses/virus octopuses/octopus cactuses/cactus campuses/campus bonuses/bonus circuses/circus "
        "walruses/walrus statuses/status sinuses/sinus crocuses/crocus choruses/chorus geniuses/genius "
        "hippopotamuses/hippopotamus platypuses/platypus abacuses/abacus fetuses/fetus atlases/atlas "
        "canvases/canvas biases/bias aliases/alias irises/iris trellises/trellis headaches/headache aches/ache "
        "toothaches/toothache caches/cache avalanches/avalanche niches/niche moustaches/moustache "
        "mustaches/mustache shoes/shoe toes/toe canoes/canoe hoes/hoe foes/foe oboes/oboe movies/movie "
        "cookies/cookie pies/pie ties/tie lies/lie brownies/brownie calories/calorie zombies/zombie "
        "prairies/prairie selfies/selfie genies/genie rookies/rookie pixies/pixie smoothies/smoothie hoodies/hoodie "
        "waltzes/waltz axes/axis"
    ).split()
    for plural, one in (pair.split("/"),)
}
_NEVER: Final = frozenset(
    # Words of their own, or without another form.
    "news means series species odds goods customs clothes arms lens glass chess class atlas canvas bias alias gas "
    "aids mumps measles rabies herpes diabetes rickets hives shingles headquarters physics mathematics thanks "
    "always perhaps besides sometimes towards afterwards does this thus hers ours yours theirs cosmos chaos ethos "
    "pathos kudos asbestos thermos rhinoceros pancreas christmas whereas abs premises minus plus less across yes "
    "gallows innings mars james paris athens thebes wales naples texas kansas arkansas lucas thomas dallas douglas "
    "nicholas vegas honduras bahamas judas midas laos barbados carlos marcos eros brussels adams williams roberts "
    "peters edwards richards stevens phillips daniels samuels michaels matthews andrews simmons simons johns jacobs "
    "isaacs abrams evans owens rogers summers winters waters rivers woods brooks fields banks stones hughes jones "
    "watts hicks gates jobs wells mills marks parks hayes yeats keats charles jules hades hercules achilles "
    "socrates ares hermes aries pisces peters sanders myers powers flowers bates yates miles giles ames holmes "
    "reynolds collins jenkins hawkins hopkins perkins watkins dickens stephens cummings hastings jennings rawlings "
    "andes alps philippines netherlands seychelles maldives cannes los angeles beatles moses ramses rhodes damocles "
    "pericles sophocles euripides aristophanes archimedes thales descartes sales stubbs briggs combs hobbs jacks "
    "lewis francis chris doris boris".split()
)
_STAYS_MAN: Final = frozenset(
    "specimen abdomen omen regimen semen stamen ramen yemen hymen acumen bitumen cyclamen amen lumen foramen dolmen "
    "albumen cerumen rumen catechumen".split()
)
_FIELDS: Final = frozenset(  # of all that ends so, what is no science: these have a singular
    "topics comics critics clinics fabrics picnics relics plastics metrics lyrics medics cynics skeptics sceptics "
    "antibiotics characteristics narcotics ceramics mosaics organics epidemics pandemics logics".split()
)
_CERTAIN: Final = ("tions", "sions", "ities", "isms", "ists", "graphs", "phones", "scopes", "nesses", "ologies")
_SHORTEST = 4  # letters: `gas` and `his` are no plurals
_SHORTEST_IN_AS_OS = 5


@lru_cache(maxsize=16_384)
def singular(word: str) -> str:
    """Return the singular of a word in lower case, the word itself where it is none or has none."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > _SHORTEST and word not in _STAYS_MAN:
        return f"{word[:-3]}man"
    if not _is_plural(word):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[: -2 if word.endswith(("sses", "xes", "ches", "shes", "tzes", "zzes", "oes")) else -1]


def _is_plural(word: str) -> bool:
    if not word.endswith("s") or len(word) < _SHORTEST or word in _NEVER or not word.isalpha():
        return False
    if word.endswith(("ss", "us", "is")) or (word.endswith("ics") and word not in _FIELDS):
        return False
    return not word.endswith(("as", "os")) or len(word) >= _SHORTEST_IN_AS_OS


def may_be_plural(one: str, other: str) -> bool:
    """Return whether two words as written, each the last of its text, may be the singular and plural of one noun.

    A name is written with a capital, so both are to be in lower case, or one of them and the other only capitalised
    as the first word of its answer is; two capitalised words are one noun only by an ending that no name has.
    """
    if one.islower() and other.islower():
        return True
    if not all(word.islower() or word.istitle() for word in (one, other)):
        return False
    if one.islower() or other.islower():
        return True
    return any(word.lower() in _IRREGULAR or word.lower().endswith(_CERTAIN) for word in (one, other))
