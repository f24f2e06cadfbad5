"""Figures in the rows of tables, Markdown's or aligned by blanks: what each measures and whose it is.

``| 掇刀区 | 41 | 468.9 |`` under ``| 地区 | 项目数（个） | 总投资（亿元） |`` says that 掇刀区 has 41个 and 468.9亿元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.aligned import column_spans, columns, is_aligned
from corpus.sentences import Span
from qa.periods import find_years
from qa.places import Place, find_places
from qa.values import Value, find_values

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
# What plain text draws above, in and below a table.
_DRAWN_RULE = re.compile(r"[\s+|]*(?:[-—─━=═_]{2,}[\s+|┼]*)*[-—─━=═_]{5,}[\s+|]*")
# 表1 地区生产总值(单位:亿元、%)
_TITLE = re.compile(r"表\s?[\d一二三四五六七八九十]+|.*单位[:：]")
_TITLE_UNIT = re.compile(r"单位[:：]\s*([^()（）、,，;；\s]{1,6})|[（(](%|[万亿]*元|[万亿]*美元|[个家户人项])[)）]$")
_SHARE = re.compile("增速|增长|增幅|比重|占比|率")
_UNIT = re.compile(r"[（(]([^（()）]{1,6})[)）]")
_NUMBER = re.compile(r"-?\d[\d,.]*%?")
_FIGURE = re.compile(r"[-\d,.%:/]+")
_PAIR = re.compile(r"\s*([^：:；;。]{1,20})[：:]\s*([^；;。]+?)\s*(?:[；;]|。?$)")
_CAPTION = (":", "情况", "表", "如下", "一览", "名单", "明细")
_WHERE = ("所在地", "地区", "区域", "属地", "地点", "县区", "区县", "县市区", "县(市、区)")
_TWO_HEADS = re.compile(
    r"(?P<thing>[^/()]*?)(?P<first>[\u4e00-\u9fff]{2})/(?P<second>[\u4e00-\u9fff]{2,4})(?P<unit>(?:\([^()]+\))?)"
)
_TWO_FIGURES = re.compile(r"([\d.,]+%?)\s*/\s*([\d.,]+%?)")
_FEWEST = 3
# 人数 and 名额 count people without saying so in brackets.
_UNIT_COLUMNS = frozenset({"单位", "计量单位"})
_COUNTED = (("人数", "人"), ("名额", "人"), ("户数", "户"), ("家数", "家"), ("个数", "个"), ("套数", "套"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands above and before a figure in a table.

    Attributes:
        column: The head of its column, folded.
        label: The heads of its column and its row without their units, folded.
        owner: The one of both that names whose the figure is, in the document's words.
        places: The places that they name; of those above the figure, name and zone alone.
        years: The years that they name.
        unit: What the head says it is counted in; empty where the cell says so itself, or nothing does.
    """

    column: str
    label: str
    owner: str
    places: tuple[Place, ...]
    years: frozenset[int]
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table.

    Attributes:
        columns: The heads of its columns, folded; none for the rule below a head.
        spans: Where its cells stand.
        above: What stands right above the table and says what it tells, folded; empty if nothing does.
        speaks: Whether it says something itself, as the head of a table and the rule below it do not.
        values: Its figures.
        cells: What the table says of each, by where it begins.
    """

    columns: tuple[str, ...]
    spans: tuple[Span, ...]
    above: str
    speaks: bool
    values: tuple[Value, ...] = ()
    cells: Mapping[int, Cell] = field(default_factory=dict)

    @property
    def is_head(self) -> bool:
        """Whether it names the columns of the rows below it."""
        return bool(self.columns) and not self.speaks


class TableReader:
    """Reads the lines of a section one after the other, and knows the columns of the table at hand."""

    def __init__(self) -> None:
        """Begin outside a table."""
        self._columns: tuple[str, ...] = ()
        self._caption = self._above = ""

    def read(self, text: str, folded: str, below: str, names: frozenset[str]) -> Row | None:
        """Return a line as a row of a table; None where it is none.

        Args:
            text: The line.
            folded: The line, folded, at the same offsets.
            below: The next line.
            names: Names known to be places.
        """
        if not (self._columns and is_aligned(text)) and is_head(text, below):
            # 各县区建设情况如下: what stands right above a table says what it tells.
            titled = self._above.endswith(_CAPTION) or _TITLE.match(self._above) or _TITLE_UNIT.search(self._above)
            self._caption = self._above if titled else ""
            spans = tuple(cells(text))
            self._columns = tuple(folded[slice(*span)] for span in spans)
            return Row(self._columns, spans, self._caption, speaks=False)
        if is_rule(text):
            return Row((), (), self._caption, speaks=False)
        if is_row(text) and self._columns:
            return self._row(text, folded, self._columns, tuple(cells(text)), names)
        if pairs := record(folded):
            heads = tuple(folded[slice(*named)] for named, _ in pairs)
            return self._row(text, folded, heads, tuple(span for _, span in pairs), names)
        if not is_row(text):
            above = folded.strip("*#>。!? ")
            # 单位:个 stands between the title of a table and its head.
            self._above = f"{self._above} {above}" if _TITLE_UNIT.match(above) else above
            self._columns, self._caption = (), ""
        return None

    def _row(
        self, text: str, folded: str, heads: tuple[str, ...], spans: tuple[Span, ...], names: frozenset[str]
    ) -> Row:
        unit = _TITLE_UNIT.search(self._caption)
        values, found = read_row(text, folded, heads, spans, names, (unit.group(1) or unit.group(2)) if unit else "")
        return Row(heads, spans, self._caption, True, values, found)


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table."""
    return (line.startswith("|") and line.count("|") > 1) or is_aligned(line)


