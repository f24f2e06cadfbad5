"""The rules of the house: who may import whom, where heavy libraries come in, what may lie in it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Room -> the rooms that it may know besides itself.
MAY_KNOW = {
    "corpus": set[str](),
    "index": {"corpus"},
    "qa": {"index", "corpus"},
    "web": {"qa", "index", "corpus"},
    "app": {"web", "qa", "index", "corpus"},
    "eval": {"qa", "index", "corpus"},
}

# Heavy library -> its doors: modules, or folders with a closing slash.
EMBEDDING = ("index/embedding.py", "index/reranking.py", "index/training/")
DOORS = {
    "langchain_text_splitters": ("corpus/passages.py",),
    "sentence_transformers": EMBEDDING,
    "model2vec": EMBEDDING,
    "transformers": EMBEDDING,
    "torch": EMBEDDING,
    "faiss": ("index/dense.py",),
    "gradio": ("app.py", "web/"),
    "selectolax": ("corpus/formats/html.py",),
    "docx": ("corpus/formats/docx.py", "web/export.py"),
    "pypdf": ("corpus/formats/pdf.py",),
    "openpyxl": ("corpus/formats/sheets.py",),
    "openai": ("qa/generator.py",),
    "pymilvus": ("index/milvus.py",),
}

# Folder -> the extra of pyproject.toml that its code may count on besides the dependencies proper.
EXTRAS = {"eval/": "eval", "index/training/": "training"}

# What may not be loaded before it is needed: the heavy libraries, and what they drag along.
HEAVY = {
    *DOORS,
    "gradio_client",
    "ir_measures",
    "langchain_core",
    "numpy",
    "opencc",
    "pandas",
    "rjieba",
    "scipy",
    "sklearn",
    "tokenizers",
}

MAX_BYTES = 30_000_000
SKIPPED_FOLDERS = {
    ".git",
    ".venv",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
    "dist",
}
# Put together here, so that this file does not hold them: hosts of package registries and folders of one machine.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )
]
FORBIDDEN = re.compile("|".join(map(re.escape, HOSTS)) + r"|(?<![\w.])/(?:home|Users|root|work|farm)/\w")


class Import(NamedTuple):
    """An import statement, wherever it stands: the name imported in full, and the line."""

    name: str
    line: int


def imports(source: str, package: str = "") -> Iterator[Import]:
    """Yield all imports of a module, also those in functions, under ``TYPE_CHECKING`` and by ``import_module("…")``.

    Args:
        source: The module's source.
        package: The dotted name of the module's package, for relative imports.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (Import(alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = package.split(".")[: len(package.split(".")) - level + 1] if level else []
                full = ".".join([*base, *([module] if module else [])])
                # `from . import dense` and `from index import dense` both name a module after the import.
                yield from (Import(f"{full}.{alias.name}", node.lineno) for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield Import(name, node.lineno)


def modules() -> list[Path]:
    """Return every module of the rooms."""
    found = [path for room in MAY_KNOW for path in (ROOT / room).rglob("*.py")]
    return sorted([*found, *(path for path in [ROOT / "app.py"] if path.exists())])


def files() -> list[Path]:
    """Return the files that the project consists of: what git tracks or would track, or all of them without git."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if SKIPPED_FOLDERS.isdisjoint(p.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


def all_imports() -> Iterator[tuple[str, Import]]:
    """Yield each import of the rooms with the path of its module, relative to the root."""
    for path in modules():
        relative = path.relative_to(ROOT)
        package = ".".join(relative.parent.parts)
        yield from ((relative.as_posix(), found) for found in imports(path.read_text(encoding="utf-8"), package))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_reads_every_kind_of_import() -> None:
    source = """
import a.b as c
from d import e
from . import f
from ..g import h
def lazily():
    import i
    importlib.import_module("j")
if TYPE_CHECKING:
    from k.l import m
"""
    names = {found.name for found in imports(source, "index.training")}
    assert names == {"a.b", "d.e", "index.training.f", "index.g.h", "i", "j", "k.l.m"}


def test_rooms_know_only_the_rooms_below() -> None:
    wrong = []
    for path, found in all_imports():
        room = path.split("/")[0].removesuffix(".py")
        other = found.name.split(".")[0]
        if other in MAY_KNOW and other != room and other not in MAY_KNOW[room]:
            wrong.append(f"{path}:{found.line} imports {found.name}")
    assert not wrong, "Imports that run upward:\n" + "\n".join(wrong)


def test_heavy_libraries_come_in_by_their_doors() -> None:
    wrong = []
    for path, found in all_imports():
        doors = DOORS.get(found.name.split(".")[0])
        if doors is not None and not path.startswith(doors):
            wrong.append(f"{path}:{found.line} imports {found.name}, whose door is {' or '.join(doors)}")
    assert not wrong, "Imports beside the door:\n" + "\n".join(wrong)


def test_every_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    distributions = packages_distributions()
    wrong = []
    for path, found in all_imports():
        top = found.name.split(".")[0]
        if top in MAY_KNOW or top in sys.stdlib_module_names:
            continue
        declared = [*project["dependencies"]]
        for folder, extra in EXTRAS.items():
            if path.startswith(folder):
                declared += project["optional-dependencies"][extra]
        names = {_canonical(re.split(r"[<>=!~\[ ;]", requirement)[0]) for requirement in declared}
        if names.isdisjoint(map(_canonical, distributions.get(top, [top]))):
            wrong.append(f"{path}:{found.line} imports {found.name}")
    assert not wrong, "Imports that pyproject.toml does not declare:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "code",
    [
        "import qa",
        "import runpy; sys.argv = ['bulletin-qa', '--help']; runpy.run_module('qa', run_name='__main__')",
    ],
    ids=["import qa", "python -m qa --help"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    report = "import sys, atexit; atexit.register(lambda: print('\\nLOADED', *sys.modules)); "
    run = subprocess.run(
        [sys.executable, "-c", report + code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    loaded = {name.split(".")[0] for name in run.stdout.rsplit("LOADED", 1)[1].split()}
    assert "qa" in loaded
    assert not loaded & HEAVY


def test_no_file_is_large() -> None:
    large = [f"{path.relative_to(ROOT)}: {path.stat().st_size}" for path in files() if path.stat().st_size > MAX_BYTES]
    assert not large


def test_nothing_names_a_registry_host_or_a_folder_of_one_machine() -> None:
    wrong = []
    for path in files():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        text = data.decode("utf-8", errors="replace")
        wrong += [f"{path.relative_to(ROOT)}: {found.group()}" for found in FORBIDDEN.finditer(text)]
    assert not wrong


def test_constraints_name_only_packages_and_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._!]+", line)] == []
