"""Yes or no: the fact that the documents state decides, and it is always shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from qa.by_figures import by_figures
from qa.combined import read_combined
from qa.context import Context
from qa.directions import DOWN, UP, is_opposite
from qa.evidence import score_statements
from qa.findings import Finding, quote
from qa.partly import falls_short, is_partial
from qa.question import Question
from qa.readers import densest
from qa.scope import is_planned, place_fit
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind
from qa.wanting import ORDINAL
from qa.weekdays import WEEKDAY, is_on_day
from qa.words import Term, match

_NEGATION = re.compile(
    r"无(?:人员?)?(?:伤亡|受伤|一[例起人件])|尚不|[决绝]不|另行制定|不(?:实行|执行|收费|予|同意|具备|作|需|必|用|纳入|计入|允许|准|得|能|会|扩大|搞|采取|增|变(?!价)|提高|降低|上调|下调|征|收|设|适用|享受|予|受理|得|属于|列入|安排|办公|上班|营业|开放|接受|支持|参加|参与)|不在[^,;。]{0,8}(?:范围|之列|内)|严禁|杜绝|无需|免(?:笔试|考|收|征|缴|交|于|费)|尚未|未能|没有|并未|未(?!来|落|投|达)|不再|禁止|(?:年|均|暂|并|也|已)无(?![论线人锡偿障害公纸缝])|(?<![\d.])0(?:\.0+)?(?:万元|亿元|元|个|人次?|件|起|例|家|次)"
)
_NEGATED_QUESTION = re.compile(r"(?<!有)没有(?!\s*[?。]|$)|(?<!有)没(?=达|完|到|有[^?。])|不到|未(?!来)")
# What is being pushed forward is not done: 积极推进昔阳设立省级开发区.
_ONGOING = re.compile(
    r"(?:推进|推动|加快|争取|筹备|谋划|着手|正在)(?!会|[^,;。]*(?:完成|建成|达成|实现|入选|获评|获批|列入|成功))"
)
_ALL_ASKED = re.compile(r"全都|全部|都(?:已经?)?[\u4e00-\u9fff]{1,4}了|统统|百分之百|100%")
_RATE_ASKED = re.compile("增速|增幅|增长率|涨幅|降幅")
_NO_DAY = 0.7
_MAY = re.compile("[还也]能(?!源)|可以|可否|能(?=[^,。?]{1,12}[吗么])(?<![功智产性新]能)")
_DONE_ASKED = re.compile(r"了(?:吗|没|么)|已经?|完成|是不是已|[完成好]没|没有?[?。]?$")
# What was ended, is there already, or is still to come, whatever else the clause says of it.
_ENDED = re.compile(r"废止|作废|失效|停止执行|停办|终止|流标|搁置")
_ALREADY = re.compile(
    r"已经?(?!确定)|提前(?:[一二三四五六七八九十\d]+年)?(?:实现|完成)|实现了|完成了|建成了|全面完成|圆满完成|取得[^,。;]{0,6}胜利"
    r"|(?<!力争)(?<!确保)(?<!争取)(?<!计划)(?<!年底前)全部(?:完[成工]|[出摘脱]|办结|到位|建成|开[工通业]|投[产用]|清零|竣工)"
)
_PUT_OFF = re.compile(r"结转|推迟|延期|顺延|暂缓|另行(?:公布|报|研究|通知)|条件(?:尚|还)?不成熟")
_COMING = re.compile(r"明年|后年|预计|力争|拟(?![定])|将(?=于|在|建|投|实现|完成|开|达)")
_AIM = re.compile(r"目标|计划|任务|预期|指标")
# 快于时序进度吗 is answered by these words.
_PREDICATE = re.compile(
    r"(?:跑赢|高于|快于|领先|优于|好于|多于|低于|慢于|落后|少于|超过)[^,。?\d了吗么吧]{2,12}(?=[了吗么吧?]|没有)"
)
# 超过下达的指标了吗: 控制在21.5亿立方米指标以内
_ASKS_OVER = re.compile("超(?:过|出|标|限|支|了)|突破")
_KEPT_WITHIN = re.compile(r"控制在[^,。;]{1,24}(?:以内|之内|内)")
_OPPOSITES = (
    *(
        ("政府定价", "市场调节价"),
        ("政府指导价", "市场调节价"),
        ("正增长", "负增长"),
        ("盈利", "亏损"),
        ("顺差", "逆差"),
        ("国家级", "省级"),
        ("线上", "线下"),
        ("免费", "收费"),
        ("全额", "减半"),
    ),
    *(("现场", "网上"), ("提前", "推迟"), ("提前", "延期"), ("按期", "延期"), ("增产", "减产"), ("已经", "尚未")),
)
_ONLY, _EVERY = (
    re.compile(r"只有|(?<!不)仅有?|唯一|就[^,。?]{1,8}一[家个]"),
    re.compile("各[^,。;]{0,10}(?:均|都)|全部|所有|均(?!衡|值)"),
)
_NONE_ASKED = re.compile("有没有[不未没]|是否有[不未没]|有无[不未]")
_SEVERAL, _ONE_ONLY = (
    re.compile("好几|多[家所个处]|不少|许多"),
    re.compile(r"(?:仅|只)有?[^,。;\d]{0,12}(?<![\d十百])[1一][家所个处]"),
)
_A_WORD, _TWO_WORDS = 0.5, 4
_MOST_OF_A_NAME = 2
_SPARED = re.compile(
    r"\((?P<before>[^()]{2,16})(?:除外|不受此限|不在此列)\)"
    r"|(?<![解消拆免废清排扣])除(?P<behind>[^,。;]{2,16})[以之]?外(?=[,均都其])(?!,?(?:还|也|又|另))"
)


def read_yes_no(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return 是, 否 or 尚未 with the fact that decides.

    A question that states a figure is decided by the figure that the documents give for the same thing; one that asks
    whether something is done is not answered 是 by a plan.
    """
    if settled := read_combined(question, words, context):
        return settled
    # Whether 第六批 did what the documents say of 第五批 is answered, with no.
    ordinals = [found.group() for found in ORDINAL.finditer(question.folded)]
    others = [word for word in words if not ORDINAL.fullmatch(word.text)]
    # What is said of 二期 itself decides, where anything is.
    named = all(any(ordinal in item.folded for item in context.statements) for ordinal in ordinals)
    found = _decided(question, part, words if named else others, context)
    spared = [_is_spared(question, finding.quotes[0].statement) for finding in found]
    found = [replace(item, short="否") if other else item for item, other in zip(found, spared, strict=True)]
    return [_of_another(finding, ordinals) for finding in found]


