"""Understands a question: what it asks for, about which places and years, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.folding import fold
from qa.asking import find_asking
from qa.asks import Ask, Asking, Sort
from qa.discovery import discover
from qa.lexicon import CITIES, PROVINCES, STOP_WORDS
from qa.periods import find_years, report_years, short_years, year_spans
from qa.places import Place, find_places, narrowest
from qa.segmentation import is_noun, opens_word, segment
from qa.things import Part, parts_of
from qa.values import Kind, Value, find_values
from qa.words import LONGEST_PHRASE, Term, terms
from qa.words import narrowed as narrowed_terms


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        text: As asked (a follow-up: as completed).
        folded: Folded for matching; the same offsets.
        parts: What it asks, in order; at least one.
        terms: Its telling words, places, years and asking words left out.
        places: Places it names.
        years: Years it names.
        reports: Years by which it names a report.
        values: Figures it states itself.
        issue: Words by which it names the issue that is asked (``湖北开发区那期特刊里``); they stand at its head.
        members: Whether the parts of a place are meant rather than the place (``阳泉哪个开发区增速最高``).
    """

    text: str
    folded: str
    parts: tuple[Part, ...]
    terms: tuple[Term, ...]
    places: tuple[Place, ...]
    years: frozenset[int]
    reports: frozenset[int]
    values: tuple[Value, ...]
    issue: tuple[str, ...] = ()
    members: bool = False


_CLAUSE = re.compile(r"[,。;:!?]")
_INTRODUCTION = re.compile(
    r"[你您]好|我(?!市|省|县|国|区)|咱|领导(?!小组|班子)|记者(?!会)|论文|麻烦|汇报|老师|同事|同学|朋友"
)
# What leads over from whoever asks to the question: 我就问一句, 想了解一下.
_LEAD_IN = re.compile(
    r"(?:就|只|先|来|想)?(?:请教|咨询|打听|了解|问)(?:一?下|一?句|一?声)|想(?:知道|问|了解)|帮我?[看查找](?:一?下|一查|[看查找])?"
)
# 查一下 晋中去年…: whoever leaves out the comma writes a space. Shorter pieces are joined by it (签约 开工 投产).
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff%\d]{5}) +(?=[\u4e00-\u9fff\d][^ ,。;?!]{2})")
# “代办队伍有236人”,这个数准确吗: a whole statement is quoted, and no phrase.
_QUOTED_CLAIM = re.compile(
    r'"([^"]{4,40})"(?=[^"]{0,8}(?:准确|正确|属实|真实|有误|没错|是真的|对吗|对不对|成立|靠谱|站得住)[^"]*$)'
)
# 湖北开发区那期特刊里,… names the paper that is asked, and not what is asked of it.
_ISSUE = re.compile(
    r"(?P<name>[^,。;?!]{2,24}?(?:专刊|特刊|简报|专报))(?:第?\d{1,3}期)?(?:里面?|中|上|[这那]一?期|所?(?:提到|刊发|登载|报道|介绍|提出)的?)+[,的]?"
)
_MAY = re.compile("可以|能不能|能否|可否|符不符合|够不够")
_EACH_ASKED = re.compile(r"分别|各自?(?:是|有|为)(?=多|几|什|哪|[?。,]|$)|哪一?(?:个|年|家|项|市|些|类|批|种|块|边|方)")
_ORDER = re.compile(
    r"[从由][高低大小多少]到[高低大小多少]|排个?[序名]|最[高低多少快慢大小]|(?:如何|怎么|怎样)?排(?:列|一排|一下)|"
    r"[最更][高低大小多少快慢]|[\u4e00-\u9fff]得(?=[多高大快少低慢])|多多少|第[二三四五]名?(?=的?(?:是|$|[?。]))|[多高大快少低慢厚强猛](?:一?些|一点|点儿?)(?=$|[?。!,])|"
    r"哪一?个?地[方区]|[两三四五六七八九\d][个家](?:区(?!域)|园区|开发区|县区|县|市)|[仨俩]个?|垫底|倒数第一|居首|领跑|排最后|跑得?(?=[最更第倒前])|[多高大快少低慢](?=还是)|还是"
)
_NOT_MEANT = re.compile(r"(?:(?<!是)不是|而非|不要|别)(?:说|指|问|把|拿|给)?(?:的是)?(?:(?:19|20)?\d{2})年")
_RULED_OUT = re.compile(
    r"[,。;(]?(?:不是|而非|不要|别要?|不含|不算|不包括|除去?|排除|刨除)(?:说|指|问|把|拿|给)?(?:的是)?$"
)
_OF_IT = re.compile(r"的?(?:$|[,。;)?!])|的?(?:除外|以外|之外)")
_DAY = re.compile(r"\d{1,2}(?:-\d{1,2})?月(?:\d{1,2}[日号])?")
_MONTH_WEIGHT = 0.7
_TELLING = 0.5
_KIND_WEIGHT = 0.35
_NAMED = 1.5
_KIND_GAP = 3


