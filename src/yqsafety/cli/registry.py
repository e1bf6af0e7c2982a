"""The table of commands: where each is, and its line of help. Only the one run is imported.

A command should answer in some 60 ms (a bare interpreter takes 9), since people and scripts call
it many times. So the help and the completion of names need nothing but this table, and a command's
module is imported when that command is asked for. For the same reason heavy libraries are imported
inside the functions that use them.

Typer is pinned below 0.29 (pyproject.toml), because 0.29 imports pydantic at each start: +65 %.

The help texts are here and not in the docstrings of the commands: users read Chinese, docstrings
are for whoever changes the code and are never shown. What must never happen: a command that is not
in this table, or an import at the top of this module that every start would pay for.
"""

from __future__ import annotations

import functools
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from yqsafety.cli import console
from yqsafety.cli.help import ChineseCommand, ChineseHelp, write_section
from yqsafety.errors import UsageError


class CommandPlace(NamedTuple):
    """The module under cli/commands, the function in it, and the Chinese line of help."""

    module: str
    function: str
    help: str


COMMANDS = {
    "now": CommandPlace("now", "now", "今天要办什么：退回、逾期、快到期的，最急的在前"),
    "list": CommandPlace("look", "list_", "列出任务，可按单位、章节、时限、状态筛选"),
    "show": CommandPlace("look", "show", "查看任务原文、责任单位、时限和办理记录"),
    "check": CommandPlace("check", "check", "登记办结"),
    "uncheck": CommandPlace("record", "uncheck", "取消办结登记"),
    "start": CommandPlace("record", "start", "登记在办"),
    "waive": CommandPlace("record", "waive", "登记不适用，须写理由"),
    "extend": CommandPlace("record", "extend", "调整时限，须写理由，原时限保留"),
    "note": CommandPlace("record", "note", "补充进展、问题、措施等说明"),
    "trigger": CommandPlace("record", "trigger", "登记所列情形发生，启动触发类任务"),
    "confirm": CommandPlace("supervise", "confirm", "复核通过（督办单位用）"),
    "return": CommandPlace("supervise", "return_", "退回重办，须写理由（督办单位用）"),
    "remind": CommandPlace("rhythm", "remind", "催办未办结的，记下次数（督办单位用）"),
    "receive": CommandPlace("rhythm", "receive", "签收所交办、催办、退回的"),
    "apply": CommandPlace("rhythm", "apply", "申请延期，批准前时限不变"),
    "assign": CommandPlace("supervise", "assign", "责任分解：登记由哪些单位承担（督办单位用）"),
    "unassign": CommandPlace("supervise", "unassign", "取消责任分解（督办单位用）"),
    "strike": CommandPlace("supervise", "strike", "从范围中剔除推定成员，须写理由（督办单位用）"),
    "undo": CommandPlace("history", "undo", "撤销本人上一次操作（整批）"),
    "log": CommandPlace("history", "log", "查看操作记录"),
    "status": CommandPlace("status", "status", "统计进度；--fail-on 供脚本判断"),
    "export": CommandPlace("export", "export", "导出 JSON、CSV 等文件"),
    "import": CommandPlace("import_", "import_", "读回各单位填报的台账"),
    "merge": CommandPlace("merge", "merge", "合并他人的状态文件"),
    "units": CommandPlace("catalogue", "units", "查询单位、简称、所属范围和任务数"),
    "use": CommandPlace("use", "use", "设定本机默认单位，或连接共享库"),
    "notice": CommandPlace("document", "notice", "打印通知全文；--verify 与原件核对"),
    "validate": CommandPlace(
        "catalogue", "validate", "检查数据文件，列出全部问题；--evidence 核对佐证材料"
    ),
    "schema": CommandPlace("catalogue", "schema", "输出数据文件的 JSON Schema"),
    "duty": CommandPlace("", "", "自定的任务：增加、列出、取消，与通知的任务一样登记"),
    "catalog": CommandPlace("", "", "通知的任务文件：起草、审定、对照、安装、接续"),
    "roster": CommandPlace("", "", "增改本地名册：单位、简称、更名、成员、联系人"),
    "store": CommandPlace("", "", "共享库：建立、开账号、检查、备份（PostgreSQL）"),
    "recover": CommandPlace("recover", "recover", "恢复损坏的状态文件"),
    "completion": CommandPlace(
        "completion", "completion", "输出 bash、zsh、fish、powershell 的命令补全脚本"
    ),
}

HEADINGS = {
    "查看": "now list show status log units notice",
    "登记": "check start uncheck waive note trigger receive apply undo",
    "督办": "remind confirm return extend assign unassign strike",
}
"""Under which heading the help lists a command; the others follow under OTHERS."""
OTHERS = "数据"

