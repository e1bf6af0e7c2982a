"""What each record and field of the data files means, in Chinese: for whoever edits them.

`yqsafety schema` puts these texts into its descriptions, so editors show them while one types, and
the tables of docs/authoring.zh-CN.md are made of them. The docstrings of the model say the same in
English for whoever changes the program; a test requires a text here for every field, and none more.
"""

from __future__ import annotations

from typing import Any

RECORD_TEXTS = {
    "NoticeFile": "任务文件 tasks.yaml：原文全文，和其中的任务。",
    "Block": "原文的一段，或表格的一行，连同印在它下面的各段。",
    "Table": "原文中的表格：有哪些列，程序读哪几列；各行是下面的 blocks。",
    "Task": "一项任务：可以单独问一个单位“办了没有，拿什么证明”的一件事。",
    "Timing": "什么时候完成，时限有什么依据。",
    "Slot": "期限内有名称的一段时间，如一次活动、一个阶段，到期完成一次。",
    "Quantity": "原文要求的数量。",
    "Responsibility": "由谁负责：原文怎么印的，读成数据是哪些单位。",
    "Review": "起草时推定、还没有人看过的地方：一处一行，写明理由；看过的删去。",
    "Term": "通知管哪一段时间：一年、三年，或一次行动的几个月。",
    "Words": "这个地方的说法：整体叫什么，督办单位叫什么，管的是什么事。",
    "Digest": "与原件核对以后记下的全文校验值，由程序填写。",
    "Retired": "停用的编号：以前版次的任务，已并入另一项；永不再用。",
    "Units": "单位文件 units.yaml：任务文件中写到的单位和范围。",
    "Unit": "一个能承担责任的单位。",
    "Group": "一个范围：通知合起来称呼的一类单位，如“各县（区）人民政府”。",
    "LaterName": "单位后来改的名称。",
    "Membership": "范围的一批成员，依据相同的写在一起。",
    "Exclusion": "从范围中剔除的一个推定成员。",
}
"""What each record is, by its name."""

