"""The page's own words, in Chinese and in English; what answers say is Chinese in both."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "title": ("公报问答", "Bulletin Q&A"),
    "about_many": ("《{first}》等 {n} 篇文档", "“{first}” and more, {n} documents"),
    "about_none": ("还没有文档，请在“资料库”里添加", "No documents yet; add some under “Library”"),
    "tab_ask": ("提问", "Ask"),
    "tab_library": ("资料库", "Library"),
    "tab_measure": ("评测", "Quality"),
    "chat": ("对话", "Conversation"),
    "placeholder": (
        "直接提问，答案附原文出处。可以从这些问题开始：",
        "Ask in Chinese; every answer shows its proof. You could begin with:",
    ),
    "box": ("问题", "Question"),
    "box_hint": ("输入问题，按回车发送", "Type a question in Chinese, press Enter"),
    "send": ("提问", "Ask"),
    "within": ("在哪些文档里找", "Documents to search"),
    "within_all": ("全部文档", "All documents"),
    "export_md": ("导出 Markdown", "Export Markdown"),
    "export_docx": ("导出 Word", "Export Word"),
    "searching": ("正在查找 {n} 篇文档…", "Searching {n} documents…"),
    "understood": ("理解为：{question}", "Understood as: {question}"),
    "empty": ("（空）", "(empty)"),
    "sources": ("出处", "Sources"),
    "source": ("出处 {n}", "Source {n}"),
    "copy": ("复制", "Copy"),
    "copied": ("已复制", "Copied"),
    "copy_failed": ("请手动选择复制", "Select and copy by hand"),
    "good": ("答得对", "Good answer"),
    "bad": ("答得不对", "Wrong answer"),
    "refused": ("没有找到答案", "Not in the documents"),
    "looked_for": (
        "查找了 {n} 篇文档，没有能回答“{question}”的原文。",
        "Searched {n} documents; nothing in them answers “{question}”.",
    ),
    "nearest": ("最接近的原文", "Nearest passages"),
    "answerable": ("可以改问这些，都有答案：", "These can be answered:"),
    "follow_ups": ("接着问：", "Ask next:"),
    "chart": ("对比", "Comparison"),
    "chart_name": ("名称", "Name"),
    "chart_value": ("数值", "Value"),
    "pane": ("原文", "Source"),
    "pane_close": ("关闭原文", "Close the source"),
    "pane_gone": ("这篇文档已不在资料库里。", "This document is no longer in the library."),
    "pane_cut": ("（以下省略，只显示出处前后的部分）", "(cut here: only what surrounds the citations is shown)"),
    "pane_cut_before": ("（以上省略）", "(cut above)"),
    "page": ("第 {n} 页", "Page {n}"),
    "drop": ("把文件拖到这里，或点击选择", "Drop files here, or click to choose"),
    "drop_types": ("支持 {types}；每个不超过 {mb} MB", "{types}; at most {mb} MB each"),
    "library_folder": (
        "添加的文档和索引保存在 {folder}，只在这台机器上。",
        "Documents and index are kept in {folder}, on this machine only.",
    ),
    "library_begins": (
        "现在回答用的是随程序自带的公报；第一次添加文档时，会以它为基础建立你自己的资料库。",
        "Answers come from the bundled bulletin; the first upload makes a library of your own that begins with it.",
    ),
    "documents": ("文档", "Documents"),
    "col_title": ("题名", "Title"),
    "col_date": ("日期", "Date"),
    "col_passages": ("段落", "Passages"),
    "col_state": ("状态", "State"),
    "col_file": ("文件", "File"),
    "col_action": ("操作", "Action"),
    "state_ready": ("可以提问", "Ready"),
    "state_sending": ("上传中", "Uploading"),
    "state_waiting": ("等待处理", "Waiting"),
    "state_reading": ("读取中", "Reading"),
    "state_indexing": ("建索引中", "Indexing"),
    "state_added": ("已添加", "Added"),
    "state_replaced": ("已更新", "Replaced"),
    "state_unchanged": ("内容没有变化", "Unchanged"),
    "state_failed": ("未能添加", "Not added"),
    "uploads": ("最近添加", "Recent uploads"),
    "remove": ("移除", "Remove"),
    "remove_ask": ("移除《{title}》？移除后不再用它回答。", "Remove “{title}”? It will no longer be used to answer."),
    "remove_yes": ("移除", "Remove"),
    "cancel": ("取消", "Cancel"),
    "unknown": ("—", "—"),
    "network": ("连接不上本机的程序，请确认它还在运行", "The program does not answer; is it still running?"),
    "measure_lead": (
        "这些是随程序保存的评测结果：问题和标准答案由人写定，回答对不对由程序逐条核对。",
        "Saved results: questions with known answers, each reply checked by a program.",
    ),
    "measure_none": ("没有随程序安装评测结果。", "No results are installed."),
    "measure_of": ("{n} 题", "{n} questions"),
    "m_right": ("答对", "Right"),
    "m_proven": ("答对且有出处", "Right and proven"),
    "m_precision": ("出处准确", "Citation precision"),
    "m_refused": ("该拒答时拒答", "Refused rightly"),
    "m_false_refused": ("错误拒答", "Refused wrongly"),
    "m_kinds": ("按题型看", "By kind"),
    "m_kind": ("题型", "Kind"),
    "m_n": ("题数", "Questions"),
    "m_failures": ("没有答对的 {n} 题", "{n} failures"),
    "m_hidden": ("这一半只用来报告，题目不公开。", "This half is only for reporting; its questions are not shown."),
    "m_asked": ("问", "Asked"),
    "m_expected": ("应答", "Expected"),
    "m_said": ("实答", "Answered"),
    "m_refusal": ("（拒答）", "(refused)"),
    "m_speed": ("一次回答的时间（毫秒，中位数）", "Time of an answer (ms, median)"),
    "yours": ("你的评价", "Your feedback"),
    "yours_lead": (
        "回答下面的“答得对 / 答得不对”会变成一道题，存在 {path}。已有 {n} 题。可以这样运行：",
        "Thumbs become questions in {path}; {n} so far. Run them with:",
    ),
    "rate_right": ("正确答案（照原文抄写）", "The right answer, in the document's words"),
    "rate_absent": ("资料里没有，应当拒答", "The documents do not say; it should refuse"),
    "rate_note": ("备注（可不填）", "Note (optional)"),
    "rate_save": ("保存评价", "Save"),
    "rate_saved": ("已存为一道题", "Saved as a question"),
    "rate_kept": ("已记下，但还不能成为一道题：{why}", "Kept, but not yet a question: {why}"),
    "kind_fact": ("单个事实", "fact"),
    "kind_paraphrase": ("换个说法", "paraphrase"),
    "kind_city": ("分清城市", "city"),
    "kind_year": ("分清年份", "year"),
    "kind_multi": ("一问多项", "multi"),
    "kind_list": ("列举", "list"),
    "kind_measure": ("做法和原因", "measure"),
    "kind_yesno": ("是否", "yes/no"),
    "kind_compare": ("比较", "compare"),
    "kind_compute": ("计算", "compute"),
    "kind_both": ("各城市都答", "both cities"),
    "kind_premise": ("前提有误", "false premise"),
    "kind_followup": ("追问", "follow-up"),
    "kind_unanswerable": ("资料里没有", "unanswerable"),
    "kind_answerable": ("有答案的合计", "all answerable"),
    "kind_all": ("全部", "all"),
}


def say(language: Language, key: str, **values: object) -> str:
    """Return words of the page, not escaped, with values put into their places."""
    text = WORDS[key][0 if language == "zh" else 1]
    return text.format(**values) if values else text


def preferred(accept_language: str | None) -> Language:
    """Return the language for a browser: Chinese unless it prefers another one.

    Example:
        >>> preferred("zh-CN,zh;q=0.9,en;q=0.8"), preferred("en-US,en;q=0.9"), preferred(None)
        ('zh', 'en', 'zh')
    """
    first = (accept_language or "zh").split(",")[0].strip().lower()
    return "zh" if first.startswith(("zh", "*")) or not first else "en"
