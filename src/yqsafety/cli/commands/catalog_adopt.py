"""`catalog adopt`: a new edition of a notice in use takes its place, and the records go along.

The order of writing keeps anything from being half adopted. The files are copied first, which
changes nothing; then the records are added, which an older edition leaves aside
(ledger/adoptions.py); last the index names the new edition. What fails before that leaves the old
one in use with its records as they were, and running the command again finishes it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.adoption import Editions, find_editions, in_use_already
from yqsafety.cli.opened_notices import seen_notice
from yqsafety.cli.opened_session import open_session_on
from yqsafety.cli.options import By, Common, JsonFlag, StateFile, YesFlag
from yqsafety.cli.recording import take_back, write_agreed
from yqsafety.cli.session import Session
from yqsafety.errors import YqError
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Stamp
from yqsafety.reports import answers
from yqsafety.safe_text import typed_word

if TYPE_CHECKING:
    from yqsafety.drafting.comparing import Comparison
    from yqsafety.reports.adoption import Adoption


def adopt(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新版所在的文件夹，或任务文件")],
    state: StateFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会怎样，不启用")] = False,
    by: By = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Show what becomes of the records, ask once, record it and use the new edition."""
    editions = find_editions(folder)
    desk = _AdoptionDesk(editions, open_session_on(editions.old, Common(state=state)), by)
    plan = desk.plan(desk.session.ledger, desk.stamp)
    if editions.in_use and not plan.events:
        raise in_use_already(editions.new.notice.id, editions.new.notice.edition)
    adoption = desk.adoption(plan)
    if not json:
        _show(adoption, folder)
    if not dry_run:
        adoption = desk.adopt(yes=yes)
    if json:
        console.out_json(answers.adopt_json(adoption, desk.session.ledger, adopted=not dry_run))
    else:
        _show_end(adoption, dry_run)
        if not dry_run and desk.session.store.path is None:
            console.out("各单位按新版显示，还须发布：yqsafety store publish")


class _AdoptionDesk:
    """Both editions over one state, and the writing."""

    def __init__(self, editions: Editions, before: Session, by: str | None) -> None:
        from yqsafety.drafting.comparing import compare_catalogs

        self._editions = editions
        self._before = before
        self.session = replace(before, notices=(seen_notice(editions.new, before.today),))
        self.stamp = self.session.stamp(by)
        self._found: Comparison = compare_catalogs(editions.old, editions.new)

    def plan(self, after: Ledger, stamp: Stamp) -> Plan:
        """What would be recorded."""
        from yqsafety.drafting.adopting import plan_adoption

        return plan_adoption(self._found, self._old_side(after), after, stamp)

    def _old_side(self, after: Ledger) -> Ledger:
        """The same records as the old edition reads them."""
        old, roster = self._editions.old, self._before.notices[0].roster
        return Ledger(old, roster, after.recorded, after.as_of, after.state_id)

    def adoption(self, plan: Plan) -> "Adoption":
        """What is to be said of a plan."""
        from yqsafety.reports.adoption import adoption_of
        from yqsafety.reports.differences import Difference

        difference = Difference(self._editions.old, self._editions.new, self._found)
        return adoption_of(difference, self._old_side(self.session.ledger), plan.events)

    def adopt(self, *, yes: bool) -> "Adoption":
        """Ask, unless `yes`, and write; whatever fails leaves the old edition as it was."""
        from yqsafety.reports.adoption import adoption_question

        def question(plan: Plan) -> str:
            return "" if yes else adoption_question(self.adoption(plan))

        with self._editions.copied():
            self.session, plan, state = write_agreed(
                self.session, self.stamp, self.plan, question, "未启用，未作改动"
            )
            self.session = self.session.renewed(state)
            try:
                self._editions.put_in_use()
            except YqError:
                if plan.events:
                    take_back(self.session, self.stamp, self.stamp.batch)
                raise
        return self.adoption(plan)


def _show(adoption: "Adoption", folder: Path) -> None:
    from yqsafety.reports.adoption import adoption_lines

    for line in adoption_lines(adoption, typed_word(folder)):
        console.out(line)


def _show_end(adoption: "Adoption", dry_run: bool) -> None:
    for line in _end_lines(adoption, dry_run):
        console.out(line)


def _end_lines(adoption: "Adoption", dry_run: bool) -> Iterator[str]:
    from yqsafety.reports.adoption import adopted_lines

    if dry_run:
        count = len(adoption.events)
        yield f"只列出，未改动；启用时将登记 {count} 条。启用：去掉 --dry-run。"
    else:
        yield from adopted_lines(adoption)
