"""`validate --evidence`: compare the recorded evidence with the files as they are now."""

from collections.abc import Sequence
from pathlib import Path

from yqsafety.cli import console
from yqsafety.cli.session import Session
from yqsafety.cli.tables import ScreenColumn, show_table
from yqsafety.errors import GateFailed, UsageError
from yqsafety.files import is_folder
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports import answers
from yqsafety.store.evidence import Became, Proof, compare_proofs
from yqsafety.wording.evidence_words import BECAME


def compare_evidence(session: Session, folder: Path, *, json: bool) -> None:
    """List what is not as it was recorded; GateFailed where a file is missing or changed.

    UsageError where there is no such folder. Addresses are listed and never opened.
    """
    if not is_folder(folder):
        raise UsageError(f"没有文件夹“{folder}”。", "请检查 --evidence-dir。")
    kept: frozenset[str] = frozenset()
    if connection := session.store.connection:
        from yqsafety.store.shared_files import known_files

        digests = {one.sha256 for event in session.state.events for one in event.evidence}
        kept = known_files(connection, digests)
    found = compare_proofs(session.ledger, folder, kept)
    if json:
        console.out_json(_comparison_json(session.ledger, found))
    else:
        _show_comparison(session, found)
    counts = _result_counts(found)
    if counts["missing"] or counts["changed"]:
        raise GateFailed(
            f"佐证材料与登记不符：{_result_figures(found, ('missing', 'changed'))}。",
            "请找回原件；内容确有更新的，重新登记：yqsafety note 编号 说明 --evidence 文件。",
        )


def _show_comparison(session: Session, found: Sequence[Proof]) -> None:
    other = [one for one in found if one.became != "same"]
    rows = [
        [
            _shown_id(session, one),
            session.roster.name(one.unit),
            one.evidence.name,
            BECAME[one.became],
        ]
        for one in other
    ]
    if rows:
        show_table(
            [
                ScreenColumn("编号"),
                ScreenColumn("单位"),
                ScreenColumn("佐证材料"),
                ScreenColumn("核对结果"),
            ],
            rows,
        )
    figures = _result_figures(found, tuple(BECAME))
    console.out_or_err(f"佐证材料共 {len(found)} 份" + (f"：{figures}。" if found else "。"))


def _shown_id(session: Session, one: Proof) -> str:
    return one.id if len(session.ledger.parts) == 1 else f"{one.notice}/{one.id}"


def _result_counts(found: Sequence[Proof]) -> dict[Became, int]:
    return {code: sum(one.became == code for one in found) for code in BECAME}


def _result_figures(found: Sequence[Proof], codes: Sequence[Became]) -> str:
    """How many pieces have each of these results: `一致 3 份，已改动 1 份`."""
    counts = _result_counts(found)
    return "，".join(f"{BECAME[code]} {counts[code]} 份" for code in codes if counts[code])


def _comparison_json(ledger: Ledger, found: Sequence[Proof]) -> answers.Json:
    return answers.answer_envelope("evidence", ledger) | {
        "evidence": [
            {
                "id": one.id,
                "notice": one.notice,
                "unit": one.unit,
                "unit_name": ledger.roster.name(one.unit),
                **one.evidence._asdict(),
                "result": one.became,
            }
            for one in found
        ]
    }
