"""Every shared option, declared once, and the records in which commands receive them.

`list`, `check`, `status` and `export` must filter in the same way, and all commands that record
must ask for whom in the same way. So an option is declared here once, with its letters and its
help, and options that go together are the fields of a NamedTuple. A command takes such a record
as one parameter; `takes_options` shows its fields to Typer as options of their own.

The metavar has a second use: completion finds the candidates of a value by it (`_OFFERS` in
completion/candidates.py). What must never happen: an option means one thing in one command and
another in the next, or a default here that changes what is recorded.

Annotations are evaluated when this module is imported, because Typer reads them: the module does
without `from __future__ import annotations`, and so do all modules of commands.
"""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from yqsafety.errors import BadValue

Texts = list[str] | None


def number_from_one(text: str) -> int:
    """The whole number from 1 on that was typed; UsageError for all else."""
    if not (text.isdecimal() and len(text) < _DIGITS and int(text)):
        said = f"数量“{text}”不能用，应为不小于 1 的整数。"
        raise BadValue(said, "", text, "10")
    return int(text)


_DIGITS = 10

Ids = Annotated[list[str], typer.Argument(metavar="编号...", help="任务编号，如 4.1、6.3@2025-H1")]
SomeIds = Annotated[
    list[str] | None, typer.Argument(metavar="[编号...]", help="任务编号，如 4.1、6.3@2025-H1")
]
JsonFlag = Annotated[bool, typer.Option("--json", help="输出 JSON，供脚本使用")]
Whole = Annotated[bool, typer.Option("--whole", help="整体一项：登记的是全县、全公司等整体的结果")]
YesFlag = Annotated[bool, typer.Option("--yes", "-y", help="不再询问")]
Reason = Annotated[str, typer.Option("--reason", help="理由", metavar="文字")]
UnitNames = Annotated[
    Texts, typer.Option("--unit", "-u", help="单位名称、简称或其一部分", metavar="单位")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="按这一天的情况查看", metavar="日期")]
Mine = Annotated[bool, typer.Option("--mine", "-m", help="本机默认单位")]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", "-n", help="最多列几项（至少 1）", metavar="数", parser=number_from_one
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="不分页")]
By = Annotated[str | None, typer.Option("--by", help="登记人（YQSAFETY_USER）", metavar="姓名")]
StateFile = Annotated[
    str | None,
    typer.Option("--state", help="状态文件或共享库（YQSAFETY_STATE）", metavar="文件"),
]
On = Annotated[str | None, typer.Option("--on", help="实际日期，默认今天", metavar="日期")]


class Common(NamedTuple):
    """The options of every command that reads the catalogue: where state and notice are."""

    state: StateFile = None
    notice: Annotated[
        Path | None,
        typer.Option("--notice", help="另一份通知：文件、文件夹或编号", metavar="文件"),
    ] = None
    offline: Annotated[bool, typer.Option("--offline", help="不连共享库，只看本机副本")] = False


class FilterOptions(NamedTuple):
    """The filters of every command that looks, and of those that record in bulk, as typed.

    Several values of one filter mean OR, different filters AND. `Session.filters` resolves them.
    """

    unit: UnitNames = None
    mine: Mine = False
    direct: Annotated[bool, typer.Option("--direct", help="只看点名的，不看经范围归入的")] = False
    ground: Annotated[
        Texts,
        typer.Option("--ground", help="责任依据：点名、法定、名录、本地、推定", metavar="依据"),
    ] = None
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="已报办结或不适用、尚未复核的")
    ] = False
    undivided: Annotated[bool, typer.Option("--undivided", help="待分工的")] = False
    silent: Annotated[
        str | None,
        typer.Option(
            "--silent", help="未办结而多久没有登记：30d、30天，或某日以来", metavar="天数"
        ),
    ] = None
    section: Annotated[
        Texts, typer.Option("--section", "-s", help="章节：一、1 或标题的一部分", metavar="章节")
    ] = None
    item: Annotated[
        Texts, typer.Option("--item", "-i", help="条款：6 或（六）", metavar="条款")
    ] = None
    due_by: Annotated[
        str | None,
        typer.Option("--due-by", help="时限不晚于：2025-06-30、2025-H1、+30d", metavar="日期"),
    ] = None
    due_from: Annotated[
        str | None, typer.Option("--due-from", help="时限不早于", metavar="日期")
    ] = None
    status: Annotated[
        Texts,
        typer.Option("--status", "-S", help="状态：未反馈、逾期、open 等", metavar="状态"),
    ] = None
    kind: Annotated[
        Texts, typer.Option("--kind", "-k", help="类型：限期、定期、长期、触发", metavar="类型")
    ] = None
    grep: Annotated[
        str | None,
        typer.Option("--grep", "-g", help="标题、原文或触发情形含有的文字", metavar="文字"),
    ] = None


