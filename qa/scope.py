"""Whether a statement speaks about the places and years that a question names.

A figure of another city, zone or year is never an answer: such evidence fits with 0, not with little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from qa.asks import Ask
from qa.lexicon import AT_LEAST, DONE, PLAN, PLAN_HEADING, PROVINCES, RESULT, REVIEW_HEADING, WEAK_PLAN
from qa.periods import find_months, find_seasons, find_years, heading_years, season_at, undivided_years
from qa.places import Place
from qa.question import Question
from qa.statements import Statement

_NOT_MEMBER = 0.6
_ABOUT = 0.95
_YEAR_UNKNOWN, _OTHER_YEARS = 0.9, 0.35
_LAST_OF_SEVERAL, _ONE_OF_SEVERAL = 0.85, 0.3
_NO_MOOD = 0.8
_MOST_OF_A_NAME = 0.6
_OTHER_HALF = 0.6
_OTHER_MOOD = 0.33
_NO_TARGET = 0.3
_LAST_YEAR = re.compile(r"(?<![比较与同跟和])(?:去年|上年)(?!同期|相比|比)")
_PLAN = re.compile(PLAN)
_PLAN_OR_FLOOR = re.compile(rf"{PLAN}|{AT_LEAST}")
_WEAK_PLAN = re.compile(WEAK_PLAN)
# 启动了178项 tells what was done, whatever was planned before.
_DID, _DID_NEAR = re.compile(r"[\u4e00-\u9fff]了[^,;。]{0,6}$"), 12
_HAPPENED = re.compile(r"已(?!确定|定)|实际")
# Provinces that are cities, too.
_ALSO_CITIES = frozenset("北京 上海 天津 重庆".split())
_LABEL = re.compile(
    r"(?:\d{1,2}[.、])?((?:目前|主要|存在)?(?:进展|成效|问题|不足|做法|下一步|打算|计划|目标|安排)[^:,。]{0,4}):"
)
_PLAN_HEADING, _REVIEW_HEADING = re.compile(PLAN_HEADING), re.compile(REVIEW_HEADING)
_YEARS_ON_END = re.compile(r"[三四五十]年来|过去[三四五十]年|年均|历年")
_OTHER_SEASON, _WHOLE_YEAR, _OF_DOCUMENT = 0.5, 0.25, 0.8
# Whoever asks for a target does not want what came of it.
# A target that was reached tells of a result: ``超过全年预期目标``, ``高于省定目标(16%)0.6个百分点``.
_REACHED = re.compile(
    r"(?:超过|超额|超出|超(?=[省市全年预])|高于|高出|好于|低于|[没未](?:有|能)?(?:达到?|完成))[^,。;]{0,24}(?:目标|任务|计划)"
)
# A result may be measured by a target in a question, too.
_MEASURED_BY = re.compile(rf"{_REACHED.pattern}|[比较][^,。;]{{0,12}}(?:目标|任务|计划)[^,。;]{{0,3}}[高低多少]")
# What is being pushed to a stage has not reached it: ``加快招商推进项目签约落地``.
_PUSHED = re.compile(r"(?:加快|推进|推动|促进)[^,;。]{0,6}(?:签约|开工|投产|落地|达效)(?!率)")
# What has been conceived is a plan and a result at once.
_CONCEIVED = re.compile(r"谋划|储备|筹备")
_TARGET = re.compile(r"目标|预期")
_DONE = re.compile(DONE)
_RESULT = re.compile(RESULT)


def place_fit(places: Iterable[Place], statement: Statement, offset: int | None, members: bool = False) -> float:
    """Return how well the statement, or its figure at ``offset``, fits the places of a question, from 0 to 1.

    With ``members``, the zones of a place are meant and not the place as a whole.
    """
    subjects = statement.subjects_at(offset) if offset is not None else ()
    asked = tuple(places)
    fit = 1.0
    for place in asked:
        fit = min(
            fit, _one_place(place, statement, subjects, offset) or (members and _is_of_document(place, statement))
        )
    own = [subject for subject in subjects if subject.name not in _ALSO_CITIES]
    if own and any(place.name in _ALSO_CITIES for place in asked) and not _about_any(asked, own):
        return 0.0  # what 宁波站 did is not what 上海站 did, though the sentence names both
    if fit and offset is not None:
        fit *= 1.0 if not members or is_narrower(asked, statement, offset, "") else _NOT_MEMBER
    return fit


def _is_of_document(place: Place, statement: Statement) -> bool:
    """Tell whether a statement belongs to a document about a place, whose parts are meant."""
    return not statement.home and any(place.covers(other) for other in statement.about)


def _about_any(asked: Iterable[Place], subjects: Iterable[Place]) -> bool:
    listed = tuple(asked)
    return any(place.covers(subject) for subject in subjects for place in listed)


def is_narrower(places: Iterable[Place], statement: Statement, offset: int, asked_text: str) -> bool:
    """Tell whether a figure is about a part of what a question asks about: a zone's figure for a whole city.

    A zone that stands in ``asked_text``, be it in the name of a document, is no surprise as a subject.
    """
    asked = tuple(places)
    subjects = (s for s in statement.subjects_at(offset) if not asked_text or f"{s.name}{s.zone}" not in asked_text)
    return any(_is_part(subject, statement, asked) for subject in subjects)


def _one_place(place: Place, statement: Statement, subjects: tuple[Place, ...], offset: int | None) -> float:
    # In a text that is about no place, a figure without a subject may be about any place that its sentence names.
    named = statement.places if offset is None or not (subjects or statement.home) else subjects
    if any(_covers(place, other, statement) for other in named):
        return 1.0
    if any(place.covers(other) for other in statement.home):
        return 1.0
    if not subjects and any(_covers(place, other, statement) for other in statement.headed):
        return 1.0
    if place.name in PROVINCES and any(place.name == other.name for other in statement.places):
        return 1.0
    # What an article says of nobody in particular it says of whom it is about.
    if not subjects and any(place.covers(other) for other in statement.about):
        return _ABOUT
    # A county's zone may be named by the county alone, a city's zone may not.
    is_home = any(place.name == other.name for other in statement.home)
    if place.name and not is_home and any(place.name == other.name and not other.zone for other in named):
        return 0.9
    return 0.0


def _covers(place: Place, other: Place, statement: Statement) -> bool:
    """Tell whether a place is or contains another; a bare 高新区 is that of the city that the report is about."""
    if other.name or not statement.home:
        return place.covers(other)
    return any(place.covers(replace(home, zone=other.zone)) for home in statement.home)


def _is_part(subject: Place, statement: Statement, asked: tuple[Place, ...]) -> bool:
    """Tell whether a figure's subject is a part of what was asked about (or of the report, if nothing was)."""
    if not asked and statement.branch and statement.branch == statement.owner_name and subject is statement.owner:
        return False  # it reports for itself
    if any(subject.name == home.name and subject.zone and subject.zone == home.zone for home in statement.home):
        return False  # the report is the zone's own
    if any(subject.name == place.name and subject.zone == place.zone for place in asked):
        return False
    if any(subject.name == place.name or not place.name for place in asked):
        home = any(subject.name == place.name for place in statement.home)
        return home and bool(subject.zone) and not any(place.zone for place in asked)
    if asked and not statement.home:
        return bool(subject.name) and all(_is_of_document(place, statement) for place in asked)
    return bool(statement.home) and (bool(subject.zone) or all(subject.name != place.name for place in statement.home))