_NOTICE_FILE = {
    "schema": "文件格式的版本，照写。",
    "id": "通知的编号：小写字母、数字和连字符，字母开头。登记靠它认通知，公布后不能改。",
    "blocks": "原文，从头到尾一段一段排列。",
    "edition": "这份任务文件的版次，从 1 起，公布后再改，加 1。",
    "term": "期限。不写的，为发文的那一年。",
    "issued": "发文日期。不写的，为期限的第一天。",
    "words": "这个地方的说法。",
    "responsibility": "下面各段都没有写由谁负责的，由这里写的单位负责。",
    "first_leads": "原文写明“排在第一位的为牵头部门”一类的话，写 true。",
    "digest": "全文校验值。改动原文以后，用 yqsafety catalog seal 重新记下。",
    "original": "原件的文件名，放在同一文件夹，须为文本文件；validate 会逐字核对。",
    "retired": "停用的编号。",
}
_BLOCK = {
    "is": "文件首尾各段是什么：letterhead 发文机关标志，number 文号，title 标题，"
    "addressees 主送，issuer 落款，date 日期，publicity 公开方式，cc 抄送，imprint 印发机关。"
    "正文不写。",
    "label": "印出的编号，照样写，如 一、 （一） 1. 第一章 ①。",
    "heading": "标题，照样写，不含编号；标题后有句号的连句号。",
    "text": "第一项任务之前的文字；没有任务的，就是这一段的全文。",
    "cells": "表格一行的各格，照样写；写任务的一格、合并后接上一行的格写空的 ''。",
    "tasks": "这一段的任务，按原文次序；中间不是任务的句子，直接写成文字。",
    "responsibility": "这一段和它下面各段由谁负责。",
    "table": "写了它，下面的 blocks 就是表格的各行。",
    "blocks": "印在这一段下面的各段，按原文次序。",
    "note": "编者的话，不是原文。",
}
_TABLE = {
    "columns": "各列的名称，照表头写。",
    "body": "写任务的一列。",
    "label": "序号一列。",
    "heading": "写任务名称、项目的一列。",
    "units": "责任单位一列。",
    "lead": "牵头单位一列。",
    "support": "配合单位一列。",
    "check": "考核、验收单位一列。",
    "due": "完成时限一列。",
    "score": "分值一列。",
}
_TASK = {
    "id": '编号：条款号、点、第几项，如 "4.3"。公布后永久有效，加引号。',
    "title": "不超过 20 字的简称，保留动词和宾语；指导督促的，以“督促”开头。",
    "quote": "原文，一字不改，标点也照写。",
    "timing": "什么时候完成。不写的，为长期、期限内有效。",
    "quantity": "原文写明的数量。",
    "actor": "句子自己的主语，照原文写。",
    "units": "句子自己点名的单位，代替括号所列的。",
    "done_by": "each 各单位分别办理（不写时如此）；any 整体一项，合起来只有一个成果。",
    "evidence": "拿什么证明办了：清单、台账、文件、记录、照片等现成的东西。",
    "note": "编者的话，不是原文。",
    "done_by_before": "以前版次的 done_by；改过的才写，使以前办结的仍算办结。",
    "score": "考核表的分值，照原文写。",
    "continues": "由早先通知的哪项任务延续而来，如 yuanqu-2025-1/18.8；几项合成的以空格分开。",
    "added": "发文以后才加的任务，写加入的日期：多久未动、新交办从这天算起。",
    "responsibility": "句子里自己写明的牵头、配合等，代替括号所列的。",
    "review": "起草时推定、还没有人看过的地方。",
}
_TIMING = {
    "kind": "once 限期，做成即了结；recurring 定期，一期一次；standing 长期，没有终点；"
    "triggered 触发，发生某件事才办。",
    "basis": "时限的依据：stated 原文写明；calendar 原文点名的活动；notice-year 原文没写，"
    "期限内办结；presumed 推定；local 不写在这里，由 extend 登记。",
    "due": "最后一天。限期任务用；不写的，为期限的最后一天。",
    "every": "周期：week 每周，month 每月，quarter 每季，half-year 每半年，year 每年，"
    "two-years 每两年。与 slots 只写其一。",
    "day": "每月几日前、每周几前（周一为 1）完成，每月、每周的写；不写的，为月末、周日。"
    "没有这一天的月份，为月末。",
    "from": "从哪天起有这项任务，不写的，为期限的第一天。",
    "until": "到哪天为止，定期、长期任务写；不写的，为期限的最后一天。",
    "slots": "没有固定周期的，逐段写明：几次活动，或几个阶段。",
    "trigger": "发生什么事，照原文写。触发任务用。",
    "within": "那件事发生后多少天内完成，1 至 366。不写的为 30 天，推定。",
    "renew_days": "报一次管多少天，1 至 366。长期任务用；不写的为 90 天。",
}
_SLOT = {
    "name": "代号，小写字母、数字和连字符；编号写作 2.4@代号。",
    "label": "名称，照原文写。",
    "start": "第一天。",
    "due": "最后一天（含）。",
    "source": "日期从哪里来的，写明出处。",
}
_QUANTITY = {
    "op": ">= 至少，<= 至多，= 正好。",
    "value": "目标数，整数。",
    "unit": "量词，如 次、家、%。",
    "text": "原文中写数量的几个字，照写。",
    "max": "1—2 次一类的上限。",
    "per": "按什么分别计数，如 村；这样的任务不按数量办结。",
    "percent": "是比例的写 true；不按数量办结。",
    "falling": "要求下降、减少的写 true；不按数量办结。",
}
_RESPONSIBILITY = {
    "text": "印出的括号或“责任单位：…”一行，照样写。写在表格里、句子里的不写。",
    "mode": "units 怎样负责：lead 负责（不写时如此），share 分工负责、按职责负责，"
    "supervise 指导督促落实。",
    "units": "写“负责”的单位和范围。",
    "open": "括号以“等部门”结尾的写 true：还有没列出的单位。",
    "note": "编者的话；括号里不是单位的字，在这里说明。",
    "lead": "写“牵头”的单位。只有一个的，共同的成果由它负责报。",
    "support": "写“配合、协同、参与”的单位。",
    "check": "写“考核、督办、验收”的单位，自己不承担这项任务。",
    "review": "为什么是推定的；没有审定以前，所列单位都按推定计。",
}
_REVIEW = {
    "cut": "从哪里切开的。",
    "title": "标题。",
    "kind": "类型。没有审定以前，任务按推定计；时限、数量、责任单位也一样。",
    "date": "时限或周期。",
    "quantity": "数量。",
    "unit": "由谁负责，或是否合起来只有一个成果。",
    "evidence": "佐证。",
}
_UNIT = {
    "id": "代号：小写字母、数字和连字符，字母开头。登记靠它认单位，公布后不能改。",
    "name": "名称，照通知的写法。",
    "aliases": "其他叫法：全称、简称。",
    "initials": "名称和各叫法的拼音首字母，一字一个字母，小写；键入时用。",
}

