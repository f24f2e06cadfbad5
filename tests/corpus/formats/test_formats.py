from __future__ import annotations

from pathlib import Path

import pytest

from corpus.reading import Reading, read_documents
from corpus.types import Document
from tests.corpus.formats import makers

PAGE = """<html><head><title>不是标题</title><meta name="PubDate" content="2031-03-05">
<meta name="ContentSource" content="青河市商务局"><style>p{color:red}</style></head><body>
<nav>首页 返回</nav><h1>关于支持开发区的若干措施</h1><h2>一、资金</h2>
<p>对新落户企业给予<b>50万元</b>奖励。</p><script>alert("x")</script>
<table><tr><th rowspan=2>开发区</th><th colspan=2>工业投资</th></tr><tr><th>总量</th><th>增速</th></tr>
<tr><td>云岭经开区</td><td>6.4亿元</td><td>4.1%</td></tr></table><ul><li>甲</li><li>乙</li></ul></body></html>"""


def only(reading: Reading) -> Document:
    assert [str(failure) for failure in reading.failures] == []
    (document,) = reading.documents
    assert all(section.start < section.end for section in document.sections)
    return document


def test_a_web_page_keeps_headings_tables_and_what_it_says_of_itself(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    document = only(read_documents([file]))
    assert (document.title, document.date, document.issuer) == (
        "关于支持开发区的若干措施",
        "2031-03-05",
        "青河市商务局",
    )
    assert "对新落户企业给予50万元奖励。" in document.text
    assert "开发区：云岭经开区；工业投资总量：6.4亿元；工业投资增速：4.1%。" in document.text
    assert not {"alert", "首页", "color"} & set(document.text.replace("(", " ").split())
    assert document.sections[-1].path == ("关于支持开发区的若干措施", "一、资金")


@pytest.mark.parametrize("charset", ["gb2312", "big5", "utf-8"])
def test_a_web_page_is_read_by_the_charset_that_it_declares(tmp_path: Path, charset: str) -> None:
    said = "工業投資完成6.4億元，較上年增長四成。" if charset == "big5" else "工业投资完成6.4亿元，较上年增长四成。"
    file = tmp_path / "page.html"
    file.write_bytes(f'<html><head><meta charset="{charset}"></head><body><p>{said}</p></body></html>'.encode(charset))
    assert said in only(read_documents([file])).text


def test_a_word_document_keeps_headings_and_tables(tmp_path: Path) -> None:
    makers.docx(tmp_path / "summary.docx")
    document = only(read_documents([tmp_path]))
    assert document.title == "青河市开发区2031年工作总结"
    assert "开发区：石桥经开区；增加值增速：21.7%；工业投资：3.3亿元。" in document.text
    assert document.sections[-1].path == ("青河市开发区2031年工作总结", "下一步", "招商")


def test_a_workbook_keeps_each_cell_with_its_headers(tmp_path: Path) -> None:
    makers.xlsx(tmp_path / "table.xlsx")
    document = only(read_documents([tmp_path]))
    assert "2031年主要指标" in document.text
    assert "开发区：云岭经开区；工业增加值总量：17.2亿元；工业增加值增速：13.5%；项目数：12。" in document.text


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t")])
def test_comma_separated_values(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [("开发区", "增速"), ("云岭经开区", "13.5%"), ("石桥经开区", "21.7%")]
    (tmp_path / "table.csv").write_text("\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    assert "开发区：石桥经开区；增速：21.7%。" in only(read_documents([tmp_path])).text


def test_a_pdf_remembers_its_pages_and_drops_running_lines(tmp_path: Path) -> None:
    body = ["云岭经开区规上工业增加值完成17.2亿元，增", "长13.5%。", "石桥经开区增长21.7%。", "工业投资完成3.3亿元。"]
    pages = [["青河年鉴2031", line, f"第{number}页"] for number, line in enumerate(body, start=1)]
    (tmp_path / "book.pdf").write_bytes(makers.pdf(pages))
    document = only(read_documents([tmp_path]))
    assert "完成17.2亿元，增长13.5%。" in document.text  # a sentence that goes over a page end is whole again
    assert "青河年鉴" not in document.text
    assert "第3页" not in document.text
    assert document.page_of(document.text.index("17.2亿元")) == 1
    assert document.page_of(document.text.index("长13.5%")) == 2
    assert document.page_of(document.text.index("3.3亿元")) == 4


def test_text_files_have_no_pages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("增长8.3%。", encoding="utf-8")
    assert only(read_documents([tmp_path])).page_of(0) is None


def test_what_is_wrong_with_a_file_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("增长8.3%。", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(makers.pdf([[]]))
    (tmp_path / "broken.pdf").write_bytes(makers.pdf([["好"]])[:200])
    (tmp_path / "false.pdf").write_bytes(b"PK\x03\x04 no pdf at all")
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "none.docx").write_bytes(b"")
    (tmp_path / "none.xlsx").write_bytes(b"PK not really")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "letter.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "empty.html").write_text("<html><script>1</script></html>", encoding="utf-8")
    makers.package(tmp_path / "odd.docx", {"a.txt": b"a"})
    reading = read_documents([tmp_path])
    assert [document.id for document in reading.documents] == ["good.txt"]
    said = {str(failure).split("”")[0].rsplit("/", 1)[-1]: str(failure) for failure in reading.failures}
    assert set(said) == {path.name for path in tmp_path.iterdir()} - {"good.txt"}
    for name, words in {
        "scan.pdf": "OCR",
        "broken.pdf": "不是完好的 PDF",
        "false.pdf": "不是 PDF",
        "old.docx": "加密",
        "none.docx": "是空的",
        "none.xlsx": "不是完好的",
        "picture.png": "OCR",
        "letter.doc": "另存为 .docx",
        "empty.html": "没有文字",
        "odd.docx": "不是完好的",
    }.items():
        assert words in said[name], said[name]


def test_an_encrypted_pdf_is_named(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    (tmp_path / "plain.pdf").write_bytes(makers.pdf([["增长8.3%。"]]))
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "plain.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    (tmp_path / "plain.pdf").unlink()
    with open(tmp_path / "locked.pdf", "wb") as file:
        writer.write(file)
    (failure,) = read_documents([tmp_path]).failures
    assert "是加密的" in str(failure)


def test_an_index_among_the_documents_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("增长8.3%。", encoding="utf-8")
    (tmp_path / "ix" / "generations" / "000001").mkdir(parents=True)
    (tmp_path / "ix" / "CURRENT").write_text("{}")
    (tmp_path / "ix" / "generations" / "000001" / "manifest.json").write_text("{}")
    assert only(read_documents([tmp_path])).id == "a.txt"


def test_progress_is_told_of_every_file(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.doc"):
        (tmp_path / name).write_text("增长8.3%。", encoding="utf-8")
    told: list[tuple[int, int, str]] = []
    read_documents([tmp_path], lambda *step: told.append(step))
    assert told == [(1, 3, "a.txt"), (2, 3, "b.txt"), (3, 3, "c.doc")]
