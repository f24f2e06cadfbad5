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
from qa.discovery import KNOWN, NOT_IN_NAMES, ZONE, discover
from qa.lexicon import EVERYDAY_CITIES, PROVINCES
from qa.segmentation import segment

# 高新、平定和盂县 counts zones, be it without 区.
_BARE_ZONE = re.compile(
    r"高新区|(?<=[^各全每]县)(?:经济技术开发区|经济开发区|经开区)|(?<=[往给向在对到])高新(?!技术|产业|企业|材料|项目|园|区)|(?<![\u4e00-\u9fff])高新(?=、|和|跟|与|[\u4e00-\u9fff]{2}(?:、|和|跟|盂|县|市|开发区|经开区))"
)
_ADMIN = r"自治州|自治县|省(?![委级])|市(?![委级])|县(?![委级])|州(?![委级])|盟|旗|地区|区(?![域间块位划委])"
_AFTER = re.compile(rf"(?P<admin>{_ADMIN})?(?P<zone>{ZONE})?")
# A word that the segmenter made up may have swallowed one of these, with a name behind it.
_BEFORE_NAMES = NOT_IN_NAMES | set("市省县区年月日有是请问问说查看")
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
    for match in _pattern(names | KNOWN).finditer(folded):
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


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of places.

    Attributes:
        places: Those that it names.
        owner: The one that all below it is about (``(二)南部县：…``), if any.
        name: That place as the heading writes it; empty if there is none.
    """

    places: tuple[Place, ...]
    owner: Place | None
    name: str


def headed_by(title: str, names: frozenset[str]) -> Heading:
    """Return what a heading says of places, those in ``names`` known besides the built-in ones."""
    words = fold(unnumbered(title)).strip()
    named = tuple(find_places(words, names | discover(words)))
    first = named[0] if named else None
    if first is None or first.start or not _HEADS.match(words, first.end):
        return Heading(named, None, "")
    return Heading(named, first, words[first.start : first.end])


@lru_cache(maxsize=1024)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))))


_AMONG = re.compile(r"全[市省区县国]|[一二两三四五六七八九十\d]+个?[区县市]|各[区县市]|排|的?(?:位次|名次)")
_THAN = re.compile("(?:跑赢|高于|低于|超过|快于|慢于|好于|落后于?|领先|比)$")
_AVERAGE = re.compile("(?:全?[市省区县州国])?(?:的)?(?:平均|整体|总体|面上)")


def narrowest(folded: str, places: Iterable[Place]) -> tuple[Place, ...]:
    """Return places without those that only say where the next one lies (``沈阳辽中区``, ``佛山 南海``)."""
    listed = list(places)
    if len(listed) > 1:
        # 吉安(东莞)招商服务中心 is one of 吉安's.
        listed = [p for p in listed if (folded[p.start - 1 : p.start], folded[p.end : p.end + 1]) != ("(", ")")]
        # 平谷区的增速在北京全市排第一吗 names 北京 as what 平谷 is measured within.
        listed = [p for p in listed if not (folded[p.start - 1 : p.start] == "在" and _AMONG.match(folded, p.end))]
        # 安岳跑赢资阳全市平均了吗 names 资阳 as what 安岳 is measured by.
        listed = [p for p in listed if not (_THAN.search(folded[: p.start]) and _AVERAGE.match(folded, p.end))]
    return tuple(
        place
        for place, after in zip(listed, (*listed[1:], None), strict=False)
        if after is None
        or folded[place.end : after.start].strip("的 ")
        or place.zone
        or place.name not in KNOWN
        or not after.name
        or (after.name in KNOWN and place.name not in PROVINCES)
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