FIELD_TEXTS: dict[str, dict[str, str]] = {
    "NoticeFile": _NOTICE_FILE,
    "Block": _BLOCK,
    "Table": _TABLE,
    "Task": _TASK,
    "Timing": _TIMING,
    "Slot": _SLOT,
    "Quantity": _QUANTITY,
    "Responsibility": _RESPONSIBILITY,
    "Review": _REVIEW,
    "Term": {"from": "第一天。", "until": "最后一天（含）。"},
    "Words": {
        "whole": "整体的叫法：全县、全市、全公司。",
        "office": "督办单位平时的叫法，如 市安委办。",
        "office_name": "督办单位的全称，落款用。",
        "subject": "管的是什么事，如 安全生产。",
        "prefix": "本地单位名称前的字，如 县、市；说话时省去。",
        "span": "原文没有写时限的叫什么：年内；期限跨几年的，不写即为 期内。",
    },
    "Digest": {
        "text": "全文各字（空白不计）的 SHA-256。",
        "lines": "每一段 SHA-256 的前 4 位，用来指出是哪一段改了。",
    },
    "Retired": {
        "id": "停用的编号。",
        "into": '并入哪项任务，以前的登记显示在那里；原来就不是任务的，写 ""。',
        "why": "为什么是一件事，或为什么不是任务。",
    },
    "Units": {
        "schema": "文件格式的版本，照写。",
        "units": "全部单位。",
        "groups": "全部范围。",
    },
    "Unit": _UNIT | {"names": "后来的名称，按日期先后；改名以前仍用 name。"},
    "LaterName": {"name": "名称。", "from": "自这一天起这样叫。"},
    "Group": _UNIT
    | {
        "id": "代号，同单位。",
        "members": "已知的成员。",
        "excluded": "剔除的推定成员；本地名册用。",
        "open": "没有完整名单的写 true。",
        "subset_of": "它是哪个范围中没有指明的一部分；那个范围的成员在这里都是推定。",
        "reads_as": "它是哪个范围的另一种写法或误写。",
        "by_competence": "名称说的是职责（负有…职责的部门），不是名单，写 true：哪件事归谁要分工。",
        "note": "编者的话。",
    },
    "Membership": {
        "units": "成员的名称。",
        "ground": "依据：notice 通知写明，law 法律规定，registry 区划名录，local 本地补充，"
        "presumed 推定。",
        "source": "从哪里查到的，写明出处。",
        "from": "自这一天起属于该范围；不写的一直属于。",
    },
    "Exclusion": {
        "unit": "单位名称。",
        "reason": "为什么不在其内。",
        "from": "自这一天起剔除；不写的自始不属于。",
    },
}
"""What each field means, by record and by the field's name in the file."""


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema of the data files with these texts as its descriptions."""
    for name, record in records_of(schema).items():
        record["description"] = RECORD_TEXTS[name]
        for field, shape in record["properties"].items():
            shape["description"] = FIELD_TEXTS[name][field]
    return schema


def records_of(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The records of a JSON Schema by name, the file itself first."""
    records: dict[str, dict[str, Any]] = schema["$defs"]
    return {schema["title"]: schema} | records if "properties" in schema else records
