"""Rewrites the question before as a turn asks it: of another place, with another word, or for another property."""

from __future__ import annotations

import re

from corpus.folding import fold
from qa.lexicon import SIBLINGS
from qa.periods import year_spans
from qa.places import find_places
from qa.question import Question

ENDING = re.compile(r"(?:又是什么情况|怎么样|情况如何|又如何|又怎样|又有多少|是多少|有多少|呢|吗|啊|吧)*[?？。!！\s]*$")
# Words that say which property of the thing before is asked for; they are put behind it and do not replace it.
PROPERTY = re.compile(
    r"^(?:总|具体|主要|预期)?(?:投资额|总投资|投资|金额|总量|总额|总数|增速|增幅|增长率?|同比|占比|比例|比重|目标|时间|日期|地点|名称|面积|亩数|宗数|数量|个数|排名|开工率|投产率|达效率|"
    r"规模|产能|名单|原因|措施|结果|增长(?:了)?|实际(?:完成|增长|达到)?(?:了)?|完成(?:了)?)+(?:是|有|为|达到|分别|总共|一共|各)?(?:多少|几|什么|哪些|如何|怎么样)?"
)
ASKING = re.compile(
    r"(?:总共|一共|共|分别|各|大约|约)?(?:是|有|为|达到了?|完成了?|达)?(?:多少|几|哪些|哪几|什么时候|何时|什么|如何|怎么|谁|哪里|哪个?)(?:万亿元|亿元|万元|元|个百分点|个|家|项(?!目)|宗|亩|次|人|件|条|平方米|%)?"
)
# A property that gives way to the next one; 投资 and 增加值 are things and stay.
_RATE = re.compile(r"的?(?:(?:同比)?(?:增速|增幅|增长率?|增长)|占比|比例|比重|[开投达完]\w效?率|目标)$")
_MEASURED = re.compile(r"(多少|几)(?:个百分点|项(?!目)|[个家宗亩次人件条列辆套所座台吨名户]|平方米|公里)")
_FIRST = r"\1"  # Python 3.11 takes no backslash within an f-string
# 比省定目标高几个点 is said of the thing before, too.
AGAINST = re.compile(
    r"(?:比|较|高于|低于|超过|占)[^,，。?？]{1,12}(?:[高低多少快慢]|的)?(?:多少|几)(?:个?百分点|个?点|个|亿元)?$"
)
_NUMBER_NOUN = re.compile(r"[率额量数比]$|增速|增幅|投资$|金额$|规模$|目标$|面积$")
TIMES = re.compile(
    r"(?:到|今年|去年|明年|前年|本年|全年|上半年|下半年|年中|[一二三四]季度|第[一二三四五六\d]次|首次|的)+"
)


def restated(before: str, earlier: Question, now: Question) -> str:
    """Return the earlier question with its figure replaced by the one named now; empty where they are not alike."""
    for new in now.values:
        for old in earlier.values:
            if new.kind is old.kind and new.unit == old.unit and new.amount is not None:
                return before[: old.start] + now.text[new.start : new.end] + before[old.end :]
    return ""


def is_property(core: str) -> bool:
    """Tell whether a turn only names a property of what was asked about before; it means nothing by itself."""
    return PROPERTY.fullmatch(core) is not None or AGAINST.match(core) is not None


def with_scope(before: str, earlier: Question, now: Question) -> str:
    """Return the earlier question about the places or years named now."""
    text = before
    if now.years:
        spans = year_spans(earlier.folded)
        new = "、".join(f"{year}年" for year in sorted(now.years))
        text = replaced(text, spans, new) if spans else new + text
    if now.places:
        places = find_places(
            fold(text), frozenset(place.name for place in (*earlier.places, *now.places) if place.name)
        )
        new = "、".join(now.text[place.start : place.end] for place in now.places)
        old = [(place.start, place.end) for place in places]
        text = replaced(text, old, _like(new, text, old)) if old else new + text
    return text


def over_all(before: str, earlier: Question, turn: str) -> str:
    """Return the earlier question with its places and asking words replaced by ``哪个开发区最高``."""
    stem = ASKING.sub("", ENDING.sub("", before))
    for place in sorted(earlier.places, key=lambda place: -place.start):
        stem = stem.replace(before[place.start : place.end], "", 1)
    zone = any(place.zone for place in earlier.places)
    asked = turn if not zone else re.sub(r"哪一?个(?!开发区|经开区|市|县)|谁|哪家", "哪个开发区", turn, count=1)
    return re.sub(r"(?:的|了|是)+$", "", stem) + asked


