"""What a question wants that has no asking words: keywords (``盂县经开区增速``, ``地址和电话``)."""

from __future__ import annotations

import re

from qa.asks import Ask, Asking, Sort
from qa.figure_kinds import kinds_named
from qa.values import Kind

PERSON_NOUN = re.compile(
    r"(?:书记|市长|省长|县长|区长|局长|厅长|主任|部长|总理|主席|院长|校长|负责人|领导人?|代表|秘书长|记者|作者|董事长|总经理|老板|召集人|组长|发言人|记录人)(?:的)?(?:是|叫|为|姓|姓名|名字)*$"
)
"""A word for an office, behind which a person is asked for."""
_TITLE_NOUN = re.compile(r"文件|方案|办法|要点|清单|意见|通知|规划|条例")
_COUNTED_IN = re.compile("([宗亩户家人次件项])数$")
_AND = re.compile(r"以及|及|和|与|、|,|\+| ")
# Keywords: 储备项目 个数 总投资
_ATTRIBUTE = re.compile(r"(?:^| )(?:个数|数量|数目|总投资|投资额|金额|增速|增幅|占比|面积|总量|规模)$")
_QUESTION_NOISE = re.compile(r"[\s,。;:!?、\"'()\[\]<>《》·…-]+")


def unasked(folded: str) -> list[Asking]:
    """Return what a folded question without asking words wants: two things for ``项目个数及总投资额``."""
    joints = [match.start() for match in _AND.finditer(folded)]
    wanted = [_wanted(folded[:end]) for end in (*joints, len(folded))]
    last = wanted[-1]
    if len(wanted) > 2 and all(asking.ask is not Ask.OPEN for asking in wanted):
        return wanted  # 办公时间、地址和电话
    for joint, first in zip(joints, wanted, strict=False):
        parted = folded[joint] != " " or _ATTRIBUTE.search(folded[:joint])
        if parted and Ask.OPEN not in (first.ask, last.ask):
            return [first, last]
    return [last]


def _wanted(folded: str) -> Asking:
    """Return what a question without asking words wants, by its last noun (``盂县经开区增速``)."""
    end = len(folded)
    stem = _QUESTION_NOISE.sub("", re.sub(r"(?:是|为|有)?(?:呢|吧|啊)?[?。!]*$", "", folded))
    if kinds := kinds_named(stem):
        unit = _COUNTED_IN.search(stem)
        return Asking(Ask.VALUE, end, end, kinds, unit.group(1) if unit else "")
    if stem.endswith(("姓名", "名字", "是哪位")) and PERSON_NOUN.search(stem.removesuffix("姓名").removesuffix("名字")):
        return Asking(Ask.NAME, end, end, sort=Sort.PERSON)
    if stem.endswith(("全称", "名称", "名字", "标题")):
        sort = Sort.TITLE if _TITLE_NOUN.search(folded) else Sort.ANY
        return Asking(Ask.NAME, end, end, sort=sort)
    if stem.endswith(("目标", "指标", "任务数")):
        return Asking(Ask.VALUE, end, end)
    if stem.endswith(("时间", "日期")):
        return Asking(Ask.DATE, end, end, frozenset({Kind.DATE}))
    if stem.endswith(("地址", "地点", "位置")):
        return Asking(Ask.NAME, end, end, sort=Sort.PLACE)
    if stem.endswith(("电话", "电话号码", "热线", "邮箱", "传真")):
        return Asking(Ask.VALUE, end, end)
    return Asking(Ask.OPEN, end, end)
