"""Reads the exact words of an answer out of a statement: a name, a title, an enumeration.

A question and the sentence that answers it often share the words around the gap: in ``重点聚焦什么`` and
``重点聚焦数字经济`` the answer stands where the asking word does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.sentences import Span
from qa.asks import Sort
from qa.enumerations import LEADING, Reading, find_word, neighbours
from qa.meanings import read_meaning
from qa.persons import read_person
from qa.question import Question
from qa.segmentation import is_noun
from qa.statements import Statement
from qa.things import Part
from qa.trimming import tidied, trimmed
from qa.values import han_number
from qa.whereabouts import read_located, read_park, read_place
from qa.words import Term, match

_TITLE = re.compile(r"《[^《》\n]{2,60}》")
_QUOTED = re.compile(r"“[^“”\n]{2,40}”")
# A line of a label and its value: 供稿:晋中市商务局
_LABELLED = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,8})\s*[:：]\s*(?P<value>\S.{1,60})")
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+(?:次|批|届|期|名|位|个|年|轮)?")
_WHICH_ORDINAL = re.compile(r"(?P<all>总?)第(?:几|多少)(?P<unit>[次批届期号]?)")
NO_NAME = re.compile(r"(?:我|全|各|本|该)?[省市县区]?(?:各|的)?(?:开发区|经开区|园区)?")
"""What names nothing: 我市开发区 does not say which one."""
_BODIES = (
    "领导小组 委员会 办公室 政府 政协 人大 市委 省委 县委 党委 局 厅 委 部 署 院 公司 集团 协会 商会 "
    "银行 大学 学院 研究所 中心"
).split()
_ORGANISATION = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{0,18}}?(?:{'|'.join(_BODIES)})(?<!全部)(?<!内部)(?<!部署)"
    r"(?!(?<=部)[署分位件级]|[\u4e00-\u9fff]{0,2}(?:会议|工作))"
)
_TITLE_NOUNS = re.compile(r"文件|方案|办法|要点|清单|意见|通知|规划|制度|条例|法规|政策|行动|细则|规定|名称|名字|叫")
_QUOTE_NOUNS = re.compile(
    r"口号|主题|模式|称号|体系|工作法|定位|格局|机制|战略|荣誉|原则|思路|理念|改革|工程|活动|行动|等次|名称|名字|叫|标语|特刊|导向|优势|产业|形象|布局|路径|方针|目标|要求|主线|原话|口号|提法|概括|几个字|个字|句话"
)
_SUMMAND = r"[\u4e00-\u9fffa-zA-Z\d]"
_FORMULA = re.compile(rf"{_SUMMAND}{{1,12}}(?:\s*[+＋]\s*{_SUMMAND}{{1,12}})+")
_WHO = re.compile(r"谁|单位|部门|机构|公司|企业|局|组织|由哪|何人|哪位")
# What may stand before a phrase without belonging to it.
_PHRASE_START = re.compile(
    r"获得|获评|获|召开|举办|举行|出台|印发|提出|突出|推广|推行|践行|实施|开展|构建|打造|建立|建设|制定|形成|落实|组织|筹备|加强|深化|"
    r"持续|推进|推动|发挥|坚持|树立|围绕|聚焦|用好|明确|签订|完成|达到|的|了|以(?![上下内来外])|在|对|将|把|与|和|、|为|是|有|等"
)
_CHARACTERS = re.compile(r"([一二两三四五六七八九十]{1,2})个字")
_NEAR_ASKING = 3
_LONGEST = 60


def read_name(question: Question, part: Part, statement: Statement) -> Reading | None:
    """Return the name, title or phrase that fills the gap of a question, if it stands in the statement."""
    reading = _read_name(question, part, statement)
    if reading is None:
        return None
    if reading.items:
        return reading
    span = tidied(statement, reading.span)
    if span and _is_figure(statement, span) and "数" not in question.folded:
        return None  # 9个 is no name
    if span and part.sort is not Sort.PLACE and _says_nothing_new(statement.folded[slice(*span)], question):
        return None  # who asks which 监理单位 is not told that it is 监理单位
    if span and NO_NAME.fullmatch(statement.text[slice(*span)]):
        return None
    return Reading(span) if span else None


def is_body(words: str) -> bool:
    """Tell whether words name an office, an enterprise or another body."""
    return _ORGANISATION.search(words) is not None


def titles(statement: Statement) -> list[Span]:
    """Return where a statement names documents (``《2023年工作要点》``)."""
    return [match.span() for match in _TITLE.finditer(statement.text)]


def _read_name(question: Question, part: Part, statement: Statement) -> Reading | None:
    around = question.folded[part.start : part.end + 8] + question.folded[max(0, part.start - 8) : part.start]
    words = [word for word in question.terms if word not in part.focus]
    labelled = _LABELLED.fullmatch(statement.text)
    if labelled and any(labelled["label"] in (word.text, *word.variants) for word in question.terms):
        return Reading(labelled.span("value"))
    if named := _named_so(question, part, statement):
        return Reading(named)
    if asked := _WHICH_ORDINAL.match(question.folded, part.start):
        kind = rf"{asked['all']}第\s*[一二三四五六七八九十百\d]+\s*{asked['unit']}" if asked["unit"] else _ORDINAL
        ordinal = _nearest(re.compile(kind), statement, words)
        return Reading(ordinal) if ordinal else None
    if part.sort is Sort.FORMULA:
        formula = _nearest(_FORMULA, statement, words)
        return Reading(formula) if formula else None
    if part.sort is Sort.PERSON:
        return read_person(question, statement)
    if part.sort is Sort.PLACE:
        park = "园区" in question.folded[part.start : part.end]
        return (read_park(question, statement, words) if park else None) or read_place(question, statement, words)
    if part.sort is Sort.ORGANISATION and (located := read_located(question, statement, words, named=True)):
        return located  # 设在哪个部门
    if part.sort is Sort.ORGANISATION or _WHO.match(question.folded, part.start):
        organisation = _nearest(_ORGANISATION, statement, words)
        if organisation and _is_asker(statement.folded[slice(*organisation)], question):
            organisation = None
        if organisation or part.sort is Sort.ORGANISATION:
            return Reading(organisation) if organisation else None
    if part.sort is Sort.TITLE or _TITLE_NOUNS.search(around):
        title = _dated_title(statement, words) or _title_behind(statement, words) or _nearest(_TITLE, statement, words)
        if title:
            return Reading(title)
    if part.sort is Sort.MEANING:
        return read_meaning(question, statement)
    quoted = _quoted_beside(question, part, statement, around)
    if quoted:
        return Reading(quoted)
    for word in words:
        phrase = _phrase(word, statement, words) if word.kind else None
        if phrase:
            return Reading(phrase)
    aligned = _aligned(question, part, statement)
    if aligned is None and _QUOTE_NOUNS.search(around):
        aligned = _nearest(_QUOTED, statement, [*part.focus, *words])
    if aligned and _says_nothing_new(statement.folded[aligned[0] : aligned[1]], question):
        return None
    return Reading(aligned) if aligned else None


def _named_so(question: Question, part: Part, statement: Statement) -> Span | None:
    """Return what a statement says that the thing asked for is (``业主单位为岳阳洞庭鲜冷链有限公司``)."""
    asked = question.folded[: part.start]
    for word in (*part.focus, *(word for word in question.terms if word.kind), *question.terms[-1:]):
        end = word.start + len(word.text)
        if not part.start - _NEAR_ASKING <= end <= part.end + _NEAR_ASKING or len(word.text) < 2:
            continue
        before = asked[max(0, word.start - 2) : word.start] if end <= part.start else ""
        found = re.search(
            rf"{re.escape(before + word.text)}(?:为|是|系|叫做?|名为|:)([^,，。；;、:：\n]{{2,30}})", statement.folded
        )
        if found:
            return found.span(1)
    return None


def _dated_title(statement: Statement, words: Sequence[Term]) -> Span | None:
    """Return the first title behind the day that a question names (``10月31日印发的《…》``)."""
    for word in words:
        if (
            "月" in word.text
            and word.text[0].isdigit()
            and (day := find_word(word, statement, 0, len(statement.folded)))
        ):
            found = _TITLE.search(statement.text, day[1])
            return found.span() if found else None
    return None


def _title_behind(statement: Statement, words: Sequence[Term]) -> Span | None:
    """Return the title right behind a verb of the question (``起草《…实施方案》``)."""
    for word in words:
        for form in (word.text, *word.variants):
            if not is_noun(form) and (
                found := re.search(rf"{re.escape(form)}了?(《[^《》\n]{{2,60}}》)", statement.text)
            ):
                return found.span(1)
    return None


def _quoted_beside(question: Question, part: Part, statement: Statement, around: str) -> Span | None:
    """Return the quoted phrase that stands right beside the word for its kind, or that has as many characters as asked.

    Example: for 等次, ``获得“优秀两两好”等次``; for 主题, ``以“惠购好礼”为主题``; for 八个字, the phrase of eight.
    """
    quoted = [found for found in _QUOTED.finditer(statement.text) if _fold_quotes(found.group()) not in question.folded]
    characters = _CHARACTERS.search(question.folded)
    if characters:
        wanted = han_number(characters.group(1))
        for found in quoted:
            if sum("\u4e00" <= char <= "\u9fff" for char in found.group()) == wanted:
                return found.span()
    kind = _QUOTE_NOUNS.search(around)
    if kind is None:
        return None
    beside = re.compile(rf"[为的等新]{{0,2}}[\u4e00-\u9fff]{{0,3}}{re.escape(kind.group())}")
    # Of two that were given, the one in the part that says most of what the question does.
    best: tuple[float, Span] | None = None
    for found in quoted:
        if beside.match(statement.folded, found.end()):
            said = statement.folded[slice(*statement.part_at(found.start()))]
            held = sum(word.weight * match(word, said) for word in question.terms)
            if best is None or held > best[0]:
                best = (held, found.span())
    return best[1] if best else None


def _fold_quotes(text: str) -> str:
    """Return a quoted phrase as folded texts have it."""
    return fold(text).strip('"')


def _phrase(kind: Term, statement: Statement, words: Sequence[Term]) -> Span | None:
    """Return the phrase that ends in the word for its kind, without the verb before it.

    Example: for ``模式``, ``推行“赋权+派驻+代办”政务服务模式`` -> ``“赋权+派驻+代办”政务服务模式``. Of several, the
    one in the clause that holds most of the question's words.
    """
    text = statement.text
    best: tuple[float, Span] | None = None
    for found in re.finditer(re.escape(kind.text), statement.folded):
        start, end = statement.clause_at(found.start())
        verbs = _PHRASE_START.finditer(text, start, found.start())
        begin = max((verb.end() for verb in verbs if not _inside(text, start, verb.start())), default=start)
        lead = LEADING.match(text[begin : found.start()])
        begin += lead.end() if lead and "“" not in lead.group() else 0
        if found.start() - begin < 2 or end < found.end():
            continue
        held = sum(word.weight * match(word, statement.folded[start:end]) for word in words)
        if best is None or held > best[0]:
            best = (held, (begin, found.end()))
    return best[1] if best else None


def _inside(text: str, start: int, offset: int) -> bool:
    """Tell whether an offset lies in quotes."""
    return text.count("“", start, offset) > text.count("”", start, offset)


def _is_asker(folded: str, question: Question) -> bool:
    """Tell whether a body is the one that the question is about: 晋中商务局 is 晋中市商务局."""
    return re.sub("[省市县区]", "", folded) in re.sub("[省市县区]", "", question.folded)


def _is_figure(statement: Statement, span: Span) -> bool:
    if statement.text[slice(*span)].isdigit():
        return True
    return any(value.unit and value.start <= span[0] and span[1] <= value.end for value in statement.values)


def _says_nothing_new(folded: str, question: Question) -> bool:
    """Tell whether an answer only repeats words of the question."""
    bare = re.sub(r"[^\u4e00-\u9fffa-z0-9]", "", folded)
    return bare in re.sub(r"[^\u4e00-\u9fffa-z0-9]", "", question.folded)


def _nearest(pattern: re.Pattern[str], statement: Statement, words: Sequence[Term]) -> Span | None:
    """Return the match that stands nearest to the question's words; one that itself repeats the question is none."""
    places = [at for word in words for form in (word.text, *word.variants) if (at := statement.folded.find(form)) >= 0]
    matches = list(pattern.finditer(statement.text))
    if not matches:
        return None
    anchor = sorted(places)[len(places) // 2] if places else 0
    best = min(matches, key=lambda found: min(abs(found.start() - anchor), abs(found.end() - anchor)))
    return best.span()


def _aligned(question: Question, part: Part, statement: Statement) -> Span | None:
    """Return the words that stand where the asking words do, between the same neighbours."""
    left, right = neighbours(question, part)
    found: list[tuple[int, Span]] = []
    for start, end in statement.clauses:
        hits = sum(find_word(word, statement, start, end) is not None for word in question.terms)
        before = next((span for word in left[:2] if (span := find_word(word, statement, start, end))), None)
        begin = before[1] if before else start
        after = next((span for word in right[:2] if (span := find_word(word, statement, begin, end))), None)
        if before is None and after is None:
            continue
        span = trimmed(statement.text, begin, after[0] if after else end)
        if span and span[1] - span[0] <= _LONGEST:
            found.append((hits, span))
    return max(found, key=lambda item: item[0])[1] if found else None