def _like(new: str, text: str, old: list[tuple[int, int]]) -> str:
    """Give a bare city the 市 that the earlier name had, so that ``晋中市开发区`` becomes ``阳泉市开发区``."""
    start, end = old[0]
    whole = text[start:end]
    for suffix in ("市开发区", "开发区", "市"):
        if whole.endswith(suffix) and len(new) <= 3 and not new.endswith(("市", "县", "区")):
            return new + suffix
    return new


def replaced(text: str, spans: list[tuple[int, int]], new: str) -> str:
    """Return the text with the first span replaced and the others dropped."""
    for number, (start, end) in reversed(list(enumerate(sorted(spans)))):
        text = text[:start] + (new if number == 0 else "") + text[end:]
    return text


def scope_text(earlier: Question, now: Question) -> str:
    """Return the places and years of the earlier question that the turn does not name itself."""
    years = "" if now.years else "、".join(f"{year}年" for year in sorted(earlier.years))
    if not years and not now.years and not TIMES.search(now.text):
        times = TIMES.search(earlier.text.replace("的", ""))
        years = times.group().strip("的") if times else ""
    places = "" if now.places else "和".join(earlier.text[place.start : place.end] for place in earlier.places)
    return years + places


def appended(before: str, core: str, turn: str) -> str:
    """Return the earlier question with its asking words replaced by what is asked now."""
    stem = ENDING.sub("", before)
    match = ASKING.search(stem)
    if match:
        noun = stem[match.end() :] if not re.match(r"[,，。;；]", stem[match.end() :]) else ""
        stem = stem[: match.start()] + re.split(r"[,，。;；?？]", noun)[0]
    stem = re.sub(r"(?:的|了|是)+$", "", stem)
    if is_property(core):
        stem = _RATE.sub("", stem)
    return stem + core + _closing(turn)


def substituted(before: str, earlier: Question, now: Question, core: str) -> list[str]:
    """Return the earlier question with one of its words replaced by what is named now."""
    said = {word.text for word in now.terms}
    sibling = _sibling(before, core)
    spans = [span for span in (*_runs(earlier), *_single(earlier)) if before[slice(*span)] not in said]
    if sibling:
        spans.insert(0, sibling)
    # What is most like the words named now is what they replace.
    spans.sort(key=lambda span: (span != sibling, -len(set(before[slice(*span)]) & set(core)) / (span[1] - span[0])))
    readings = []
    for start, end in spans:
        if core.endswith("一批") and before[end : end + 2] == "一批":
            end += 2
        reading = before[:start] + core + before[end:]
        # The measure word was that of the thing before.
        readings.append(reading if (start, end) == sibling else _MEASURED.sub(_FIRST, reading))
    return readings


def in_turn(before: str, core: str) -> str:
    """Return the earlier question with the next word of a row in it, where a turn names little else (``到年中呢``)."""
    for row in SIBLINGS:
        now = next((word for word in sorted(row, key=len, reverse=True) if word in core), None)
        rest = re.sub(r"^[到在那]+|的|是|为|[,，]", "", core.replace(now, "", 1)) if now else "…"
        if now and (not rest or rest in before):
            old = next((word for word in row if word != now and word in before), "")
            if old:
                return before.replace(old, now, 1)
    return ""


def _sibling(before: str, core: str) -> tuple[int, int] | None:
    """Return where the earlier question has a word of the same row as one named now (农村 for 城镇)."""
    for row in SIBLINGS:
        now = next((word for word in row if word in core), None)
        for word in row if now else ():
            if word != now and word not in core and (at := before.find(word)) >= 0:
                return at, at + len(word)
    return None


def _single(question: Question) -> list[tuple[int, int]]:
    return [(term.start, term.start + len(term.text)) for term in reversed(question.terms)]


def _runs(question: Question) -> list[tuple[int, int]]:
    """Return the spans of words that stand together without a gap (``规上工业增加值``)."""
    runs: list[tuple[int, int]] = []
    for term in question.terms:
        end = term.start + len(term.text)
        if runs and runs[-1][1] == term.start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((term.start, end))
    return runs


def _closing(turn: str) -> str:
    match = ENDING.search(turn)
    ending = match.group().replace("呢", "") if match else ""
    return ending if ending.strip("?？。!！ ") else "是多少？" if not ASKING.search(turn) else "？"


def question_form(core: str, before: str, elliptical: bool) -> str:
    """Ask for a bare noun in the way in which the earlier question asked."""
    if not elliptical or ASKING.search(core):
        return core
    asking = ASKING.search(before)
    plain = "是多少" if _NUMBER_NOUN.search(core) else "是什么"
    return f"{core}{_MEASURED.sub(_FIRST, asking.group()) if asking else plain}？"
