"""Makes small files of each format, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


def pdf(pages: list[list[str]]) -> bytes:
    """Return a PDF whose pages show the lines in Chinese, by the standard encoding UniGB-UCS2-H."""
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    descriptor = add(
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    )
    below = add(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/FontDescriptor %d 0 R>>" % descriptor
    )
    font = add(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[%d 0 R]>>" % below
    )
    parent = len(objects) + 2 * len(pages) + 1
    kids = []
    for lines in pages:
        shown = b"BT /F1 12 Tf 50 780 Td 20 TL " + b" ".join(
            b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in lines
        )
        content = add(b"<</Length %d>>stream\n%s ET\nendstream" % (len(shown) + 3, shown))
        kids.append(
            add(
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 %d 0 R>>>>/Contents %d 0 R>>"
                % (parent, font, content)
            )
        )
    add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids)))
    root = add(b"<</Type/Catalog/Pages %d 0 R>>" % parent)
    out = io.BytesIO(b"%PDF-1.5\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table))
    return out.getvalue()


def docx(path: Path) -> None:
    """Write a Word document with a title, headings, a list, and a table with its header."""
    from docx import Document

    document = Document()
    document.add_heading("青河市开发区2031年工作总结", 0)
    document.add_heading("主要指标", 1)
    document.add_paragraph("青河市开发区规上工业增加值增长8.3%。")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("开发区", "增加值增速", "工业投资"), strict=True):
        cell.text = text
    for row in (("云岭经开区", "13.5%", "6.4亿元"), ("石桥经开区", "21.7%", "3.3亿元")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("下一步", 1)
    document.add_heading("招商", 2)
    document.add_paragraph("力争签约项目60个。")
    document.save(str(path))


def xlsx(path: Path) -> None:
    """Write a workbook with two sheets, the first with a caption and two rows of headers."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "指标"
    first.append(["2031年主要指标"])
    first.merge_cells("A1:D1")
    first.append(["开发区", "工业增加值", None, "项目数"])
    first.append([None, "总量", "增速", None])
    first.append(["云岭经开区", "17.2亿元", "13.5%", 12])
    first.append(["石桥经开区", "9.8亿元", "21.7%", 7])
    book.create_sheet("空表")
    book.save(path)


def package(path: Path, parts: dict[str, bytes]) -> None:
    """Write a zip package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
