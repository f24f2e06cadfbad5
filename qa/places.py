"""Places that a text speaks about: cities, counties, and the development zones in them.

A place is known because it stands in a list of provinces and cities, or because the text shows it to be one, by what
follows it (``平定经开区``, ``灵石、太谷、平遥经开区``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from corpus.outline import unnumbered
from qa.lexicon import CITIES, EVERYDAY_CITIES, NOT_PLACES, PROVINCES
from qa.words import segment, segmenter

_ZONE = (
    r"经济技术开发区|经济开发区|经开区|高新技术产业开发区|高新技术开发区|高新开发区|高新区|高新(?!技术|产业|企业|材料|项目|园|区)|"
    r"综改区|示范区|新港区|综合保税区|综保区|保税区|开发区"
)
# 高新、平定和盂县 counts zones, be it without 区.
_BARE_ZONE = re.compile(
    r"高新区|(?<=[^各全每]县)(?:经济技术开发区|经济开发区|经开区)|(?<=[往给向在对到])高新(?!技术|产业|企业|材料|项目|园|区)|(?<![\u4e00-\u9fff])高新(?=、|和|跟|与|[\u4e00-\u9fff]{2}(?:、|和|跟|盂|县|市|开发区|经开区))"
)
_ADMIN = r"自治州|自治县|省(?!委)|市(?!委)|县(?!委)|州(?!委)|盟|旗|地区|区(?![域间块位划委])"
_SUFFIX = re.compile(_ZONE)
_AFTER = re.compile(rf"(?P<admin>{_ADMIN})?(?P<zone>{_ZONE})?")
_TOWN = re.compile(r"^[\u4e00-\u9fff]{1,4}(?:市|县|州|盟|旗)$")
_DISTRICT = re.compile(r"^[\u4e00-\u9fff]{2,3}(?<![新地])区$")
# At the start of a clause, what stands before 市 or 县 and a word of administration is a name, dictionary or not.
_NAMED_TOWN = re.compile(
    r"(?:^|[\s,。;:、#(和与及在对年])(?![\u4e00-\u9fff]?[全各本我该外])([\u4e00-\u9fff]{2,3})(市|县)"
    r"(?=开发区|经开区|高新区|商务局|政府|规上|规模以上|工业|委|的|$|[\s,。;:、)])"
)
# 区 and 州 end many words; before an office or a figure of the whole they end a name.
_NAMED_DISTRICT = re.compile(
    r"(?:^|[\s,。;:、#(和与及在对年从由为]|原标题:)([\u4e00-\u9fff]{2,3})(?<!地)[区州]"
    r"(?=[\u4e00-\u9fff]{0,4}(?:局|政府|区委|州委|委员会)|的?gdp|地区生产总值|生产总值|规上|规模以上|上半年|一季度|青洽会|招商)"
)
_NO_NAME = ("地", "县市", "管理", "新", "公", "活", "心", "植", "困", "粮", "辖", "贸", "险", "库", "养")
# | 掇刀区 | in a table, and 掇刀区 as a heading, hold nothing but a name.
_NAMED_ALONE = re.compile(
    r"(?:(?:^|\|)[ \t]*|^#+ *)([\u4e00-\u9fff]{2,3})(?:区|县|市|州|旗)(?=[ \t]*(?:\||$))", re.MULTILINE
)
# 大同云冈区: a district named behind its city.
_CITY_DISTRICT = re.compile(r"(?=([\u4e00-\u9fff]{2})市?([\u4e00-\u9fff]{2,3})区(?![域间块位划委分别]))")
# 云帆经济开发区: the segmenter takes 经济 for a word of its own.
_NAMED_ZONE = re.compile(
    r"(?:^|[\s,。;:、(和与及在对赴到|*])([\u4e00-\u9fff]{2,3})"
    r"(?=经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|新港区|综合保税区|综保区)"
)
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
# Part-of-speech tags under which jieba files names that it knows little about.
_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nz", "t"})
_DISTRICT_TAGS = frozenset({"ns", "nr", "nz"})
_NOT_IN_NAMES = frozenset("向对在把被给从为以到与和及的于让将共各全我本该这那其")
_KNOWN = PROVINCES | CITIES
# A word that the segmenter made up may have swallowed one of these, with a name behind it.
_BEFORE_NAMES = _NOT_IN_NAMES | set("市省县区年月日有是请问问说查看")
_SENTENCE = 1500
_READ_FOR_SUBJECT, _OPENING = 6000, 200
_MENTIONS, _AS_OFTEN = 2, 0.4
# 蓬莱至栖霞高速公路 is a road, and 嘉陵江 a river.
_ROAD = r"(?:高速公路|高速(?!增长|发展)|公路|铁路|高铁|城际|快速路|快线|大道|航线|专线)"
_ROUTE = re.compile(rf"[\u4e00-\u9fff]{{2,5}}[至—-][\u4e00-\u9fff]{{2,5}}?{_ROAD}")
_WATER = re.compile(r"[江河湖](?![市县区阴宁门西东南北津源口])")
_HEADS = re.compile(r"\s*(?:$|[:：—])")
_WHOLE = re.compile(r"全([市省县区州])(?![域间块位内])")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as named in a text.

    Attributes:
        name: Its name without 市, 县 or zone (``阳泉``; ``盂县`` keeps its second character).
        zone: ``高新区``, ``经开区`` or ``""``: which of the place's zones, where that tells places apart.
        start: Offset of its first character.
        end: Offset after its suffix.
    """

    name: str
    zone: str
    start: int
    end: int

    def covers(self, other: Place) -> bool:
        """Tell whether this place, as a question names it, is or contains the ``other``."""
        # A bare 高新区 is that of whatever place the text is about, and 哈市 is short for 哈尔滨.
        same_name = not self.name or not other.name or self.name == other.name or other.name == f"{self.name[0]}市"
        return same_name and (not self.zone or self.zone == other.zone)