def _of_another(finding: Finding, ordinals: Sequence[str]) -> Finding:
    """Return a finding as a no if its statement speaks of another 批 or 期 than the question does."""
    said = finding.quotes[0].statement.folded
    told = {found.group()[-1] for found in ORDINAL.finditer(said)}
    other = any(ordinal not in said and ordinal[-1] in told for ordinal in ordinals)
    return replace(finding, short="否", note="") if other else finding


def _decided(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    # That 43个项目 were all begun is not decided by there being 43.
    of_all = _ALL_ASKED.search(question.folded) is not None
    figures = by_figures(question, part, words, context, counting=not of_all)
    if figures:
        return figures
    # Whether something rose is also decided by a text that says how it fell.
    # Nor is it told by the day of the week, which may lie within 周一至周六.
    things = [w for w in words if not any(p.fullmatch(w.text) for p in (UP, DOWN, WEEKDAY))] or words
    found = []
    scored = score_statements(question, things, context.statements, context.weigh)[:5]
    if scored and (planned := _still_to_come(question, words, scored[0].statement, context)):
        found.append(Finding("尚未", (quote(planned, densest(words, planned)),), scored[0].score, quoted=False))
    for evidence in scored:
        if _RATE_ASKED.search(question.folded) and not _tells_rate(evidence.statement):
            continue
        span = _deciding(question, words, evidence.statement)
        verdict = _verdict(question, words, evidence.statement, span)
        # Whether somebody is there on Saturday is told by the days that a text gives.
        told = not WEEKDAY.search(question.folded) or is_on_day(question.folded, evidence.statement.folded) is not None
        score = evidence.score * (1.0 if told else _NO_DAY)
        found.append(Finding(verdict, (quote(evidence.statement, span),), score, quoted=False))
    return sorted(found, key=lambda finding: -finding.score)


def _still_to_come(
    question: Question, words: Sequence[Term], statement: Statement, context: Context
) -> Statement | None:
    """Return where the report plans what a question asks to have been done, if the statement at hand is silent on it.

    Of 水库2024年开工了吗 ``水库可研报告获批`` says nothing, but the plans for 2025 do: ``水库开工建设``.
    """
    asked = _DONE_ASKED.search(question.folded)
    telling = [word for word in words if word.weight >= _A_WORD]
    done = [word for word in telling if asked and 0 <= asked.start() - word.start - len(word.text) <= 1][-1:]
    # 是否已经开放
    done = done or [word for word in telling if asked and word.start == asked.end()]
    things = [word for word in telling if word not in done]
    if not done or not things or match(done[0], statement.folded):
        return None
    for other in context.statements:
        at = other.folded.find(done[0].text)
        if at < 0 or other.report != statement.report or not is_planned(other, at):
            continue
        start, end = other.part_at(at)
        if all(match(word, other.folded[start:end]) for word in things):
            return other
    return None


def _deciding(question: Question, words: Sequence[Term], statement: Statement) -> tuple[int, int]:
    """Return the clauses that decide: those about the places asked about, unless others alone speak of the matter."""
    anywhere = densest(words, statement)
    own = densest(words, statement, partial(_is_of_place, question, statement))
    held = [sum(w.weight * match(w, statement.folded[slice(*span)]) for w in words) for span in (own, anywhere)]
    return own if held[0] >= held[1] - _A_WORD else anywhere


def _is_of_place(question: Question, statement: Statement, offset: int) -> bool:
    """Tell whether a clause is about the places that a question names, as far as it says."""
    asked = [place for place in question.places if not any(place.covers(home) for home in statement.home)]
    start, end = statement.clause_at(offset)
    named = [place for place in statement.places if start <= place.start < end] or statement.subjects_at(offset)
    return not named or all(any(place.covers(other) for other in named) for place in asked)


def _tells_rate(statement: Statement) -> bool:
    """Tell whether a statement says how something grew or how it stands to an aim."""
    told = any(value.kind in (Kind.PERCENT, Kind.POINTS) for value in statement.values)
    return told or any(pattern.search(statement.folded) for pattern in (_AIM, UP, DOWN))


def _verdict(question: Question, words: Sequence[Term], statement: Statement, span: tuple[int, int]) -> str:
    at = _offset(words, statement, span)
    own = all(any(place.covers(home) for home in statement.home) for place in question.places)
    if question.places and not own and statement.subjects_at(at) and not place_fit(question.places, statement, at):
        # What is asked is said of another place.
        return "否"
    part = slice(*statement.part_at(at))
    if (day := is_on_day(question.folded, statement.folded)) is not None:
        return "是" if day else "否"
    if _says_so(question.folded, statement.folded[part]):
        return "是"
    if _says_otherwise(question, statement.folded[part]):
        return "否"
    if _AIM.search(question.folded) and falls_short(statement, at):
        return "否"
    if _ALL_ASKED.search(question.folded) and is_partial(words, statement, at):
        return "否"
    if is_opposite(question.folded, statement, at, span):
        return "否"
    negated = _NEGATION.search(statement.folded, *span) is not None
    if _DONE_ASKED.search(question.folded) and negated and not _MAY.search(question.folded):
        return "没有"
    at = _predicate_at(question, words, statement, at)
    # 明确目标任务 is done, though it is a plan that was made.
    at = part.start if _AIM.search(question.folded) else at
    clause = slice(statement.clause_at(at)[0], at)
    done = _ALREADY.search(statement.folded[slice(*statement.clause_at(at))]) is not None
    if (
        _DONE_ASKED.search(question.folded)
        and not done
        and (
            is_planned(statement, at)
            or _ONGOING.search(statement.folded[clause])
            or _COMING.search(statement.folded[slice(*statement.clause_at(at))])
            or _PUT_OFF.search(statement.folded, at, part.stop)
        )
    ):
        return "尚未"
    ended = _ENDED.search(statement.folded, *span)
    negated = negated or (ended is not None and ended.group() not in question.folded)
    return "否" if negated != (_NEGATED_QUESTION.search(question.folded) is not None) else "是"


def _predicate_at(question: Question, words: Sequence[Term], statement: Statement, at: int) -> int:
    """Return where a statement says what a question asks to have been done (``试产了吗``); ``at`` if it does not."""
    asked = _DONE_ASKED.search(question.folded)
    telling = [word for word in words if word.weight >= _A_WORD]
    before = [word for word in telling if asked and 0 <= asked.start() - word.start - len(word.text) <= 1]
    start, end = statement.part_at(at)
    found = [place for word in before[-1:] if (place := statement.folded.find(word.text, start, end)) >= 0]
    return found[0] if found else at


def _says_so(folded: str, part: str) -> bool:
    """Tell whether a text sets against each other what a question does, in its very words (``快于时序进度``)."""
    asked = _PREDICATE.search(folded)
    plainly = not _NEGATED_QUESTION.search(folded) and not _NEGATION.search(part) and not _COMING.search(part)
    return asked is not None and plainly and asked.group() in part


def _says_otherwise(question: Question, part: str) -> bool:
    """Tell whether a text says the opposite of a word that a question asks by."""
    folded = question.folded
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if one in folded and other not in folded and other in part and one not in part:
                return True
    if _NONE_ASKED.search(folded):
        return _EVERY.search(part) is not None
    if _SEVERAL.search(folded) and _ONE_ONLY.search(part):
        return True
    if _ASKS_OVER.search(folded) and _KEPT_WITHIN.search(part):
        return True
    return _ONLY.search(folded) is not None and _EVERY.search(part) is not None


def _is_spared(question: Question, statement: Statement) -> bool:
    """Tell whether a statement makes what a question names an exception (``(绿色制造示范方向除外)``)."""
    spared = _SPARED.search(statement.folded)
    named = [word.text for word in question.terms if not word.kind and len(word.text) > 1]
    said = (spared["behind"] or spared["before"]) if spared else ""
    return sum(word in said for word in named) >= _MOST_OF_A_NAME


def _offset(words: Sequence[Term], statement: Statement, span: tuple[int, int]) -> int:
    """Return where the most telling of the question's words stands in a span; the span's start if none does."""
    telling = sorted(words, key=lambda word: (-word.weight, -len(word.text)))
    forms = [*(word.text for word in telling), *(form for word in telling for form in word.variants)]
    # 臭氧浓度 is 臭氧平均浓度.
    forms += [word.text[:2] for word in telling if len(word.text) == _TWO_WORDS]
    return next((at for form in forms if (at := statement.folded.find(form, *span)) >= 0), span[0])
