"""Sentences that ask for nothing: what is known, what was done, how a text is read. Pure."""

from __future__ import annotations

import re

from yqsafety.notice.bracket_words import FIRST_LEADS

_BACKGROUND = re.compile(
    r"^[\s　]*(?:党的.{1,10}以来|近年来|近期|近日|目前|去年|长期以来"
    r"|现阶段|一直以来|改革开放|据统计|截至目前|正值|以习近平)"
    r"|形势[^，。]{0,6}(?:严峻|复杂|稳定向好)|是[^，。]{2,60}(?:的|重要|有力)[^，。]{0,6}(?:抓手|举措|任务|平台|保障|行动|要求|工程|模式)[，。]"
    r"|现[将就]?[^，。]{0,20}(?:通知|意见|要求|事项|安排)?如下|(?:特|现)?(?:制定|提出)(?:本|如下|以下)|印发给你们|具有[^，。]{0,12}意义|以下简称|所称"
    r"|^[\s　]*“[^”]{1,20}”是|仍然?(?:存在|呈)|作出(?:积极)?贡献[。；]|并不是|不意味着"
    r"|之日起(?:施行|执行|实施|生效)|同时废止|停止执行|负责解释"
    r"|是[^，。]{2,40}(?:之年|关键期|攻坚期|一年)[，。；]"
    r"|^[\s　]*[^，。要应须]{0,12}联系(?:人|电话|方式)\s*[:：]|均?视为|是指"
)
_TOLD = re.compile(
    r"(?:开展|取得|召开|发生|进行|实现|完成|出台|印发|部署|作出|通报|组织|反馈)了|得到了?(?:有效|明显|进一步|显著)"
)
"""What has been done is told, and nothing is asked for."""
_CONDUCT = re.compile(r"(?<!目)的[。；;]?\s*$")
"""A list of those who do something wrong: 未经审批施工作业的。"""
_ASKED = re.compile(
    r"(?<![相响反适供])应(?![急对用])|(?<![重需主必首])要(?![求素点])|[须请]|不得|严禁"
)


def is_background(sentence: str) -> bool:
    """Whether a sentence is prose by its words, whatever verbs stand in it."""
    told = _TOLD.search(sentence) or _CONDUCT.search(sentence)
    if told and not _ASKED.search(sentence):
        return True
    return bool(_BACKGROUND.search(sentence) or FIRST_LEADS.search(sentence))