def _zone_class(zone: str | None) -> str:
    if zone and zone.startswith("高新"):
        return "高新区"
    if zone and zone.startswith("经"):
        return "经开区"
    return ""


def discover(folded: str) -> frozenset[str]:
    """Return names that a text shows to be places by what follows them."""
    # Sentences and questions come again and again; whole documents are remembered by whoever reads them.
    return _discover(folded) if len(folded) <= _SENTENCE else _discover.__wrapped__(folded)


@lru_cache(maxsize=8192)
def _discover(folded: str) -> frozenset[str]:
    names = {
        name
        for found in _NAMED_TOWN.finditer(folded)
        if _is_town(name := found.group(1)) and not _is_common(found.group(1) + found.group(2))
        if name[-1] not in "兴强富"  # 工业强县、文旅兴县
    }
    names |= {
        name
        for pattern in (_NAMED_DISTRICT, _NAMED_ALONE)
        for found in pattern.finditer(folded)
        if _is_town(name := found.group(1)) and not _SUFFIX.match(f"{name}区") and not _COMMON_NAME.search(name)
        if not (pattern is _NAMED_ALONE and (name.endswith(_NO_NAME) or _is_common(found.group().strip("| \t#"))))
    }
    names |= {
        name
        for found in _CITY_DISTRICT.finditer(folded)
        if found.group(1) in CITIES and _is_town(name := found.group(2)) and _is_known_district(name)
    }
    names |= {name for found in _NAMED_ZONE.finditer(folded) if _is_name(name := found.group(1)) and _is_town(name)}
    words: list[tuple[str, str]] = segmenter().tag(folded)
    for position, (word, tag) in enumerate(words):
        if _TOWN.match(word) and tag in _NAME_TAGS | {"n"} and not _is_common(word) and _is_name(word):
            name = word[:-1] if len(word) > 2 else word
            names.update({name} if (name == word and tag != "r") or _is_town(name) else ())
        if _DISTRICT.match(word) and _is_district(word, tag):
            names.add(word[:-1])
        if tag in _NAME_TAGS and word.endswith("地区") and _is_name(word[:-2]):
            names.add(word[:-2])
        zone = _SUFFIX.match(word)
        if zone and position:
            # 开发区 is an everyday word; 经开区 and 高新区 stand behind a name or behind nothing,
            # but in 阳泉希望高新区 the name stands further off.
            common = word == "开发区" or (position > 1 and words[position - 2][0] in _KNOWN)
            names.update(_enumerated(words, position - 1, _NAME_TAGS if common else _NAME_TAGS | {"a", "n", "v"}))
    return frozenset(names)


