"""A new year's notice takes over what was decided for last year's, and says what it did not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from editions import DATA, changed_notice

from yqsafety.notice.yaml_reader import load_yaml

pytestmark = pytest.mark.slow

TEXT = (Path(__file__).parent / "notice.txt").read_text("utf-8")
NEXT = TEXT.replace("2025年", "2026年").replace("〔2025〕", "〔2026〕")


def tasks_of(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def walk(blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            found.update((one["id"], one) for one in block.get("tasks", []) if "id" in one)
            walk(block.get("blocks", []))

    walk(load_yaml(file.read_bytes(), file.name).data["blocks"])
    return found


OLD = tasks_of(DATA / "tasks.yaml")


@pytest.fixture
def draft(cli: Cli, tmp_path: Path) -> Any:
    """Draft a text as next year's notice, and give its file."""

    def make(text: str) -> Path:
        source = tmp_path / "通知.txt"
        source.write_text(text, "utf-8")
        units = DATA / "units.yaml"
        result = cli("catalog", "draft", source, "-o", tmp_path / "new", "--units", units)
        assert result.code == 0, result.err
        return tmp_path / "new" / "tasks.yaml"

    return make


def test_a_notice_that_says_the_same_takes_over_all(cli: Cli, draft: Any) -> None:
    file = draft(NEXT)
    result = cli("catalog", "renew", DATA, file.parent)
    assert result.code == 0, result.err
    assert "沿用 151 项，改写待审 0 项，新增 0 项；旧通知取消 0 项。" in result.out
    made = tasks_of(file)
    assert len(made) == len(OLD)
    for task in made.values():
        old = OLD[task["continues"].removeprefix("yuanqu-2025-1/")]
        for key in ("title", "quote", "done_by", "evidence", "note", "quantity", "units"):
            assert task.get(key) == old.get(key), (task["id"], key)
        dates = str(old.get("timing", ""))
        if "due" not in dates:
            assert task.get("timing") == old.get("timing")
            assert "review" not in task
    assert cli("validate", file).code == 0
    verified = cli("notice", "--notice", file, "--verify", file.parent.parent / "通知.txt")
    assert verified.code == 0


def test_dates_move_to_the_new_year_and_are_left_to_review(cli: Cli, draft: Any) -> None:
    file = draft(NEXT)
    assert cli("catalog", "renew", DATA, file).code == 0
    campaigns = next(t for t in tasks_of(file).values() if t["continues"].endswith("/2.4"))
    assert [one["due"] for one in campaigns["timing"]["slots"]] == [
        "2026-07-10",
        "2026-12-10",
        "2026-05-28",
    ]
    winter = next(t for t in tasks_of(file).values() if t["continues"].endswith("/12.4"))
    labels = [slot["label"] for slot in winter["timing"]["slots"]]
    assert labels == ["岁末年初（2025—2026）", "岁末年初"]
    assert list(campaigns["review"]) == ["date"]
    assert "2025-06-01" in campaigns["review"]["date"]


def test_what_changed_is_left_to_review(cli: Cli, draft: Any) -> None:
    text = NEXT.replace("电台、报纸等主流媒体", "报纸等主流媒体")
    text = text.replace("理顺各乡镇应急管理体制，", "")
    text = text.replace(
        "(二) 加大宣传力度。", "(二) 加大宣传力度。每季度通报一次宣传工作开展情况。"
    )
    assert text.count("每季度通报") == 1
    file = draft(text)
    result = cli("catalog", "renew", DATA, file)
    assert "改写待审 " in result.out
    made = tasks_of(file)
    changed = next(t for t in made.values() if t.get("continues", "").endswith("/2.2"))
    assert changed["title"] == OLD["2.2"]["title"]
    assert changed["review"]["title"].startswith("原文有改动，请核对：")
    assert "［删：电台、］" in changed["review"]["title"]
    new = [task for task in made.values() if "continues" not in task]
    assert any("每季度通报" in task["quote"] for task in new)
    assert f"新增 {len(new)} 项" in result.out


def test_what_is_gone_is_listed(cli: Cli, draft: Any) -> None:
    quote = OLD["5.8"]["quote"]
    assert quote in NEXT
    file = draft(NEXT.replace(quote, ""))
    result = cli("catalog", "renew", DATA, file)
    assert "旧通知取消 1 项：\n  5.8 " in result.out


def test_comments_of_the_draft_survive(cli: Cli, draft: Any) -> None:
    file = draft(NEXT)
    lines = file.read_text("utf-8").splitlines()
    said = 0
    for n in range(len(lines) - 1, 0, -1):
        if lines[n].lstrip().startswith("- id:") and n % 5 == 0:
            lines.insert(n, f"{lines[n][: -len(lines[n].lstrip())]}# 记 {n}")
            said += 1
    assert said > 10
    file.write_text("\n".join(lines) + "\n", "utf-8")
    before = [one.strip() for one in lines if one.lstrip().startswith("#")]
    assert cli("catalog", "renew", DATA, file).code == 0
    after = [one.strip() for one in file.read_text("utf-8").splitlines()]
    assert sorted(one for one in after if one.startswith("#")) == sorted(before)


