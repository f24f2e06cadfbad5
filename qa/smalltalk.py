"""Tells what is no question about documents: greetings, and wishes for something to be written, made or bought."""

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
_ASKS = re.compile("多少|几[个家项条名]|哪[个些家里]|何时")


def is_small_talk(question: str) -> bool:
    """Tell whether a question is none that documents could answer."""
    if _ASKS.search(question):
        return False
    return _GREETING.search(question) is not None or _WISH.search(question) is not None
