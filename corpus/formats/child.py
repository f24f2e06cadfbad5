"""The child process that parses foreign files, one after another, within limits; started by `corpus.formats.sandbox`.

Reads one JSON object a line from standard input (``{"path", "kind", "seconds"}``) and answers each with one
line: the fields of `Extracted`, or ``{"error": [found, expected, remedy]}``. It can write no file and cannot grow.
"""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path

from corpus.formats.extracted import Extracted, Unreadable

MEMORY = 512 * 2**20
_MOST_UNPACKED = 256 * 2**20
_MOST_RATIO = 200
_MOST_PARTS = 10_000
_SMALL = 2**20
_OLE = b"\xd0\xcf\x11\xe0"


def main() -> None:
    """Answer requests until standard input ends."""
    _limit_memory()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            _limit_time(request["seconds"])
            answer: dict[str, object] = asdict(extract(Path(request["path"]), request["kind"]))
        except Unreadable as error:
            answer = {"error": [error.found, error.expected, error.remedy]}
        except OSError as error:
            answer = {"error": [f"读不了（{error.strerror or error}）", "可读的文件", "检查文件和权限"]}
        except MemoryError:
            answer = {"error": ["展开后太大", "正常大小的文件", "把它拆成几个文件"]}
        except RecursionError:
            answer = {"error": ["嵌套过深", "正常的文件", ""]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def extract(path: Path, kind: str) -> Extracted:
    """Return what a file says.

    Args:
        path: The file.
        kind: Its suffix without the dot: ``pdf``, ``docx``, ``xlsx``, ``html`` or ``csv``.

    Raises:
        Unreadable: It cannot be read.
    """
    if kind in ("docx", "xlsx"):
        _check_package(path, kind)
    if kind == "pdf":
        from corpus.formats import pdf

        _check_start(path, b"%PDF", "PDF")
        return pdf.extract(path)
    if kind == "docx":
        from corpus.formats import docx

        return docx.extract(path)
    from corpus.formats import sheets

    if kind == "xlsx":
        return sheets.extract_xlsx(path)
    from corpus.decoding import decode, decode_html
    from corpus.errors import UnreadableDocument

    try:
        if kind == "csv":
            return sheets.extract_csv(decode(path.read_bytes(), path.name))
        from corpus.formats import html

        return html.extract(decode_html(path.read_bytes(), path.name))
    except UnreadableDocument as error:
        raise Unreadable(error.found.split("”", 1)[-1], error.expected, error.remedy) from error


def _check_start(path: Path, magic: bytes, name: str) -> None:
    with open(path, "rb") as file:
        start = file.read(1024)
    if not start.strip():
        raise Unreadable("是空的", f"有内容的 {name} 文件")
    if magic not in start:
        raise Unreadable(f"不是 {name} 文件", f"内容与扩展名一致的 {name} 文件", "检查扩展名是否写对")


def _check_package(path: Path, kind: str) -> None:
    """Refuse what is no zip package, or would unpack to far more than it should."""
    with open(path, "rb") as file:
        start = file.read(8)
    if not start:
        raise Unreadable("是空的", f"有内容的 .{kind} 文件")
    if start.startswith(_OLE):
        raise Unreadable("是加密的，或是旧版 Office 格式", f"不加密的 .{kind} 文件", f"用 Office 打开并另存为 .{kind}")
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(f"不是完好的 .{kind} 文件", f"能正常打开的 .{kind} 文件", "用 Office 打开并另存") from error
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = unpacked > _MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_RATIO * max(packed, 1))
    if bomb or len(parts) > _MOST_PARTS:
        raise Unreadable(f"展开后有 {unpacked // 2**20} MB，疑似压缩炸弹", "正常的文档")


def _limit_memory() -> None:
    """Bound memory, files and dumps; Windows has no such limits and relies on the parent's clock."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the process use so many more seconds of the processor."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


if __name__ == "__main__":
    main()
