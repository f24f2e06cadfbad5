"""A real browser for the tests of this folder: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A machine with two cores may be busy with other things.
PATIENCE_MS = 30_000
SHOTS = Path(tempfile.gettempdir()) / "bulletin-qa-screenshots"
NO_BROWSER = "There is no Chromium: NOT TESTED IN A BROWSER. On Debian: apt-get install chromium"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, or skip what needs it."""
    if CHROMIUM is None:
        pytest.skip(NO_BROWSER)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium runs only without its sandbox.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, **settings: Any) -> Iterator[Page]:
    """Open the page in a browser of its own, and fail if it reports an error or asks another machine for anything."""
    settings = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 800}} | settings
    with browser.new_context(**settings) as context:
        context.set_default_timeout(PATIENCE_MS)
        troubles: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda sent: troubles.append(sent.url) if not sent.url.startswith((address, "data:", "blob:")) else None,
        )
        page.goto(address)
        ready(page)
        yield page
        assert not troubles, troubles


def ready(page: Page) -> None:
    """Wait until the page has come up and a conversation that was kept has come back."""
    expect(page.locator("#bq-head [data-opened]")).to_have_count(1)
    expect(page.locator("#bq-ask .submit-button[aria-label]")).to_have_count(1)


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, and wait for the whole reply."""
    before = page.locator(".bq-reply").count()
    page.locator("#bq-ask textarea").fill(question)
    page.keyboard.press("Enter")
    settled(page, before + 1)


def settled(page: Page, replies: int) -> None:
    """Wait until there are so many replies, each with all that belongs to it."""
    expect(page.locator(".bq-reply")).to_have_count(replies)
    expect(page.locator(".bq-reply.bq-whole")).to_have_count(replies)


def shot(page: Page, name: str) -> None:
    """Save a screenshot, to be looked at by people."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
