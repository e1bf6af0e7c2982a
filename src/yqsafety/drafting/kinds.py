"""The kind of a duty from its words: once, recurring, standing, triggered. Pure.

The rules are those at the top of data/tasks.yaml: what is made is once, what has no end is
standing, and what is done whenever there is cause stands too, with a nil report.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.drafting.clauses import Clause
from yqsafety.drafting.duty_words import ACTIVITY, ADVERBS, ENDLESS, ONCE, PRODUCT, VERBS

_SURE_ONCE = frozenset(
    "设立 制定 制订 编制 修订 修编 出台 印发 建成 设定 组建 成立 召开 开辟 建立 打造 明确".split()
)
_SURE_STANDING = frozenset(
    """
    加强 加大 深化 严格 坚持 强化 严控 推广 严肃 严禁 禁止 巩固 督促 落实 推进 规范
    保持 打击 学习 贯彻 指导 鼓励 支持 引导 配合 协助 提升 提高 发挥 防范 化解 保障
    推行 允许 抓好 履行 执行 遵守 压实
    """.split()
)
_HELD = ("培训", "竞赛", "比武", "演练", "会议", "专题会", "大练兵", "普查", "测评")
"""What is over once it has been held, by the rules of data/tasks.yaml."""
_STOCK = re.compile(r"手续办理|办理[^，]{0,6}手续|闭库|销号|历史遗留|存量|防护设施|基础设施")
_MADE = re.compile(r"建成|(?:建设|改造|工程|项目|升级|竞赛|比武|总结|评选)$|[^准范态]化$")
_DAILY = re.compile(r"常态化开展|每日|每天|随时")
_PENALTY = re.compile(
    r"处罚|追究|问责|移送|通报(?!表扬)|曝光|约谈|惩戒|查处|惩处|责令|取缔|停产|倒查|一案双罚|调查处理|严肃处理|动态清零|行刑衔接"
)
_CAUSE = re.compile(
    r"对[^。；]{2,200}(?:的|行为|隐患|问题|责任)|责任倒查|责任追究|动态清零|行刑衔接|事故调查|法律责任"
)
_ENCOURAGED = re.compile("(?:支持|鼓励|引导)")
"""What somebody else is encouraged to do has no end for who encourages."""
_EVENT = re.compile(
    r"^[\s，]*(?:并|要|应|各单位|各地)?(?:对于?|凡是?|如果?|若|一旦)?[^，。；]{0,8}?"
    r"(?P<event>(?:发生|接到|收到|遇到|遇有|出现)[^，。；]{1,60}?)(?:之日起|之?后|时|的)(?=[，,\d及立应须由要])"
    r"|一旦(?P<once>[^，。；]{2,40})[，,]"
    r"|(?P<after>(?:事故|灾害|险情|灾情|事件|火情)发生)(?:之日起|之?后)"
)
_BY_NATURE = re.compile(r"事故|灾|险情|火情|突发|事件|警|疫情|报告|举报|通知|信息|故障")
_END = "，,。；;！! \t\n　”"


class Kind(NamedTuple):
    """A kind, why it is doubtful (nothing where the words are plain), and what goes with it."""

    kind: str
    doubt: str = ""
    trigger: str = ""
    when_needed: bool = False
    """Done only when there is cause: otherwise a nil report."""


def event_in(clauses: tuple[Clause, ...]) -> str:
    """The event that a duty follows, in the text's words; nothing where there is none."""
    for clause in clauses:
        match = _EVENT.search(clause.text)
        words = match and (match["event"] or match["once"] or match["after"])
        if (
            words
            and _BY_NATURE.search(words)
            and not re.match(r"[^，]{0,30}(?:防范|防止|预防)", clause.text)
        ):
            return words
    return ""


def kind_of(text: str, main: Clause, clauses: tuple[Clause, ...], inherited: str) -> Kind:
    """The kind by the words alone, dates and frequencies aside."""
    if event := event_in(clauses):
        return Kind("triggered", "", event)
    if inherited:
        return Kind("triggered", f"承上句“{inherited}”，请核对", inherited)
    if _ENCOURAGED.match(clauses[0].text[clauses[0].core :]):
        return Kind("standing")
    if _PENALTY.search(text) and _CAUSE.search(text) and not _made(main):
        return Kind("standing", "遇事才做，按长期推定", when_needed=True)
    return _by_verb(text, main)


def _made(main: Clause) -> bool:
    return bool(set(main.verbs) & (ONCE - {"公开", "通报", "公示"}))


def is_endless(text: str, main: Clause) -> bool:
    """Whether a duty says itself that it has no end: 持续…, 每日…."""
    return any(word in ENDLESS for word in main.verbs) or bool(_DAILY.search(text))


def _by_verb(text: str, main: Clause) -> Kind:
    if is_endless(text, main):
        return Kind("standing")
    deciding = _deciding(main.verbs)
    rest = main.text[main.core :].strip(_END)
    if re.search(r"不得|严禁|禁止", main.text):
        return Kind("standing")
    if not deciding or main.role == "rest":
        return _without_verb(main)
    if deciding in ONCE:
        return Kind("once", "" if deciding in _SURE_ONCE else f"“{deciding}”按限期推定")
    return _by_object(deciding, rest)


def _deciding(verbs: tuple[str, ...]) -> str:
    """加快 says more than the verb that it stands before; other adverbs say less."""
    if "加快" in verbs:
        return "加快"
    known = [word for word in verbs if word in VERBS]
    return next((word for word in known if word not in ADVERBS), known[0] if known else "")


def _without_verb(main: Clause) -> Kind:
    """The verb stands within the clause (将…纳入, 在…开辟): the last one decides."""
    found = list(re.finditer("|".join(sorted(ONCE, key=len, reverse=True)), main.text))
    found = [one for one in found if len(one[0]) > 1]
    if found and not re.search("|".join(ENDLESS), main.text):
        word = found[-1][0]
        if re.search(r"开展|加强|推进", main.text[found[-1].start() :]) is None:
            return Kind("once", f"“{word}”按限期推定")
    if match := re.search(r"(?:开展|组织|举办)(?P<what>[^，。；]+)", main.text):
        return _by_object("开展", match[0].strip(_END))
    return Kind("standing", "没有明显的动词，按长期推定")


def _by_object(verb: str, rest: str) -> Kind:
    """Verbs that say little: what they are of decides."""
    bare = re.sub(r"等?(?:工作|任务)?$", "", rest)
    if re.search(r"一[遍轮次]", rest):
        return Kind("once", f"“{verb}”做一次，按限期推定")
    if verb in ("解决", "着力"):
        once = bool(_STOCK.search(rest))
        return Kind("once" if once else "standing", "解决存量为限期，不断新生的为长期，请核对")
    if verb in ("健全", "完善"):
        once = bare.endswith(tuple(PRODUCT))
        return Kind("once" if once else "standing", f"“{verb}”按{'限期' if once else '长期'}推定")
    if verb in ("加快", "推动", "实施", "实现", "做好"):
        once = bool(_MADE.search(bare))
        return Kind("once" if once else "standing", f"“{verb}”按{'限期' if once else '长期'}推定")
    if verb in ("开展", "组织", "举行", "进行", "集中", "力争"):
        once = bare.endswith(tuple(ACTIVITY)) and not bare.endswith(("宣传", "治理"))
        if once and bare.endswith(_HELD):
            return Kind("once")
        return Kind("once" if once else "standing", f"“{verb}”按{'限期' if once else '长期'}推定")
    return Kind("standing", "" if verb in _SURE_STANDING else f"“{verb}”按长期推定")
