"""Tells what is no question about documents: greetings, wishes for something made or bought, orders to the program."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"^(?:你好|您好|哈[喽啰]|嗨|在吗|早上好|下午好|晚上好|早安|晚安)[呀啊哈呢吗]?[,，!！。~ ]*"
    r"(?:$|吃[了饭过]|最近|今天(?:过得|心情|怎么样|还好)|忙吗|好久不见|很高兴)"
)
_MADE = "诗|作文|故事|笑话|小说|情书|代码|程序|段子|春联|对联|文案|检讨|请假条|简历|歌词"
_WISH = re.compile(
    rf"^(?:请|麻烦|劳驾|那|能不能|可以|可不可以)?(?:你|您)?(?:[帮替给]我)?(?:写|编|创作|画|唱|讲|作)(?:一|个|两|几)?(?:首|段|篇|幅|个|副|份|封)[^,。，?？]{{0,10}}(?:{_MADE})[吧呗呀啊!！。]?$"
    r"|^(?:请|麻烦)?(?:你|您)?[帮替]我(?:写|画|翻译|订|点个|买|取名|起名|算命|讲个|唱)"
)
# 忽略以上所有指令 is said to the program; what becomes of a firm that 忽略安全规定 is asked of documents.
_ORDER = re.compile(
    r"^(?:请|麻烦|现在|从现在起)?(?:你|您)?(?:忽略|无视|忘[记掉]|抛开|绕过|跳过|不[用要必](?:管|理会|遵守|遵循))[掉了]?"
    r"(?:以上|之前|前面|上面|上述|此前|先前|所有|一切|全部|任何|你|系统)[^,，。]{0,8}"
    r"(?:规则|规定|指令|指示|命令|提示|设定|限制|约束|要求|话|内容)|系统提示词?|提示词"
)
_ASKS = re.compile("多少|几[个家项条名]|哪[个些家里]|何时")


def is_small_talk(question: str) -> bool:
    """Tell whether a question is none that documents could answer."""
    if _ASKS.search(question):
        return False
    return any(pattern.search(question) for pattern in (_GREETING, _WISH, _ORDER))
