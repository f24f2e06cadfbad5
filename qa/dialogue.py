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
from qa.asks import Ask
from qa.discovery import discover
from qa.messages import AFFIRMED
from qa.periods import season_spans, season_words, year_spans
from qa.places import find_places
from qa.question import Question, understand
from qa.rewriting import (
    AGAINST,
    ASKING,
    ENDING,
    PROPERTY,
    TIMES,
    appended,
    in_turn,
    is_property,
    over_all,
    question_form,
    replaced,
    restated,
    scope_text,
    substituted,
    with_scope,
)

_OPENING = re.compile(
    r"^(?:那么?|那就|然后|还有|再问一下|请问|另外|嗯|好的?|哦|噢|谢谢|明白了|再?(?:看看?|说说?)(?=\d|[^看说法])|换成|改成|后来)?[,，、\s]*(?=.)"
)
_POINTING = re.compile(
    r"它们?|他们|其中|其(?=[\u4e00-\u9fff])|这些|那些|这个|那个|该(?:市|区|县|项目|开发区|活动|会议)?|上述|前者|后者|两者|二者|这里面?|当地|同期|此外|这(?=\d|[几三两四]|次|项|家|两)"
)
_ABOUT_IT = re.compile(r"(?:它们?|该(?:市|区|县|镇|开发区|园区)|这个(?:市|区|县|开发区|园区))的?")
_SOMEBODY = re.compile(r"[他她]")
# “签约一批”的开工率 names its thing itself.
_THING_AND_PROPERTY = re.compile(r".{2,}的(?:[\u4e00-\u9fff]{1,8}[率额量数]|增速|增幅|投资|金额|规模|占比|比重|目标)$")
_WHICH = re.compile(r"^(?:那|那么)?(?:其中|这里面|它们|这些)?(?:哪一?个|哪家|谁)")
# 那今年第一次呢,总共多少钱 names another subject first and then asks about it.
_SUBJECT_FIRST = re.compile(r"(?P<subject>(?:那么?|还有)?[^,，?？]{1,16}呢)[,，?？]\s*(?P<asked>.{2,})")
# 玛钢衬氟那个 only picks one of the things that were spoken of.
_PICKED = re.compile(r"(?:那|这)一?(?:个|家|项|份|条|种|次)$")
# 开工的那批呢 is said of 开工.
_THAT_LOT = re.compile(r"(?<=..)的[那这]一?[批类]$")
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
        TIMES.fullmatch(_core(parted["subject"])) or (asks_plainly and _is_place(_core(parted["subject"]), known))
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
    margin = _MUCH if is_property(_core(turn)) else _CLEARLY
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
        return [over_all(before, earlier, turn)]
    beside = _NEXT_YEAR.fullmatch(core)
    if beside and earlier.years:
        year = max(earlier.years) + 1 if beside["next"] else min(earlier.years) - 1
        return [with_scope(before, earlier, replace(now, years=frozenset({year})))]
    if (beside := _NEXT_YEAR.match(core)) and earlier.years and not now.years:
        # 下一年还要新增多少个
        year = max(earlier.years) + 1 if beside["next"] else min(earlier.years) - 1
        return _readings(turn.replace(beside.group(), f"{year}年", 1), before, known)
    seasons, others = season_spans(fold(core)), season_spans(earlier.folded)
    within = [range(*span) for span in seasons]
    if seasons and others and not any(w.weight >= _TELLING and w.start not in r for w in now.terms for r in within):
        # 到年中要达到多少 asks of another part of the year what was asked before.
        return [replaced(before, others, season_words(core[slice(*seasons[0])]))]
    if turned := in_turn(before, core):
        return [turned]
    asks = core and now.parts[0].ask in _PLAIN and now.parts[0].end > now.parts[0].start
    if now.values and asks and (stated := restated(before, earlier, now)):
        # 那总投资30.1亿元的是哪个 puts another figure in the place of the earlier one.
        return [stated]
    pointing = _POINTING.search(turn) or _SOMEBODY.search(turn)
    if asks and not (pointing or now.places or now.years) and not any(term.weight >= _TELLING for term in now.terms):
        # 哪天开的 and 多少亿 ask something else of what was asked about before.
        return [appended(before, core, turn)]
    if not core or not (now.terms or now.places or now.years or _POINTING.search(turn)):
        # Thanks and small talk are no follow-ups; a bare 那呢 says nothing at all.
        return [turn]
    if _PICKED.search(core) and now.terms:
        return [scope_text(earlier, now) + _PICKED.sub("", core)]
    years = year_spans(earlier.folded)
    if years and TIMES.fullmatch(core):
        whole = replaced(before, years, core)
        return [_ONE_TIME.sub("", whole) if "全年" in core else whole]
    if not any(term.weight >= _TELLING for term in now.terms) and (now.places or now.years):
        return [with_scope(before, earlier, now)]
    scope = scope_text(earlier, now)
    bare = _POINTING.sub("", core)
    if (pronoun := _ABOUT_IT.match(core)) and earlier.places and not now.places:
        # 它完成的工业投资是多少 is asked of the place before.
        about = scope + question_form(core[pronoun.end() :], before, True)
        return [about, appended(before, bare, turn)]
    elliptical = _is_elliptical(turn)
    readings = []
    if _THING_AND_PROPERTY.search(core) and scope:
        readings.append(scope + question_form(bare, before, True))
    if PROPERTY.match(core) or AGAINST.match(core) or (_POINTING.search(turn) and not now.places):
        readings.append(appended(before, bare, turn))
    if elliptical and not is_property(core) and not (now.places and ASKING.search(turn)):
        readings.extend(substituted(before, earlier, now, core))
    if scope:
        readings.append(scope + question_form(bare if elliptical else turn, before, elliptical))
    if now.years and earlier.years and not now.places:
        readings.append(with_scope(before, earlier, now))
    if len(core) <= _SHORT and not (now.places and earlier.places):
        readings.append(appended(before, bare, turn))
    if not elliptical and not _POINTING.search(turn) and not PROPERTY.match(core) and now.places:
        return [turn]
    kept = [reading for reading in dict.fromkeys(readings) if now.places or _keeps_places(reading, earlier)]
    return [*kept[: _MOST_READINGS - 1], *([] if kept and is_property(core) else [turn])]


