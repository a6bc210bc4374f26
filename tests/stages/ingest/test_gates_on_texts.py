"""The gates of documents on texts of many kinds: good ones stay whatever their form, and bad ones go."""

# ruff: noqa: RUF001, E501 - texts as they are written in their languages

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from curate.content import load
from curate.row import DOCUMENT
from curate.stages.ingest.documents.language import languages
from curate.stages.ingest.documents.measures import measured
from curate.stages.screen import GATES, Filter, NamedFilter, ScreenConfig

FILTERS = sorted((Path(__file__).parents[3] / "filters").glob("document_*.yaml"))

GOOD = {
    "math notes": (
        "Derivatives of inverse functions\n"
        "\n"
        "Let f be differentiable on an interval I with f'(x) ≠ 0. Then f has an inverse g, and\n"
        "\n"
        "g'(y) = 1 / f'(g(y)).\n"
        "\n"
        "Proof. Since f(g(y)) = y, the chain rule gives f'(g(y)) · g'(y) = 1. Divide by f'(g(y)).\n"
        "\n"
        "Example 1. Let f(x) = e^x. Then g(y) = ln y, and g'(y) = 1 / e^(ln y) = 1/y.\n"
        "\n"
        "Example 2. Let f(x) = sin x on (-π/2, π/2). Then\n"
        "cos(arcsin y) = √(1 - y^2)\n"
        "(arcsin y)' = 1/√(1 - y^2)\n"
        "\n"
        "Example 3. For f(x) = x^3 + x we have f(1) = 2 and f'(1) = 4, so g'(2) = 1/4.\n"
        "\n"
        "Exercises\n"
        "1. Find (arctan y)'.\n"
        "2. Find g'(3) if f(x) = x^5 + x + 1.\n"
        "3. Show that if f'' exists then g''(y) = -f''(g(y)) / (f'(g(y)))^3."
    ),
    "latex heavy": (
        "We solve the equation \\(x^2 - 5x + 6 = 0\\). The discriminant is \\(\\Delta = b^2 - 4ac = 25 - 24 ="
        " 1\\), and so\n"
        "\\[ x_{1,2} = \\frac{-b \\pm \\sqrt{\\Delta}}{2a} = \\frac{5 \\pm 1}{2}. \\]\n"
        "Hence \\(x_1 = 3\\) and \\(x_2 = 2\\). By Vieta, \\(x_1 + x_2 = 5\\) and \\(x_1 x_2 = 6\\).\n"
        "Now let \\(p(x) = x^3 - 6x^2 + 11x - 6\\). We guess the root \\(x = 1\\), divide, and have\n"
        "\\[ p(x) = (x - 1)(x^2 - 5x + 6) = (x - 1)(x - 2)(x - 3). \\]\n"
        "In general, if \\(p(x) = \\sum_{k=0}^{n} a_k x^k\\) with \\(a_k \\in \\mathbb{Z}\\), then each rational"
        " root \\(\\frac{r}{s}\\) in lowest terms has \\(r \\mid a_0\\) and \\(s \\mid a_n\\). That is the theorem"
        " of rational roots."
    ),
    "chemistry": (
        "Balancing the combustion of propane\n"
        "\n"
        "Propane burns in oxygen to carbon dioxide and water.\n"
        "\n"
        "C3H8 + O2 → CO2 + H2O\n"
        "\n"
        "Count the carbon first: three atoms on the left ask for 3 CO2.\n"
        "\n"
        "C3H8 + O2 → 3 CO2 + H2O\n"
        "\n"
        "Then the hydrogen: eight atoms ask for 4 H2O.\n"
        "\n"
        "C3H8 + O2 → 3 CO2 + 4 H2O\n"
        "\n"
        "There are 3 × 2 + 4 × 1 = 10 atoms of oxygen on the right, so\n"
        "\n"
        "C3H8 + 5 O2 → 3 CO2 + 4 H2O\n"
        "\n"
        "The reaction gives 2,220 kJ for each mole of propane. With M = 44.1 g/mol, 1 kg of propane gives"
        " 50.3 MJ."
    ),
    "facts list": (
        "The planets of the solar system\n"
        "\n"
        "• Mercury: 0.39 AU, no moons, a year of 88 days\n"
        "• Venus: 0.72 AU, no moons, a year of 225 days\n"
        "• Earth: 1.00 AU, one moon, a year of 365 days\n"
        "• Mars: 1.52 AU, two moons, a year of 687 days\n"
        "• Jupiter: 5.20 AU, 95 moons, a year of 11.9 years\n"
        "• Saturn: 9.58 AU, 146 moons, a year of 29.5 years\n"
        "• Uranus: 19.2 AU, 28 moons, a year of 84 years\n"
        "• Neptune: 30.1 AU, 16 moons, a year of 165 years\n"
        "\n"
        "One astronomical unit is the mean distance of the Earth from the Sun, about 150 million "
        "kilometres. The numbers of moons are those that were known in 2023, and they grow with each "
        "survey."
    ),
    "poem": (
        "The harbour at evening\n"
        "\n"
        "The gulls come home across the bay,\n"
        "The lamps are lit along the quay,\n"
        "And all the boats that went away\n"
        "Come back across the darkening sea.\n"
        "\n"
        "The nets are hung, the decks are clean,\n"
        "The men go up the cobbled lane,\n"
        "And what the morning might have been\n"
        "Is what the evening is again.\n"
        "\n"
        "O tide that takes and tide that brings,\n"
        "O patient moon that pulls them both,\n"
        "Of all the world's returning things\n"
        "You are the one that keeps its oath."
    ),
    "dialogue": (
        '"Did you lock the door?" she asked.\n'
        '"I think so."\n'
        '"You think so?"\n'
        '"I did. I turned the key twice."\n'
        '"And the window?"\n'
        'He put down his bag. "What window?"\n'
        '"The one in the kitchen. It was open when we had breakfast, and I told you that the cat would '
        'get out."\n'
        '"The cat," he said slowly.\n'
        '"Yes, the cat."\n'
        "They looked at each other. Then they turned and ran up the stairs, two at a time, and as they "
        "came to the landing they heard it: a thin, cross voice behind the door, which was locked, with "
        "the window shut behind it.\n"
        '"Twice," he said. "I told you."'
    ),
    "legal": (
        "ARTICLE 5. TERMINATION\n"
        "\n"
        "5.1 Either Party may terminate this Agreement by written notice to the other Party if the other "
        "Party commits a material breach of this Agreement and fails to cure such breach within thirty "
        "(30) days after receipt of written notice thereof from the Party not in breach.\n"
        "\n"
        "5.2 Upon termination of this Agreement for any reason, each Party shall return to the other "
        "Party all Confidential Information of the other Party, and shall certify in writing to the other"
        " Party that it has done so.\n"
        "\n"
        "5.3 The provisions of Articles 3, 4, 7 and 9 shall survive termination of this Agreement for any"
        " reason. Termination of this Agreement shall not release either Party from any obligation that "
        "accrued before the date of termination."
    ),
    "code doc": (
        "class Stack:\n"
        "    def __init__(self):\n"
        "        self._items = []\n"
        "\n"
        "    def push(self, item):\n"
        "        self._items.append(item)\n"
        "\n"
        "    def pop(self):\n"
        "        if not self._items:\n"
        '            raise IndexError("pop from an empty stack")\n'
        "        return self._items.pop()\n"
        "\n"
        "    def __len__(self):\n"
        "        return len(self._items)\n"
        "\n"
        "A stack gives back what was pushed last. Both push and pop take constant time, since a list in "
        "Python grows at its end. To see the top without taking it, add a method peek that returns "
        "self._items[-1]. An empty stack has no top, and so peek has to raise the same error that pop "
        "raises."
    ),
    "statistics table": (
        "Results of the trial\n"
        "\n"
        "Group           n               Mean            SD              p\n"
        "Control         48              5.2             1.1             \n"
        "Low dose                51              4.9             1.0             0.16\n"
        "High dose               49              3.8             1.2             0.001\n"
        "\n"
        "The mean pain score of the group with the high dose was lower than that of the control group by "
        "1.4 points (95 % CI 0.9 to 1.9; p = 0.001). The low dose had no effect that could be told from "
        "chance. Three patients in each group left the trial before its end, and were analysed in the "
        "group to which they had been drawn."
    ),
    "exam mcq": (
        "1. Which of these organelles makes most of the ATP of a cell?\n"
        "A) the nucleus\n"
        "B) the mitochondrion\n"
        "C) the ribosome\n"
        "D) the Golgi apparatus\n"
        "\n"
        "2. What is the charge of a proton?\n"
        "A) -1\n"
        "B) 0\n"
        "C) +1\n"
        "D) +2\n"
        "\n"
        "3. Which law says that the pressure of a gas is inverse to its volume at a constant temperature?\n"
        "A) Boyle's law\n"
        "B) Charles's law\n"
        "C) Avogadro's law\n"
        "D) Dalton's law\n"
        "\n"
        "Answers: 1 B, 2 C, 3 A. In the first question, remember that the ribosome makes proteins, and "
        "that the nucleus holds the DNA."
    ),
    "proof repeats": (
        "Theorem. The square of an odd number is odd. Proof. Let n be odd. Then n = 2k + 1 for some "
        "integer k. Then n^2 = 4k^2 + 4k + 1 = 2(2k^2 + 2k) + 1, which is odd.\n"
        "\n"
        "Theorem. The square of an even number is even. Proof. Let n be even. Then n = 2k for some "
        "integer k. Then n^2 = 4k^2 = 2(2k^2), which is even.\n"
        "\n"
        "Theorem. The product of an odd and an even number is even. Proof. Let m be odd and let n be "
        "even. Then m = 2j + 1 and n = 2k for some integers j and k. Then mn = 2k(2j + 1), which is even."
    ),
    "physics md": (
        "# Free fall\n"
        "\n"
        "A body that falls freely has the acceleration $g = 9.81\\,\\mathrm{m/s^2}$.\n"
        "\n"
        "- After time $t$ its speed is $v = g t$.\n"
        "- It has fallen $s = \\tfrac{1}{2} g t^2$.\n"
        "- Hence $v^2 = 2 g s$.\n"
        "\n"
        "**Example.** A stone falls for $t = 3\\,\\mathrm{s}$. Then $v = 29.4\\,\\mathrm{m/s}$ and $s = "
        "44.1\\,\\mathrm{m}$.\n"
        "\n"
        "| t (s) | v (m/s) | s (m) |\n"
        "|---|---|---|\n"
        "| 1 | 9.8 | 4.9 |\n"
        "| 2 | 19.6 | 19.6 |\n"
        "| 3 | 29.4 | 44.1 |\n"
        "\n"
        "The mass of the stone does not matter as long as the air can be left out, as Galileo said."
    ),
    "cookies article": (
        "HTTP has no memory: each request stands alone. In 1994 Lou Montulli of Netscape gave browsers a "
        "way to remember, and called it a cookie. The server sends a short text, the browser keeps it, "
        "and sends it back with each request to the same site. That is how a shop knows which basket is "
        "yours. A session lasts until the browser is closed, or until a date that the server names. "
        "Advertisers soon found that one picture on many sites could follow a reader from one to the "
        "next, and the law has tried to catch up with them since 2002."
    ),
}
OTHER = {
    "zh": (
        "潮水每天涨落两次，港口里停满了等待出海的渔船。清晨，渔民们整理好渔网，检查发动机，然后借着退潮的水流驶出港湾。他们要在海上工作十几个小时，直到傍晚才能回来。港口旁边有一座小市场，妇女们在那里出"
        "售刚刚捕捞上来的鱼虾。城里的餐馆老板一早就来挑选最新鲜的货物。月球的引力是潮汐产生的主要原因，太阳的引力也起一定的作用。当太阳、月球和地球处在同一条直线上时，潮水涨得最高，人们把它叫作大潮。反"
        "之，当三者成直角时，潮差最小，称为小潮。了解潮汐的规律，对航海、渔业和沿海工程都十分重要。现代的港口设有自动验潮站，每隔几分钟记录一次水位，再用数学模型预报未来几天的变化。"
    ),
    "th": (
        "น้ำขึ้นน้ำลงวันละสองครั้ง และท่าเรือเต็มไปด้วยเรือที่รอออกทะเล ในตอนเช้าตรู่ ชาวประมงจัดอวน "
        "ตรวจเครื่องยนต์ แล้วแล่นเรือออกจากอ่าวไปกับกระแสน้ำลง พวกเขาทำงานกลางทะเลนานกว่าสิบชั่วโมง "
        "และกลับมาในตอนเย็น ข้างท่าเรือมีตลาดเล็กๆ ที่ผู้หญิงขายปลาและกุ้งที่เพิ่งจับมาได้ "
        "แรงดึงดูดของดวงจันทร์เป็นสาเหตุหลักของน้ำขึ้นน้ำลง และแรงดึงดูดของดวงอาทิตย์ก็มีผลด้วย "
        "เมื่อดวงอาทิตย์ ดวงจันทร์ และโลกอยู่ในแนวเดียวกัน น้ำจะขึ้นสูงสุด เรียกว่าน้ำเกิด "
        "ในทางตรงกันข้าม เมื่อทั้งสามทำมุมฉากกัน น้ำจะขึ้นน้อยที่สุด เรียกว่าน้ำตาย "
        "การรู้กฎของกระแสน้ำมีความสำคัญต่อการเดินเรือและการประมง"
    ),
    "ko": (
        "조수는 하루에 두 번 밀려오고, 항구는 출항을 기다리는 배들로 가득 찬다. 이른 아침 어부들은 그물을 정리하고 엔진을 점검한 뒤 썰물을 타고 만을 빠져나간다. 그들은 "
        "바다에서 열 시간 넘게 일하고 저녁이 되어서야 돌아온다. 항구 옆에는 작은 시장이 있어 여인들이 갓 잡은 생선과 새우를 판다. 조수는 주로 달의 인력 때문에 생기며 태양의 "
        "인력도 영향을 준다. 태양과 달과 지구가 일직선에 놓이면 물이 가장 높이 차오르는데 이것을 사리라고 한다. 반대로 셋이 직각을 이루면 조수 간만의 차가 가장 작고 이것을 "
        "조금이라고 한다. 조석의 규칙을 아는 것은 항해와 어업에 매우 중요하다."
    ),
    "ar": (
        "يرتفع المد مرتين في اليوم، ويمتلئ الميناء بالقوارب التي تنتظر الخروج إلى البحر. في الصباح الباكر"
        " يرتب الصيادون شباكهم ويفحصون المحركات ثم يبحرون مع الجزر. يعملون في البحر أكثر من عشر ساعات ولا"
        " يعودون إلا في المساء. بجانب الميناء سوق صغيرة تبيع فيها النساء السمك الطازج. جاذبية القمر هي "
        "السبب الرئيسي للمد والجزر، ولجاذبية الشمس أثر أيضا. عندما تكون الشمس والقمر والأرض على خط واحد "
        "يبلغ الماء أعلى مستوى له. ومعرفة قوانين المد والجزر مهمة جدا للملاحة ولصيد الأسماك على السواحل "
        "كلها."
    ),
    "hi": (
        "ज्वार दिन में दो बार आता है, और बंदरगाह उन नावों से भर जाता है जो समुद्र में जाने की प्रतीक्षा "
        "करती हैं। सुबह मछुआरे अपने जाल ठीक करते हैं, इंजन की जाँच करते हैं और भाटे के साथ खाड़ी से बाहर "
        "निकलते हैं। वे समुद्र में दस घंटे से अधिक काम करते हैं और शाम को ही लौटते हैं। बंदरगाह के पास एक"
        " छोटा बाज़ार है जहाँ औरतें ताज़ी मछली बेचती हैं। चंद्रमा का गुरुत्वाकर्षण ज्वार का मुख्य कारण "
        "है, और सूर्य का भी कुछ प्रभाव होता है। ज्वार के नियम जानना नौवहन और मछली पकड़ने के लिए बहुत "
        "आवश्यक है।"
    ),
}
BAD = {
    "menu": (
        "Home\n"
        "About us\n"
        "Products\n"
        "Services\n"
        "News\n"
        "Contact\n"
        "Category Shoes\n"
        "Category Shirts\n"
        "Category Trousers\n"
        "Category Jackets\n"
        "Category Hats\n"
        "Category Gloves\n"
        "Category Socks\n"
        "Category Belts\n"
        "Category Bags\n"
        "Category Watches\n"
        "Category Rings\n"
        "Category Scarves\n"
        "Category Coats\n"
        "Category Suits\n"
        "Category Ties\n"
        "Category Boots\n"
        "My account\n"
        "Basket\n"
        "Checkout\n"
        "Help\n"
        "FAQ\n"
        "Sitemap\n"
        "Imprint\n"
        "Privacy"
    ),
    "cookie banner": (
        "We use cookies to improve your experience on our website. By clicking Accept all you consent to "
        "the use of all cookies. You can change your cookie settings at any time.\n"
        "Necessary cookies are always on, since the site does not work without these cookies.\n"
        "Analytics cookies help us to understand how visitors use our website.\n"
        "Marketing cookies are used to show you ads that fit your interests.\n"
        "Read more in our privacy policy."
    ),
    "js": (
        "Please enable JavaScript to view this page. This site needs JavaScript and will not work without"
        " it.\n"
        "To enable JavaScript in your browser, open the settings and look for JavaScript in the list of "
        "contents.\n"
        "If you have enabled JavaScript and still see this page, clear your cache and try again.\n"
        "© 2024 Example Ltd. All rights reserved."
    ),
    "lorem": (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
        "labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco "
        "laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in "
        "voluptate velit esse cillum dolore eu fugiat nulla pariatur."
    ),
    "404 long": (
        "Sorry, this page is not available\n"
        "The page that you requested could not be found. It may have been moved or deleted, or you may "
        "have typed the address wrong. Please check the address and try again, go back to the previous "
        "page, or start again at our home page. If you think that this is an error on our side, please "
        "contact the support, and tell us which page you were looking for."
    ),
    "hashtags": (
        "Loving this #sunset #beach #summer #love #instagood #photooftheday #beautiful #happy #cute #tbt "
        "#like4like #followme #picoftheday #follow #me #selfie #friends #repost #nature #girl #fun #style"
        " #smile #food #instalike #family #travel #fitness #life #amazing #nofilter #instamood "
        "#tagsforlikes #iphone #swag #night #music #party the and to of with that"
    ),
    "login": (
        "Login\n"
        "User name\n"
        "Password\n"
        "Remember me\n"
        "Forgot your password?\n"
        "Sign in\n"
        "Or sign in with\n"
        "Google\n"
        "Facebook\n"
        "Apple\n"
        "No account yet?\n"
        "Sign up for our newsletter\n"
        "Terms of use\n"
        "Privacy policy\n"
        "© 2023"
    ),
    "the same again": "The cat sat on the mat and the dog sat on the log. " * 20,
    "search words": " ".join(["cheap flights to Rome, best cheap flights Rome, book cheap flights to Rome,"] * 15),
    "base64": " ".join(f"aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNl{n * 7919}" for n in range(80)),
    "prices": "\n".join(f"SKU-{1000 + n * 37} {9 + n}.99 EUR in stock {n * 3} pcs" for n in range(40)),
}


def reasons(text: str) -> set[str]:
    """What the gates of the shelf find wrong with a text."""
    told = languages([text])[0]
    facts = pl.DataFrame(
        {"text": [text], "duplicate": [False], "language": [told.code], "language_score": [told.score]},
        schema={name: DOCUMENT[name] for name in ("text", "duplicate", "language", "language_score")},
    ).hstack(measured([text]))
    rows = facts.select(
        (pl.col(name) if name in facts.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in DOCUMENT.items()
    )
    gates = ScreenConfig(filters=tuple(NamedFilter(path.stem, load(path, Filter)) for path in FILTERS))
    return set(GATES(rows.lazy(), gates).collect().get_column("gate_reasons").item().to_list())


@pytest.mark.parametrize("name", GOOD)
def test_a_good_text_stays_whatever_its_kind(name: str) -> None:
    assert reasons(GOOD[name]) == set()


@pytest.mark.parametrize("name", OTHER)
def test_a_good_text_in_another_language_has_no_other_fault(name: str) -> None:
    assert reasons(OTHER[name]) == {"document_language"}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_text_goes(name: str) -> None:
    assert reasons(BAD[name])
