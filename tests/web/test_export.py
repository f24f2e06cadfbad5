"""Conversations as files: every answer with its citations, and nothing of a document taken for markup."""

from __future__ import annotations

import io

import docx

from qa.assistant import Assistant
from web.export import markdown, replies, word

QUESTIONS = ("2023年晋中市开发区铺排了多少个项目？", "总投资是多少？", "哪个开发区工业投资最高？")
ASKED: list[tuple[str, list[str]]] = [(question, []) for question in QUESTIONS]


def test_markdown_holds_answers_tables_and_citations(assistant: Assistant) -> None:
    text = markdown("公报问答", replies(assistant, ASKED), assistant.index.documents)
    assert text.startswith("# 公报问答\n")
    assert "**269个**" in text
    assert "**870.02亿元**" in text
    assert "| 平定经开区 | 9.9亿元 |" in text
    assert "1. 《全省开发区》 · “锚定目标不放松 冲刺首季‘开门红’”特刊 · 晋中市开发区 · 2023年工作成绩" in text


def test_word_holds_the_same(assistant: Assistant) -> None:
    file = docx.Document(io.BytesIO(word("公报问答", replies(assistant, ASKED), assistant.index.documents)))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "269个" in text
    assert "《全省开发区》 · “锚定目标不放松 冲刺首季‘开门红’”特刊 · 晋中市开发区" in text
    assert [cell.text for cell in file.tables[0].rows[1].cells] == ["平定经开区", "9.9亿元"]


def test_a_hostile_document_stays_text(hostile: Assistant) -> None:
    conversation = replies(hostile, [("2023年长治市开发区铺排了多少个项目？\x00\x1b[m# 标题", [])])
    text = markdown("公报问答", conversation, hostile.index.documents)
    assert "\\<script\\>window.bad=1\\</script\\>" in text
    assert "\\*\\*总投资\\*\\*" in text
    assert "<script>" not in text
    file = docx.Document(io.BytesIO(word("公报问答", conversation, hostile.index.documents)))
    assert "<script>window.bad=1</script>" in "\n".join(paragraph.text for paragraph in file.paragraphs)


def test_an_empty_conversation_is_a_file_too(assistant: Assistant) -> None:
    assert markdown("公报问答", [], {}) == "# 公报问答\n"
    assert word("公报问答", [], {}).startswith(b"PK")