GROUPS = {
    "duty": {
        "add": CommandPlace("duty", "add", "加一项自定任务：一句话，时限从句中读出"),
        "list": CommandPlace("duty", "list_", "列出自定任务"),
        "remove": CommandPlace("duty", "remove", "取消一项自定任务，编号不再用，登记保留"),
    },
    "catalog": {
        "draft": CommandPlace("catalog_draft", "draft", "从通知的文本、Word 或表格起草任务文件"),
        "review": CommandPlace(
            "catalog_review", "review", "逐条审定：切分、标题、类型、时限、单位"
        ),
        "export": CommandPlace("catalog_sheet", "export", "导出清单（xlsx），供分头审定"),
        "import": CommandPlace("catalog_sheet", "import_", "读回填好的清单；有问题的一处不收"),
        "seal": CommandPlace("catalog_files", "seal", "与原件核对后，重新记下全文的校验值"),
        "diff": CommandPlace("catalog_diff", "diff", "对照两份通知或两个版次，逐项列出变化"),
        "renew": CommandPlace("catalog_renew", "renew", "新一年的通知沿用上年审定过的内容"),
        "carry": CommandPlace("catalog_carry", "carry", "把上年的分工、剔除、时限和情形接到新通知"),
        "add": CommandPlace("catalog_installed", "add", "安装一份通知，各命令不必再加 --notice"),
        "adopt": CommandPlace("catalog_adopt", "adopt", "换用同一通知的新版，已有登记随之转接"),
        "list": CommandPlace("catalog_installed", "list_", "列出已安装的通知"),
        "remove": CommandPlace("catalog_installed", "remove", "移除一份通知，登记保留"),
        "use": CommandPlace("catalog_installed", "use", "指定使用哪份通知"),
        "upgrade": CommandPlace("catalog_files", "upgrade", "把旧格式的任务文件改写成现行格式"),
    },
    "store": {
        "init": CommandPlace("store", "init", "在服务器上建立或升级共享库"),
        "publish": CommandPlace("store", "publish", "把本机的通知和名册发布给各单位"),
        "add": CommandPlace("store_accounts", "add", "开账号，写出连接文件"),
        "passwd": CommandPlace("store_accounts", "passwd", "换密码"),
        "close": CommandPlace("store_accounts", "close", "停用账号，记录保留"),
        "list": CommandPlace("store", "list_", "列出账号"),
        "backup": CommandPlace("store_backup", "backup", "把记录、账号、通知和佐证存成一个文件"),
        "restore": CommandPlace("store_backup", "restore", "从备份补回库中缺少的"),
        "check": CommandPlace("store", "check", "核对全部记录的校验链、加密和时钟"),
    },
    "roster": {
        "add": CommandPlace("roster", "add", "新增单位，归入范围"),
        "alias": CommandPlace("roster", "alias", "给单位加一个简称"),
        "rename": CommandPlace("roster", "rename", "登记单位自某日起的新名称"),
        "members": CommandPlace("roster_members", "members", "按正式名单确认成员，剔除其余推定的"),
        "contact": CommandPlace("roster", "contact", "登记或查看联系人，只存本机"),
        "use": CommandPlace("roster_files", "use", "指定本机使用的名册文件"),
        "send": CommandPlace("roster_files", "send", "写出名册发给他人，不含联系人"),
        "merge": CommandPlace("roster_files", "merge", "收入他人的名册"),
    },
}
"""The commands below another."""

COMMAND_PATHS = [
    *((name,) for name in COMMANDS),
    *((group, name) for group, below in GROUPS.items() for name in below),
]
"""The words of every command: `list`, `catalog`, `catalog seal`."""

SETTINGS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["--help", "-h"], "max_content_width": 100},
}
"""The arguments with which every Typer is made.

Without Rich help comes in 56 ms instead of 121, and its Chinese is not cut. Typer's completion is
replaced by our own (commands/completion.py says why), its tracebacks by `app`.
"""


class CommandGroup(ChineseHelp, TyperGroup):
    """A group of commands, which imports and builds a command when it is asked for."""

    @property
    def table(self) -> dict[str, CommandPlace]:
        """Its commands: all of the program, or those below one of its commands."""
        return GROUPS.get(self.name or "", COMMANDS)

    def list_commands(self, _: Any) -> list[str]:
        """The names in the order of the table, which follows the work: look, record, report."""
        return list(self.table)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the commands with their lines of help."""
        super().format_options(ctx, formatter)
        for heading, names in self._headed():
            lines = [(name, self.table[name].help) for name in names]
            write_section(formatter, heading, lines)

    def _headed(self) -> list[tuple[str, list[str]]]:
        """The commands under their headings; those below a command are one list."""
        if self.table is not COMMANDS:
            return [("命令", list(self.table))]
        headed = {heading: names.split() for heading, names in HEADINGS.items()}
        listed = {name for names in headed.values() for name in names}
        return [*headed.items(), (OTHERS, [name for name in COMMANDS if name not in listed])]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; UsageError with the nearest names where there is none.

        A line that is being completed, or an option, gets None and Typer's own treatment.
        """
        if cmd_name in self.table:
            return build_command(*([self.name] if self.name in GROUPS else []), cmd_name)
        if ctx.resilient_parsing or cmd_name.startswith("-"):
            return None
        from yqsafety.cli.hints import hint_for_command

        said = f"没有“{cmd_name}”这个命令。"
        if self.name in GROUPS:
            raise UsageError(said, f"可选：{'、'.join(self.table)}。")
        raise UsageError(said, hint_for_command(cmd_name, list(COMMANDS)))


@functools.cache
def build_command(*path: str) -> Any:
    """Import the function of the command with these words and build it, or build a group.

    A Typer with a single command gives that command itself instead of a group.
    """
    *group, name = path
    place = GROUPS[group[0]][name] if group else COMMANDS[name]
    if not place.function:
        return _built_group(name, place.help)
    function = getattr(import_module(f"yqsafety.cli.commands.{place.module}"), place.function)
    alone = typer.Typer(**SETTINGS)
    alone.command(name, cls=ChineseCommand, help=place.help, options_metavar="[选项]")(function)
    return typer.main.get_command(alone)


def _built_group(name: str, said: str) -> Any:
    """The group of the commands below one; without a command it shows its help."""
    group = typer.Typer(name=name, cls=CommandGroup, **SETTINGS)

    @group.callback(
        help=said,
        invoke_without_command=True,
        options_metavar="[选项]",
        subcommand_metavar="命令 ...",
    )
    def show_help(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            console.out_page(context.get_help())

    return typer.main.get_command(group)
