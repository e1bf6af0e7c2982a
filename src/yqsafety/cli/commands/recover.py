"""`recover`: show what can be restored, ask, keep the damaged file aside, restore.

No other command opens a damaged state file. So this one does without `open_session`, and makes a
session from the state that it is going to restore, to show its events.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from yqsafety.cli import clock, console
from yqsafety.cli.asking import ask_first
from yqsafety.cli.chosen_store import named_store
from yqsafety.cli.clock import CHINA
from yqsafety.cli.log_table import show_log
from yqsafety.cli.opened_notices import NoticeInView, open_catalog
from yqsafety.cli.options import Common, JsonFlag, YesFlag, takes_options
from yqsafety.cli.session import Session
from yqsafety.errors import StateError
from yqsafety.ledger.events import Event
from yqsafety.ledger.order import in_order
from yqsafety.notice.roster import Roster
from yqsafety.reports import answers
from yqsafety.store import recovery, state_file
from yqsafety.store.recovery import EditRefused, Recovery, lines_text
from yqsafety.store.state_file import Damage, FileStore
from yqsafety.store.state_format import NewerState, State
from yqsafety.wording.labels import ACTION
from yqsafety.wording.phrases import minute_text


@takes_options
def recover(
    common: Common,
    accept: Annotated[
        bool, typer.Option("--accept", help="采用有意手工修改过的状态文件，不取副本")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看能恢复什么，不写入")] = False,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Mend the state file; where it is sound, say so and write nothing.

    StateError (exit 4) where nothing can be restored, or `--accept` finds a line at fault.
    """
    loaded, roster = open_catalog(common)
    store = named_store(common)[0]
    if not isinstance(store, FileStore):
        raise StateError(
            f"共享库不用 recover：{store.name}。", "请管理员用 yqsafety store restore 恢复。"
        )
    moment = clock.china_now()

    def session_of(state: State) -> Session:
        """A session on any state, since the one in the file may be unreadable."""
        return Session((NoticeInView(loaded, roster),), store, state, moment, moment.date())

    seen = store.find_damage()
    if seen is None:
        _show_sound(session_of(store.read()), json)
        return
    plan = _plan_recovery(store.path, seen, accept)
    session = session_of(plan.state)
    if not json:
        _show_damage(session, store.backup_path(), seen, plan, accept)
    kept = None
    if not dry_run:
        if not yes:
            ask_first(_restore_question(plan, seen, accept), "未作改动")
        kept = store.restore(seen, plan.state, moment)
    if json:
        console.out_json(_recovery_json(session, seen, plan, kept, restored=not dry_run))
    elif not dry_run:
        console.out(_restored_text(plan, kept, accept))


def _plan_recovery(path: Path, seen: Damage, accept: bool) -> Recovery:
    """What the file is to hold; StateError where there is nothing to restore.

    A file of a newer version is refused: it is not damaged, only unknown here.
    """
    if seen.raw is None and (accept or not seen.copy):
        raise StateError(f"没有状态文件可恢复：{path}。", "请检查路径。")
    if accept:
        try:
            return recovery.accept_edited(seen.raw or b"", seen.copy)
        except EditRefused as no:
            raise StateError(
                f"不能采用，未作改动：{path} 第 {no.line} 行{no.why}。",
                "请改正后再试，或用 yqsafety recover 从副本恢复。",
            ) from None
    try:
        plan = recovery.mend_state(seen.raw or b"", seen.copy, state_file.new_id())
    except NewerState:
        raise state_file.newer_error() from None
    if not plan.state.events:
        raise StateError(
            f"无可恢复，未作改动：{path} 中没有完整的记录，也没有完好的副本。",
            "请从其他备份恢复该文件。",
        )
    return plan


def _show_sound(session: Session, json: bool) -> None:
    if json:
        sound = {"condition": "sound", "restored": False}
        console.out_json(answers.answer_envelope("recover", session.ledger) | sound)
        return
    said = f"状态文件完好，无需恢复：{session.store.name}（{len(session.state.events)} 条记录）。"
    console.out(said)


def _show_damage(session: Session, copy: Path, seen: Damage, plan: Recovery, accept: bool) -> None:
    """Show what was found, what will be restored, and the events that cannot be verified."""
    what = "状态文件已损坏" if seen.raw is not None else "状态文件不存在"
    console.out(f"{what}：{session.store.name}")
    console.out(_copy_text(session, copy, seen))
    for line in _accepted_lines(plan) if accept else _mended_lines(plan, seen):
        console.out(line)
    if plan.unverified:
        show_log(session, plan.unverified)


