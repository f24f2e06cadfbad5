"""The page in a real browser, used as people use it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qa.assistant import Assistant
from tests.web.browser import SHOTS, ask, chromium, opened, ready, settled, shot
from tests.web.conftest import HOSTILE, make_shelf, served
from web.opinions import count
from web.shelf import Shelf

pytestmark = pytest.mark.browser

GROWTH = "盂县经开区规上工业增加值增速是多少？"
PROJECTS = "2023年晋中市开发区铺排了多少个项目？"
COMPARED = "哪个开发区规上工业增加值最高？"
REFUSED = "太原2023年铺排了多少个项目？"
CHANGZHI = "# 长治经验\n供稿:长治市商务局\n### 【2023年工作成绩】\n2023年,长治市开发区铺排项目77个,总投资120.5亿元。\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found
        print(f"\nScreenshots: {SHOTS}")


@pytest.fixture(scope="module")
def own(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A shelf that no other test changes."""
    return make_shelf(assistant, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def site(own: Shelf) -> Iterator[str]:
    with served(own) as address:
        yield address


def _short(page: Page) -> str:
    return page.locator(".bq-short").last.inner_text()


def _asked_mark_is_seen(page: Page, words: str) -> None:
    mark = page.locator("#bq-pane mark.bq-asked")
    expect(mark.first).to_contain_text(words)
    expect(mark.first).to_be_in_viewport()


def test_ask_follow_up_and_see_the_proof(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        expect(page.locator("#bq-chat .example")).to_have_count(4)
        shot(page, "start")
        ask(page, GROWTH)
        assert _short(page) == "22.4%"
        ask(page, "那阳泉高新区呢？")
        assert _short(page) == "16.6%"
        expect(page.locator(".bq-understood")).to_contain_text("阳泉高新区规上工业增加值增速是多少")
        page.locator(".bq-text .bq-marker").last.click()
        _asked_mark_is_seen(page, "增长16.6%")
        expect(page.locator("#bq-pane .bq-crumbs")).to_contain_text("阳泉市开发区")
        shot(page, "proof")
        page.locator(".bq-next").last.click()
        settled(page, 3)
        page.locator(".bq-reply").last.evaluate("reply => reply.classList.add('bq-old')")
        page.get_by_label("重试").click()
        expect(page.locator(".bq-old")).to_have_count(0)
        settled(page, 3)
        page.get_by_label("撤销").click()
        settled(page, 2)
        page.get_by_label("清空对话").click()
        expect(page.locator(".bq-reply")).to_have_count(0)


def test_a_starter_is_answered(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        page.locator("#bq-chat .example").first.click()
        settled(page, 1)
        expect(page.locator(".bq-answered")).to_have_count(1)


def test_a_comparison_is_drawn_and_every_bar_leads_to_its_sentence(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, COMPARED)
        drawn = page.locator(".bq-figure")
        expect(drawn).to_have_count(3)
        for number, words in enumerate(("29.3亿元", "22.6亿元", "14.9亿元")):
            drawn.nth(number).click()
            _asked_mark_is_seen(page, words)
        colours = {
            page.locator(".bq-fill").nth(n).evaluate("e => getComputedStyle(e).backgroundColor") for n in range(3)
        }
        assert len(colours) == 3
        shot(page, "comparison")


def test_a_refusal_looks_like_one_and_offers_what_can_be_answered(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, REFUSED)
        refusal = page.locator(".bq-refusal")
        expect(refusal).to_contain_text("没有找到答案")
        expect(refusal).to_contain_text(REFUSED)
        shot(page, "refusal")
        page.locator(".bq-next").first.click()
        settled(page, 2)
        expect(page.locator(".bq-answered")).to_have_count(1)


def test_a_conversation_outlives_a_reload_and_a_spoilt_one_does_no_harm(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, PROJECTS)
        ask(page, "总投资是多少？")
        page.reload()
        ready(page)
        settled(page, 2)
        assert _short(page) == "870.02亿元"
        for spoilt in (
            "{",
            "[7, null]",
            '[{"question": 7}]',
            "\\u0000",
            '[{"question": "<img src=x onerror=window.bad=1>"}]',
        ):
            page.evaluate("text => localStorage.setItem(window.bq.KEY, text)", spoilt)
            page.reload()
            ready(page)
        ask(page, PROJECTS)
        assert _short(page) == "269个"
        assert page.evaluate("window.bad") is None


def test_copy_and_export(browser: Browser, site: str) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, GROWTH)
        page.locator(".bq-copy").click()
        expect(page.locator(".bq-copy")).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "[1] 《全省开发区》 · “锚定目标不放松 冲刺首季‘开门红’”特刊 · 阳泉市开发区 · 2023年工作成绩" in copied
        with page.expect_download() as download:
            page.get_by_role("button", name="导出 Markdown").click()
        assert download.value.suggested_filename == "公报问答.md"
        assert "**22.4%**" in Path(download.value.path()).read_text(encoding="utf-8")
        with page.expect_download() as download:
            page.get_by_role("button", name="导出 Word").click()
        file = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert "22.4%" in [paragraph.text for paragraph in file.paragraphs]


def test_upload_ask_limit_and_remove(browser: Browser, own: Shelf, site: str, tmp_path: Path) -> None:
    good, bad, hostile = tmp_path / "长治.md", tmp_path / "坏.exe", tmp_path / "试.md"
    good.write_text(CHANGZHI, encoding="utf-8")
    bad.write_text("x", encoding="utf-8")
    hostile.write_text(HOSTILE, encoding="utf-8")
    with opened(browser, site) as page:
        page.locator("#bq-tab-library-button").click()
        expect(page.locator(".bq-documents tbody tr")).to_have_count(1)
        page.locator(".bq-file").set_input_files([good, bad])
        expect(page.locator(".bq-upload[data-state=added]")).to_have_count(1)
        expect(page.locator(".bq-upload[data-state=failed]")).to_contain_text("不支持 .exe")
        expect(page.locator(".bq-documents tbody tr")).to_have_count(2)
        # Dropped by the mouse, as from a folder's window.
        transfer = page.evaluate_handle(
            "([name, text]) => { const t = new DataTransfer(); t.items.add(new File([text], name)); return t; }",
            [hostile.name, HOSTILE],
        )
        page.locator(".bq-drop").dispatch_event("drop", {"dataTransfer": transfer})
        expect(page.locator(".bq-documents tbody tr")).to_have_count(3)
        shot(page, "library")
        page.locator("#bq-tab-ask-button").click()
        expect(page.locator("#bq-head")).to_contain_text("3 篇文档")
        page.locator(".bq-within summary").click()
        page.locator(".bq-within input").nth(1).check()
        page.locator(".bq-within summary").click()
        ask(page, "2023年铺排了多少个项目？")
        assert _short(page) == "77个"
        expect(page.locator(".bq-proof")).to_contain_text("长治经验")
        expect(page.locator(".bq-proof")).not_to_contain_text("晋中")
        page.locator(".bq-within summary").click()
        page.locator(".bq-within input").nth(1).uncheck()
        page.locator(".bq-within input").nth(2).check()
        page.locator(".bq-within summary").click()
        ask(page, "2023年长治市开发区铺排了多少个项目？<script>window.bad=1</script>")
        expect(page.locator(".bq-text").last).to_contain_text("<script>window.bad=1</script>")
        page.locator(".bq-marker").last.click()
        expect(page.locator("#bq-pane mark").first).to_contain_text("$$x^2$$")
        assert page.evaluate("window.bad") is None
        page.locator(".bq-close").click()
        page.locator("#bq-tab-library-button").click()
        for title in ("长治经验", "测试公报"):
            page.get_by_role("button", name=f"移除《{title}》").click()
            expect(page.locator("dialog")).to_contain_text(f"移除《{title}》？")
            page.locator("dialog").get_by_role("button", name="移除").click()
            expect(page.get_by_role("button", name=f"移除《{title}》")).to_have_count(0)
        page.locator("#bq-tab-ask-button").click()
        ask(page, "2023年长治市开发区铺排了多少个项目？")
        expect(page.locator(".bq-reply").last).to_have_class(re.compile("bq-refusal"))
    assert len(own.entries()) == 1


def test_results_and_opinions(browser: Browser, own: Shelf, site: str) -> None:
    with opened(browser, site) as page:
        ask(page, GROWTH)
        page.locator(".bq-good").click()
        expect(page.locator(".bq-told")).to_have_text("已存为一道题")
        page.locator(".bq-bad").click()
        page.locator(".bq-rate textarea").fill("14.9亿元")
        page.locator(".bq-rate").get_by_role("button", name="保存").click()
        expect(page.locator(".bq-rate")).to_have_count(0)
        page.locator("#bq-tab-measure-button").click()
        expect(page.locator(".bq-measure")).to_contain_text("已有 2 题")
        shot(page, "results")
    assert count(own.feedback) == 2


def test_a_phone(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True) as page:
        ask(page, COMPARED)
        shot(page, "phone")
        for tab in ("library", "measure", "ask"):
            page.locator(f"#bq-tab-{tab}-button").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.locator(".bq-marker").first.tap()
        _asked_mark_is_seen(page, "29.3亿元")
        pane = page.locator("#bq-pane").bounding_box()
        assert pane is not None
        assert pane["width"] == pytest.approx(375, abs=1)
        shot(page, "phone-proof")
        page.locator(".bq-close").tap()
        expect(page.locator("#bq-pane")).to_be_hidden()


def test_the_keyboard_alone(browser: Browser, site: str) -> None:
    with opened(browser, site) as page:
        page.locator("#bq-ask textarea").focus()
        page.keyboard.type(GROWTH)
        page.keyboard.press("Enter")
        settled(page, 1)
        for _ in range(30):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.matches('a.bq-marker')"):
                break
        page.keyboard.press("Enter")
        _asked_mark_is_seen(page, "22.4%")
        page.keyboard.press("Escape")
        expect(page.locator("#bq-pane")).to_be_hidden()
        assert page.evaluate("document.activeElement.matches('a.bq-marker')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_is_accessible(browser: Browser, site: str, scheme: str) -> None:
    with opened(browser, site, color_scheme=scheme) as page:
        ask(page, COMPARED)
        ask(page, REFUSED)
        page.locator(".bq-bad").last.click()
        page.locator(".bq-marker").first.click()
        expect(page.locator("#bq-pane mark.bq-asked")).not_to_have_count(0)
        shot(page, scheme)
        found = [_serious(page)]
        for tab in ("library", "measure"):
            page.locator(f"#bq-tab-{tab}-button").click()
            expect(page.locator(f"[data-panel={tab}] h2").first).to_be_visible()
            found.append(_serious(page))
        assert found == [[], [], []]


def _serious(page: Page) -> list[str]:
    """Return what axe-core finds serious in our own part of the page."""
    found = []
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            found += [
                f"{violation['id']}: {node['html'][:150]}" for node in violation["nodes"] if "bq-" in node["html"]
            ]
    return found


def test_english_by_the_browsers_locale(browser: Browser, site: str) -> None:
    with opened(browser, site, locale="en-US") as page:
        expect(page.locator("#bq-tab-library-button")).to_have_text("Library")
        expect(page.locator("#bq-ask textarea")).to_have_attribute("placeholder", re.compile("press Enter"))
        ask(page, GROWTH)
        assert _short(page) == "22.4%"
        expect(page.locator(".bq-proof h3")).to_have_text("Sources")
        assert page.evaluate("document.documentElement.lang") == "en"


def test_answers_a_page_while_fifty_others_ask(browser: Browser, site: str) -> None:
    def one(_: int) -> str:
        with httpx.Client(base_url=site, trust_env=False, timeout=60) as http:
            event = http.post("/gradio_api/call/answer", json={"data": [PROJECTS, None]}).json()["event_id"]
            return http.get(f"/gradio_api/call/answer/{event}").text

    with opened(browser, site) as page, ThreadPoolExecutor(50) as pool:
        replies = [pool.submit(one, number) for number in range(50)]
        ask(page, GROWTH)
        assert _short(page) == "22.4%"
        for reply in replies:
            text = reply.result(120)
            assert "event: complete" in text
            assert json.loads(text.split("data: ")[-1])[1] == "269个"
