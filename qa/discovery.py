"""Names that a text shows to be places by what stands around them (``平定经开区``, ``灵石、太谷、平遥经开区``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from qa.lexicon import CITIES, NOT_PLACES, PROVINCES
from qa.segmentation import segmenter

ZONE = (
    r"经济技术开发区|经济开发区|经开区|高新技术产业开发区|高新技术开发区|高新开发区|高新区|高新(?!技术|产业|企业|材料|项目|园|区)|"
    r"综改区|示范区|新港区|综合保税区|综保区|保税区|开发区"
)
_SUFFIX = re.compile(ZONE)
_TOWN = re.compile(r"^[\u4e00-\u9fff]{1,4}(?:市|县|州|盟|旗)$")
_DISTRICT = re.compile(r"^[\u4e00-\u9fff]{2,3}(?<![新地])区$")
# At the start of a clause, what stands before 市 or 县 and a word of administration is a name, dictionary or not.
_NAMED_TOWN = re.compile(
    r"(?:^|[\s,。;:、#(和与及在对于]|年度?|中共|共青团)(?![\u4e00-\u9fff]?[全各本我该外])([\u4e00-\u9fff]{2,3})(市|县)"
    r"(?=\d{4}年|开发区|经开区|高新区|商务局|政府|规上|规模以上|工业|委|的|县域|人民|"
    r"[\u4e00-\u9fff]{2,8}(?:局|医院|保健院|中学|小学|学院|图书馆)|(?:为|达到?|完成|实现)\d|$|[\s,。;:、)])"
)
# 区 and 州 end many words; before an office or a figure of the whole they end a name.
_NAMED_DISTRICT = re.compile(
    r"(?:^|[\s,。;:、#(和与及在对年从由为]|原标题:)([\u4e00-\u9fff]{2,3})(?<!地)[区州]"
    r"(?=[\u4e00-\u9fff]{0,4}(?:局|政府|区委|州委|委员会)|的?gdp|地区生产总值|生产总值|规上|规模以上|上半年|一季度|青洽会|招商)"
)
# | 掇刀区 | in a table, and 掇刀区 as a heading, hold nothing but a name.
_NAMED_ALONE = re.compile(
    r"(?:(?:^|\|)[ \t]*|^#+ *)([\u4e00-\u9fff]{2,3})(?<![新地])(?:区|县|市|州|旗)(?=[ \t]*(?:\||$))", re.MULTILINE
)
# 大同云冈区: a district named behind its city.
_CITY_DISTRICT = re.compile(r"(?=([\u4e00-\u9fff]{2})市?([\u4e00-\u9fff]{2,3})区(?![域间块位划委分别]))")
# 云帆经济开发区: the segmenter takes 经济 for a word of its own.
_NAMED_ZONE = re.compile(
    r"(?:^|[\s,。;:、(和与及在对赴到|*])([\u4e00-\u9fff]{2,3})"
    r"(?=经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|新港区|综合保税区|综保区)"
)
# 道里区99.5%,道外区97.6%,香坊区98.4%: three in a row, one of them known, are three names.
_BEGINS = r"(?:(?<![\u4e00-\u9fff])|(?<=[对在和与及由从向为将给至到]))"
_PAIR = r"[\u4e00-\u9fff]{2,3}[区县市旗]:?(?:\d[\d.]*[^\d,。;、:]{0,6})?"
_LISTED = re.compile(rf"{_BEGINS}{_PAIR}(?:[,、;和]{_PAIR}){{2,}}")
_LISTED_NAME = re.compile(rf"{_BEGINS}([\u4e00-\u9fff]{{2,3}})[区县市旗]")
# 蕉城区:在建项目92个 on a line of its own.
_NAMED_BEFORE_COLON = re.compile(
    r"^[ \t]*(?:\d{1,2}[.、][ \t]*)?([\u4e00-\u9fff]{2,3})(?<![新地养疫灾库])(?:区|县|市|旗)(?=:)", re.MULTILINE
)
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
# Part-of-speech tags under which jieba files names that it knows little about.
_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nz", "t"})
_EVERYDAY_ZONES = frozenset({"开发区", "示范区"})
_DISTRICT_TAGS = frozenset({"ns", "nr", "nz"})
_NO_NAME_ENDS = frozenset("兴强富")
# 一县, 五市 and 号市 are no names of one character, nor do these begin a longer one: 赴环翠区, 请沙洋县.
_NO_SHORT_NAMES = frozenset("和与及对在向由从为是有到将把一二三四五六七八九十分或名号日夜每多某年月原新老旧")
_NO_NAME_BEGINS = frozenset("赴请度据")
NOT_IN_NAMES = frozenset("不是由向对在把被给从为以到与和及的于让将共各全我本该这那其")
KNOWN = PROVINCES | CITIES
_SENTENCE = 1500


def discover(folded: str) -> frozenset[str]:
    """Return names that a text shows to be places by what follows them."""
    # Sentences and questions come again and again; whole documents are remembered by whoever reads them.
    return _discover(folded) if len(folded) <= _SENTENCE else _discover.__wrapped__(folded)


@lru_cache(maxsize=8192)
def _discover(folded: str) -> frozenset[str]:
    names = {
        name
        for found in _NAMED_TOWN.finditer(folded)
        if _is_town(name := found.group(1)) and not _is_common(whole := found.group(1) + found.group(2))
        if not _is_deed(name, whole)
    }
    names |= {
        name
        for pattern in (_NAMED_DISTRICT, _NAMED_ALONE, _NAMED_BEFORE_COLON)
        for found in pattern.finditer(folded)
        if _is_town(name := found.group(1)) and not _SUFFIX.match(f"{name}区") and not _COMMON_NAME.search(name)
        if not (_is_doing(name) if pattern is _NAMED_DISTRICT else _is_everyday(name) or _is_deed(name, f"{name}县"))
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
            known = tag == "ns" and segmenter().has_word(word)  # 谷城县
            short = name == word and tag != "r" and name[0] not in _NO_SHORT_NAMES
            if name == word and (begins := _begun_before(words, position)):
                name, short = begins + word[0], True  # 青峡县 was cut in the wrong place
            long = name != word and _is_name(name) and (known or (_is_town(name) and not _is_deed(name, word)))
            names.update({name} if short or long else ())
        if _DISTRICT.match(word) and _is_district(word, tag):
            names.add(word[:-1])
        if tag in _NAME_TAGS and word.endswith("地区") and _is_name(word[:-2]):
            names.add(word[:-2])
        zone = _SUFFIX.match(word)
        if zone and position:
            # 开发区 and 示范区 are everyday words; 经开区 and 高新区 stand behind a name or behind nothing,
            # but in 阳泉希望高新区 the name stands further off.
            common = word in _EVERYDAY_ZONES or (position > 1 and words[position - 2][0] in KNOWN)
            names.update(_enumerated(words, position - 1, _NAME_TAGS if common else _NAME_TAGS | {"a", "n", "v"}))
    return frozenset(names) | _listed_beside(folded, names)


def _begun_before(words: list[tuple[str, str]], position: int) -> str:
    """Return the character before a word that is likely to be the first of a name that the segmenter cut in two."""
    before, tag = words[position - 1] if position else ("", "")
    return (
        before
        if len(before) == 1 and tag in _NAME_TAGS | {"x", "vg", "ng", "ag", "zg"} and _is_name(before * 2)
        else ""
    )


def _listed_beside(folded: str, names: set[str]) -> frozenset[str]:
    """Return the names in a run of districts and counties of which one is known (``道里区99.5%,道外区97.6%,…``)."""
    found: set[str] = set()
    for run in _LISTED.finditer(folded):
        listed = set(_LISTED_NAME.findall(run.group()))
        known = listed & (names | KNOWN)
        # Among several names even 平房 and 蕉城 are such.
        several = len(known) > 1 and any(char.isdigit() for char in run.group())
        if known:
            found |= {name for name in listed if _could_be_listed(name) and (several or not _is_everyday(name))}
    return frozenset(found)


def _could_be_listed(name: str) -> bool:
    return _is_town(name) or (name.endswith("城") and _is_name(name) and name[0] not in "老新主县古旧中大小全")


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
        and word[0] not in _NO_NAME_BEGINS
        and not (word[0] == "比" and len(word) > 2)
        and not _SUFFIX.search(word)
        # A word that the segmenter made up may have swallowed the one before; one that it knows has not (和顺).
        and (not NOT_IN_NAMES.intersection(word) or segmenter().has_word(word))
    )


_COMMON_NAME = re.compile(r"[兴强富立业务居民农工商物游景护范验能区乡镇城]$|^[全各我本该辖新老小片社校]")


def _is_town(name: str) -> bool:
    """Tell whether what stands before 市 can be a name: 大城市, 年县市 and 阳泉两市 are none, nor is 初晋中."""
    if any(name[at:] in KNOWN for at in range(1, len(name) - 1)):
        return False
    if len(name) > 2 and name[-1] in "两二三四五六七八九十":
        return False  # 信阳、周口三市
    return (
        _is_name(name) and not (name.endswith("城") and name not in KNOWN) and not set("年县市两几").intersection(name)
    )


def _is_everyday(name: str) -> bool:
    """Tell whether what stands before 区 or 县 is made of everyday words: 办公, 贫困 and 屈家岭管理, but not 掇刀."""
    tagged = segmenter().tag(name)
    return any(len(word) > 1 and tag not in _NAME_TAGS | {"x"} and segmenter().has_word(word) for word, tag in tagged)


def _is_deed(name: str, whole: str) -> bool:
    """Tell whether a name is what is done with a county, as in 工业强县 and 文旅兴县, and not 长兴县 or 武强县."""
    return name[-1] in _NO_NAME_ENDS and not segmenter().has_word(whole)


def _is_doing(name: str) -> bool:
    """Tell whether what stands before 区 or 州 tells what is done: 听取州农业农村局意见, 可拨打区城管局电话."""
    tagged = segmenter().tag(name)
    return any(len(word) > 1 and tag.startswith("v") and segmenter().has_word(word) for word, tag in tagged)


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
    return known and _is_name(name) and name not in KNOWN
