"""What would show that a duty is done, from its verb and object. Pure.

Proof is what there is anyway: a list, a record, a document, a contract, a picture; never a report
written only to be handed in.
"""

from __future__ import annotations

import re

MOST = 3
NIL = "无此情形的，零报告"
_DOCUMENTS = """
    应急预案 总体预案 专项预案 预案 实施方案 工作方案 方案 规划 计划 清单 办法 细则
    规则 标准 指南 指引 手册 工作要点 要点 规程 责任书 名录 目录 名单
    题库 教材 意见 条例 公约 台账 台帐 处置卡 协议
    """.split()
_END = "，。；,;！! \n"
_MAKE = re.compile(
    r"制定|制订|编制|编写|编印|修订|修编|出台|印发|建立|设定|拟定|签订|公布|完善|健全|明确|发布|制修订|梳理"
)
_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"移送司法|行刑衔接", ("案件移送材料",)),
    (r"事故调查", ("事故调查报告",)),
    (r"处罚|惩戒|取缔|责令|立案|查处|停产|追究(?:法律|刑事)", ("执法文书", "处罚决定")),
    (r"问责|追责|责任追究|约谈|通报批评", ("通报、约谈、问责材料",)),
    (r"演练|演习", ("演练方案", "演练记录和照片")),
    (r"培训|轮训", ("培训通知", "签到表", "培训记录")),
    (r"竞赛|比武|大赛|练兵", ("活动方案", "结果通报")),
    (r"召开|会议|调度会|现场会|警示会", ("会议通知", "会议记录")),
    (r"专题学习|中心组", ("学习计划", "学习记录")),
    (r"学习|传达|贯彻", ("会议记录", "学习材料")),
    (r"曝光|公开|公示|公布|公告", ("公开页面截图或链接",)),
    (r"专栏|曝光台|网站", ("页面链接或截图",)),
    (r"宣传|宣讲|警示|播放|教育引导|普及|安全教育|倡导", ("宣传活动记录", "照片或链接")),
    (r"专家(?:智?库|组|队伍)|智库", ("专家名册",)),
    (r"平台|系统|数据库|信息化|视频|监控|智慧", ("建设验收材料", "运行截图")),
    (r"委员会|领导小组|指挥部|专班|体制", ("设立或调整文件",)),
    (r"机制|制度|体系|职责|责任边界", ("印发的文件",)),
    (r"普查|摸排|探查|评估|测评|调查|监测|研判|识别", ("成果报告",)),
    (r"排查|隐患|整治|治理|解决|整改|销号", ("整治台账", "整改前后材料")),
    (r"联合执法|执法|检查|督查|巡查|暗访|督导|抽查|监管", ("检查方案", "检查记录")),
    (r"考核|考评", ("考核记录",)),
    (r"工程|建设|改造|升级|设施|场所|项目|建成|修复", ("项目清单", "验收材料")),
    (r"队伍|力量|人员(?!安全|管理|密集|聚集)|专家|网格", ("人员名册",)),
    (r"装备|物资|储备|器材", ("配备清单", "储备台账")),
    (r"资金|经费|投入|补助|费用|补贴|保险|预算|财政|税", ("资金拨付凭证",)),
    (r"报送|上报|报告|总结|备案|汇报", ("报送材料",)),
    (r"活动|竞赛|试点|行动", ("活动方案", "活动记录和照片")),
    (r"服务|帮扶|指导|支持|鼓励|扶持", ("指导帮扶记录",)),
    (r"纳入|列入|融入", ("纳入后的文件",)),
    (r"审批|审核|许可|核准|简化|备案", ("办理台账",)),
    (r"推广|应用|推行|实施|运用", ("应用清单", "使用记录")),
    (r"统计|数据|信息", ("数据或统计表",)),
    (r"值班|值守", ("值班记录",)),
    (r"落实|责任|管理|管控|防范|规范", ("落实清单", "检查记录")),
    (r"合作|协同|联动|衔接|配合|统筹|协调|会同", ("工作联系记录",)),
    (r"加强|强化|加大|推进|推动|开展|组织|完善|优化|提升", ("工作记录",)),
)
_PATTERNS = tuple((re.compile(pattern), nouns) for pattern, nouns in _RULES)


def name_proofs(title: str, core: str, text: str, mode: str, when_needed: bool) -> list[str]:
    """One to three nouns; nothing where no rule fits. The title first: it is verb and object."""
    nouns = _document(title, core) or _by_rule(title) or _by_rule(core) or _by_rule(text)
    if mode == "supervise":
        nouns = ["督促检查记录", *(one for one in nouns if one in ("整治台账", "人员名册"))]
    if when_needed:
        nouns = [*nouns[: MOST - 1], NIL]
    return nouns[:MOST]


def _document(title: str, core: str) -> list[str]:
    """Of what is drawn up, the thing itself; two where two are named."""
    if not _MAKE.search(core):
        return []
    found: list[str] = []
    left = title + "/" + core.strip(_END)[-8:]
    for word in _DOCUMENTS:
        if word in left:
            found.append(word)
            left = left.replace(word, "□")
    found.sort(key=core.find)
    return found[:2]


def _by_rule(text: str) -> list[str]:
    return next((list(nouns) for pattern, nouns in _PATTERNS if pattern.search(text)), [])
