"""The roster is changed by commands: what is written, what follows, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st

from yqsafety.cli import asking
from yqsafety.cli.commands import roster as roster_command
from yqsafety.drafting.local_rosters import LocalRoster, bare_text
from yqsafety.drafting.roster_merging import Merging
from yqsafety.errors import CatalogError
from yqsafety.notice.compiling import compile_units, parse_units
from yqsafety.notice.data_files import DataFile, DataFiles, data_files
from yqsafety.notice.local_roster import called
from yqsafety.notice.model import Units
from yqsafety.notice.roster import Roster

GROUP = "县安委会成员单位"
FILES = data_files(None, None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the roster is kept when nothing else was said."""
    return tmp_path / "data" / "yqsafety" / "roster.yaml"


def done(cli: Cli, *arguments: object) -> str:
    """The one line of a command that worked."""
    result = cli("roster", *arguments)
    assert (result.code, result.out.count("\n")) == (0, 1), result
    return result.out


def refused(cli: Cli, *arguments: object, code: int = 2) -> str:
    """The one line of a command that did not, and that it says what to do."""
    result = cli("roster", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1), result
    assert any(word in result.err for word in ("yqsafety", "请", "加", "可选", "如 ")), result
    return result.err


def written(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def ids(cli: Cli, *filters: str) -> list[str]:
    return cli("list", "--ids", *filters).out.split()


def test_a_new_unit_is_found_by_all_its_names_and_has_tasks(cli: Cli, file: Path) -> None:
    said = done(
        cli, "add", "县公安局", "--into", GROUP, "--alias", "公安", "--source", "县安委〔2025〕3号"
    )
    assert "已加入 县公安局（代码 gonganju）" in said
    assert "自 2025-06-20 起归入 县安委会成员单位（依据 县安委〔2025〕3号" in said
    count = cli("units", "县公安局", "--json").json["units"][0]["tasks"]
    assert count > 20
    assert f"现有 {count} 项任务" in said
    assert str(file) in said
    for name in ("县公安局", "公安", "gonganju", "xgaj", "gaj", "ga"):
        assert cli("units", name).out.startswith("县公安局"), name
    assert cli("check", "1.1", "--unit", "县公安局").code == 0


def test_without_a_paper_a_member_is_presumed(cli: Cli) -> None:
    assert "推定；有文件的加 --source" in done(cli, "add", "县公安局", "--into", GROUP)
    groups = cli("units", "县公安局", "--json").json["units"][0]["groups"]
    assert {one["ground"] for one in groups} == {"presumed"}


def test_a_known_unit_can_be_taken_into_a_group(cli: Cli) -> None:
    assert "县委办 自 2025-06-20 起归入" in done(cli, "add", "县委办", "--into", GROUP)
    assert "已属于" in refused(cli, "add", "县委办", "--into", GROUP)
    assert "推定" in cli("units", "县委办").out
    done(cli, "add", "县委办", "--into", GROUP, "--source", "县安委〔2025〕3号")
    assert f"{GROUP}：本地补充" in cli("units", "县委办").out


def test_ids_never_meet(cli: Cli, file: Path) -> None:
    for name in ("县公安局", "市公安局", "公安菊", "县林业菊", "❀"):
        done(cli, "add", name, "--yes")
    assert [one["id"] for one in written(file)["units"]] == [
        *("gonganju", "gongan", "gonganju-2", "linyeju", "unit")
    ]


def test_comments_and_everything_else_in_the_file_stay(cli: Cli, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(
        "# 我们的名册\nschema: yqsafety/units@1\nunits:\n"
        "  # 公安局，2025年3月函\n"
        "  - {id: gongan, name: 县公安局, aliases: ['公安局']}  # 电话找老李\n"
        "groups:\n  - id: anweihui-members\n    name: 县安委会成员单位  # 见文件\n"
        "    members:\n      - {ground: local, source: 甲, units: [县公安局]}\n",
        encoding="utf-8",
    )
    before = file.read_text(encoding="utf-8").splitlines()
    done(cli, "use", file)
    done(cli, "alias", "县公安局", "公安")
    done(cli, "add", "县教育局", "--into", GROUP)
    done(cli, "rename", "县教育局", "县教育体育局", "--from", "2025-09-01")
    after = file.read_text(encoding="utf-8")
    for line in before:
        assert "gongan," in line or line in after.splitlines(), line
    assert "# 电话找老李" in after
    assert "'公安局', 公安]" in after


def test_the_roster_before_is_kept_beside_it(cli: Cli, file: Path) -> None:
    done(cli, "add", "县公安局")
    before = file.read_bytes()
    done(cli, "add", "县教育局")
    assert file.with_name("roster.yaml.bak").read_bytes() == before


def test_the_variable_goes_first_and_is_written_to(
    cli: Cli, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YQSAFETY_UNITS", "own.yaml")
    assert "own.yaml" in done(cli, "add", "县公安局")
    assert not file.exists()
    assert not (tmp_path / "config" / "yqsafety" / "settings.json").exists()
    assert cli("units", "县公安局").code == 0
    monkeypatch.delenv("YQSAFETY_UNITS")
    assert cli("units", "县公安局").code == 2


def test_settings_of_other_versions_stay(cli: Cli, tmp_path: Path) -> None:
    settings = tmp_path / "config" / "yqsafety" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"unit": "县林业局", "later": [1]}', encoding="utf-8")
    done(cli, "add", "县公安局")
    assert cli("use").out.startswith("本机默认单位：县林业局\n")
    assert cli("use", "--clear").code == 0
    assert json.loads(settings.read_text("utf-8")).keys() == {"later", "roster", "roster_notice"}
    assert "不再使用" in done(cli, "use", "--clear")
    assert json.loads(settings.read_text("utf-8")) == {"later": [1]}
    assert cli("units", "县公安局").code == 2


def test_a_default_unit_of_the_roster_survives_its_new_name(cli: Cli) -> None:
    done(cli, "add", "县公安局", "--into", GROUP, "--source", "甲")
    cli("use", "县公安局")
    done(cli, "rename", "县公安局", "县公安总局", "--from", "2025-06-01")
    assert ids(cli, "--mine") == ids(cli, "--unit", "县公安总局") != []


def test_presumed_members_are_confirmed_in_one_step(cli: Cli) -> None:
    assert ids(cli, "--ground", "本地") == []
    said = done(cli, "members", GROUP, "--official", "县安委〔2025〕3号", "--yes")
    assert "确认 14 个推定成员，依据 县安委〔2025〕3号" in said
    assert "1.1" in ids(cli, "--ground", "本地", "--unit", "县水利局")
    assert "没有需要确认" in refused(cli, "members", GROUP, "--official", "乙", "--yes")


def test_an_official_list_takes_in_and_strikes_out(cli: Cli, file: Path) -> None:
    done(cli, "add", "县公安局")
    said = done(
        cli,
        "members",
        GROUP,
        "--official",
        "县安委〔2025〕3号",
        "县公安局",
        "县水利局、县林业局",
        "-y",
    )
    assert "确认 2 个推定成员，新增 1 个（县公安局），剔除 12 个（" in said
    (group,) = written(file)["groups"]
    assert {one["reason"] for one in group["excluded"]} == {"不在 县安委〔2025〕3号 名单内"}
    (shown,) = cli("units", GROUP, "--json").json["units"]
    assert [one["name"] for one in shown["members"]] == ["县水利局", "县林业局", "县公安局"]
    assert {one["ground"] for one in shown["members"]} == {"local"}


def test_who_was_struck_comes_back_by_a_paper_only(cli: Cli) -> None:
    done(cli, "members", GROUP, "--official", "甲", "县水利局", "--yes", "--from", "2025-05-01")
    assert "剔除" in refused(cli, "add", "县林业局", "--into", GROUP)
    done(cli, "add", "县林业局", "--into", GROUP, "--source", "乙")
    for day, there in (("2025-04-30", True), ("2025-05-15", False), ("2025-06-20", True)):
        found = cli("list", "--unit", "县林业局", "--as-of", day).out
        assert (GROUP in found) == there, day
    assert cli("validate").code == 0


def test_what_the_law_says_is_not_struck(cli: Cli) -> None:
    result = cli(
        *("roster", "members", "负有安全生产监管职责的部门"),
        "--official",
        "甲",
        "县水利局",
        "--yes",
    )
    assert "县应急管理局 不在名单内，但已另有依据" in result.err
    members = cli("units", "负有安全生产监管职责的部门", "--json").json["units"][0]["members"]
    assert [one["name"] for one in members] == ["县应急管理局", "县水利局"]


def test_members_are_asked_for(cli: Cli, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    asked = cli("roster", "members", GROUP, "--official", "甲")
    assert (asked.code, "--yes" in asked.err, file.exists()) == (2, True, False)


def test_a_name_like_anothers_is_asked_for(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "yqsafety roster alias 县林业局 林业局" in refused(cli, "add", "林业局")
    monkeypatch.setattr(roster_command, "can_ask", lambda: True)
    monkeypatch.setattr(asking, "_read_answer", lambda: "n")
    assert cli("roster", "add", "林业局").code == 130
    monkeypatch.setattr(asking, "_read_answer", lambda: "是")
    assert cli("roster", "add", "林业局").code == 0


def test_a_record_whose_unit_was_in_no_roster_comes_back(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("old.yaml").write_text(
        "schema: yqsafety/units@1\nunits:\n  - {id: gongan, name: 县公安局}\n"
        "groups:\n  - id: anweihui-members\n    name: 县安委会成员单位\n"
        "    members:\n      - {ground: local, source: 甲, units: [县公安局]}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("YQSAFETY_UNITS", "old.yaml")
    assert cli("check", "1.1", "--unit", "县公安局").code == 0
    monkeypatch.delenv("YQSAFETY_UNITS")
    said = cli("list").err
    assert "1 条记录的单位不在名册中（gongan）" in said
    assert "yqsafety roster add" in said
    done(cli, "add", "县公安局", "--into", GROUP)
    result = cli("list", "--unit", "县公安局", "--status", "done", "--ids")
    assert (result.out, result.err) == ("1.1\n", "")


def test_a_contact_is_kept_on_this_machine_only(cli: Cli, tmp_path: Path, file: Path) -> None:
    done(cli, "add", "县公安局", "--into", GROUP, "--source", "甲")
    assert "只存本机" in done(cli, "contact", "县公安局", "--person", "李四", "--phone", "0359-77")
    done(cli, "contact", "县公安局", "--phone", "0359-88")
    done(cli, "rename", "县公安局", "县公安总局", "--from", "2025-06-01")
    assert done(cli, "contact", "县公安总局") == "县公安总局：李四 0359-88\n"
    contacts = tmp_path / "data" / "yqsafety" / "contacts.json"
    assert os.name == "nt" or contacts.stat().st_mode & 0o777 == 0o600
    cli("roster", "send", "-o", "sent.yaml")
    cli("export", "html", "-o", "page.html")
    cli("export", "json", "-o", "rows.json")
    cli("export", "csv", "-o", "rows.csv")
    cli("export", "xlsx", "-o", "rows.xlsx")
    for sent in ("sent.yaml", "page.html", "rows.json", "rows.csv", "rows.xlsx"):
        content = Path(sent).read_bytes()
        assert "李四".encode() not in content, sent
        assert b"0359-88" not in content, sent
    assert "李四" not in cli("units", "县公安总局", "--json").out
    assert "李四".encode() not in file.read_bytes()
    assert cli("export", "json", "-o", contacts).code == 2


def test_a_contact_that_is_none_is_refused(cli: Cli, tmp_path: Path) -> None:
    assert "还没有" in refused(cli, "contact", "县水利局")
    assert "不是电话" in refused(cli, "contact", "县水利局", "--phone", "没有")
    assert "太长" in refused(cli, "contact", "县水利局", "--person", "李\n四")
    contacts = tmp_path / "data" / "yqsafety" / "contacts.json"
    contacts.parent.mkdir(parents=True)
    for broken in ("{", "[]", '{"contacts": 5}', '{"contacts": {"县水利局": {"phone": 5}}}'):
        contacts.write_text(broken, encoding="utf-8")
        assert "联系人文件已损坏" in refused(cli, "contact", "县水利局")
        assert cli("list").code == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("add 县水利局", "已在名册中"),
        ("add 垣曲县林业局", "即 县林业局"),
        ("add 县安委会 --into 县安委会成员单位", "即 县安委会"),
        ("add 县公安局、县教育局", "不是一个单位的名称"),
        ("add 县公安局 --into 县水利局", "是单位，不是范围"),
        ("add 县公安局 --into 安全大会", "名册中没有"),
        ("add 县公安局 --alias 县水利局", "已是 县水利局 的名称"),
        ("add 县公安局 --into 县安委会成员单位 --from 13月", "日历上没有“13月”"),
        ("alias 县公安局 公安", "名册中没有"),
        ("alias 县水利局 县林业局", "已是 县林业局 的名称"),
        ("alias 县应急管理局 县应急局", "已是 县应急管理局 的名称"),
        ("rename 县水利局 县林业局 --from 2025-10-01", "已是 县林业局 的名称"),
        ("rename 县水利局 县水务局 --from 2025-10", "不是一天"),
        ("rename 县安委会 县安全委 --from 2025-10-01", "是通知所列的范围"),
        ("members 县水利局 --official 甲 --yes", "是单位，不是范围"),
        ("members 县安委会成员单位 --official 甲 县公安局 --yes", "名册中没有“县公安局”"),
        ("members 县安委会成员单位 --official 甲 县安委会 --yes", "是范围，不能作为成员"),
        ("members 县防减救灾有关成员单位 --official 甲 --yes", "没有需要确认"),
        ("contact 县公安局", "名册中没有"),
        ("use none.yaml", "没有名册文件"),
        ("send -o sent.yaml", "还没有本地名册"),
        ("merge none.yaml", "无法读取文件"),
    ],
)
def test_a_bad_input_is_one_line_and_changes_nothing(
    cli: Cli, file: Path, command: str, said: str
) -> None:
    assert said in refused(cli, *command.split())
    assert not file.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema: [", "不是有效的 YAML"),
        ("schema: yqsafety/notice@2\n", "schema 应为"),
        (
            "schema: yqsafety/units@1\ngroups:\n  - id: elsewhere\n    name: 别处的成员\n"
            "    members: [{ground: local, source: 甲, units: [别处的局]}]\n",
            "没有“别处的局”这个单位",
        ),
    ],
)
def test_a_roster_that_is_broken_or_anothers_is_named(cli: Cli, text: str, said: str) -> None:
    Path("r.yaml").write_text(text, encoding="utf-8")
    assert said in refused(cli, "use", "r.yaml", code=3)
    assert said in refused(cli, "merge", "r.yaml", code=5)


def test_a_roster_in_use_that_broke_or_went_is_said_by_every_command(cli: Cli, file: Path) -> None:
    done(cli, "add", "县公安局")
    file.write_text(file.read_text("utf-8") + "unknown: 1\n", encoding="utf-8")
    assert cli("list").code == 3
    assert "不能用于这份通知" in refused(cli, "add", "县教育局", code=3)
    file.unlink()
    result = cli("list")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "不见了" in result.err
    assert cli("roster", "use", "--clear").code == 0
    assert cli("list").code == 0


def test_a_roster_used_no_longer_does_not_come_back_unasked(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    done(cli, "add", "县公安局")
    done(cli, "use", "--clear")
    before = file.read_bytes()
    assert f'yqsafety roster use "{file}"' in refused(cli, "add", "县教育局")
    assert (file.read_bytes(), cli("units", "县公安局").code) == (before, 2)
    done(cli, "use", tmp_path / "another.yaml", "--new")
    done(cli, "add", "县教育局")
    assert (file.read_bytes(), cli("units", "县公安局").code) == (before, 2)
    done(cli, "use", file)
    done(cli, "add", "县民政局")
    assert cli("units", "县公安局").code == 0


def test_a_roster_of_another_notice_is_left_aside_and_said(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    done(cli, "add", "县公安局", "--into", GROUP)
    done(cli, "members", GROUP, "--official", "甲", "--yes")
    other = tmp_path / "other"
    assert cli("catalog", "draft", write_notice(tmp_path), "-o", other).code == 0
    result = cli("list", "--notice", other / "tasks.yaml")
    assert (result.code, "与这份通知的单位不符，未使用" in result.err) == (0, True)
    assert "不能用于这份通知" in refused(
        cli, "add", "县教育局", "--notice", other / "tasks.yaml", code=3
    )


def write_notice(folder: Path) -> Path:
    path = folder / "notice.txt"
    path.write_text(
        "关于做好消防工作的通知\n\n各乡镇人民政府：\n\n一、加强检查\n\n"
        "（一）6月底前开展一次消防检查。（县消防救援局负责）\n\n2025年3月1日\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_can_be_written_it_is_said(cli: Cli, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.parent.chmod(0o500)
    try:
        assert "没有权限" in refused(cli, "add", "县公安局")
    finally:
        file.parent.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    Path("s.json").write_text("", encoding="utf-8")
    result = cli("roster", "add", "县公安局", "--state", "none.json")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "名册未作改动" in result.err


def test_a_roster_goes_to_others_and_comes_back_merged(
    cli: Cli, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(cli, "add", "县公安局", "--into", GROUP, "--source", "甲", "--alias", "公安")
    done(cli, "rename", "县水利局", "县水务局", "--from", "2025-09-01")
    file.write_text(file.read_text("utf-8") + "# 勿外传\n", encoding="utf-8")
    assert "不含联系人和注释" in done(cli, "send", "-o", "sent.yaml")
    assert "勿外传" not in Path("sent.yaml").read_text("utf-8")
    assert "已存在" in refused(cli, "send", "-o", "sent.yaml")
    assert "已存在" in refused(cli, "send", "-o", file, "--force")
    assert cli("roster", "send", "-o", "-").out == Path("sent.yaml").read_text("utf-8")
    monkeypatch.setenv("YQSAFETY_UNITS", "theirs.yaml")
    done(cli, "add", "县教育局")
    result = cli("roster", "merge", "sent.yaml")
    assert "新增：单位 县公安局\n" in result.out
    assert "√ sent.yaml：新增 4 处。" in result.out
    assert cli("list", "--unit", "公安").out == cli("list", "--unit", "gonganju").out != ""
    assert "没有新内容" in cli("roster", "merge", "sent.yaml").out


def test_what_contradicts_is_said_and_not_taken(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    done(cli, "add", "县公安局", "--alias", "公安")
    done(cli, "rename", "县水利局", "县水务局", "--from", "2025-09-01")
    done(cli, "members", GROUP, "--official", "甲", "县公安局", "--yes", "--from", "2025-03-01")
    cli("roster", "send", "-o", "sent.yaml")
    monkeypatch.setenv("YQSAFETY_UNITS", "mine.yaml")
    done(cli, "add", "县公共安全局", "--alias", "公安")
    done(cli, "rename", "县水利局", "县水务中心", "--from", "2025-09-01")
    done(cli, "add", "县林业局", "--into", GROUP, "--source", "乙", "--from", "2025-01-01")
    result = cli("roster", "merge", "sent.yaml")
    assert result.err.splitlines() == [
        "未收：名称“公安”在本名册是 县公共安全局 的，不作为 县公安局 的",
        "未收：县水利局 自 2025-09-01 起称 县水务局，与本名册不符，未收",
        "未收：县林业局 在本名册另有依据属于 县安委会成员单位，未剔除",
    ]
    assert "3 处与本名册不符、未收" in result.out
    assert cli("units", "公安").out.startswith("县公共安全局")
    assert cli("validate").code == 0


# Two rosters made at random out of a few names, laid into each other.

NAMES = ("县公安局", "县教育局", "县文旅局", "公安", "教体")
KNOWN = ("县水利局", "县林业局", "县委办")
GROUPS = (GROUP, "县防减救灾有关成员单位")
DAYS = (None, dt.date(2025, 3, 1), dt.date(2025, 9, 1))
Step = tuple[str, str, str, str, dt.date | None]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "alias", "rename", "in", "presume", "out")),
        st.sampled_from(NAMES + KNOWN),
        st.sampled_from(NAMES),
        st.sampled_from(GROUPS),
        st.sampled_from(DAYS),
    ),
    max_size=8,
)


def laid_over(raw: bytes) -> Units | None:
    return compile_units(DataFiles(FILES.notice, FILES.units, DataFile("r.yaml", raw)))[0]


def made(steps: list[Step]) -> bytes:
    """A sound roster: steps that would make it unsound are left out."""
    raw = b"schema: yqsafety/units@1\n"
    for step in steps:
        units = laid_over(raw)
        assert units
        draft = LocalRoster(raw, "r.yaml", units)
        take(draft, *step)
        after = draft.text.encode()
        raw = after if laid_over(after) else raw
    return raw


def take(
    draft: LocalRoster, step: str, name: str, other: str, group: str, day: dt.date | None
) -> None:
    body, whole = draft.roster.get(name), draft.roster.get(group)
    assert whole
    if body is None:
        if step == "add":
            draft.add_unit(name, ())
    elif step == "alias":
        draft.call(body, other)
    elif step == "rename" and day:
        draft.rename(body, other, day)
    elif step in ("in", "presume"):
        draft.take_in(whole, [body.name], "local" if step == "in" else "presumed", other, day)
    elif step == "out":
        draft.take_out(whole, body.name, "理由", day)


def facts(raw: bytes) -> set[tuple[object, ...]]:
    """What a roster says over that of the notice, by ids."""
    units = laid_over(raw)
    assert units
    by_name = Roster(units)
    said: set[tuple[object, ...]] = set()
    for unit in units.units:
        said.add(("unit", unit.id, unit.name))
        said |= {("name", unit.id, name) for name in called(unit)}
        said |= {("later", unit.id, one.name, one.from_) for one in unit.names}
    for group in units.groups:
        for one in group.members:
            for name in one.units:
                body = by_name.get(name)
                assert body
                said.add(("in", group.id, body.id, one.ground, one.source, one.from_))
        for out in group.excluded:
            body = by_name.get(out.unit)
            assert body
            said.add(("out", group.id, body.id, out.reason, out.from_))
    return said


def merged(mine: bytes, theirs: bytes) -> tuple[bytes, list[str]]:
    over, whole = laid_over(mine), laid_over(theirs)
    local = parse_units(DataFile("r.yaml", theirs))[1]
    assert over
    assert whole
    draft = LocalRoster(mine, "r.yaml", over)
    merging = Merging(draft, local, whole)
    merging.run()
    return draft.text.encode(), merging.refused


@pytest.mark.slow
@given(STEPS, STEPS)
def test_it_makes_no_difference_who_merges_and_nothing_is_lost(
    one: list[Step], other: list[Step]
) -> None:
    mine, theirs = made(one), made(other)
    (ours, said), (others, said_there) = merged(mine, theirs), merged(theirs, mine)
    assert facts(mine) <= facts(ours)
    assert facts(theirs) <= facts(others)
    assert bool(said) == bool(said_there)
    if not said:
        assert facts(ours) == facts(others) == facts(mine) | facts(theirs)
    again, _ = merged(ours, theirs)
    assert facts(again) == facts(ours)


@given(STEPS)
def test_what_is_sent_says_what_the_roster_says(steps: list[Step]) -> None:
    raw = made(steps)
    assert facts(bare_text(raw, "r.yaml").encode()) == facts(raw)


def test_a_broken_roster_is_no_draft() -> None:
    with pytest.raises(CatalogError):
        LocalRoster(b"schema: [", "r.yaml", Units("yqsafety/units@1"))
