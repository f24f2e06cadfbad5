"""What the labels of forms and notices are called, and how questions ask for it without their words."""

from __future__ import annotations

import re

ASKED_FOR = (
    (("时限", "期限", "时长"), re.compile("多久|多长时间|(?:多少|几)个?(?:工作日|天|日)|什么时候|何时|几天")),
    (("时间", "日期"), re.compile("什么时候|何时|哪一?天|几[号点日]|几月|多久|多长时间")),
    (("地点", "地址", "场所", "位置"), re.compile("哪里|哪儿|何处|什么地方|在哪|怎么走")),
    (("电话", "号码", "热线"), re.compile("电话|怎么联系|打什么")),
    (("材料", "资料", "证件"), re.compile("材料|资料|带什么|准备什么|交什么|(?:什么|哪些)东西")),
    (("费用", "收费", "标准"), re.compile("多少钱|收费|要钱|费用")),
    (("单位", "部门", "机构", "主体"), re.compile("谁|哪个单位|哪个部门|哪家")),
    (("对象", "人员", "人"), re.compile("谁|哪些人|什么人")),
    (("条件", "要求", "资格"), re.compile("什么条件|符合什么|满足什么|谁能|哪些人")),
)
"""Endings of labels, and the words that ask for them."""

VERBS = tuple("供稿 撰稿 报送 承办 主办 协办 编辑 审核 签发 出席 列席 请假 记录 主持 参加".split())
"""Verbs that are labels by themselves."""

GENERIC = frozenset(
    {"建设", "项目", "所在", "联系", "咨询", "服务", "办公", "办理", "具体", "主要", "基本", "有关", "相关", "详细"}
) | {*("举办", "举行", "召开", "开展", "进行", "开始", "是否")}
"""What labels say besides that no question need say, and questions that no label says."""
