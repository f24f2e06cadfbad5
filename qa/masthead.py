"""What stands at the head of an issue or a notice: its title in quotes, its number, the number of the document."""

from __future__ import annotations

import re

from corpus.outline import contributor
from qa.context import Context
from qa.findings import Finding, Quote
from qa.question import Question
from qa.scope import in_scope
from qa.things import Part

_ISSUE = re.compile(
    r"(?P<issue>特刊|专刊|专辑|增刊|专版|专栏)[^,。?]{0,6}(?:主题|口号|标题|题目|题名|名称|名字|叫什么|叫啥)"
)
_TITLE = re.compile(r"“([^”]{4,60})”[\u4e00-\u9fff]{2,4}")
_NUMBER = re.compile(r"(?P<all>总?)第(?:几|多少)期")
_OF_YEAR, _OF_ALL = re.compile(r"(?<!总)第\s*\d+\s*期"), re.compile(r"总第\s*\d+\s*期")
_DOCUMENT_NUMBER_ASKED = re.compile(r"发文字号|发文号|文号|文件编号|字号")
# 荆重指办〔2024〕11号
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[（(]\d{4}[〕\]）)]\s*\d+号")
_LONGEST = 60
# 哪个单位供的稿, 材料出自哪个部门
_WRITER_ASKED = re.compile(
    r"供的?稿|撰的?稿|(?:谁|哪个?(?:单位|部门|机构))(?:负责)?(?:写|撰写|供稿|提供)的?(?:稿|材料|文章|部分|内容)?(?=[?。!,]|$)"
    r"|(?:材料|部分|这篇|那篇|文章|稿件|稿子)[^,。?]{0,4}(?:出自|(?:谁|哪个?(?:单位|部门|机构))[^,。?]{0,2}(?:写|供))"
)


def read_masthead(question: Question, part: Part, context: Context) -> list[Finding]:
    """Return what a part asks of the head of an issue or a notice (``这期特刊的主题是什么``, ``总第几期``)."""
    if _WRITER_ASKED.search(question.folded):
        return _contributors(question, context)
    number = _NUMBER.fullmatch(question.folded[part.start : part.end])
    issue = _ISSUE.search(question.folded)
    if number:
        sought, group = (_OF_ALL if number["all"] else _OF_YEAR), 0
    elif issue is not None:
        sought, group = _TITLE, 1
    elif _DOCUMENT_NUMBER_ASKED.search(question.folded):
        sought, group = _DOCUMENT_NUMBER, 0
    else:
        return []
    for statement in context.statements:
        found = sought.search(statement.text) if len(statement.text) <= _LONGEST else None
        named = issue is None or number is not None or issue["issue"] in statement.folded
        if found and named and in_scope(question, statement):
            cited = Quote(statement, statement.start + found.start(), statement.start + found.end())
            return [Finding(found.group(group), (cited,), 1.0)]
    return []


def _contributors(question: Question, context: Context) -> list[Finding]:
    """Return who wrote each report, by its contributor line (``供稿:晋中市商务局``)."""
    found = []
    for statement in dict.fromkeys(item for inside in context.sections.values() for item in inside):
        name = contributor(statement.text)
        if name and in_scope(question, statement):
            begin = statement.start + statement.text.index(name)
            found.append(Finding(name, (Quote(statement, begin, begin + len(name)),), 1.0))
    return found
