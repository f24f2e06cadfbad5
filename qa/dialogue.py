"""Completes a follow-up from the conversation: ``那阳泉呢？`` after a question about 晋中 asks the same of 阳泉.

What a follow-up leaves out cannot always be told from its words. So this module proposes readings, the likeliest first;
the caller takes the one that the documents answer best.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from corpus.folding import fold
from qa.asking import Ask
from qa.lexicon import SIBLINGS
from qa.messages import AFFIRMED
from qa.periods import year_spans
from qa.places import discover, find_places
from qa.question import Question, understand

_OPENING = re.compile(
    r"^(?:那么?|那就|然后|还有|再问一下|请问|另外|嗯|好的?|哦|噢|谢谢|明白了|再?(?:看看?|说说?)(?=\d|[^看说法])|换成|改成|后来)?[,，、\s]*(?=.)"
)
_ENDING = re.compile(
    r"(?:又是什么情况|怎么样|情况如何|又如何|又怎样|又有多少|是多少|有多少|呢|吗|啊|吧)*[?？。!！\s]*$"
)
_POINTING = re.compile(
    r"它们?|他们|其中|其(?=[\u4e00-\u9fff])|这些|那些|这个|那个|该(?:市|区|县|项目|开发区|活动|会议)?|上述|前者|后者|两者|二者|这里面?|当地|同期|此外|这(?=\d|[几三两四]|次|项|家|两)"
)
_SOMEBODY = re.compile(r"[他她]")
# Words that say which property of the thing before is asked for; they are put behind it and do not replace it.
_PROPERTY = re.compile(
    r"^(?:总|具体|主要|预期)?(?:投资额|总投资|投资|金额|增速|增幅|增长率?|同比|占比|比例|比重|目标|时间|日期|地点|名称|面积|亩数|宗数|数量|个数|排名|开工率|投产率|达效率|"
    r"规模|产能|名单|原因|措施|结果|增长(?:了)?|实际(?:完成|增长|达到)?(?:了)?|完成(?:了)?)+(?:是|有|为|达到|分别|总共|一共|各)?(?:多少|几|什么|哪些|如何|怎么样)?"
)
_ASKING = re.compile(
    r"(?:总共|一共|共|分别|各|大约|约)?(?:是|有|为|达到了?|完成了?|达)?(?:多少|几|哪些|哪几|什么时候|何时|什么|如何|怎么|谁|哪里|哪个?)(?:万亿元|亿元|万元|元|个百分点|个|家|项(?!目)|宗|亩|次|人|件|条|平方米|%)?"
)
# A property that gives way to the next one; 投资 and 增加值 are things and stay.
_RATE = re.compile(r"的?(?:(?:同比)?(?:增速|增幅|增长率?|增长)|占比|比例|比重|[开投达完]\w效?率|目标)$")
_MEASURED = re.compile(r"(多少|几)(?:个百分点|项(?!目)|[个家宗亩次人件条列辆套所座台吨名户]|平方米|公里)")
_FIRST = r"\1"  # Python 3.11 takes no backslash within an f-string
# “签约一批”的开工率 names its thing itself.
_THING_AND_PROPERTY = re.compile(r".{2,}的(?:[\u4e00-\u9fff]{1,8}[率额量数]|增速|增幅|投资|金额|规模|占比|比重|目标)$")
# 比省定目标高几个点 is said of the thing before, too.
_AGAINST = re.compile(
    r"(?:比|较|高于|低于|超过|占)[^,，。?？]{1,12}(?:[高低多少快慢]|的)?(?:多少|几)(?:个?百分点|个?点|个|亿元)?$"
)
_NUMBER_NOUN = re.compile(r"[率额量数比]$|增速|增幅|投资$|金额$|规模$|目标$|面积$")
_WHICH = re.compile(r"^(?:那|那么)?(?:其中|这里面|它们|这些)?(?:哪一?个|哪家|谁)")
# 那今年第一次呢,总共多少钱 names another subject first and then asks about it.
_SUBJECT_FIRST = re.compile(r"(?P<subject>(?:那么?|还有)?[^,，?？]{1,16}呢)[,，?？]\s*(?P<asked>.{2,})")
# 玛钢衬氟那个 only picks one of the things that were spoken of.
_PICKED = re.compile(r"(?:那|这)一?(?:个|家|项|份|条|种|次)$")
_TIMES = re.compile(
    r"(?:到|今年|去年|明年|前年|本年|全年|上半年|下半年|年中|[一二三四]季度|第[一二三四五六\d]次|首次|的)+"
)
_TIME_ONLY = re.compile(r"的")
_NEXT_YEAR = re.compile(r"(?:(?P<next>下一?年|次年|后一年|第二年)|上一?年|前一年|头一年)")
# A reply that names one thing: 有,海藻锂电池负极材料项目。
_KIND_OF_THING = re.compile(r".{2,30}?(?:项目|工程|公司|基地|产业园|活动|方案)")
_ONE_THING = re.compile(
    r"(?:[^,，。]{0,8}(?:日|月)[,，])?(?P<thing>[^,，。;；、:：\d][^,，。;；、:：]{2,30}?)(?:等)?(?:[,，。][^。]{0,40}。?)?"
)
_NAMING = frozenset({Ask.NAME, Ask.LIST, Ask.YES_NO})
_ONE_TIME = re.compile(r"第[一二三四五六七八九十\d]+[次批](?!全)")
_SHORT = 14
_CLEARLY = 0.08
# 投资呢 asks for the investment in the thing before, unless nothing is known of it.
_MUCH = 0.4
_TELLING = 0.5
_PLAIN = frozenset({Ask.VALUE, Ask.DATE, Ask.NAME})
_MOST_TURNS = 6
# Longer turns are stories, not follow-ups; every reading costs a search.
_LONGEST_TURN = 150
_MOST_READINGS = 8


def complete(
    question: str,
    turns: Sequence[str],
    score: Callable[[str], float],
    names: frozenset[str] = frozenset(),
    newly: Callable[[str], float] | None = None,
    said: str = "",
) -> str:
    """Return the question as it would be asked without the conversation.

    Args:
        question: The last message.
        turns: What the user asked before, oldest first.
        score: Tells how well the documents answer a complete question, from 0 to 1.
        names: Names that the documents show to be places.
        newly: The same for the last message, where an answer that repeats the last reply is worth less; ``score`` by
            default.
        said: The last reply.
    """
    resolved = ""
    remembered, last = cache(score), cache(newly or score)
    for turn in [*(turn for turn in turns[-_MOST_TURNS:] if len(turn) <= _LONGEST_TURN), question]:
        judge, reply = (last, said) if turn is question else (remembered, "")
        resolved = (
            _complete_one(turn, resolved, judge, names, reply) if resolved and len(turn) <= _LONGEST_TURN else turn
        )
        resolved = resolved if len(resolved) <= _LONGEST_TURN else turn
    return resolved


def _complete_one(turn: str, before: str, score: Callable[[str], float], known: frozenset[str], said: str = "") -> str:
    parted = _SUBJECT_FIRST.fullmatch(turn.strip())
    asks_plainly = parted is not None and understand(parted["asked"], known).parts[0].ask in _PLAIN
    if parted and (
        _TIMES.fullmatch(_core(parted["subject"])) or (asks_plainly and _is_place(_core(parted["subject"]), known))
    ):
        subject = _complete_one(parted["subject"], before, score, known)
        asked = _complete_one(parted["asked"], subject, score, known)
        # 晋中的呢,投资多大 may only repeat what was asked of the place before.
        return subject if score(subject) >= score(asked) else asked
    readings = _readings(turn, before, known)
    if named := _of_reply(turn, before, said, known):
        readings = [named, *readings]
    if len(readings) == 1:
        return readings[0]
    # A reading must be clearly better than a likelier one to be preferred; what is said with 那…呢 is taken by itself
    # only if nothing else can be meant.
    alone = readings[-1] if readings[-1] == turn and _is_elliptical(turn) else ""
    best, best_score = readings[0], score(readings[0])
    margin = _MUCH if _is_property(_core(turn)) else _CLEARLY
    for reading in readings[1 : -1 if alone else None]:
        value = score(reading)
        if value > best_score + margin:
            best, best_score = reading, value
    return alone if alone and not best_score and score(alone) else best


def _is_place(core: str, known: frozenset[str]) -> bool:
    """Tell whether a few words name a place and nothing else, be it ``晋中开发区那个``."""
    bare = fold(_PICKED.sub("", core))
    places = find_places(bare, known | discover(bare))
    return len(places) == 1 and places[0].end - places[0].start == len(bare)


def _readings(turn: str, before: str, known: frozenset[str]) -> list[str]:
    """Return the ways in which a turn may be meant, the likeliest first."""
    names = known | discover(fold(before)) | discover(fold(turn))
    now, earlier = understand(turn, names), understand(before, names)
    core = _core(turn)
    if now.parts[0].ask is Ask.COMPARISON and _WHICH.search(turn) and not now.terms:
        # 哪个最高 asks about what was asked about one place before.
        return [_over_all(before, earlier, turn)]
    beside = _NEXT_YEAR.fullmatch(core)
    if beside and earlier.years:
        year = max(earlier.years) + 1 if beside["next"] else min(earlier.years) - 1
        return [_with_scope(before, earlier, replace(now, years=frozenset({year})))]
    if turned := _in_turn(before, core):
        return [turned]
    asks = core and now.parts[0].ask in _PLAIN and now.parts[0].end > now.parts[0].start
    if now.values and asks and (stated := _restated(before, earlier, now)):
        # 那总投资30.1亿元的是哪个 puts another figure in the place of the earlier one.
        return [stated]
    pointing = _POINTING.search(turn) or _SOMEBODY.search(turn)
    if asks and not (pointing or now.places or now.years) and not any(term.weight >= _TELLING for term in now.terms):
        # 哪天开的 and 多少亿 ask something else of what was asked about before.
        return [_appended(before, core, turn)]
    if not core or not (now.terms or now.places or now.years or _POINTING.search(turn)):
        # Thanks and small talk are no follow-ups; a bare 那呢 says nothing at all.
        return [turn]
    if _PICKED.search(core) and now.terms:
        return [_scope_text(earlier, now) + _PICKED.sub("", core)]
    years = year_spans(earlier.folded)
    if years and _TIMES.fullmatch(core):
        whole = _replaced(before, years, core)
        return [_ONE_TIME.sub("", whole) if "全年" in core else whole]
    if not any(term.weight >= _TELLING for term in now.terms) and (now.places or now.years):
        return [_with_scope(before, earlier, now)]
    scope = _scope_text(earlier, now)
    bare = _POINTING.sub("", core)
    elliptical = _is_elliptical(turn)
    readings = []
    if _THING_AND_PROPERTY.search(core) and scope:
        readings.append(scope + _question_form(bare, before, True))
    if _PROPERTY.match(core) or _AGAINST.match(core) or (_POINTING.search(turn) and not now.places):
        readings.append(_appended(before, bare, turn))
    if elliptical and not _is_property(core):
        readings.extend(_substituted(before, earlier, now, core))
    if scope:
        readings.append(scope + _question_form(bare if elliptical else turn, before, elliptical))
    if now.years and earlier.years and not now.places:
        readings.append(_with_scope(before, earlier, now))
    if len(core) <= _SHORT:
        readings.append(_appended(before, bare, turn))
    if not elliptical and not _POINTING.search(turn) and not _PROPERTY.match(core) and now.places:
        return [turn]
    kept = [reading for reading in dict.fromkeys(readings) if now.places or _keeps_places(reading, earlier)]
    return [*kept[: _MOST_READINGS - 1], *([] if kept and _is_property(core) else [turn])]


def _of_reply(turn: str, before: str, said: str, known: frozenset[str]) -> str:
    """Return what a turn asks of the thing that the last reply named (``它的总投资多少``); empty if it named none."""
    core = _core(turn)
    pointing = _POINTING.search(core)
    named = _ONE_THING.fullmatch(AFFIRMED.sub("", said.strip()))
    if named is None or not (pointing or _PROPERTY.match(core)):
        return ""
    earlier, now = understand(before, known), understand(turn, known)
    if earlier.parts[0].ask not in _NAMING or now.places or now.parts[0].ask not in {*_PLAIN, Ask.OPEN}:
        return ""
    asked = _POINTING.sub("", core, count=1).removeprefix("的")
    kind = _KIND_OF_THING.match(named["thing"])
    thing = kind.group() if kind else named["thing"]
    return f"{_scope_text(earlier, now)}{thing}的{_question_form(asked, before, not _ASKING.search(asked))}"


def _restated(before: str, earlier: Question, now: Question) -> str:
    """Return the earlier question with its figure replaced by the one named now; empty where they are not alike."""
    for new in now.values:
        for old in earlier.values:
            if new.kind is old.kind and new.unit == old.unit and new.amount is not None:
                return before[: old.start] + now.text[new.start : new.end] + before[old.end :]
    return ""


def _is_property(core: str) -> bool:
    """Tell whether a turn only names a property of what was asked about before; it means nothing by itself."""
    return _PROPERTY.fullmatch(core) is not None or _AGAINST.match(core) is not None


def _keeps_places(reading: str, earlier: Question) -> bool:
    """Tell whether a reading still names the places of the earlier question."""
    return all(earlier.text[place.start : place.end] in reading for place in earlier.places)


def _is_elliptical(turn: str) -> bool:
    """Tell whether a turn leaves something out (``那…呢？``)."""
    return turn.rstrip("?？。 ").endswith("呢") or turn.startswith("那")


def _core(turn: str) -> str:
    """Return what a turn says without its opening and closing particles."""
    core = _ENDING.sub("", _OPENING.sub("", turn.strip(), count=1)).strip()
    return core[:-1] if len(core) > 2 and core.endswith("的") else core


def _with_scope(before: str, earlier: Question, now: Question) -> str:
    """Return the earlier question about the places or years named now."""
    text = before
    if now.years:
        spans = year_spans(earlier.folded)
        new = "、".join(f"{year}年" for year in sorted(now.years))
        text = _replaced(text, spans, new) if spans else new + text
    if now.places:
        places = find_places(
            fold(text), frozenset(place.name for place in (*earlier.places, *now.places) if place.name)
        )
        new = "、".join(now.text[place.start : place.end] for place in now.places)
        old = [(place.start, place.end) for place in places]
        text = _replaced(text, old, _like(new, text, old)) if old else new + text
    return text


def _over_all(before: str, earlier: Question, turn: str) -> str:
    """Return the earlier question with its places and asking words replaced by ``哪个开发区最高``."""
    stem = _ASKING.sub("", _ENDING.sub("", before))
    for place in sorted(earlier.places, key=lambda place: -place.start):
        stem = stem.replace(before[place.start : place.end], "", 1)
    zone = any(place.zone for place in earlier.places)
    asked = turn if not zone else re.sub(r"哪一?个(?!开发区|经开区|市|县)|谁|哪家", "哪个开发区", turn, count=1)
    return re.sub(r"(?:的|了|是)+$", "", stem) + asked


def _like(new: str, text: str, old: list[tuple[int, int]]) -> str:
    """Give a bare city the 市 that the replaced name had, so that ``晋中市开发区`` becomes ``阳泉市开发区``."""
    start, end = old[0]
    replaced = text[start:end]
    for suffix in ("市开发区", "开发区", "市"):
        if replaced.endswith(suffix) and len(new) <= 3 and not new.endswith(("市", "县", "区")):
            return new + suffix
    return new


def _replaced(text: str, spans: list[tuple[int, int]], new: str) -> str:
    """Return the text with the first span replaced and the others dropped."""
    for number, (start, end) in reversed(list(enumerate(sorted(spans)))):
        text = text[:start] + (new if number == 0 else "") + text[end:]
    return text


def _scope_text(earlier: Question, now: Question) -> str:
    """Return the places and years of the earlier question that the turn does not name itself."""
    years = "" if now.years else "、".join(f"{year}年" for year in sorted(earlier.years))
    if not years and not now.years and not _TIMES.search(now.text):
        times = _TIMES.search(_TIME_ONLY.sub("", earlier.text))
        years = times.group().strip("的") if times else ""
    places = "" if now.places else "和".join(earlier.text[place.start : place.end] for place in earlier.places)
    return years + places


def _appended(before: str, core: str, turn: str) -> str:
    """Return the earlier question with its asking words replaced by what is asked now."""
    stem = _ENDING.sub("", before)
    match = _ASKING.search(stem)
    if match:
        noun = stem[match.end() :] if not re.match(r"[,，。;；]", stem[match.end() :]) else ""
        stem = stem[: match.start()] + re.split(r"[,，。;；?？]", noun)[0]
    stem = re.sub(r"(?:的|了|是)+$", "", stem)
    if _is_property(core):
        stem = _RATE.sub("", stem)
    return stem + core + _closing(turn)


def _substituted(before: str, earlier: Question, now: Question, core: str) -> list[str]:
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


def _in_turn(before: str, core: str) -> str:
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
    match = _ENDING.search(turn)
    ending = match.group().replace("呢", "") if match else ""
    return ending if ending.strip("?？。!！ ") else "是多少？" if not _ASKING.search(turn) else "？"


def _question_form(core: str, before: str, elliptical: bool) -> str:
    """Ask for a bare noun in the way in which the earlier question asked."""
    if not elliptical or _ASKING.search(core):
        return core
    asking = _ASKING.search(before)
    plain = "是多少" if _NUMBER_NOUN.search(core) else "是什么"
    return f"{core}{_MEASURED.sub(_FIRST, asking.group()) if asking else plain}？"
