"""The page's own script and style, and the fonts that it names."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
STYLES = [_HERE / "style.css", _HERE / "panels.css"]
SCRIPTS = [_HERE / "page.js", _HERE / "pane.js", _HERE / "panels.js"]


def script() -> str:
    """Return the page's script, in one piece."""
    return "\n".join(file.read_text(encoding="utf-8") for file in SCRIPTS)


def theme_fonts() -> tuple[list[str], list[str]]:
    """Return names of fonts that come with Windows, macOS, Android and Linux: a web font would be fetched."""
    fonts = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
    return fonts, ["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"]
