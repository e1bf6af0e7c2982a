"""Commands that look at tasks: list, show. They never write."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.list_table import show_list
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    AsOf,
    Common,
    DayOptions,
    FilterOptions,
    Ids,
    JsonFlag,
    Limit,
    Mine,
    NoPager,
    Texts,
    takes_options,
)
from yqsafety.cli.pager import paged_results
from yqsafety.cli.session import Session
from yqsafety.cli.tables import show_card
from yqsafety.cli.typed_filters import filters_of
from yqsafety.cli.view_remarks import say_view
from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Filters, Selection, select_entries
from yqsafety.ledger.sorting import SortKey, sorted_entries
from yqsafety.notice.roster import Roster
from yqsafety.wording import phrases
from yqsafety.wording.labels import sort_code


@takes_options
def list_(
    filters: FilterOptions,
    day: DayOptions,
    common: Common,
    json: JsonFlag = False,
    ids: Annotated[bool, typer.Option("--ids", help="每行一个编号，供 xargs 使用")] = False,
    quote: Annotated[bool, typer.Option("--quote", "-q", help="同时显示原文")] = False,
    sort: Annotated[
        str, typer.Option("--sort", help="次序：doc、due、unit、status", metavar="次序")
    ] = "doc",
    limit: Limit = None,
    no_pager: NoPager = False,
) -> None:
    """List the rows that match, as a table, lines, ids or JSON."""
    order = sort_code(sort)
    session = open_session(common, day.as_of)
    wanted = filters_of(filters, session)
    found = select_entries(session.ledger, wanted)
    selection = _ordered(found, order, limit, session.roster)
    if json:
        from yqsafety.reports import answers

        console.out_bytes(answers.list_pieces(session.ledger, wanted, selection))
    elif ids:
        console.out_rows([entry.shown_id] for entry in selection.entries)
    else:
        with paged_results(wanted=not no_pager):
            print_rows(wanted, selection, quote=quote, by_section=order == "doc")
    if left := selection.matched - len(selection.entries):
        console.err(f"另有 {left} 项未列；全部列出：去掉 --limit。")
    say_view(session, day.as_of)


def _ordered(found: Selection, sort: SortKey, limit: int | None, roster: Roster) -> Selection:
    """The rows in the order asked for, and no more than asked for."""
    entries = sorted_entries(found.entries, sort, roster)
    return found._replace(entries=entries[:limit])


def print_rows(
    wanted: Filters, selection: Selection, *, quote: bool = False, by_section: bool = True
) -> None:
    """Show the rows or, on stderr, which filter left none."""
    if selection.entries:
        show_list(selection, wanted.units, quote=quote, by_section=by_section)
    else:
        console.err(phrases.nothing_found_text(selection))


@takes_options
def show(
    ids: Ids,
    common: Common,
    unit: Annotated[
        Texts, typer.Option("--unit", "-u", help="只看这些单位", metavar="单位")
    ] = None,
    mine: Mine = False,
    as_of: AsOf = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", help="把佐证材料从共享库取到文件夹", metavar="文件夹"),
    ] = None,
    json: JsonFlag = False,
    no_pager: NoPager = False,
) -> None:
    """Show tasks or occurrences whole, with units and history; UsageError for an unknown id."""
    from yqsafety.cli.earlier import EarlierNotices

    session = open_session(common, as_of)
    units = frozenset(filters_of(FilterOptions(unit=unit, mine=mine), session).units)
    entries = _named_rows(session, ids, units)
    earlier = EarlierNotices(session.published)
    rows = [(entry, earlier.of_entry(session.ledger, entry)) for entry in entries]
    if json:
        from yqsafety.reports import answers

        console.out_json(answers.show_json(session.ledger, rows))
    else:
        from yqsafety.wording.task_card import titled_card

        with paged_results(wanted=not no_pager):
            for entry, past in rows:
                show_card(*titled_card(session.ledger, entry, past))
    if save is not None:
        from yqsafety.cli.saved_files import save_evidence

        save_evidence(session, entries, save)
    say_view(session, as_of)


def _named_rows(session: Session, ids: list[str], units: Collection[str]) -> list[Entry]:
    """The rows of some ids, narrowed to some units; UsageError where nothing is left."""
    from yqsafety.recording.targets import find_entries

    entries = [
        kept
        for text in ids
        for entry in find_entries(session.ledger, text)
        if (kept := entry.narrowed(lambda one: not units or one.party.id in units))
    ]
    if not entries:
        raise UsageError("所列单位不承担所列任务。", f"查看责任单位：yqsafety show {ids[0]}")
    return entries