def test_the_draft_may_be_kept(cli: Cli, draft: Any, tmp_path: Path) -> None:
    file = draft(NEXT)
    before = file.read_bytes()
    assert cli("catalog", "renew", DATA, file, "-o", file.with_name("b.yaml")).code == 0
    assert file.read_bytes() == before
    assert "continues" in file.with_name("b.yaml").read_text("utf-8")


def test_thirty_changes_are_taken_over(cli: Cli, tmp_path: Path) -> None:
    """Every task that goes on says of which it is one; no other does."""
    edited = changed_notice(new_year=True)
    file = edited.write(tmp_path / "new") / "tasks.yaml"
    assert cli("catalog", "renew", DATA, file).code == 0
    made = tasks_of(file)
    quotes = {task["quote"]: task for task in made.values()}
    for task in edited.tasks():
        parts = [OLD[one]["quote"] for one in task["was"]]
        whole = "".join(parts)
        if task["quote"] != whole and len(task["was"]) == 1 and task["quote"] in whole:
            continue  # cut by the script: cut as last year's again
        if len(task["was"]) > 1:
            assert all(part in quotes for part in parts)
            continue
        said = quotes[task["quote"]].get("continues", "")
        assert said == " ".join(f"yuanqu-2025-1/{one}" for one in task["was"])


def test_what_cannot_be_renewed_is_refused(cli: Cli, draft: Any, tmp_path: Path) -> None:
    file = draft(NEXT)
    assert cli("catalog", "renew", DATA, file).code == 0
    before = file.read_bytes()
    again = cli("catalog", "renew", DATA, file)
    assert (again.code, "已经沿用过" in again.err) == (2, True)
    turned = cli("catalog", "renew", file, DATA)
    assert (turned.code, "写反" in turned.err) == (2, True)
    edition = changed_notice(new_year=False).write(tmp_path / "edition")
    same = cli("catalog", "renew", DATA, edition)
    assert (same.code, "同一通知" in same.err) == (2, True)
    assert cli("catalog", "renew", file, file.parent).code == 2
    assert file.read_bytes() == before


def test_what_goes_on_is_named_as_it_should_be(cli: Cli, tmp_path: Path) -> None:
    edited = changed_notice(new_year=True)
    words = ["18.8", "yuanqu-2025-1/18", "yuanqu-2026-1/1.1", "a/1.1 a/1.1", ""]
    tasks = edited.tasks()
    for task, said in zip(tasks, [*words, "yuanqu-2025-1/1.1 yuanqu-2024-1/2.2"], strict=False):
        task["continues"] = said
    file = edited.write(tmp_path / "new") / "tasks.yaml"
    found = cli("validate", file, "--json").json["findings"]
    assert len(found) == len(words)
    assert {one["path"].rpartition(".")[2] for one in found} == {"continues"}


def test_a_title_with_last_years_figure_is_not_kept(cli: Cli, draft: Any) -> None:
    file = draft(NEXT.replace("至少研究解决 10 项具体问题", "至少研究解决 12 项具体问题"))
    assert cli("catalog", "renew", DATA, file).code == 0
    made = tasks_of(file)
    changed = next(t for t in made.values() if t.get("continues", "").endswith("/6.6"))
    assert "10" in OLD["6.6"]["title"]
    assert "10" not in changed["title"]
    assert "12" in changed["title"]
    assert changed["quantity"]["value"] == 12
    assert changed["review"]["title"].startswith("原文有改动，请核对：")


def test_last_years_notice_may_be_named_by_its_id(cli: Cli, tmp_path: Path) -> None:
    """Its units too; a bureau that was renamed since is the same one under its new name."""
    rename = ("roster", "rename", "县林业局", "县林业和草原局", "--from", "2025-06-01")
    assert cli(*rename).code == 0
    (tmp_path / "通知.txt").write_text(NEXT.replace("县林业局", "县林业和草原局"), "utf-8")
    drafted = cli("catalog", "draft", "通知.txt", "-o", "new", "--units", "yuanqu-2025-1")
    assert drafted.code == 0, drafted.err
    assert "aliases: [县林业和草原局]" in (tmp_path / "new" / "units.yaml").read_text("utf-8")
    assert cli("catalog", "renew", "yuanqu-2025-1", "new").code == 0
    assert cli("catalog", "diff", "yuanqu-2025-1", "new").code == 0
    listed = cli("list", "--unit", "县林业和草原局", "--notice", "new")
    assert (listed.code, listed.err) == (0, "")
    nope = cli("catalog", "renew", "yuanqu-2024-1", "new")
    assert (nope.code, "没有“yuanqu-2024-1”这份通知" in nope.err) == (2, True)
