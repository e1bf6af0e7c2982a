"""Commands about the data: units, validate, schema."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.catalog_files import tasks_file
from yqsafety.cli.local_file import local_roster
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common, JsonFlag, takes_options
from yqsafety.cli.tables import ScreenColumn, show_card, show_table
from yqsafety.errors import BadChoice, CatalogError, UsageError
from yqsafety.notice.reviews import open_reviews
from yqsafety.reports import answers
from yqsafety.safe_text import typed_word
from yqsafety.wording import labels
from yqsafety.wording.review_words import review_hint, review_lines

if TYPE_CHECKING:
    from yqsafety.notice.schema import Finding


@takes_options
def units(
    common: Common,
    name: Annotated[
        str | None, typer.Argument(metavar="[单位]", help="名称、简称或其一部分")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """List all units and groups, or show one of them with its memberships or members."""
    session = open_session(common)
    bodies = session.bodies([name]) if name else session.roster.bodies
    if json:
        console.out_json(answers.units_json(session.ledger, bodies))
        return
    counts = answers.task_counts(session.ledger)
    details = [answers.body_json(session.roster, body, counts) for body in bodies]
    if name:
        for detail in details:
            _unit_card(detail)
        return
    columns = [
        ScreenColumn("单位"),
        ScreenColumn("简称"),
        ScreenColumn("所属范围"),
        ScreenColumn("依据", 8),
    ]
    columns.append(ScreenColumn("任务数", 6, right=True))
    show_table(columns, [_unit_row(detail) for detail in details])


def _unit_row(detail: answers.Json) -> list[str]:
    groups = detail["groups"]
    members = f"{len(detail['members'])} 个成员" if detail["members"] else ""
    grounds = dict.fromkeys(labels.GROUND[group["ground"]] for group in groups)
    return [
        detail["name"],
        "、".join(detail["aliases"]),
        "、".join(group["name"] for group in groups) or members,
        "、".join(grounds),
        str(detail["tasks"]),
    ]


def _unit_card(detail: answers.Json) -> None:
    show_card(
        detail["name"],
        [
            ("简称", ["、".join(detail["aliases"])] if detail["aliases"] else []),
            ("拼音首字母", ["、".join(detail["initials"])] if detail["initials"] else []),
            ("任务数", [str(detail["tasks"])]),
            ("所属范围", [_membership_text(group) for group in detail["groups"]]),
            ("成员", [_membership_text(member) for member in detail["members"]]),
            ("名单", ["通知未列全部成员"] if detail["open"] else []),
            ("编者注", [detail["note"]] if detail["note"] else []),
        ],
    )


def _membership_text(place: answers.Json) -> str:
    return f"{place['name']}：{labels.GROUND[place['ground']]}，{place['source']}"


@takes_options
def validate(
    common: Common,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[文件...]", help="任务文件、单位文件或本地名册")
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="核对登记的佐证材料是否还在、有无改动")
    ] = False,
    evidence_dir: Annotated[
        Path | None,
        typer.Option("--evidence-dir", help="佐证材料所在文件夹，默认当前文件夹", metavar="文件"),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="还有待审的，也算问题（退出码 3）")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="与旧版核对：编号含义不变，版次增加", metavar="旧文件"),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """List every fault of the data files (exit 3); with `--evidence` compare recorded evidence."""
    if evidence or evidence_dir:
        if files:
            raise UsageError(
                "核对佐证材料时不列数据文件。", "分两次运行：validate 文件；validate --evidence。"
            )
        from yqsafety.cli.commands.evidence import compare_evidence

        compare_evidence(open_session(common), evidence_dir or Path(), json=json)
        return
    chosen = [tasks_file(path) for path in files or (common.notice,) if path]
    _report_findings(chosen, strict, against, json)


def _report_findings(chosen: list[Path], strict: bool, against: Path | None, json: bool) -> None:
    """Show the findings, or what is left to review; CatalogError where there are findings.

    The answer has no `catalog` and no `state`: neither can be read while the files are faulty.
    With `strict` what is left to review is a fault as well.
    """
    from yqsafety.notice.file_checks import check_files

    # A roster that is remembered belongs to the notice in use, not to a file that is looked at.
    local = local_roster() if not chosen or "YQSAFETY_UNITS" in os.environ else None
    findings, notices = check_files(chosen, local)
    if against:
        from yqsafety.cli.catalog_files import findings_against

        findings += findings_against(against, chosen)
    reviews = [one for _, notice in notices for one in open_reviews(notice)]
    open_files = [typed_word(file) for file, notice in notices if file and [*open_reviews(notice)]]
    if json:
        console.out_json(answers.validate_json(findings, reviews))
    elif findings:
        _show_findings(findings)
    else:
        console.out("数据文件无误。")
        for line in review_lines(reviews, open_files):
            console.out(line)
    if findings:
        raise CatalogError(f"数据文件有 {len(findings)} 处问题。", "请按“改法”逐一改正。")
    if reviews and strict:
        raise CatalogError(f"还有 {len(reviews)} 处待审。", "；".join(map(review_hint, open_files)))


def _show_findings(findings: "Sequence[Finding]") -> None:
    columns = [
        ScreenColumn("位置"),
        ScreenColumn("级别", 4),
        ScreenColumn("问题"),
        ScreenColumn("改法"),
    ]
    show_table(
        columns,
        [[f"{f.file} 第 {f.line} 行 {f.path}", "错误", f.problem, f.fix] for f in findings],
    )


@takes_options
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[名称]", help="notice 或 units，默认两者")
    ] = None,
) -> None:
    """Print the JSON Schema of one kind of data file, or of both."""
    from yqsafety.notice.schema import MODELS, json_schema

    if name is not None and name not in MODELS:
        raise BadChoice(f"没有“{name}”这种数据文件，", name, MODELS)
    console.out_json(json_schema(name))