def year_fit(question: Question, statement: Statement, offset: int | None = None) -> float:
    """Return how well a statement, or its figure at ``offset``, fits the years of a question, from 0 to 1."""
    if question.reports and not question.reports & heading_years((statement.title, *statement.path[:1])):
        return 0.0
    own = statement.years if offset is None else statement.years_at(offset)
    if not question.years:
        # Where headings tell a year's results from the next one's plans, 去年 is the first of them.
        newest = max(statement.report_years, default=0)
        other = own == {newest} and newest - 1 in statement.report_years and _LAST_YEAR.search(question.folded)
        return _OTHER_YEARS if other else 1.0
    if own is not statement.years:
        return float(bool(question.years & own))
    if len(own) == 2 and own == undivided_years(statement.title, statement.path) and not find_years(statement.folded):
        # What such a report tells as done is last year's, what it plans is this year's.
        meant = max(own) if offset is not None and is_planned(statement, offset) else min(own)
        return 1.0 if meant in question.years else _OTHER_HALF if question.years & own else 0.0
    if len(own) > 2 and len(question.years) == 1 and question.years & own and not find_years(statement.folded):
        # What is said of several years is no single year's, but may be where the last of them ended.
        return _LAST_OF_SEVERAL if question.years == {max(own)} else _ONE_OF_SEVERAL
    if question.years & own or question.years & heading_years(statement.path[1:]):
        return 1.0
    if statement.years:
        return 0.0
    # Undated words of a report about other years are about those.
    known = statement.report_years
    named = statement.document_years
    if not known and named:
        # 去年 is the year before the last that the document names; what is undated is that one's.
        meant = max(named) - 1 if _LAST_YEAR.search(statement.folded) else max(named)
        return _YEAR_UNKNOWN if question.years & {meant, max(named)} else _OTHER_YEARS
    return _YEAR_UNKNOWN if not known or question.years & known else 0.0


