"""Words and days as people write them in a returned register, and what can mean two things."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from returned import Book, changes, dry, events, sent

from yqsafety.notice.days_meant import MAX_DAY, Around, UnclearDay, written_day
from yqsafety.wording.typed_status import UnclearStatus, read_status_word

IN_2025 = Around(dt.date(2025, 6, 20), dt.date(2025, 1, 1), dt.date(2025, 12, 31))

DONE = """已完成 完成 已办结 办结 已落实 落实 √ ✓ ✔ ☑ 是 100% １００％ 1 已完成。
（已完成） 全部完成 办理完毕 已报落实 done
√已完成 已 完成 落实到位 按期完成 已销号 整改完成 全面完成""".replace("已 完成", "已\u3000完成")
DOING = """在办 进行中 正在推进 推进中 正在办理 办理中 落实中 长期坚持 持续推进
常态化推进 有序推进 80% 已启动 doing 正在整改 稳步推进 已开始"""
OPEN = "未完成 尚未完成 未办结 否"
TODO = "未反馈 未启动 未开始 尚未开始 0%"
NOT_OURS = "不适用 不涉及 / ／ 无 无此项 不涉及本单位"
UNCLEAR = """基本完成 部分完成 已基本完成 计划完成 拟完成 预计下月完成 快完成 逾期 临期 待定 × ✗ ？
1/2 有问题 好的 2 100个
已完成一半 完成大半"""


@pytest.mark.parametrize(
    ("words", "meant"),
    [(DONE, "done"), (DOING, "doing"), (TODO, "todo"), (OPEN, "open"), (NOT_OURS, "na")],
)
def test_words_for_a_status_are_understood(words: str, meant: str) -> None:
    for word in words.split(" " if "\u3000" in words else None):
        assert [read_status_word(one) for one in word.split("\n")] == [meant] * len(
            word.split("\n")
        )


@pytest.mark.parametrize("word", [*UNCLEAR.split(), "完" * 100_000, "a" + "\u0300\u0316" * 50_000])
def test_words_that_are_no_status_or_two_are_refused(word: str) -> None:
    with pytest.raises(UnclearStatus) as caught:
        read_status_word(word)
    assert "办结" in str(caught.value)
    assert len(str(caught.value)) < 120


JUNE_3 = """2025-06-03|2025-6-3|2025.6.3|2025/6/3|2025/06/03|2025年6月3日|2025年06月03日
2025 年 6 月 3 日|2025，6，3|2025,6,3|2025、6、3|2025。6。3|20250603|25.6.3
25/6/3|25年6月3日|6月3日|6月3号|06月03日|6-3
6/3|6.3|６月３日|二〇二五年六月三日|二○二五年六月三日
二零二五年六月三日|六月三日|六月三号|2025年六月3日
2025-06-03 14:30|2025-06-03 14:30:05
2025/6/3 8:00|2025年6月3日上午9时
2025年6月3日 下午3点30分|2025-06-03T14:30:00|2025年6月3日（星期二）|2025.06.03.
2025 6 3| 2025-06-03 |45811|2025-6-3日|2025—06—03|2025·6·3|2025年6月3"""


@pytest.mark.parametrize("text", JUNE_3.replace("\n", "|").split("|"))
def test_one_day_in_many_forms(text: str) -> None:
    assert written_day(text, IN_2025) == dt.date(2025, 6, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6.30", "2025-06-30"),
        ("十二月三十一日", "2025-12-31"),
        ("二〇二五年十月十日", "2025-10-10"),
        ("六月二十三日", "2025-06-23"),
        ("2025.11.20", "2025-11-20"),
    ],
)
def test_other_days(text: str, day: str) -> None:
    assert str(written_day(text, IN_2025)) == day


@pytest.mark.parametrize(
    "text",
    "6月初|9月底|月底|6月上旬|2025年6月|2025-06|2025.6|2025年|6月|二季度|上半年|昨天|今天"
    "|6月1日-3日|6月1日至3日|6/3/25|3.6.25|2025-02-30|2025-13-01|6.31|12|0|2025|1234567"
    "|待定|完成后|2025-06-03前后|6月3日左右|五月底".split("|"),
)
def test_what_is_no_single_day_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UnclearDay) as caught:
        written_day(text, IN_2025)
    assert text in str(caught.value)
    assert "2025-06-03" in str(caught.value)


@pytest.mark.parametrize("text", ["6.3", "6.30", "6.1", "10.2", "6.10", "12.3"])
def test_a_number_that_may_have_lost_its_0_is_refused(text: str) -> None:
    for written in ("number", "loose"):
        with pytest.raises(UnclearDay, match="也可能是"):
            written_day(text, IN_2025, written)


def test_a_number_that_can_be_one_day_only_is_taken() -> None:
    assert written_day("6.15", IN_2025, "number") == dt.date(2025, 6, 15)
    assert written_day("6.4", IN_2025, "number") == dt.date(2025, 6, 4)


def test_a_day_is_bounded_before_it_is_looked_at() -> None:
    with pytest.raises(UnclearDay):
        written_day("a" + "\u0300\u0316" * 100_000, IN_2025)
    assert MAX_DAY < 100


def test_what_was_taken_is_shown_back(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", 完成状态="已完成", 完成时间="5月12号")
    result = cli("import", book.put("2.7", 完成状态="√", 完成时间="5.13").save())
    assert result.code == 0
    assert "按“办结”收：“已完成”、“√”" in result.out
    assert "按“2025-05-12”收：“5月12号”" in result.out
    assert ("done", "2025-05-12") in events(cli, "2.6")
    book.put("2.8", 完成状态="未完成")
    assert "按" not in cli("import", book.save()).out
    taken = dry(cli, book.put("1.1", 完成状态="完成").save()).json["files"][0]["changes"][0][
        "taken"
    ]
    assert taken == [{"code": "status", "typed": "完成", "meant": "办结"}]


def test_not_done_leaves_what_is_under_way(cli: Cli, tmp_path: Path) -> None:
    cli("start", "2.6", "--unit", "历山镇")
    cli("check", "2.7", "--unit", "历山镇")
    book = (
        sent(cli, tmp_path)
        .put("2.6", 完成状态="未完成")
        .put("2.7", 完成状态="未完成", 完成时间=None)
    )
    assert changes(dry(cli, book.save())) == {"2.7": {"status": "在办", "done_on": ""}}


@pytest.mark.parametrize("word", ["不涉及", "不涉及本单位"])
def test_a_word_that_says_why_is_its_own_reason(cli: Cli, tmp_path: Path, word: str) -> None:
    assert cli("import", sent(cli, tmp_path).put("2.6", 完成状态=word).save()).code == 0
    assert cli("log", "2.6", "--json").json["events"][0]["reason"] == word


@pytest.mark.parametrize("word", ["不适用", "/", "无"])
def test_a_word_that_says_no_reason_needs_one(cli: Cli, tmp_path: Path, word: str) -> None:
    result = cli("import", sent(cli, tmp_path).put("2.6", 完成状态=word).save())
    assert result.code == 5
    place = Book(tmp_path / "b.xlsx").place("2.6", "备注")
    assert f"{place}，登记不适用，须在备注中写明理由" in result.err


def number(book: Book, value: Any, code: str) -> Book:
    cell = book.put("2.6", 完成状态="办结").cell("2.6", "完成时间")
    cell.value, cell.number_format = value, code
    return book


@pytest.mark.parametrize("code", ["General", "0.00", "0.0", "yyyy-mm-dd", "0", "@", "m.d"])
def test_6_30_as_a_number_is_refused_under_any_format(cli: Cli, tmp_path: Path, code: str) -> None:
    result = cli("import", number(sent(cli, tmp_path), 6.3, code).save())
    assert result.code == 5, result.out
    assert Book(tmp_path / "b.xlsx").place("2.6", "完成时间") in result.err


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.8, "0%", "80%"),
        (0.756, "0.0%", "75.6%"),
        (1, "000", "001"),
        (3, '0"起"', "3起"),
        (1234567, "#,##0", "1,234,567"),
        (2.5, "General", "2.5"),
        (13800000000, "General", "13800000000"),
        (dt.date(2025, 6, 3), "yyyy/m/d", "2025-06-03"),
        (12, '0"处";-0"处"', "12处"),
    ],
)
def test_numbers_are_recorded_as_the_cell_shows_them(
    cli: Cli, tmp_path: Path, value: Any, code: str, shown: str
) -> None:
    book = sent(cli, tmp_path)
    cell = book.cell("2.6", "进展情况")
    cell.value, cell.number_format = value, code
    assert changes(dry(cli, book.save())) == {"2.6": {"progress": shown}}


@pytest.mark.parametrize(("value", "code"), [(0.3, "# ?/?"), (1e20, "General"), (5, "[>3]0")])
def test_a_number_whose_look_cannot_be_told_is_refused(
    cli: Cli, tmp_path: Path, value: Any, code: str
) -> None:
    book = sent(cli, tmp_path)
    cell = book.cell("2.6", "进展情况")
    cell.value, cell.number_format = value, code
    result = cli("import", book.save())
    assert result.code == 5
    assert f"{book.place('2.6', '进展情况')}，所见的文字读不出" in result.err


@pytest.mark.parametrize(
    "day", ["0025-06-03", "1025.6.3", "2015-06-03", "2024-12-31", 30000, "2025-06-21", "2026.1.1"]
)
def test_days_that_no_report_can_have_are_refused(cli: Cli, tmp_path: Path, day: Any) -> None:
    result = cli("import", sent(cli, tmp_path).put("2.6", 完成状态="办结", 完成时间=day).save())
    assert result.code == 5
    assert Book(tmp_path / "b.xlsx").place("2.6", "完成时间") in result.err


def test_a_day_before_the_slot_and_no_day_after_it(cli: Cli, tmp_path: Path, clock: Any) -> None:
    office = sent(cli, tmp_path, unit="县政府办")
    office.put("6.3@2025-H2", 完成状态="办结", 完成时间="2025-03-25")
    result = cli("import", office.save())
    assert result.code == 5
    assert "自 2025-07-01 起，2025-03-25 尚未开始" in result.err
    town = sent(cli, tmp_path).put("2.4@safety-month", 完成状态="办结")
    clock.today = dt.date(2025, 7, 13)
    result = cli("import", town.save())
    assert result.code == 5
    assert "2.4@safety-month 的时限 2025-07-10 已过，请填写实际办结的日期" in result.err


def test_a_day_before_the_notice_was_issued_is_warned_of(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", 完成状态="办结", 完成时间="2025-01-15")
    result = cli("import", book.save())
    assert result.code == 0
    assert "2.6的完成时间早于通知印发日期" in result.err