def _enumerated(words: list[tuple[str, str]], position: int, tags: frozenset[str]) -> Iterable[str]:
    """Yield the names before a suffix, going back through ``、`` and ``和``; ``tags`` fit the last of them."""
    while position >= 0:
        name, tag = words[position]
        if tag not in tags or not _is_name(name):
            return
        yield name[:-1] if len(name) > 2 and name[-1] in "市县" else name
        position -= 1
        if position >= 0 and _SUFFIX.match(words[position][0]):
            position -= 1
        if position < 1 or words[position][0] not in ("、", "和", "与", "及"):
            return
        position -= 1
        tags = _NAME_TAGS


def _is_name(word: str) -> bool:
    return (
        _NAME.match(word) is not None
        and word not in NOT_PLACES
        and not _SUFFIX.search(word)
        # A word that the segmenter made up may have swallowed the one before; one that it knows has not (和顺).
        and (not _NOT_IN_NAMES.intersection(word) or segmenter().has_word(word))
    )


_COMMON_NAME = re.compile(r"[兴强富立业务居民农工商物游景护范验能区乡镇城]$|^[全各我本该辖新老小片社校]")


def _is_town(name: str) -> bool:
    """Tell whether what stands before 市 can be a name: 大城市, 年县市 and 阳泉两市 are none, nor is 初晋中."""
    if any(name[at:] in _KNOWN for at in range(1, len(name) - 1)):
        return False
    return (
        _is_name(name) and not (name.endswith("城") and name not in _KNOWN) and not set("年县市两几").intersection(name)
    )


def _is_common(word: str) -> bool:
    """Tell whether a word that ends in 市 or 县 begins with an everyday word: 试点县 and 召开县, but not 平定县."""
    name, tagged = word[:-1], segmenter().tag(word[:-1])
    everyday = len(name) > 1 and len(tagged) == 1 and tagged[0][1] not in _NAME_TAGS | {"x", "s"}
    return everyday and segmenter().has_word(name) and not segmenter().has_word(word)


def _is_known_district(name: str) -> bool:
    """Tell whether the segmenter files a name before 区 under names, as 云冈 and not as 哪些园."""
    if _SUFFIX.match(f"{name}区") or _COMMON_NAME.search(name):
        return False
    cut = segmenter().tag(f"{name}区")
    return cut[0][1] in _DISTRICT_TAGS and [word for word, _ in cut] in ([f"{name}区"], [name, "区"])


def _is_district(word: str, tag: str) -> bool:
    """Tell whether the segmenter knows a word that ends in 区 as a place (平谷区), which 开发区 and 产业区 are not."""
    name = word[:-1]
    known = tag == "ns" or (tag == "n" and [kind for _, kind in segmenter().tag(name)] == ["ns"])
    if name.endswith("山") and not segmenter().has_word(word):
        return False  # 大别山区 is no district
    return known and _is_name(name) and name not in _KNOWN


