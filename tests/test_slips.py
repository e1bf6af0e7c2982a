"""The slips (督办单): one a unit, with what is pressed and nothing that is only presumed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import Cli, Clock
from docx import Document
from small import event, small_ledger

from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common
from yqsafety.cli.slip_files import write_slips
from yqsafety.formats import Extract, Slip, extracts_by_unit, render_format
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.reports.document import TEXT_WIDTH, Paper, Paragraph, Table
from yqsafety.reports.slips import pressed_duties, slip_paper

GOLD = Path(__file__).parent / "gold" / "slip.md"
END_OF_JUNE = dt.date(2025, 6, 30)
STATE = (
    event(1, "done", "1.1", "ding", on="06-02"),
    event(2, "return", "1.1", "ding", on="06-05")._replace(reason="缺签到表|照片\n请*补*"),
    event(3, "extend", "1.3", "ding", period="2025-H1", until="05-31"),
    event(4, "extend", "2.3", "ding", until="07-15"),
    event(5, "extend", "2.4", "ding", until="06-10"),
    event(6, "extend", "1.3", "bing", period="2025-H1", until="06-10"),
    event(7, "done", "2.4", "bing", on="06-02"),
    event(8, "return", "2.4", "bing", on="06-05")._replace(reason="不实"),
)


def extracts(*events: Event, as_of: dt.date = END_OF_JUNE) -> dict[str, Extract]:
    book = small_ledger(*events, as_of=as_of)
    whole = Extract(book, Filters(), select_entries(book, Filters()), "task")
    return {part.filters.units[0]: part for _, part in extracts_by_unit(whole)}


def slip(unit: str, *events: Event, as_of: dt.date = END_OF_JUNE, **more: object) -> Paper:
    part = extracts(*events, as_of=as_of)[unit]
    return slip_paper(part.ledger, unit, part.selection.entries, **more)  # type: ignore[arg-type]


def rows(paper: Paper) -> list[tuple[str, ...]]:
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return list(table.rows)


def texts(paper: Paper) -> str:
    return "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


def test_the_slip_is_this_one() -> None:
    part = extracts(*STATE)["ding"]._replace(slip=Slip(number=3))
    made = b"".join(render_format("md", part)).decode()
    assert made == GOLD.read_text(encoding="utf-8")


def test_the_most_pressing_comes_first_with_its_days_or_reason() -> None:
    assert [(row[0], row[2], row[3]) for row in rows(slip("ding", *STATE))] == [
        ("1.1", "12月31日（年内）", "退回：缺签到表|照片；请*补*"),
        ("1.3（上半年）", "5月31日（县定）", "逾期30天"),
        ("2.4", "6月10日（县定）", "逾期20天"),
        ("2.3", "7月15日（县定）", "还有15天"),
    ]
    assert rows(slip("ding", *STATE, as_of=dt.date(2025, 7, 15)))[-1][3] == "今天到期"


def test_it_says_what_to_hand_in_until_when() -> None:
    said = texts(slip("ding", *STATE))
    assert "有4项需要督办，其中退回重办1项、逾期2项、即将到期1项。" in said
    assert "退回重办的，请按退回理由补正，7月7日前重新报送；" in said
    assert "逾期的，请于7月7日前办结并报送佐证材料，不能办结的书面说明原因；" in said
    other = texts(slip("ding", *STATE, reply_by=dt.date(2026, 1, 5)))
    assert "2026年1月5日前重新报送" in other
    alone = texts(slip("ding", *STATE[:2], kind="return"))
    assert "所列重点任务中，有退回重办1项。具体如下：" in alone
    assert "逾期的" not in alone


def test_what_was_returned_and_is_late_says_both() -> None:
    late = event(9, "extend", "1.1", "ding", until="06-20")
    assert rows(slip("ding", *STATE, late))[0][3] == "退回：缺签到表|照片；请*补*；已逾期10天"


def test_a_kind_leaves_only_what_is_of_it() -> None:
    assert slip("ding", *STATE).name == "安全生产重点任务督办单（催办、退回）"
    returned = slip("ding", *STATE, kind="return")
    assert returned.name.endswith("（退回）")
    assert [row[0] for row in rows(returned)] == ["1.1"]
    reminded = slip("ding", *STATE, kind="remind")
    assert reminded.name.endswith("（催办）")
    assert len(rows(reminded)) == 3


def test_the_number_is_that_recorded_or_left_open() -> None:
    assert slip("ding", *STATE, number=12).number == "县安委办督〔2025〕12号"
    assert slip("ding", *STATE).number == "县安委办督〔2025〕　　号"
    receipt = slip("ding", *STATE, number=12).annexes[0]
    assert "县安委办督〔2025〕12号" in str(receipt)
    assert "丁镇" in str(receipt)


def test_what_is_presumed_is_not_pressed_but_what_was_returned_is() -> None:
    pressed = pressed_duties(extracts(*STATE)["bing"].selection.entries)
    assert [(duty.entry.id, duty.pressing) for duty in pressed.duties] == [("2.4", "returned")]
    assert pressed.presumed == 1


def pressed_ids(extract: Extract) -> list[str]:
    return [duty.entry.id for duty in pressed_duties(extract.selection.entries).duties]


def test_a_result_of_the_county_is_pressed_with_whoever_is_in_charge() -> None:
    due = event(1, "extend", "2.1", "county", until="06-10")
    lead = event(2, "assign", "2.1", "ding", period="")._replace(field="lead")
    other = event(3, "assign", "2.1", "jia", period="")
    found = extracts(due, lead, other)
    assert "2.1" in pressed_ids(found["ding"])
    assert "2.1" not in pressed_ids(found["jia"])
    assert "2.1" not in pressed_ids(extracts(due)["ding"])


def test_after_the_year_it_is_the_year_that_is_open() -> None:
    january = slip("ding", *STATE, as_of=dt.date(2026, 1, 10))
    assert ("1.3（下半年）", "逾期10天") in [(row[0], row[3]) for row in rows(january)]
    assert any("年度未结10天" in row[3] for row in rows(slip("jia", as_of=dt.date(2026, 1, 10))))


def test_its_tables_fit_the_page() -> None:
    paper = slip("ding", *STATE)
    tables = [*paper.blocks, *paper.annexes[0].blocks]
    for table in tables:
        if isinstance(table, Table):
            assert sum(column.width for column in table.columns) == TEXT_WIDTH


@pytest.fixture
def late(cli: Cli, clock: Clock) -> None:
    """Two units are late, one had something returned."""
    for line in (
        "extend 18.5 --until 2025-06-20 --reason 督查 --unit 县水利局 --unit 县发改局",
        "check 18.7 --unit 县水利局 --on 2025-06-01",
        "return 18.7 --unit 县水利局 --reason 佐证不全",
    ):
        assert cli(*line.split()).code == 0, line
    clock.today = dt.date(2025, 6, 30)


@pytest.mark.usefixtures("late")
def test_each_unit_with_anything_to_press_gets_one(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "单").mkdir()
    units = ("-u", "县水利局", "-u", "县发改局", "-u", "县气象局")
    said = cli("export", "slips", *units, "-o", "单")
    assert said.code == 0
    names = ["县发改局督办单-2025-06-30.docx", "县水利局督办单-2025-06-30.docx"]
    assert sorted(path.name for path in (tmp_path / "单").iterdir()) == sorted(names)
    assert "[1/2] 县水利局督办单-2025-06-30.docx：2 项" in said.err
    assert "\n已写出 2 份督办单到 单，未作登记。\n" in said.err
    assert "责任单位或时限属推定，不催办，未列入" in said.err
    word = Document(str(tmp_path / "单" / names[1]))
    assert word.paragraphs[0].text == "安全生产重点任务督办单（催办、退回）"
    assert [cell.text for cell in word.tables[0].columns[0].cells] == ["编号", "18.7", "18.5"]
    assert word.tables[0].cell(1, 3).text == "退回：佐证不全"
    assert word.tables[0].cell(2, 3).text == "逾期10天"
    assert word.tables[1].cell(0, 3).text == "县水利局"
    assert len(cli("log", "--json").json["events"]) == 4


@pytest.mark.usefixtures("late")
def test_filters_narrow_what_is_pressed(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "slips", "-S", "退回", "--md", "-o", tmp_path).code == 0
    (made,) = tmp_path.glob("*督办单*")
    said = made.read_text(encoding="utf-8")
    assert said.startswith("# 安全生产重点任务督办单（退回）\n\n县安委办督〔2025〕　　号\n")
    assert "| 18.7 |" in said
    assert "| 18.5 |" not in said


@pytest.mark.usefixtures("late")
def test_what_recorded_its_numbers_writes_slips_of_one_kind(tmp_path: Path) -> None:
    session = open_session(Common())
    everything = select_entries(session.ledger, Filters())
    extract = Extract(session.ledger, Filters(), everything, "task")
    numbers = {"shuili": 7, "fagai": 8}
    written = write_slips(
        *(extract, tmp_path, session), ending="md", slip=Slip(kind="return"), numbers=numbers
    )
    assert [path.name for path in written] == ["县水利局督办单-2025-06-30.md"]
    said = written[0].read_text(encoding="utf-8")
    assert "县安委办督〔2025〕7号" in said
    assert "| 18.5 |" not in said


@pytest.mark.usefixtures("late")
def test_a_slip_that_somebody_changed_is_kept(cli: Cli, tmp_path: Path) -> None:
    command = ("export", "slips", "-u", "县发改局", "--md", "-o", tmp_path)
    assert cli(*command).code == 0
    (made,) = tmp_path.glob("*督办单*")
    made.write_text("改过", encoding="utf-8")
    assert "保留原样" in cli(*command).err
    assert made.read_text(encoding="utf-8") == "改过"
    assert len(list(tmp_path.glob("*督办单*"))) == 2


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "没有文件夹“”。请先建好，用 -o 指明。"),
        (("-o", "没有"), "没有文件夹“没有”。"),
        (("-o", ".", "--split-by", "unit"), "slips 本来就是每个单位一份，不用 --split-by。"),
        (("-o", ".", "--reply-by", "2025-06-01"), "早于文件的日期 2025-06-30。"),
        (("-o", ".", "--reply-by", "何时"), "何时"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    cli: Cli, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    refused = cli("export", "slips", *options)
    assert refused.code == 2
    assert said in refused.err
    assert refused.err.count("\n") == 1
    assert not list(tmp_path.glob("*督办单*"))


def test_options_of_slips_say_nothing_of_other_formats(cli: Cli) -> None:
    assert "--md 只用于 slips" in cli("export", "docx", "--md").err
    assert cli("export", "xlsx", "--reply-by", "7月1日").code == 2
    assert (
        "没有退回、逾期或即将到期的任务" in cli("export", "slips", "-u", "县气象局", "-o", ".").err
    )