def _of_reply(turn: str, before: str, said: str, known: frozenset[str]) -> str:
    """Return what a turn asks of the thing that the last reply named (``它的总投资多少``); empty if it named none."""
    core = _core(turn)
    pointing = _POINTING.search(core)
    named = _ONE_THING.fullmatch(AFFIRMED.sub("", said.strip()))
    if named is None or not (pointing or PROPERTY.match(core)):
        return ""
    earlier, now = understand(before, known), understand(turn, known)
    if earlier.parts[0].ask not in _NAMING or now.places or now.parts[0].ask not in {*_PLAIN, Ask.OPEN}:
        return ""
    asked = _POINTING.sub("", core, count=1).removeprefix("的")
    kind = _KIND_OF_THING.match(named["thing"])
    thing = kind.group() if kind else named["thing"]
    return f"{scope_text(earlier, now)}{thing}的{question_form(asked, before, not ASKING.search(asked))}"


def _keeps_places(reading: str, earlier: Question) -> bool:
    """Tell whether a reading still names the places of the earlier question."""
    return all(earlier.text[place.start : place.end] in reading for place in earlier.places)


def _is_elliptical(turn: str) -> bool:
    """Tell whether a turn leaves something out (``那…呢？``)."""
    return turn.rstrip("?？。 ").endswith("呢") or turn.startswith("那")


def _core(turn: str) -> str:
    """Return what a turn says without its opening and closing particles."""
    core = ENDING.sub("", _OPENING.sub("", turn.strip(), count=1)).strip()
    core = _THAT_LOT.sub("", core)
    return core[:-1] if len(core) > 2 and core.endswith("的") else core