def understand(text: str, names: frozenset[str] = frozenset()) -> Question:
    """Return what a question asks.

    Args:
        text: The question in Chinese, at most a few hundred characters.
        names: Names of places that the documents are known to hold.
    """
    folded = fold(text)
    if not _EACH_ASKED.search(folded):
        folded = _SPACED.sub(lambda gap: "," * len(gap.group()), folded)
    folded = _QUOTED_CLAIM.sub(lambda claim: f",{claim.group(1)},", folded)
    places = _told_apart(folded, tuple(find_places(folded, names | discover(folded))))
    issue = _ISSUE.match(folded)
    if issue:
        places = tuple(place for place in places if place.start >= issue.end())
    asked = find_asking(folded)
    values = tuple(
        value
        for value in find_values(folded)
        if not _within(value.start, asked) and not _is_year(value) and not _quoted(folded, value.start)
        if not opens_word(folded, value.start, value.end)
    )
    places = tuple(place for place in places if not _quoted(folded, place.start) or _is_named_apart(folded, place))
    # 不要晋中的 names a place that is not meant.
    ruled_out = tuple(place for place in places if _is_ruled_out(folded, place))
    places = tuple(place for place in places if place not in ruled_out)
    where = narrowest(folded, places)
    left_out = [
        *([issue.span()] if issue else ()),
        *((place.start, place.end) for place in places),
        *((found.start(), place.end) for place in ruled_out if (found := _RULED_OUT.search(folded[: place.start]))),
        *year_spans(folded),
        # A comparison's asking words enclose what is compared; they are stop words by themselves.
        *(span for item in asked if item.ask is not Ask.COMPARISON for span in item.spans),
        *(match.span() for pattern in (_ORDER, _EACH_ASKED) for match in pattern.finditer(folded)),
        *((value.start, value.end) for value in values),
    ]
    # 注意不是04年 names a year that is not meant.
    meant = _NOT_MEANT.sub(lambda found: "," * len(found.group()), folded)
    reports = report_years(folded)
    words = tuple(sorted((*terms(folded, left_out), *_days(values)), key=lambda word: word.start))
    words = tuple(word for word in words if not issue or word.start >= issue.end())
    words = _named_kind(_weighted(folded, words, asked), asked)
    parts = parts_of(folded, asked, words)
    years = (find_years(meant) | short_years(meant)) - reports
    return Question(text, folded, parts, words, where, years, reports, values, _words_of(issue))


def _words_of(issue: re.Match[str] | None) -> tuple[str, ...]:
    """Return the words by which an issue is named; empty where none is."""
    words = segment(issue["name"]) if issue else ()
    return tuple(word for word, _ in words if len(word) > 1 and word not in STOP_WORDS)


def _preamble(folded: str) -> int:
    """Return where whoever asks has done with speaking of himself (``…,我就问一句,``); 0 where he does not."""
    lead = next((found for found in _LEAD_IN.finditer(folded)), None)
    return lead.end() if lead and _INTRODUCTION.search(folded, 0, lead.end()) else 0