def _copy_text(session: Session, path: Path, seen: Damage) -> str:
    """The line on the backup: whether it is sound, when it was written, and what it holds."""
    if seen.copied is None:
        return f"没有上一份副本：{path}"
    written = f"{_local_time(seen.copied):%Y-%m-%d %H:%M}"
    if seen.copy is None:
        return f"上一份副本也已损坏，不采用：{path}（{written}）"
    newest = in_order(seen.copy.events)[-1:]
    last = f"，最近一条 {_event_text(newest[0], session.roster)}" if newest else ""
    return f"上一份副本完好：{path}（{written}），{len(seen.copy.events)} 条记录{last}"


def _local_time(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(seconds), CHINA)


def _event_text(event: Event, roster: Roster) -> str:
    unit = roster.name(event.unit) if event.unit else ""
    words = [minute_text(event), ACTION[event.action], event.task, unit]
    return " ".join(word for word in words if word)


def _mended_lines(plan: Recovery, seen: Damage) -> Iterator[str]:
    """The lines on where the events come from: the backup, the damaged file, or both."""
    count = len(plan.state.events)
    alone = count - plan.both - plan.only_copy
    if seen.raw is None:
        yield f"可恢复副本中的 {count} 条。"
    else:
        yield (
            f"可恢复 {count} 条：副本与损坏文件一致 {plan.both} 条，"
            f"只取自副本 {plan.only_copy} 条，只取自损坏文件 {alone} 条。"
        )
    if plan.unreadable:
        yield f"损坏文件{lines_text(plan.unreadable)}有读不出的内容。"
    if plan.differing:
        yield (
            f"损坏文件{lines_text(plan.differing)}与副本不符，以副本为准。"
            "如系有意修改，请改用 yqsafety recover --accept"
        )
    if plan.clashing:
        yield f"损坏文件{lines_text(plan.clashing)}编号相同、内容不同，均不采用。"
    if plan.proved:
        yield "恢复后的内容与原校验码相符，与损坏前完全一致。"
    elif plan.unverified:
        yield f"其中 {len(plan.unverified)} 条只见于损坏文件，未能核对，恢复后请逐条查看："
    else:
        yield "最后一次登记的记录没有找到，恢复后请核对并补登。"


def _accepted_lines(plan: Recovery) -> Iterator[str]:
    """The lines on how a file edited by hand differs from the backup."""
    yield (
        f"文件中有 {len(plan.state.events)} 条完整的记录：与副本一致 {plan.both} 条，"
        f"副本中没有或不同 {len(plan.unverified)} 条；副本中另有 {plan.only_copy} 条不采用。"
    )
    if plan.unverified:
        yield "副本中没有或不同的记录："


def _restore_question(plan: Recovery, seen: Damage, accept: bool) -> str:
    did = "采用手工修改后的" if accept else "恢复"
    aside = "，原文件另存" if seen.raw is not None else ""
    return f"将{did} {len(plan.state.events)} 条记录{aside}。确定吗？[y/N] "


def _restored_text(plan: Recovery, kept: Path | None, accept: bool) -> str:
    did = "采用" if accept else "恢复"
    aside = f"原文件另存为 {kept}" if kept else ""
    return f"√ 已{did} {len(plan.state.events)} 条记录。{aside}"


def _recovery_json(
    session: Session, seen: Damage, plan: Recovery, kept: Path | None, *, restored: bool
) -> dict[str, Any]:
    copy = None
    if seen.copied is not None:
        events = len(seen.copy.events) if seen.copy else None
        copy = {"written": _local_time(seen.copied).isoformat(), "events": events}
    return answers.answer_envelope("recover", session.ledger) | {
        "condition": "damaged" if seen.raw is not None else "missing",
        "restored": restored,
        "kept_as": str(kept) if kept else None,
        "copy": copy,
        "proved": plan.proved,
        "both": plan.both,
        "only_copy": plan.only_copy,
        "unverified": [answers.event_json(event, session.roster) for event in plan.unverified],
        "unreadable_lines": list(plan.unreadable),
        "differing_lines": list(plan.differing),
        "clashing_lines": list(plan.clashing),
    }
