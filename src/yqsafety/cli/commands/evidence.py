"""`validate --evidence`: compare the evidence recorded with the files as they are."""

from collections.abc import Sequence
from pathlib import Path

from yqsafety.cli import console
from yqsafety.cli.session import Session
from yqsafety.cli.tables import Column, show_table
from yqsafety.errors import GateFailed, UsageError
from yqsafety.files import is_folder
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports import answers
from yqsafety.store.evidence import Proof, proofs
from yqsafety.wording import labels


def compare_evidence(session: Session, folder: Path, *, json: bool) -> None:
    """Say what is not as it was; GateFailed where a file is missing or changed."""
    if not is_folder(folder):
        raise UsageError(f"没有文件夹“{folder}”。", "请检查 --evidence-dir。")
    found = proofs(session.ledger, folder)
    if json:
        console.data(_json(session.ledger, found))
    else:
        _say(session, found)
    counts = _counts(found)
    if counts["missing"] or counts["changed"]:
        raise GateFailed(
            f"佐证材料与登记不符：{_figures(found, ('missing', 'changed'))}。",
            "请找回原件；内容确有更新的，重新登记：yqsafety note 编号 说明 --evidence 文件。",
        )


def _say(session: Session, found: Sequence[Proof]) -> None:
    other = [one for one in found if one.became != "same"]
    rows = [
        [one.id, session.roster.name(one.unit), one.evidence.name, labels.BECAME[one.became]]
        for one in other
    ]
    if rows:
        show_table([Column("编号"), Column("单位"), Column("佐证材料"), Column("核对结果")], rows)
    figures = _figures(found, tuple(labels.BECAME))
    console.beside(f"佐证材料共 {len(found)} 份" + (f"：{figures}。" if found else "。"))


def _counts(found: Sequence[Proof]) -> dict[str, int]:
    return {code: sum(one.became == code for one in found) for code in labels.BECAME}


def _figures(found: Sequence[Proof], codes: Sequence[str]) -> str:
    """一致 3 份，已改动 1 份."""
    counts = _counts(found)
    return "，".join(f"{labels.BECAME[code]} {counts[code]} 份" for code in codes if counts[code])


def _json(ledger: Ledger, found: Sequence[Proof]) -> answers.Json:
    return answers.envelope("evidence", ledger) | {
        "evidence": [
            {
                "id": one.id,
                "unit": one.unit,
                "unit_name": ledger.roster.name(one.unit),
                **one.evidence._asdict(),
                "result": one.became,
            }
            for one in found
        ]
    }