class DayOptions(NamedTuple):
    """The day that is looked at; what is recorded is recorded today."""

    as_of: AsOf = None


class PaperOptions(NamedTuple):
    """The options of papers: the report and the slips."""

    template: Annotated[
        Path | None,
        typer.Option("--template", help="通报和督办单：用本单位的 Word 文件作模板", metavar="文件"),
    ] = None
    reply_by: Annotated[
        str | None,
        typer.Option("--reply-by", help="通报、督办单的回复期限；督办单默认 7 天", metavar="日期"),
    ] = None
    md: Annotated[bool, typer.Option("--md", help="督办单写成 Markdown")] = False


class IssueOptions(NamedTuple):
    """What an office adds to the report when it issues it; the rest is left open in the paper."""

    number: Annotated[
        str | None, typer.Option("--number", help="通报：发文字号或期号", metavar="文字")
    ] = None
    signer: Annotated[str | None, typer.Option("--signer", help="通报：签发人", metavar="姓名")] = (
        None
    )
    to: Annotated[
        str | None, typer.Option("--to", help="通报：主送，默认同通知", metavar="文字")
    ] = None
    cc: Annotated[str | None, typer.Option("--cc", help="通报：抄送", metavar="文字")] = None
    contact: Annotated[
        str | None, typer.Option("--contact", help="通报：联系人及电话", metavar="文字")
    ] = None


DryRun = Annotated[bool, typer.Option("--dry-run", help="只看将登记什么，不写入")]


class WhoOptions(NamedTuple):
    """The options of commands that record: for which units, by whom, and how to answer."""

    unit: UnitNames = None
    mine: Mine = False
    all_units: Annotated[bool, typer.Option("--all-units", help="全部责任单位")] = False
    whole: Whole = False
    by: By = None
    yes: YesFlag = False
    json: JsonFlag = False


def takes_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take option records as parameters: each field becomes an option of its own.

    Typer looks at a function's signature. The wrapper shows it one with all fields side by side,
    and makes the records from their values when it is called. A name that stands in two records
    is one option, declared alike in both (`--unit`: which rows, and for whom): both get its value.
    """
    hints = inspect.get_annotations(command)
    records = {name: hint for name, hint in hints.items() if hasattr(hint, "_fields")}
    flat: dict[str, inspect.Parameter] = {}
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in records:
            flat[name] = parameter.replace(kind=parameter.KEYWORD_ONLY)
            continue
        for field, annotation in inspect.get_annotations(records[name]).items():
            default = records[name]._field_defaults[field]
            kind = parameter.KEYWORD_ONLY
            flat[field] = inspect.Parameter(field, kind, default=default, annotation=annotation)

    @functools.wraps(command)
    def run(**values: Any) -> None:
        made = {
            name: record(**{field: values[field] for field in record._fields})
            for name, record in records.items()
        }
        own = {name: value for name, value in values.items() if name in hints}
        command(**own, **made)

    run.__signature__ = inspect.Signature(list(flat.values()))  # type: ignore[attr-defined]
    run.__annotations__ = {name: parameter.annotation for name, parameter in flat.items()}
    return run