def is_head(line: str, below: str) -> bool:
    """Tell whether a line names the columns of the table whose next line is ``below``."""
    if is_rule(below):
        return is_row(line)
    words = columns(line)
    alike = is_aligned(below) and len(words) == len(columns(below)) and (is_aligned(line) or line.count(",") > 1)
    # 9月底进度 may head a column, 18家 heads none.
    return (
        alike
        and not any(_FIGURE.fullmatch(word) or (word[0].isdigit() and len(word) < 5) for word in words if word)
        and (not any(char in ":：" for char in line))
    )


def is_rule(line: str) -> bool:
    """Tell whether a line is a rule of a table: below its head, or one that plain text draws around it."""
    if line.startswith("|"):
        return _RULE.fullmatch(line.strip()) is not None
    return is_drawn(line)


def is_drawn(line: str) -> bool:
    """Tell whether a line is only drawn, as plain text does around a table, and holds no words."""
    return _DRAWN_RULE.fullmatch(line) is not None


def cells(line: str) -> list[Span]:
    """Return where the cells of a row stand, without the space around them."""
    if not line.startswith("|"):
        return column_spans(line)
    bars = [at for at, char in enumerate(line) if char == "|"]
    found = []
    for left, right in zip(bars, (*bars[1:], len(line)), strict=True):
        words = line[left + 1 : right]
        if right < len(line) or words.strip():
            start = left + 1 + len(words) - len(words.lstrip())
            found.append((start, start + len(words.strip())))
    return found


def record(line: str) -> list[tuple[Span, Span]]:
    """Return where the heads and the cells of a row stand that names its columns itself; empty where it does not.

    ``科室：产科；专家：胥明芳；挂号费（元）：28。`` is how `corpus.formats` writes a row of a table.
    """
    found, at = [], 0
    while pair := _PAIR.match(line, at):
        found.append((pair.span(1), pair.span(2)))
        at = pair.end()
    return found if at == len(line) and len(found) >= _FEWEST else []


def read_row(
    text: str, folded: str, head: Sequence[str], spans: Sequence[Span], names: frozenset[str], counted_in: str = ""
) -> tuple[tuple[Value, ...], Mapping[int, Cell]]:
    """Return the figures of a row, and by its start what each is of.

    Args:
        text: The row.
        folded: The row, folded, at the same offsets.
        head: The heads of the columns, folded.
        spans: Where its cells stand.
        names: Names known to be places.
        counted_in: The unit that the table's title gives, or empty.
    """
    if not spans:
        return (), {}
    first = slice(*spans[0])
    named_in = [
        span
        for number, (column, span) in enumerate(zip(head, spans, strict=False))
        if not number or column.endswith(_WHERE)
    ]
    row_places = tuple(place for place in find_places(folded, names) if any(a <= place.start < b for a, b in named_in))
    # Further columns may say in words what the row is (代码, 单位, 岗位).
    unit_cell = next(
        (folded[slice(*span)] for column, span in zip(head, spans, strict=False) if column in _UNIT_COLUMNS), ""
    )
    row = " ".join(folded[slice(*span)] for span in spans if not _FIGURE.fullmatch(folded[slice(*span)]))
    # A running number names nothing.
    naming = next((span for span in spans if not _FIGURE.fullmatch(folded[slice(*span)])), spans[0])
    named_by = text[slice(*naming)]
    values: list[Value] = []
    found: dict[int, Cell] = {}
    pieces = (
        piece for span, column in zip(spans[1:], head[1:], strict=False) for piece in _parted(folded, span, column)
    )
    for (start, end), column in pieces:
        named = find_places(column, names)
        above = tuple(Place(place.name, place.zone, 0, 0) for place in named)
        owner = column[named[0].start : named[0].end] if named and not row_places else named_by
        for value in _values(folded[start:end], column, folded[first], unit_cell or counted_in):
            label = f"{_UNIT.sub('', column)} {_UNIT.sub('', row or folded[first])}"
            at = start + value.start
            inside = value.text[: end - at]
            values.append(replace(value, text=inside, start=at, end=at + len(inside)))
            unit = value.text[len(inside) :]
            found[at] = Cell(column, label, owner, (*row_places, *above), find_years(label), unit)
    return tuple(values), found


def _parted(folded: str, span: Span, column: str) -> Iterator[tuple[Span, str]]:
    """Yield a cell with the head of its column; each half of one that holds two figures, as its head says.

    Under ``小区改造计划/开工(个)`` a cell ``22/20`` holds what was planned and what was begun.
    """
    start, end = span
    heads, halves = _TWO_HEADS.fullmatch(column), _TWO_FIGURES.fullmatch(folded[start:end])
    if heads is None or halves is None:
        yield span, column
        return
    yield (start, start + halves.end(1)), f"{heads['thing']}{heads['first']}{heads['unit']}"
    yield (start + halves.start(2), end), f"{heads['thing']}{heads['second']}{heads['unit']}"


def _values(cell: str, column: str, row: str, counted_in: str) -> list[Value]:
    """Return the figures in a cell; a bare one gets the unit that the head of its column or row names in brackets."""
    number = _NUMBER.fullmatch(cell)
    if number is None:
        return find_values(cell)
    unit = next((found.group(1) for head in (column, row) if (found := _UNIT.search(head))), "")
    unit = unit or next((counted for ending, counted in _COUNTED if column.endswith(ending)), "")
    unit = unit or ("%" if counted_in and _SHARE.search(column) else counted_in)
    read = find_values(cell if cell.endswith("%") else cell + unit)
    return read[:1] if read and read[0].start == 0 else []
