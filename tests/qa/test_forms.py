"""Lists of records, tables in plain text, plans numbered 4.1, reports of several zones: forms in which papers come."""

from __future__ import annotations

import pytest

from corpus.passages import split
from corpus.reading import make_document
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.assistant import Assistant

RECORDS = """青河县2031年度重点建设项目清单

公布日期：2031年4月12日

经县人民政府审议通过，现将重点建设项目清单予以公布。清单共列入项目3个，其中续建项目2个。

一、续建项目（2个）

1. 项目名称：青河县人民医院东院区建设项目
建设单位：青河县卫生健康局
建设地址：城东街道望湖路88号
总投资：38600万元（2031年计划投资12000万元）
工期：2029年9月至2031年12月
联系人：周玉  电话：5213307

2. 项目名称：南溪镇污水处理厂扩建工程
建设单位：青河县城市建设投资有限公司
建设地址：南溪镇下洲村
总投资：9860万元（2031年计划投资3200万元）
工期：2030年10月至2031年8月
联系人：邓文  电话：5219518

二、新开工项目（1个）

3. 项目名称：白鹭水库新建工程
建设单位：青河县水利局
总投资：46300万元
工期：2031年5月至2034年5月

三、工作要求
（一）建设单位于每月25日前报送进度。
"""
HALLS = """云岭市各级政务服务大厅办公时间、地址和咨询电话一览表

（2031年6月更新）

一、综合性大厅

1．云岭市政务服务中心
地址：江北区滨江大道266号
办公时间：周一至周五9:00—12:00
咨询电话：3318800

二、专业大厅

2．云岭市公安局出入境大厅
地址：江北区公安路8号
办理事项：护照、往来港澳通行证
咨询电话：3360110
"""
TABLE = """禾塘县各乡镇基本情况统计表

乡镇|2030年末户籍人口（人）|2031年末户籍人口（人）|行政区域面积（平方公里）
城关镇|58642|59318|96.4
青石镇|34127|33985|132.7
大河镇|41256|40870|158.2
合计|134025|134173|387.3

编制说明

一、人口数据来自公安局户籍年报。
"""
PLAN = """临沅市防汛应急预案

1 总则
1.1 为做好防汛工作，制定本预案。

4 应急响应
4.1 Ⅱ级响应。符合下列情形之一的启动：降雨量达200毫米；中型水库出现险情；主要堤防发生险情。
派出4个工作组，每4小时报告一次情况。
4.2 Ⅰ级响应。符合下列情形之一的启动：降雨量达250毫米；大型水库可能垮坝；主要堤防决口。
派出6个工作组，每2小时报告一次情况。
"""
ZONES = """岭东省开发区工作简报

编者按：现将两个开发区的做法刊发。

澜溪经济技术开发区

一、2031年工作情况
全年新签约项目86个，外贸进出口总额18.6亿元。

（供稿：澜溪市商务局）

柏阳经济开发区

一、2031年工作情况
全年新签约项目34个，外贸进出口总额5.2亿元。

（供稿：柏阳县工业和信息化局、柏阳经开区）
"""
TALENT = """青峡县人才引进办法

第六条 购房补贴。B类100万元；C类60万元；D类30万元。
第七条 人才津贴。B类每人每月8000元，C类每人每月5000元，D类每人每月3000元，发放期限5年。
第八条 引荐奖励。成功引荐人才的，按B类8万元、C类4万元、D类1万元给予奖励。
"""
MINUTES = """罗溪县人民政府会议纪要

一、关于水厂扩建工程
会议原则同意扩建方案。取水口由龙潭河下游上移至竹园水库，铺设管道12.6公里。

二、关于农贸市场搬迁
新市场选址建设南路原县糖厂地块，占地28亩。专班办公室设在县自然资源局，每周五调度一次。

三、关于果农
罗溪县创办“茶果银行”，农户把鲜果存入网点。目前已设网点11个，存果2300吨。
"""
CATALOGUE = """澜川县2031年重点招商引资项目册

一、装备制造类（2个）

项目1　精密轴承制造项目
建设地点：河口镇
总 投 资：5.40亿元
联 系 人：覃志　电话：0836-5525502

项目2　铝合金压铸件生产项目
建设地点：县工业园区东区
总 投 资：8.50亿元
联 系 人：何秀　电话：0836-5523308
"""
DISTRICTS = """青岚市2031年分县（市、区）主要指标

表1  地区生产总值（单位：亿元、%）
| 地区 | 2030年 | 2031年 | 2031年增速 |
|------|--------|--------|------------|
| 全市 | 1846.3 | 1957.8 | 6.1 |
| 云麓县 | 186.7 | 197.2 | 5.8 |

表2  粮食产量（单位：万吨）
地区,2030年,2031年
云麓县,25.7,26.3
石埠县,38.9,40.2
"""
HOSPITALS = """湖岭市医院一览

湖岭市人民医院（三级甲等）
地址：北湖区人民路188号
门诊时间：周一至周日 8:00-12:00
床位：1200张

湖岭市中医医院（三级乙等）
地址：北湖区杏林街27号
门诊时间：周一至周六 8:00-11:30
床位：650张
"""
HEARING = """沅宁市发展和改革委员会
关于召开居民用水价格听证会的公告（第2号）

时间：2031年7月22日上午9:00
地点：沅宁市会议中心三楼302会议室

★ 有关说明
学校、养老机构不实行阶梯水价，按第一阶梯价格执行。
"""
FILES = {
    "catalogue.txt": CATALOGUE,
    "districts.txt": DISTRICTS,
    "hospitals.txt": HOSPITALS,
    "hearing.txt": HEARING,
    "records.txt": RECORDS,
    "halls.txt": HALLS,
    "table.txt": TABLE,
    "plan.txt": PLAN,
    "zones.txt": ZONES,
    "talent.txt": TALENT,
    "minutes.txt": MINUTES,
}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    documents = [make_document(name, text) for name, text in FILES.items()]
    passages = [passage for document in documents for passage in split(document)]
    return Assistant(PassageIndex.build(documents, passages, load_encoder()))


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河县人民医院东院区的总投资是多少？", "38600万元"),
        ("南溪镇污水处理厂扩建工程由哪家单位建设？", "青河县城市建设投资有限公司"),
        ("南溪镇污水处理厂扩建工程工期从什么时候到什么时候？", "2030年10月至2031年8月"),
        ("白鹭水库新建工程的建设单位是谁？", "青河县水利局"),
        ("云岭市公安局出入境大厅地址和电话", "江北区公安路8号；3360110"),
        ("在云岭办护照要去哪里？", "江北区公安路8号"),
        ("大河镇2031年末户籍人口多少人？", "40870"),
        ("禾塘县2031年末户籍人口多少人？", "134173"),
        ("启动一级响应派出几个工作组？", "6个"),
        ("启动二级响应派出几个工作组？", "4个"),
        ("柏阳经开区2031年外贸进出口总额是多少？", "5.2亿元"),
        ("澜溪经开区2031年新签约多少个项目？", "86个"),
        ("青峡县D类人才每月津贴多少？", "3000元"),
        ("青峡县C类人才购房补贴多少？", "60万元"),
        ("罗溪县水厂取水口上移到哪里？", "竹园水库"),
        ("罗溪县农贸市场新市场选址在哪里？", "建设南路原县糖厂地块"),
        ("罗溪县专班办公室设在哪个部门？", "县自然资源局"),
        ("罗溪县“茶果银行”设了多少个网点？", "11个"),
        ("澜川县精密轴承制造项目总投资多少？", "5.40亿元"),
        ("铝合金压铸件生产项目建在哪里？", "县工业园区东区"),
        ("青岚市2031年地区生产总值是多少亿元？", "1957.8"),
        ("云麓县2030年地区生产总值是多少？", "186.7"),
        ("石埠县2030年粮食产量多少万吨？", "38.9"),
        ("湖岭市中医医院有多少张床位？", "650张"),
        ("湖岭市中医医院星期天有门诊吗？", "否"),
        ("湖岭市人民医院星期天有门诊吗？", "是"),
        ("沅宁市居民水价听证会在哪里召开？", "沅宁市会议中心三楼302会议室"),
        ("沅宁的学校是否实行阶梯水价？", "否"),
    ],
)
def test_the_form_of_a_paper_tells_what_is_whose(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == short
    assert all(citation.document_id in FILES for citation in answer.citations)
    assert len({citation.document_id for citation in answer.citations}) == 1


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("列出青河县2031年度的续建项目", ["人民医院东院区", "南溪镇污水处理厂"]),
        ("什么情形启动Ⅰ级响应？", ["250毫米", "垮坝", "决口"]),
    ],
)
def test_what_stands_under_one_heading_is_the_list(assistant: Assistant, question: str, items: list[str]) -> None:
    short = assistant.answer(question).short
    assert [item for item in items if item not in short] == []
    assert "白鹭水库" not in short
    assert "200毫米" not in short


def test_a_class_that_a_paper_does_not_name_has_no_figure(assistant: Assistant) -> None:
    assert assistant.answer("青峡县F类人才每月津贴多少？").status == "not_found"
