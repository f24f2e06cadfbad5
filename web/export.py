"""Writes a conversation as a Markdown or a Word file, every answer with its citations in bulletin form."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.types import Document
from qa.types import Answer
from web.chart import table_rows
from web.links import bulletin_form

if TYPE_CHECKING:
    from qa.assistant import Assistant

Reply = tuple[str, Answer]
"""A question as it was typed, and its answer."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_LIST_ITEM = re.compile(r"^(\s*\d*)([.)](?=\s)|[+=-])", re.MULTILINE)
# Characters that XML cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def replies(assistant: Assistant, questions: Sequence[tuple[str, Sequence[str]]]) -> list[Reply]:
    """Return a conversation's questions with their answers, each asked after those before it.

    Args:
        assistant: Answers.
        questions: Questions, oldest first, each with the ids of the documents that it was limited to.
    """
    from web.asking import ask

    found: list[Reply] = []
    for question, documents in questions:
        history = []
        for asked, answer in found:
            history += [{"role": "user", "content": asked}, {"role": "assistant", "content": answer.text}]
        found.append((question, ask(assistant, question, history, documents)))
    return found


def markdown(title: str, conversation: Sequence[Reply], documents: Mapping[str, Document]) -> str:
    """Return a conversation as Markdown; what documents and questions say is escaped and shows as it is."""
    parts = [f"# {_escaped(title)}"]
    for question, answer in conversation:
        parts.append(f"## {_escaped(' '.join(question.split()))}")
        if answer.short:
            parts.append(f"**{_escaped(answer.short)}**")
        parts.append("\n\n".join(_escaped(line.strip()) for line in answer.text.split("\n") if line.strip()))
        if rows := table_rows(answer):
            lines = ["| | |", "|---|---:|", *(f"| {_escaped(label)} | {_escaped(value)} |" for label, value in rows)]
            parts.append("\n".join(lines))
        if answer.citations:
            cited = (f"{c.marker}. {_escaped(bulletin_form(c, documents))}" for c in answer.citations)
            parts.append("出处：\n\n" + "\n".join(cited))
    return "\n\n".join(parts) + "\n"


def word(title: str, conversation: Sequence[Reply], documents: Mapping[str, Document]) -> bytes:
    """Return a conversation as a Word file."""
    import docx
    from docx.oxml.ns import qn

    file = docx.Document()
    normal = file.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    file.core_properties.title = title
    file.core_properties.author = ""
    file.add_heading(title, level=1)
    for question, answer in conversation:
        file.add_heading(_printable(" ".join(question.split())), level=2)
        if answer.short:
            file.add_paragraph().add_run(_printable(answer.short)).bold = True
        for line in filter(str.strip, answer.text.split("\n")):
            file.add_paragraph(_printable(line.strip()))
        if rows := table_rows(answer):
            table = file.add_table(rows=0, cols=2, style="Table Grid")
            for row in rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = _printable(words)
        if answer.citations:
            file.add_paragraph("出处：")
            for citation in answer.citations:
                file.add_paragraph(_printable(f"[{citation.marker}] {bulletin_form(citation, documents)}"))
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it is written."""
    return _LIST_ITEM.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _printable(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