def dominant(folded: str, names: frozenset[str] = frozenset()) -> tuple[Place, ...]:
    """Return the places that a text without a title to say so is about: named early, and about as often as any.

    Args:
        folded: The whole text.
        names: Names known to be places.
    """
    counts = Counter[tuple[str, str]]()
    first: dict[tuple[str, str], Place] = {}
    for place in find_places(folded[:_READ_FOR_SUBJECT], names):
        key = (place.name, place.zone)
        counts[key] += 1
        first.setdefault(key, place)
    most = max((count for (name, _), count in counts.items() if name), default=0)
    # Who speaks of 全市 has named the city, be it once.
    whole = _WHOLE.search(folded[:_READ_FOR_SUBJECT])
    level = whole.group(1) if whole else ""
    umbrella = next((p for p in first.values() if p.name and level and folded[p.start : p.end].endswith(level)), None)
    return tuple(
        place
        for key, place in first.items()
        if place.name
        and place.start < _OPENING
        and (place is umbrella or counts[key] >= max(_MENTIONS, _AS_OFTEN * most))
    )


def find_places(folded: str, names: frozenset[str] = frozenset()) -> list[Place]:
    """Return the places named in a folded text, in order.

    Args:
        folded: The text.
        names: Names known to be places besides the built-in ones.
    """
    found: list[Place] = []
    routes = [found.span() for found in _ROUTE.finditer(folded)]
    inside = {at for word, start in segment(folded) for at in range(start + 1, start + len(word))}
    for match in _pattern(names | _KNOWN).finditer(folded):
        name = match.group()
        if name not in names and match.start() in inside and folded[match.start() - 1] not in _BEFORE_NAMES:
            continue  # 威海 in 挪威海螯虾 is no place; what the documents show to be one always is
        after = _AFTER.match(folded, match.end())
        assert after is not None  # both parts are optional
        if any(start <= match.start() < end for start, end in routes):
            continue
        if not after.group() and _WATER.match(folded, match.end()):
            continue
        if name in EVERYDAY_CITIES and name not in names and not after.group():
            continue
        found.append(Place(name, _zone_class(after["zone"]), match.start(), after.end()))
    covered = [(place.start, place.end) for place in found]
    for match in _BARE_ZONE.finditer(folded):
        if not any(start <= match.start() < end for start, end in covered):
            found.append(Place("", _zone_class(match.group()), match.start(), match.end()))
    return _zones_shared(folded, sorted(found, key=lambda place: place.start))


def headed_by(title: str, names: frozenset[str]) -> tuple[tuple[Place, ...], Place | None]:
    """Return the places that a heading names, and the one that all below it is about (``(二)南部县：…``), if any."""
    words = fold(unnumbered(title)).strip()
    named = tuple(find_places(words, names | discover(words)))
    first = named[0] if named else None
    whole = first is not None and first.start == 0 and _HEADS.match(words, first.end) is not None
    return named, first if whole else None


@lru_cache(maxsize=1024)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))))


_AMONG = re.compile(r"全[市省区县国]|[一二两三四五六七八九十\d]+个?[区县市]|各[区县市]|排|的?(?:位次|名次)")


def narrowest(folded: str, places: Iterable[Place]) -> tuple[Place, ...]:
    """Return places without those that only say where the next one lies (``沈阳辽中区``, ``佛山 南海``)."""
    listed = list(places)
    if len(listed) > 1:
        # 平谷区的增速在北京全市排第一吗 names 北京 as what 平谷 is measured within.
        listed = [p for p in listed if not (folded[p.start - 1 : p.start] == "在" and _AMONG.match(folded, p.end))]
    return tuple(
        place
        for place, after in zip(listed, (*listed[1:], None), strict=False)
        if after is None
        or folded[place.end : after.start].strip("的 ")
        or place.zone
        or place.name not in _KNOWN
        or not after.name
        or (after.name in _KNOWN and place.name not in PROVINCES)
    )


def _zones_shared(folded: str, places: list[Place]) -> list[Place]:
    """Give the places of an enumeration the zone that stands behind its last (``平定和盂县经开区``)."""
    for number in range(len(places) - 2, -1, -1):
        place, following = places[number], places[number + 1]
        if (
            place.name
            and not place.zone
            and following.zone == "经开区"
            and following.name
            and folded[place.end : following.start] in ("、", "和", "与", "及")
        ):
            places[number] = Place(place.name, following.zone, place.start, place.end)
    return places