def _told_apart(folded: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places without those of a preamble, where the question behind it names its own."""
    behind = tuple(place for place in places if place.start >= _preamble(folded))
    return behind if any(place.name for place in behind) else places


def _is_ruled_out(folded: str, place: Place) -> bool:
    """Tell whether a question says that a place is not meant (``不要晋中的``, ``不是阳泉的``), besides another."""
    return _RULED_OUT.search(folded[: place.start]) is not None and _OF_IT.match(folded, place.end) is not None


def _days(values: Iterable[Value]) -> Iterator[Term]:
    """Yield the days and months that a question names as words: a text writes 8月15日 for 8月15号."""
    for value in values:
        found = _DAY.search(value.text) if value.kind is Kind.DATE else None
        if found:
            said = found.group()
            variants = (
                (said.replace("号", "日"),) if "号" in said else (said.replace("日", "号"),) if "日" in said else ()
            )
            yield Term(said, value.start + found.start(), 1.0 if variants else _MONTH_WEIGHT, variants)


def narrowed(question: Question, said: str, names: frozenset[str]) -> Question:
    """Return a question in the light of what documents say.

    Its words have those variants alone that occur there: fewer to look for. What only the question shows to be a
    place, though the documents say it (``利州区``), is a word like any other.

    Args:
        question: The question.
        said: What the documents say, folded.
        names: Names that they show to be places.
    """
    known = names | CITIES | PROVINCES
    # 宜昌蜜桔 in 夷陵区的宜昌蜜桔 is no place, if the documents say it.
    things = [place for place in question.places[1:] if _names_thing(question, place, said)]
    strange = [place for place in question.places if place.name and place.name not in known]
    words_said = [place for place in strange if question.folded[place.start : place.end] in said]
    words_said += [place for place in things if place not in words_said]
    if words_said:
        named = (Term(question.folded[p.start : p.end], p.start, _NAMED, quoted=True) for p in words_said)
        terms_with = tuple(sorted((*question.terms, *named), key=lambda word: word.start))
        others = tuple(place for place in question.places if place not in words_said)
        question = replace(question, terms=terms_with, places=others)
    words = dict(zip(question.terms, narrowed_terms(question.terms, said), strict=True))
    parts = tuple(replace(part, focus=tuple(words[word] for word in part.focus)) for part in question.parts)
    return replace(question, terms=tuple(words.values()), parts=parts)


def _names_thing(question: Question, place: Place, said: str) -> bool:
    """Tell whether a place and the word right behind it stand together in the documents: the name of a thing."""
    behind = next((word for word in question.terms if word.start == place.end), None)
    plain = question.folded[place.start : place.end] == place.name
    return plain and behind is not None and place.name + behind.text in said


def _weighted(folded: str, words: tuple[Term, ...], asked: list[Asking]) -> tuple[Term, ...]:
    """Let words count less that stand in a clause without asking words, least in one that introduces the asker."""
    if len(folded) < 24:
        return words
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(folded)), len(folded)]
    spans = list(pairwise(cuts))
    asking = [any(item.start < end and start <= item.end for item in asked) for start, end in spans]
    if not any(asking):
        return words
    # A bare 分别是什么 or 全称是什么 leans on the words before it.
    own = sum(
        word.weight for word in words for n, span in enumerate(spans) if asking[n] and span[0] <= word.start < span[1]
    )
    beside = 0.6 if own >= 1.5 else 1.0
    # 我是在编职工,可以报名吗: who asks whether he may says what it depends on.
    introduction = beside if any(item.ask is Ask.YES_NO for item in asked) or _MAY.search(folded) else 0.1
    preamble = _preamble(folded)
    weighted = []
    for word in words:
        number = next(n for n, (start, end) in enumerate(spans) if start <= word.start < end)
        factor = 1.0
        if not asking[number] and not word.quoted:
            start, end = spans[number]
            factor = introduction if end <= preamble or _INTRODUCTION.search(folded[start:end]) else beside
        weighted.append(replace(word, weight=word.weight * factor))
    return tuple(weighted)


def _named_kind(words: tuple[Term, ...], asked: list[Asking]) -> tuple[Term, ...]:
    """Let the word count little that says what kind of name is asked for (什么产业): few texts repeat it."""
    kinds: set[int] = set()
    for item in asked:
        if item.ask in (Ask.NAME, Ask.LIST) and item.sort is not Sort.MEANING:
            behind = [word for word in words if 0 <= word.start - item.end <= _KIND_GAP]
            before = [
                word
                for word in words
                if 0 <= item.start - word.start - len(word.text) <= _KIND_GAP
                and is_noun(word.text)
                and (word.weight >= _TELLING or word.start + len(word.text) == item.start)
            ]
            kinds.update(word.start for word in (behind[:1] or before[-1:]))
    # Where it is all that the question says, it counts in full.
    factor = _KIND_WEIGHT if any(word.start not in kinds for word in words) else 1.0
    return tuple(
        replace(w, weight=w.weight * (factor if w.weight >= _TELLING else 1.0), kind=True) if w.start in kinds else w
        for w in words
    )


def _within(offset: int, asked: list[Asking]) -> bool:
    return any(item.start <= offset < item.end for item in asked)


def _is_year(value: Value) -> bool:
    return value.kind is Kind.DATE and "月" not in value.text


def _quoted(folded: str, offset: int) -> bool:
    """Tell whether an offset lies in a quoted phrase or a title; what quotes a whole sentence is neither."""
    title = folded.rfind("《", 0, offset)
    if title > folded.rfind("》", 0, offset) and folded.find("》", offset) >= 0:
        return True
    opening = folded.rfind('"', 0, offset)
    closing = folded.find('"', offset)
    inside = folded.count('"', 0, offset) % 2 == 1
    return inside and 0 < closing - opening <= LONGEST_PHRASE


def _is_named_apart(folded: str, place: Place) -> bool:
    """Tell whether quotes hold a place and nothing else (``“太原市”``): it is meant as a place then."""
    return folded[place.start - 1 : place.start] + folded[place.end : place.end + 1] in ('""', "《》")
