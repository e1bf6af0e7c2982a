"""What is probably meant by words that are no command, or stand where none belong.

Each answer ends with a line that works as it stands, since it will be copied.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from yqsafety.cli.options import Common
from yqsafety.errors import YqError
from yqsafety.safe_text import typed_word

_TICK = "登记办结：yqsafety check 编号"
_FIND = "查找：yqsafety list --grep 文字"
_LOOK = "查看一项：yqsafety show 编号"
_FIGURES = "统计：yqsafety status"
_MEANT = {
    _TICK: "done tick finish complete mark close 完成 办结 登记 打勾 销号",
    _FIND: "find search grep query 查找 查询 搜索",
    _LOOK: "view info detail details cat open 查看 详情",
    _FIGURES: "stats stat progress summary count 统计 进度",
    "自定任务：yqsafety duty add 每月报送进展 --unit 单位名称": "add new create 添加 新增 新建",
    "补充说明：yqsafety note 编号 说明": "edit update modify comment remark 修改 备注 说明",
    "撤销上一次操作：yqsafety undo": "delete remove rm del revert 删除 撤销",
    "列出任务：yqsafety list": "ls tasks task all 列表 清单 任务",
    "未办结的：yqsafety list --status open": "todo pending open next",
    "逾期的：yqsafety list --status overdue": "overdue late due 逾期",
    "通报：yqsafety export md -o 通报.md": "report print 通报 报告",
    "台账：yqsafety export xlsx -o 台账.xlsx": "excel save xlsx 台账 导出",
    "读回台账：yqsafety import 文件": "load read upload 导入",
    "操作记录：yqsafety log": "history events 记录 日志",
    "设定本机单位：yqsafety use 单位名称": "config init setup login set 设置",
    "版本：yqsafety --version": "version",
    "全部命令：yqsafety --help": "help man ? 帮助",
}
"""What is said on a word that other programs, or people, have for something here."""
_MEANINGS = {word: said for said, words in _MEANT.items() for word in words.split()}
_LONG_LINE = 120
FILTERED = ("list", "status", "export")
"""The commands that take filters, where a word without an option is probably one."""


def hint_for_command(word: str, names: Sequence[str]) -> str:
    """What to say to a word that is no command."""
    if task := _task_id(word):
        return f"查看：yqsafety show {task}；登记办结：yqsafety check {task}"
    if said := _MEANINGS.get(word.lower()):
        return said
    from difflib import get_close_matches

    if close := get_close_matches(word, names, n=3):
        return f"您是不是要用：{'、'.join(close)}"
    if _is_unit(word):
        return f"这个单位的任务：yqsafety list --unit {word}"
    return "全部命令：yqsafety --help"


def hint_for_words(line: str, words: Sequence[str]) -> str:
    """What to say to words too many; `line` is the command with its arguments, as `export json`.

    Empty where there is nothing better than the help.
    """
    command = line.split()[0]
    task = _task_id(words[0])
    if command == "list" and task:
        return f"查看这一项：yqsafety show {task}"
    if command not in FILTERED:
        return ""
    option = "--item" if task or _is_item(words[0]) else "--unit"
    if option == "--unit" and not all(map(_is_unit, words)):
        option = "--grep"
    values = [task.partition(".")[0]] if task else words[:1] if option == "--grep" else words
    said = " ".join(f"{option} {typed_word(value)}" for value in values)
    return f"筛选要写选项：yqsafety {line} {said}"


def line_with(arguments: Sequence[str], typed: str, right: str) -> str:
    """A command line with one of its values in the place of another, so that it can be copied.

    Of a line that is long only the option. Empty where the value stands nowhere by itself.
    """
    places = [n for n, one in enumerate(arguments) if one.rpartition("=")[2] == typed]
    valued = [n for n in places if (n and arguments[n - 1].startswith("-")) or "=" in arguments[n]]
    if not places:
        return ""
    place = (valued or places)[-1]
    head, equals, _ = arguments[place].rpartition("=")
    words = [*arguments[:place], f"{head}{equals}{right}", *arguments[place + 1 :]]
    line = " ".join(typed_word(word) for word in words)
    if len(line) > _LONG_LINE:
        option = arguments[place - 1] if place and not equals else ""
        return f"请改为：{option} {typed_word(words[place])}"
    return f"可照此写：yqsafety {line}"


def typed_options(*records: NamedTuple) -> str:
    """Options as they were typed, from the records that a command received them in."""
    said = []
    for name, value in (pair for record in records for pair in record._asdict().items()):
        option = f"--{name.replace('_', '-')}"
        if value is True:
            said.append(option)
        elif value:
            values = value if isinstance(value, list) else [value]
            said += [f"{option} {typed_word(str(one))}" for one in values]
    return " ".join(said)


def _task_id(text: str) -> str:
    """A task's id, however its parts are set apart; empty where it is none."""
    found = re.fullmatch(
        r"(\d{1,3})[.,，。、:-](\d{1,3})", unicodedata.normalize("NFKC", text[:20])
    )
    return f"{found[1]}.{found[2]}" if found else ""


def _is_item(text: str) -> bool:
    from yqsafety.cli.opened_notices import open_catalog
    from yqsafety.notice.lookup import find_item

    return _passes(lambda: find_item(open_catalog(Common())[0].notice, text))


def _is_unit(text: str) -> bool:
    from yqsafety.cli.opened_notices import open_catalog

    return _passes(lambda: open_catalog(Common())[1].find(text))


def _passes(look: Callable[[], object]) -> bool:
    """Whether something is found; data files at fault are said when a command is run."""
    try:
        look()
    except YqError:
        return False
    return True
