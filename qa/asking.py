"""Finds the words with which a question asks, and tells what kind of reply they call for."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.asks import Ask, Asking, Sort
from qa.figure_kinds import MONEY_UNIT, kinds_asked
from qa.lexicon import UNITS
from qa.unasked import PERSON_NOUN, unasked
from qa.values import Kind

_UNIT = (
    "(?:"
    + "|".join(
        sorted(
            (re.escape(u) for u in UNITS if u not in ("%", "大", "级", "层", "国", "省", "市", "县", "镇", "乡", "村")),
            key=len,
            reverse=True,
        )
    )
    + ")"
)
_MUCH = re.compile("多少|几")
_SCALE = re.compile(r"^(?:万亿|亿|万|千|百)+(?=.)")
_HOW_MANY = re.compile(
    rf"(?P<word>多少|好多(?=钱|[个家项人亿万])|(?<![那这好前后头])几[十百千]?(?!乎|何|经)|若干(?!措施|意见|政策|规定|问题|举措|条|办法)|多大|多高|多长|多远)(?P<unit>个?(?:万亿|亿)(?=$|[,。?呢啊])|(?:万亿|亿|万|千|百)?(?:个百分点|个点|元|美元|块钱|钱|个人(?![^,。?]{{0,2}}[所账])|{_UNIT}(?![目称件地度数员才类区业之额])|%))?(?P<more>多)?"
)
_MONEY_BEHIND = re.compile(
    r"(?:(?!企业|项目|单位|人|户|家|个|名|学生|职工)[\u4e00-\u9fff]){0,4}?(?:投资|资金|经费|收入|利润|补[助贴]|奖[金补励]|贷款|税)(?!项目|者|人|机构|政策|对象|企业|户|种|额度)"
)
# 几个博士 asks for people.
_PEOPLE_BEHIND = re.compile(
    r"(?:的)?(?:博士|硕士|本科生|研究生|教授|专家|员工|职工|工人|工程师|教师|老师|医生|护士|学生|儿童|老人|居民|农民|代表|委员|专员|从业人员|工作人员|技术人员|科研人员|从业者)(?!小区|食堂|宿舍|公寓|组|团|会|楼|证)"
)
# 跑腿办手续的人,总共多少个
_OF_PEOPLE = re.compile(r"的人(?:员|手)?[,，]?(?:一共|总共|共|大概)?(?:是|有)?$")
_UNIT_BEHIND = re.compile(
    rf"(?:(?:是|为|有|达)?(?:多少|几))?(?P<unit>个?(?:万亿|亿)(?=$|[,。?呢啊])|(?:万亿|亿|万|千|百)?(?:个百分点|个点|元|美元|块钱|钱|{_UNIT}(?![目称件地度数员才类区业])|%))"
)
# 总共办了几次
_UNIT_FURTHER = re.compile(rf"[^,。?]{{0,6}}?(?:多少|几)(?P<unit>{_UNIT}(?![目称件地度数员才类区业]))")
_WHICH_ONE = re.compile(r"哪一?[个家](?=[?。!是,呢]|$)")
_ZONE_NOUN = re.compile(r"开发区|经开区|园区|高新区")
_MEASURED = (("面积", re.compile("面积|多大地|占地")), ("长度", re.compile("里程|长度|多长(?!时)|多远")))
_PRICE = re.compile(r"(?:什么|啥|多大|何种)(?:价位?|价格|价钱)|多贵")
_PERCENT = re.compile(
    r"(?:什么|哪个|怎样的?)(?:比例|比重)|百分之(?:几|多少)|几成|(?:多少|几)个?(?:百分点|点)|百分比|多少%|(?:多大|多少)(?:的)?(?:比例|比重|份额)|多高(?:的)?(?:比例|比重|增速)"
)
_RISE = re.compile(r"(?:增长|增速|上涨|涨|下降|降|提高|增加|同比)(?:了|幅度?|是|为|达到?)?$")
_SET_AGAINST = re.compile(r"跑赢|高于|高出|超出|领先|快于|低于|慢于|落后")
_HOW_OFTEN = re.compile(
    r"每?隔(?:多久|多长时间|几天|多少天|几个?月)|(?:多长时间|多久|几个?月|多少天)[^,。?]{0,6}一次|频率"
)
_WHEN = re.compile(
    r"什么时候|啥时候|何时|哪一?天|哪年|哪一年|几月几?[日号]?|几[号日](?!召|人)|什么日子|哪个月|什么时间|具体时间|具体日期|哪一?日|多会儿|(?<!好)几点钟?(?=[?。!,，前后开关到起收]|$|才|能|可以|结束|下班|上班|营业)"
)
# 工期从什么时候到什么时候 asks once.
_FROM_TO = re.compile(rf"(?:从|自)?(?:{_WHEN.pattern})(?:开始|起)?(?:至|到)(?:{_WHEN.pattern})")
_LIST = re.compile(
    r"(?:有|是|包括|包含|涉及|分别是|都有|还有|含)?(?:哪些|哪几(?:个|家|项|条|方面|种|类|座|次|份)?|哪(?:两|三|四|五|六|七|八|九|十|\d{1,2})(?:个|家|项|条|大|方面|座|种|类|点|步|招|件|句|块)|啥些)|分别(?:是|有|为|指)?(?:什么|谁|啥)|(?:全部|全都|都|完整地?|请)?(?:列出来?|列举|列一下|罗列|列全)"
)
# 八件民生实事是什么, "四个突出"分别突出什么
_COUNTED_THINGS = re.compile(
    r"[二两三四五六七八九十](?:个|件|项|条|大)\"?[^,。;?!\"的两市县区]{2,10}\"?(?:分别|各|具体|都)?[^,。;?!\"的]{0,3}$"
)
_WHY = re.compile(
    r"为什么|为何|为啥|什么原因|怎么(?:做|办|样|干|推|抓|开展|落实|解决|打算|推进|推动|加强|提升|优化|保障|搞|安排|实现|改)?|怎样|如何|(?:采取|有|出台)(?:了)?(?:什么|哪些)(?:措施|举措|办法|做法|行动|动作|招)|咋|(?:做|干|搞|抓)了?(?:些|一些|过)?(?:什么|啥)(?!样|项目|工程)|有(?:什么|啥)(?:打算|动作|安排|做法|考虑|动静|法子|花样|门道|想法|思路)"
)
_YES_NO = re.compile(
    r"是否|是不是|有没有|有无|能否|能不能|对不对|对吗|是吗|吗(?=[?。!]|$)|么(?=[?。!]|$)|没有(?=[?。!]|$)|[了完成好过到]没(?=[?。!]|$)|吧(?=[?。!]*$)"
)
# 有没有哪个市出现 asks whether, and not which.
_WHETHER_ANY = re.compile(
    r"(?:有没有|有无|是否有|是不是有)(?:哪一?[个家些]|什么|谁)[^,。?]{0,12}(?:出现|发生|存在|超过|低于|达到|没有|被)"
)
_WHICH_MOST = re.compile(
    r"(?:谁|哪[个家市]?)[^,。?]{0,8}第[一二两三四五](?![批次季产方届])|第[二三四五](?:名|位)?的?是?(?:谁|哪)|最(?:高|低|多|少|快|慢|大|小)的?(?:是|为)[^;?!]{1,30}还是|(?P<than>多|高|大|快|少|低|慢)还是[^,。?]{1,12}(?P=than)|(?:垫底|倒数第一|居首|排第一|排最后|领跑)的?是?(?:哪|谁)|(?:哪[个家市]?|谁)[^,。;?!]{0,14}(?:垫底|倒数第一|居首|排第一|排最后|领跑)|(?:哪(?!几)(?:一)?(?:个|家|些|座|项|类|种|市|县|区)?|谁)[^,。;?!]{0,24}?(?:最|更|较|比较)(?:高|低|多|少|快|慢|大|小|好|强|靠前|长|短|重|贵|宽)(?!的(?!是|$|[?。])|程)|(?:是|为)[^,。;?!]{0,16}最(?:高|低|多|少|快|慢|大|小|重|贵)的(?:哪|谁)|最(?:高|低|多|少|快|慢|大|小|重|贵)的[^,。;?!]{1,8}?是?(?:哪|谁)|哪[个家]是[^,。;?!]{0,16}最(?:高|低|多|少|快|慢|大|小)的|(?:最|更)(?:高|低|多|少|快|慢|大|小|贵|重)的(?:是|为)?(?:哪|谁)|(?:排名(?=[?。!]|$|如何|怎么?样|情况|是怎)|排序|排个序|从高到低|从大到小|由高到低)|(?:谁|哪边|哪一?方|哪个市?|哪一?[个家年项类种])(?:的)?[^,。;?!]{0,14}(?:高|多|快|大|低|少|慢|厚|强|猛)(?:一?些|一点|点儿?)?(?=[?。!,]|$)|排个序|排个名"
)
_DIFFERENCE = re.compile(
    r"(?:相差|差[距额值])(?:[了是有为约]|大概|大约){0,2}(?:多少|几)?|差(?:多少|了多少|几)|(?<![最至])多(?:跑|干|做|完成|涨)了?(?:多少|几)(?!次|趟)|(?<![提升降减最调])(?:多|高|低|少|快|慢)出?来?了?(?:多少|几)(?!次)|增加了?几(?:个|家)"
    r"|比[^,。?]{1,14}?(?P<much>[多高低少快慢][^,。?多少几]{0,3}(?:多少|几))"
    r"|(?:19|20)\d{2}年?[^,。?]{0,24}[比较](?:19|20)\d{2}年?[^,。?]{0,8}(?P<rise>(?:增加|减少|提高|下降|增|减)[了出]?(?:多少|几))"
)
_AGAINST = re.compile(r"比|较|差|和|与|跟|出")
_MANY = re.compile(
    r"、|仨|俩|\"\"|和|与|及|加上|[两二三四五六七八九几各\d]个?(?:开发区|市|县|区|\"|类|批|项|家|个(?!亿))|各(?![类种级])|全部|所有"
)
_SUM = re.compile(
    r"合计|[一总拢]共(?=[^,。]{0,8}(?:多少|(?<!哪)几))|之和|加起来|加在?一[起块]儿?|合起来|合在?一[起块]儿?|凑一[起块]儿?|相加|加总|总和|一共(?:是)?加"
)
_WHO = re.compile(
    r"谁|何人|哪(?:一)?(?:位|个人)|哪(?:个|家|些|一家|一个|几家)?(?:单位|部门|机构|公司|企业|局|组织|委员会|集团)|由哪(?:个|家|些)?(?:单位|部门|机构|公司|企业|局|组织|委员会|集团|(?!个|家|些|[市县区]|经开区|开发区|高新区|园区|地方))|什么(?:单位|部门|机构|公司|企业)"
)
_BODY = re.compile(r"[^谁]*(?:单位|部门|机构|公司|企业|局|组织|委员会|集团)")
# 业主企业是哪家, 监理单位叫什么名字
_OF_BODY = re.compile(r"(?:单位|部门|机构|公司|企业|业主|运营商|服务商|承包商)(?:的?(?:名字|名称))?(?:是|为|叫做?)?$")
_ITS_NAME = re.compile(r"哪一?[家个](?:公司|企业|单位|机构)?(?=[?。!,]|$)|(?:什么|啥)(?:名字|名称)?(?=[?。!,]|$)|谁")
_WHERE = re.compile(
    r"哪里|哪儿|何处|何地|什么地方|什么地点|在哪|哪(?:一)?[个家座]?(?:地方|市|县|省|城市|开发区|经开区|园区|地区|区(?!域))(?![\u4e00-\u9fff]*(?:最|更))"
)
_LISTING = re.compile("列出|列举|列一下|罗列|列全")
_PLACES = re.compile(r"(?:个)?(?:外地|外省|省外|国内|沿海|海外|主要)?(?:的)?(?:城市|国家|地方|省份|地区|县市|市县)")
_PAPERS = re.compile(r"(?:个|份|项)?(?:重要|政策|规范性)?(?:文件|方案|办法|意见|通知|规划|条例|细则|制度文件)")
_MEANING = re.compile(
    r"具体(?:内容|含义|(?:包括|包含)(?![^,。]{0,4}哪)|是(?!怎|如何|哪[一天年月])|指)|(?:指|含义|意思|内涵)(?:的)?(?:是)?(?:什么|哪)|什么意思|哪[一二三四五六七八九十\d]{1,3}式"
)
# “赋权+派驻+代办” is asked for by its signs.
_FORMULA = re.compile(
    r"几加几|(?:什么|啥|谁)加(?:什么|啥|谁)|几\+几|[^,。;?]{0,4}哪[几些]?[^,。;?]{0,8}相?加(?:而成|组成|起来的)?(?=[?。]|$)"
)
# 三个一批是哪三批, 三率是哪三率
_SAME_NUMBER = re.compile(
    r"(?P<count>[二两三四五六七八九十])[^,。?]{1,12}?[是指即](?P<asked>哪(?P=count)[\u4e00-\u9fff]{1,3})[?。!]?$"
)
_TITLE = re.compile(r"(?:什么|哪(?:一)?(?:个|份|部|项)?|啥)(?:文件|方案|办法|清单|意见|规划|条例|法规|法律|制度|文)")
_WHAT = re.compile(
    r"什么|哪(?:一)?(?:个|项|份|种|类|条|次|家|部|座|届|期|所|方面|句|款|支|本|首|段|场)|啥|何种|何|(?:总)?第(?:几|多少)(?:次|批|届|期|个|位|名|号)?"
)
_ITEMS = frozenset({"条", "项", "个", "点", "方面", "种", "类", "件"})


def find_asking(folded: str) -> list[Asking]:
    """Return the asking words of a folded question, in order; at least one, empty where nothing asks openly."""
    meaning = _MEANING.search(folded)
    if meaning:
        return [Asking(Ask.NAME, *meaning.span(), sort=Sort.MEANING)]
    formula = _FORMULA.search(folded)
    if formula:
        return [Asking(Ask.NAME, *formula.span(), sort=Sort.FORMULA)]
    over_all = _over_all(folded)
    found = _asking_words(folded)
    if over_all:
        apart = [item for item in found if not (item.start < over_all.end and over_all.start < item.end)]
        if over_all.ask is Ask.DIFFERENCE and len(apart) == len(_figures(apart)) and apart:
            # What is asked besides a difference (完成多少,增速多少,比目标高多少) is asked for itself.
            return sorted([*apart, over_all], key=lambda item: item.start)
        return [over_all]
    yes_no = _YES_NO.search(folded)
    if yes_no and _WHETHER_ANY.match(folded, yes_no.start()):
        return [Asking(Ask.YES_NO, *yes_no.span())]
    if yes_no and found and _is_apart(folded, yes_no.span(), found):
        return sorted([*found, Asking(Ask.YES_NO, *yes_no.span())], key=lambda item: item.start)
    if found and not (len(found) == 1 and found[0].ask is Ask.EXPLANATION and yes_no):
        return found
    if yes_no:
        return [Asking(Ask.YES_NO, *yes_no.span())]
    if same := _SAME_NUMBER.search(folded):
        return [Asking(Ask.NAME, *same.span("asked"), sort=Sort.MEANING)]
    return unasked(folded)


def _is_apart(folded: str, span: tuple[int, int], found: list[Asking]) -> bool:
    """Tell whether a clause of its own asks for yes or no beside those for figures (``完成了吗,一共几项``)."""
    clause = sum(folded.count(mark, 0, span[0]) for mark in ",。;?!")
    others = {sum(folded.count(mark, 0, item.start) for mark in ",。;?!") for item in found}
    return len(_figures(found)) == len(found) and clause not in others


def _figures(found: list[Asking]) -> list[Asking]:
    return [item for item in found if item.ask is Ask.VALUE]


def _over_all(folded: str) -> Asking | None:
    """Return words that ask about several figures at once: a comparison, a sum, an average or a difference."""
    comparison = _WHICH_MOST.search(folded)
    if comparison:
        return Asking(Ask.COMPARISON, *comparison.span())
    total = _SUM.search(folded)
    if total and len(_HOW_MANY.findall(folded)) < 2 and _MANY.search(folded):
        return _measured_over_all(Ask.SUM, folded, total.span())
    difference = _DIFFERENCE.search(folded)
    if difference and _AGAINST.search(folded):
        return _measured_over_all(
            Ask.DIFFERENCE,
            folded,
            difference.span("much" if difference["much"] else "rise" if difference["rise"] else 0),
        )
    return None


def _measured_over_all(ask: Ask, folded: str, span: tuple[int, int]) -> Asking:
    """Return words that ask for a computed figure, with the unit that it is asked in (``多多少万吨``)."""
    start, end = span
    behind = _UNIT_BEHIND.match(folded, end) or _UNIT_FURTHER.match(folded, end)
    if behind is None:
        return Asking(ask, start, end)
    unit = _SCALE.sub("", behind["unit"]) if not MONEY_UNIT.match(behind["unit"]) else behind["unit"]
    kinds = kinds_asked(folded, start, unit)
    many = _MUCH.search(folded, end, behind.end())
    further = many.start() if many else behind.start("unit")
    counted = unit if kinds == {Kind.COUNT} else ""
    return Asking(ask, start, behind.end(), kinds, counted, paused=end, further=further)


def _asking_words(folded: str) -> list[Asking]:
    """Return the asking words that stand for themselves, the more telling ones where two overlap."""
    found: list[Asking] = []

    def add(asking: Asking) -> None:
        if not any(other.start < asking.end and asking.start < other.end for other in found):
            found.append(asking)

    for match in _HOW_OFTEN.finditer(folded):
        add(Asking(Ask.DATE, *match.span(), frozenset({Kind.FREQUENCY})))
    for match in (*_FROM_TO.finditer(folded), *_WHEN.finditer(folded)):
        add(Asking(Ask.DATE, *match.span(), frozenset({Kind.DATE}), _grain(match.group())))
    for match in _TITLE.finditer(folded):
        add(_named(folded, match))
    for match in _LIST.finditer(folded):
        if _LISTING.search(match.group()) and any(item.ask is Ask.LIST for item in found):
            continue  # 有哪些?列一下 asks once
        sort = Sort.PLACE if _PLACES.match(folded, match.end()) else Sort.ANY
        sort = Sort.TITLE if _PAPERS.match(folded, match.end()) else sort
        add(Asking(Ask.LIST, *match.span(), sort=sort))
    for match in _WHY.finditer(folded):
        add(Asking(Ask.EXPLANATION, *match.span()))
    for match in _PERCENT.finditer(folded):
        points = "百分点" in match.group() or ("点" in match.group() and _SET_AGAINST.search(folded[: match.start()]))
        kinds = frozenset({Kind.POINTS if points else Kind.PERCENT})
        if _RISE.search(folded[: match.start()]):
            # Many say 增长了多少个百分点 and mean per cent.
            kinds |= {Kind.PERCENT}
        add(Asking(Ask.VALUE, *match.span(), kinds))
    for match in _PRICE.finditer(folded):
        add(Asking(Ask.VALUE, *match.span(), frozenset({Kind.MONEY}), currency="元"))
    listed = any(item.ask is Ask.LIST for item in found)
    for match in _HOW_MANY.finditer(folded):
        if listed and match["word"] == "几" and match["unit"] in _ITEMS:
            continue  # 列一下那几条 counts nothing
        if folded[match.start() - 1 : match.start()] != "第":
            unit = (match["unit"] or "").replace("个人", "人")
            unit = unit if MONEY_UNIT.match(unit) else _SCALE.sub("", unit)
            unit = "人" if unit == "个" and _OF_PEOPLE.search(folded[: match.start()]) else unit
            unit = "人" if unit in ("", "个") and _PEOPLE_BEHIND.match(folded, match.end()) else unit
            around = folded[max(0, match.start() - 4) : match.end() + 3]
            measured = next((name for name, pattern in _MEASURED if pattern.search(around)), "") if not unit else ""
            kinds = frozenset({Kind.COUNT}) if measured else kinds_asked(folded, match.start(), unit)
            if not unit and not measured and _MONEY_BEHIND.match(folded, match.end()):
                kinds = frozenset({Kind.MONEY})
            money = MONEY_UNIT.match(unit) is not None
            currency = ("美元" if "美元" in unit else "元" if "元" in unit else "") if money else ""
            add(Asking(Ask.VALUE, *match.span(), kinds, measured or ("" if money else unit), currency=currency))
    for pattern in (_WHO, _WHERE, _WHAT):
        for match in pattern.finditer(folded):
            named = _named(folded, match)
            if named.sort is Sort.ANY and pattern is _WHAT and _COUNTED_THINGS.search(folded[: match.start()]):
                named = replace(named, ask=Ask.LIST)
            add(named)
    return sorted(found, key=lambda asking: asking.start)


def _grain(asking: str) -> str:
    """Return the unit that a date must have: ``哪一天`` asks for a day."""
    return next(
        (
            unit
            for unit, pattern in (("时", "几点"), ("日", "[天日号]"), ("月", "月"), ("年", "年"))
            if re.search(pattern, asking)
        ),
        "",
    )


def _named(folded: str, match: re.Match[str]) -> Asking:
    """Return words that ask for a name, with the sort that they and the words before them call for."""
    start, end = match.span()
    asking = match.group()
    sort = Sort.ANY
    if PERSON_NOUN.search(folded[:start]):
        sort = Sort.PERSON
    elif _BODY.match(asking) or (_OF_BODY.search(folded[:start]) and _ITS_NAME.match(folded, start)):
        sort = Sort.ORGANISATION
    elif _WHERE.match(asking) or (_WHICH_ONE.match(folded, start) and _ZONE_NOUN.search(folded)):
        sort = Sort.PLACE
    elif _TITLE.match(folded, start):
        sort = Sort.TITLE
    return Asking(Ask.NAME, start, end, sort=sort)
