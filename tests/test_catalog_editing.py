"""Editing a catalogue's data: what each edit changes, what it never changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from under_review import TASKS, UNITS, change, comments_of, duty_of, plain, small_book, task_of

from yqsafety.drafting import cutting, fields
from yqsafety.drafting.editing import Book, opened_book
from yqsafety.drafting.pieces import duties_of, pieces_of
from yqsafety.drafting.roles import set_roles
from yqsafety.drafting.typed_quantity import quantity_text, typed_quantity
from yqsafety.drafting.typed_timing import Days, typed_timing
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.data_files import DataFile, DataFiles, data_files
from yqsafety.notice.model import Term
from yqsafety.notice.yaml_reader import load_yaml


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return small_book(tmp_path)


def days(book: Book) -> Days:
    return Days(book.catalog.notice.term, book.catalog.notice.date)


def ids(book: Book) -> list[str]:
    return [piece.id for piece in duties_of(book.data)]


def on(task_id: str, act: Any) -> Any:
    return lambda data: act(duty_of(data, task_id).duty)


def cut_at(book: Book, task_id: str, words: str) -> Book:
    def edit(data: Any) -> str:
        piece = duty_of(data, task_id)
        return cutting.cut(data, piece, piece.text.index(words), book.roster)

    return change(book, edit)


def join(book: Book, task_id: str) -> Book:
    return change(book, lambda d: cutting.join(d, duty_of(d, task_id), book.roster))


def test_only_the_line_that_was_edited_changes(book: Book) -> None:
    after = change(book, on("2.1", lambda task: fields.set_title(task, "广泛宣传")))
    before, now = book.raw.decode().splitlines(), after.raw.decode().splitlines()
    differing = [(a, b) for a, b in zip(before, now, strict=True) if a != b]
    assert differing == [("            title: 开展宣传", "            title: 广泛宣传")]


def test_a_file_in_another_style_keeps_its_comments(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    small_book(tmp_path)
    wide = TASKS.replace("title: ", "title:   ").replace("{from", "{ from")
    wide = wide.replace("# 完", "\n\n# 完")
    path.write_bytes(wide.replace("\n", "\r\n").encode("utf-8-sig"))
    given_book = opened_book(data_files(path, None))
    after = change(given_book, on("1.1", fields.accept))
    assert after.raw.startswith(b"\xef\xbb\xbf")
    assert after.raw.count(b"\r\n") == after.raw.count(b"\n")
    assert comments_of(after.raw) == comments_of(path.read_bytes())


def test_a_number_sign_within_a_text_is_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    small_book(tmp_path)
    path.write_text(TASKS.replace("note: 与 2.1 相近", "note: '见 # 2.1'  # 注"), "utf-8")
    after = change(opened_book(data_files(path, None)), on("1.1", fields.accept))
    assert "note: '见 # 2.1'  # 注" in after.raw.decode()


def test_accepting_one_guess_or_all(book: Book) -> None:
    one = change(book, on("1.1", lambda task: fields.accept(task, "cut")))
    assert task_of(one, "1.1")["review"] == {"date": "句中两个时间"}
    assert comments_of(one.raw) == comments_of(book.raw)
    every = change(book, on("1.1", fields.accept))
    assert "review" not in task_of(every, "1.1")
    assert comments_of(every.raw) == comments_of(book.raw)


def test_cutting_gives_the_rest_the_next_free_id(book: Book) -> None:
    after = cut_at(book, "1.1", "建立台账")
    assert ids(after) == ["1.1", "1.3", "1.2", "2.1", "2.2", "3.1"]
    first, second = task_of(after, "1.1"), task_of(after, "1.3")
    assert first["quote"] == "6月30日前开展排查，每季度至少检查 2 次，"
    assert (second["quote"], second["title"]) == ("建立台账。", "建立台账")
    assert second["timing"] == first["timing"]
    assert set(second["review"]) == {"cut", "title", "kind", "date", "evidence"}
    assert "quantity" not in second
    assert comments_of(after.raw) == comments_of(book.raw)


def test_a_quantity_goes_with_its_words(book: Book) -> None:
    after = cut_at(book, "1.1", "每季度")
    assert "quantity" not in task_of(after, "1.1")
    assert task_of(after, "1.3")["quantity"]["value"] == 2
    with pytest.raises(UsageError, match="会被切断"):
        cut_at(book, "1.1", "检查 2")


def test_roles_stay_with_the_sentence_that_names_them(book: Book) -> None:
    after = cut_at(book, "1.2", "发生事故")
    assert task_of(after, "1.2")["responsibility"] == {"lead": ["水利局"], "support": ["林业局"]}
    second = task_of(after, "1.3")
    assert second["units"] == ["水利局", "林业局"]
    assert "responsibility" not in second


def test_cut_and_joined_again_is_as_it_was(book: Book) -> None:
    again = join(cut_at(book, "2.1", "开展宣传"), "2.1")
    assert plain(again.data) == plain(book.data) | {"retired": plain(again.data["retired"])}


def test_joining_retires_the_second_id(book: Book) -> None:
    after = join(book, "2.1")
    assert task_of(after, "2.1")["quote"] == "广泛开展宣传，营造浓厚氛围。"
    assert task_of(after, "2.1")["note"] == "与 2.1 相近"
    retired = plain(after.data["retired"])
    assert retired == [{"id": "2.2", "into": "2.1", "why": "审核时并入 2.1"}]
    assert list(after.data).index("retired") < list(after.data).index("blocks")
    cut_again = cut_at(after, "2.1", "营造")
    assert "2.2" not in ids(cut_again)
    assert "2.3" in ids(cut_again)


def test_a_duty_takes_the_prose_behind_it(book: Book) -> None:
    after = join(book, "1.1")
    assert task_of(after, "1.1")["quote"].endswith("建立台账。务必高度重视。")
    assert "retired" not in after.data


@pytest.mark.parametrize(("task_id", "says"), [("1.2", "最后一句"), ("3.1", "最后一句")])
def test_nothing_is_joined_across_paragraphs(book: Book, task_id: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        join(book, task_id)


def test_duties_for_different_units_are_not_joined(book: Book) -> None:
    after = change(book, on("2.1", lambda t: set_roles(t, {"units": ["水利局"]}, {}, book.roster)))
    with pytest.raises(UsageError, match="责任单位不同"):
        join(after, "2.1")


def test_a_duty_becomes_prose_and_prose_a_duty(book: Book) -> None:
    prose = change(book, lambda d: cutting.make_prose(d, duty_of(d, "2.2")) and None)
    assert ids(prose) == ["1.1", "1.2", "2.1", "3.1"]
    assert plain(prose.data["retired"])[0] | {"why": ""} == {"id": "2.2", "into": "2.1", "why": ""}

    def back(data: Any) -> str:
        piece = next(one for one in pieces_of(data) if one.text == "营造浓厚氛围。")
        return cutting.make_duty(data, piece)

    assert ids(change(prose, back)) == ["1.1", "1.2", "2.1", "2.3", "3.1"]


def test_the_text_before_the_duties_can_be_one(book: Book) -> None:
    def edit(data: Any) -> str:
        piece = next(one for one in pieces_of(data) if one.text == "形势严峻。")
        return cutting.make_duty(data, piece)

    after = change(book, edit)
    assert ids(after)[0] == "1.3"
    assert "形势严峻。" in task_of(after, "1.3")["quote"]


@pytest.mark.parametrize(
    ("typed", "timing"),
    [
        ("6月30日", {"kind": "once", "basis": "stated", "due": "2025-06-30"}),
        ("6.30", {"kind": "once", "basis": "stated", "due": "2025-06-30"}),
        ("6月底前", {"kind": "once", "basis": "stated", "due": "2025-06-30"}),
        ("9月30日", {"kind": "once", "basis": "presumed", "due": "2025-09-30"}),
        ("9月30日 原文", {"kind": "once", "basis": "stated", "due": "2025-09-30"}),
        ("三季度", {"kind": "once", "basis": "presumed", "due": "2025-09-30"}),
        ("2025-H1（推定）", {"kind": "once", "basis": "presumed", "due": "2025-06-30"}),
        ("每季度", {"kind": "recurring", "basis": "stated", "every": "quarter"}),
        ("每月", {"kind": "recurring", "basis": "presumed", "every": "month"}),
        ("年底", {"kind": "once", "basis": "notice-year"}),
        ("长期", {"kind": "standing", "basis": "notice-year"}),
    ],
)
def test_dates_as_people_type_them(book: Book, typed: str, timing: dict[str, str]) -> None:
    quote = "6月30日前开展排查，每季度至少检查 2 次，建立台账。"
    old = {"kind": "standing", "basis": "notice-year"}
    assert typed_timing(typed, old, quote, days(book)) == timing


def term(first: int, last: int, before: str = "") -> Days:
    span = Term(from_=dt.date(first, 1, 1), until=dt.date(last, 12, 31))
    return Days(span, dt.date(first, 1, 1), before)


@pytest.mark.parametrize("typed", ["2026年底", "2026年底前", "２０２６年底前", "2026年末"])
def test_the_end_of_a_year_as_documents_say_it(typed: str) -> None:
    timing = typed_timing(typed, {"kind": "standing"}, "加强值守。", term(2024, 2026))
    assert timing == {"kind": "once", "basis": "presumed", "due": "2026-12-31"}


@pytest.mark.parametrize("typed", ["年底前", "年末", "6月底", "三季度末", "上半年", "6.30"])
def test_without_its_year_a_day_of_several_years_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="2024、2025、2026 年"):
        typed_timing(typed, {"kind": "standing"}, "加强值守。", term(2024, 2026))


@pytest.mark.parametrize(
    ("typed", "quote", "before", "due"),
    [
        ("2026年底", "2026年底前，制定方案。", "", "2026-12-31"),
        ("年底前", "2025年底前，制定方案。", "", "2025-12-31"),
        ("6月底", "2025年6月底前制定方案。", "", "2025-06-30"),
        ("2026年底前", "各校轮训一遍。", "加强值守。2026 年底前，县局开展培训，", "2026-12-31"),
        ("年底", "各校轮训一遍。", "2026年底前，县局开展培训，", "2026-12-31"),
    ],
)
def test_a_typed_day_that_the_sentence_says_is_stated(
    typed: str, quote: str, before: str, due: str
) -> None:
    timing = typed_timing(typed, {"kind": "standing"}, quote, term(2024, 2026, before))
    assert timing == {"kind": "once", "basis": "stated", "due": due}


def test_a_date_of_another_sentence_is_not_said_of_this_one() -> None:
    days = term(2024, 2026, "2026年底前，县局开展培训。")
    timing = typed_timing("2026年底", {"kind": "standing"}, "各校轮训一遍。", days)
    assert timing["basis"] == "presumed"


@pytest.mark.parametrize("typed", ["昨天", "6月31日", "改天", "13月"])
def test_what_names_no_day_is_refused(book: Book, typed: str) -> None:
    with pytest.raises(UsageError):
        change(book, on("2.1", lambda task: fields.set_date(task, typed, days(book))))


def test_days_from_an_event_make_a_triggered_duty(book: Book) -> None:
    def typed(text: str) -> Book:
        return change(book, on("1.2", lambda task: fields.set_date(task, text, days(book))))

    assert task_of(typed("发生事故后30天内"), "1.2")["timing"] == {
        "kind": "triggered", "basis": "presumed", "trigger": "发生事故", "within": 30,
    }  # fmt: skip
    with pytest.raises(UsageError, match="触发情形不在本条原文中"):
        typed("下大雨后3天内")


@pytest.mark.parametrize(
    "quantity",
    [
        {"op": ">=", "value": 1, "unit": "处", "text": "每村至少1处", "per": "村（社区）"},
        {"op": ">=", "value": 1, "unit": "项", "text": "解决 1—2 项", "max": 2},
        {"op": "<=", "value": 5, "unit": "%", "text": "不超过5%", "percent": True},
        {"op": "=", "value": 10, "unit": "%", "text": "下降10%", "percent": True, "falling": True},
        {"op": ">=", "value": 4, "unit": "项", "text": "甲、乙、丙、丁"},
    ],
)
def test_a_quantity_as_shown_is_read_back(quantity: dict[str, Any]) -> None:
    shown = quantity_text(quantity)
    assert typed_quantity(shown, f"要{quantity['text']}。", None) == quantity


def test_the_quantities_and_evidence_that_ship_are_read_back() -> None:
    data = Path(__file__).parents[1] / "data" / "tasks.yaml"
    for piece in duties_of(opened_book(data_files(data, None)).data):
        task = piece.duty
        if task.get("quantity"):
            shown = quantity_text(task["quantity"])
            assert typed_quantity(shown, piece.text, None) == plain(task["quantity"])
        evidence = plain(task.get("evidence", []))
        fields.set_evidence(task, fields.evidence_text(task))
        assert plain(task.get("evidence", [])) == evidence


def test_a_quantity_is_in_the_words_of_the_sentence(book: Book) -> None:
    without = change(book, on("1.1", lambda task: fields.set_quantity(task, "")))
    assert "quantity" not in task_of(without, "1.1")
    again = change(without, on("1.1", lambda task: fields.set_quantity(task, "至少检查2次")))
    assert task_of(again, "1.1") == task_of(book, "1.1") | {
        "review": {"cut": "有三个动词", "date": "句中两个时间"}
    }
    with pytest.raises(UsageError, match="句中没有"):
        change(book, on("1.1", lambda task: fields.set_quantity(task, "至少3次")))


def test_unknown_units_and_units_that_a_sentence_does_not_name(book: Book) -> None:
    def units(**roles: list[str]) -> Book:
        return change(book, on("2.1", lambda task: set_roles(task, roles, {}, book.roster)))

    assert task_of(units(units=["市水利局"]), "2.1")["units"] == ["水利局"]
    with pytest.raises(UsageError, match=r"单位文件中没有“公安局”.*units.yaml"):
        units(units=["公安局"])
    with pytest.raises(UsageError, match="句中没有“水利局”"):
        units(lead=["水利局"])


def test_a_wrong_edit_changes_nothing(book: Book) -> None:
    def spoil(data: Any) -> None:
        duty_of(data, "2.1").duty["quote"] = "广泛开展宣传！"

    def forget(data: Any) -> None:
        del duty_of(data, "2.1").duty["title"]

    before = plain(book.data)
    with pytest.raises(UsageError, match="原文有增减"):
        change(book, spoil)
    with pytest.raises(UsageError, match="缺少这一项"):
        change(book, forget)
    assert plain(book.data) == before


def test_faulty_and_old_files_are_not_opened(tmp_path: Path) -> None:
    units = DataFile("units.yaml", UNITS.encode())
    for raw, error in (
        (b"a: [", CatalogError),
        (TASKS.replace("开展排查\n", "\n").encode(), CatalogError),
    ):
        with pytest.raises(error):
            opened_book(DataFiles(DataFile("tasks.yaml", raw), units, None))


EDITS = ("accept", "title", "cut", "join", "prose", "duty", "kind", "date", "units")


@given(
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9), st.integers(0, 9)), max_size=12)
)
def test_random_edits_keep_letters_and_comments(steps: list[tuple[str, int, int]]) -> None:
    units = DataFile("units.yaml", UNITS.encode())
    files = DataFiles(DataFile("tasks.yaml", TASKS.encode()), units, None)
    first = book = opened_book(files)
    seen = {piece.id for piece in duties_of(book.data)}
    for what, which, where in steps:
        try:
            book = change(book, lambda d: _random_edit(book, d, what, which, where))  # noqa: B023
        except UsageError:
            continue
        assert book.letters == first.letters
        assert comments_of(book.raw) == comments_of(first.raw)
        assert plain(load_yaml(book.raw, "x").data) == plain(book.data)
        retired = {str(one["id"]) for one in book.data.get("retired", ())}
        seen |= set(ids(book))
        assert seen - set(ids(book)) <= retired


def _random_edit(book: Book, data: Any, what: str, which: int, where: int) -> None:
    pieces = list(pieces_of(data))
    piece = pieces[which % len(pieces)]
    places = cutting.places_to_cut(piece.text)
    if what == "cut" and places:
        cutting.cut(data, piece, places[where % len(places)], book.roster)
    elif what == "join":
        cutting.join(data, piece, book.roster)
    elif what == "duty" and piece.duty is None:
        cutting.make_duty(data, piece)
    elif piece.duty is None:
        return
    elif what == "prose":
        cutting.make_prose(data, piece)
    elif what == "accept":
        fields.accept(piece.duty, ("", "cut", "date")[where % 3])
    elif what == "title":
        fields.set_title(piece.duty, f"标题{where}")
    elif what == "kind":
        fields.set_kind(piece.duty, ("once", "recurring", "standing")[where % 3])
    elif what == "date":
        fields.set_date(piece.duty, ("6月底", "每月", "年底", "长期")[where % 4], days(book))
    elif what == "units":
        names = ["水利局", "气象局"][: where % 3]
        set_roles(piece.duty, {"units": names}, piece.clause.named, book.roster)


def test_what_nobody_accepted_is_retired_as_well(book: Book) -> None:
    again = join(cut_at(book, "2.1", "开展宣传"), "2.1")
    retired = plain(again.data["retired"])
    assert retired == [{"id": "2.3", "into": "2.1", "why": "审核时并入 2.1"}]


def test_records_of_what_was_no_task_go_to_its_own_item_or_nowhere(book: Book) -> None:
    def prose(book: Book, task_id: str) -> Book:
        return change(book, lambda d: cutting.make_prose(d, duty_of(d, task_id)) and None)

    after = prose(prose(book, "3.1"), "2.1")
    assert [(one["id"], one["into"]) for one in plain(after.data["retired"])] == [
        ("3.1", ""),
        ("2.1", "2.2"),
    ]
    assert "不归到别的任务" in plain(after.data["retired"])[0]["why"]
    last = prose(after, "2.2")
    assert [one["into"] for one in plain(last.data["retired"])] == ["", "", ""]