def season_fit(question: Question, statement: Statement, offset: int | None = None) -> float:
    """Return how well a statement, or its figure, fits the part of a year that a question names, from 0 to 1."""
    asked = find_seasons(question.folded)
    figure = question.parts[0].ask is Ask.VALUE and "全年" in question.folded and not asked
    if figure and statement.season and "全年" not in statement.folded:
        return _WHOLE_YEAR  # what a half year had, the whole had not
    if (
        len(question.years) == 1
        and _YEARS_ON_END.search(statement.folded)
        and not _YEARS_ON_END.search(question.folded)
        and not question.years & find_years(statement.folded)
    ):
        return _OTHER_SEASON
    months = find_months(question.folded)
    if months and (said := find_months(statement.folded)) and not months & said:
        return _OTHER_SEASON * _OTHER_SEASON  # 1-6月 is not 1-5月
    if not asked:
        return 1.0
    if offset is not None and (own := season_at(statement.folded, offset)):
        # 一季度达到35%以上,上半年达到80%以上: each figure has its own.
        return 1.0 if own in asked else _OTHER_SEASON
    seasons = find_seasons(statement.folded + statement.headings) or find_seasons(statement.period)
    if asked & seasons:
        return 1.0
    if seasons:
        return _OTHER_SEASON * _OTHER_SEASON  # 1-9月 is not 上半年
    # A figure that is said of a whole year is no quarter's.
    if asked & find_seasons(statement.document_period) and (offset is None or not is_planned(statement, offset)):
        return _OF_DOCUMENT
    if offset is not None and "全年" in statement.folded[statement.part_at(offset)[0] : offset]:
        return _WHOLE_YEAR
    dated = offset is not None and not seasons and find_years(statement.folded) and not find_months(statement.folded)
    return _WHOLE_YEAR if dated else _OTHER_SEASON


def _heads_plans(headings: str) -> bool:
    """Tell whether plans stand under headings; one that names a review as well does not tell."""
    return _PLAN_HEADING.search(headings) is not None and not _REVIEW_HEADING.search(headings)


def is_firmly_planned(statement: Statement, offset: int) -> bool:
    """Tell whether what stands at an offset is planned by more than a word that tells of deeds as well."""
    start, _ = statement.part_at(offset)
    headings = " ".join(statement.path[1:])
    if _heads_plans(headings) or _DID.search(statement.folded, max(start, offset - _DID_NEAR), offset):
        return _heads_plans(headings)
    _, end = statement.clause_at(offset)
    said = _WEAK_PLAN.sub("", statement.folded[start : end + 2])
    return _PLAN_OR_FLOOR.search(said) is not None or _PUSHED.search(said) is not None


def is_planned(statement: Statement, offset: int) -> bool:
    """Tell whether what stands at an offset is planned and not achieved."""
    if (cell := statement.cells.get(offset)) and _PLAN.search(cell.column):
        return True
    if label := _LABEL.match(statement.folded):
        # 1.进展：… 3.下一步：… within one paragraph
        said = label.group(1)
        return _heads_plans(said) and not said.endswith("情况")
    start, part_end = statement.part_at(offset)
    _, end = statement.clause_at(offset)
    if _PUSHED.search(statement.folded, start, part_end):
        return True
    if _HAPPENED.search(statement.folded, statement.clause_at(offset)[0], offset):
        return False  # 力争争取1.5亿元,已到位2.36亿元
    headings = " ".join(statement.path[1:])
    pattern = _PLAN if _REVIEW_HEADING.search(headings) else _PLAN_OR_FLOOR
    unreached = _REACHED.sub(lambda match: " " * len(match.group()), statement.folded)
    # The aim itself stands in brackets behind it; what is behind these tells how far it was surpassed.
    before = statement.folded if statement.folded[:offset].endswith("(") else unreached
    planned = pattern.search(before, start, offset + 1) or pattern.search(unreached, offset, end + 2)
    return planned is not None or (_heads_plans(headings) and not _DONE.search(statement.folded, 0, end))


def plan_fit(question: Question, statement: Statement, offset: int) -> float:
    """Return how well a figure fits a question in being planned or achieved, from 0 to 1."""
    if _CONCEIVED.search(question.folded):
        return 1.0
    planned = is_planned(statement, offset)
    asked = _MEASURED_BY.sub("", question.folded)
    asks_plan = _PLAN_OR_FLOOR.search(asked) is not None
    if planned and not asks_plan:
        # Whoever names the year of the plans means the plans.
        dated = bool(question.years & heading_years(statement.path[1:]))
        if _RESULT.search(question.folded):
            return _OTHER_MOOD if is_firmly_planned(statement, offset) else _NO_MOOD
        return 1.0 if dated else _NO_MOOD
    if asks_plan and not planned:
        return _NO_TARGET if _TARGET.search(asked) else _NO_MOOD
    return 1.0


def is_of_issue(question: Question, statement: Statement) -> bool:
    """Tell whether a statement stands in the issue that a question names, if it names one."""
    found = sum(word in statement.masthead for word in question.issue)
    return found >= _MOST_OF_A_NAME * len(question.issue)


def in_scope(question: Question, statement: Statement, offset: int | None = None) -> float:
    """Return the product of the fits in place, year and mood; 0 in another issue than the one that is asked."""
    if not is_of_issue(question, statement):
        return 0.0
    fit = year_fit(question, statement, offset) * season_fit(question, statement, offset)
    if fit and offset is not None:
        fit *= plan_fit(question, statement, offset)
    return fit * place_fit(question.places, statement, offset, question.members) if fit else 0.0
