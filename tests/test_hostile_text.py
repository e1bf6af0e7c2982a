"""Foreign text in every output that there is: shown, never obeyed, never lost.

A new output or file format needs a row in one of the tables below, or a test fails.
"""

# Over 250 lines: a table of payloads, of ways in and of ways out.

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyte
import pytest
from conftest import Cli, Result
from docx import Document
from icalendar import Calendar
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from yqsafety.cli import console
from yqsafety.formats import FORMATS
from yqsafety.ledger.events import Action, Event, Evidence
from yqsafety.recording.plan import MAX_NAME, MAX_TEXT
from yqsafety.safe_text import MAX_CELL, MAX_LINE, cell_text, shortened_line, visible_text
from yqsafety.store.state_format import State, dump_state

PRINTABLE = {
    "rtl": "甲\u202e乙",
    "isolate": "\u2066丙\u2069",
    "mark": "丁\u200e\u061c",
    "zero-width": "戊\u200b\u200d己",
    "bom": "庚\ufeff",
    "tag": "辛\U000e0041\U000e007f",
    "markup": "[red]子[/red]",
    "closing": "[/丑]",
    "emoji": ":warning:",
    "equals": "=1+寅",
    "plus": "+1+卯",
    "minus": "-1-辰",
    "at": "@SUM(巳)",
    "wide-equals": "＝1＋午",
    "quote": "'=未",
    "html": "<script>申</script>",
    "entity": "&lt;酉&#27;",
    "path": "../../戌",
    "device": "CON",
    "slash": "亥/b",
    "pipe": "a | b `c` *d* _e_",
}
"""What YAML lets in: it may be a unit's name or a title as well."""
CONTROL = {
    "line-separator": "壬\u2028癸\u2029",
    "tab": "天\t地",
    "line": "玄\n4.1\t黄",
    "clear": "宇\x1b[2J",
    "title": "\x1b]0;owned\x07宙",
    "c1": "\x9b31m洪",
    "nul": "荒\x00",
    "return": "日\rx",
    "feed": "月\x0b\x0c\x85",
    "delete": "盈\x7f\x08",
    "xml": "昃\ufffe\uffff",
}
"""What may come in with a note, by argv or in someone else's state."""
PAYLOADS = PRINTABLE | CONTROL
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
COLUMNS = 500


def spaceless(text: str) -> str:
    return "".join(text.split())


def shows(text: str, payload: str) -> bool:
    """Whether a payload can be read in an output, folded or not, its line ends kept or shown."""
    found = spaceless(text)
    lines = payload.split("\n")
    return all(spaceless(visible_text(line)) in found for line in lines)


def harmless(text: str) -> None:
    found = HARMFUL.search(text)
    assert found is None, f"U+{ord(found[0]):04X}: {text[found.start() - 20 : found.end() + 20]!r}"


def yaml_text(text: str) -> str:
    """A text in double quotes, with what acts unseen as an escape of YAML."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\u061c\u200b-\u2fff\ufeff\U000e0000-\U000e0fff]", _escape, quoted)


def _escape(found: re.Match[str]) -> str:
    return f"\\U{ord(found[0]):08x}"


def write_catalogue(folder: Path) -> None:
    """A notice whose sentences and titles are payloads, one task each."""
    quotes = [f"{text}。" for text in PRINTABLE.values()]
    tasks = "".join(
        f"          - {{id: '1.{n}', title: {yaml_text(text[:20])}, quote: {yaml_text(quote)},"
        " timing: {kind: once, basis: notice-year}}\n"
        for n, (text, quote) in enumerate(zip(PRINTABLE.values(), quotes, strict=True), 1)
    )
    head = (
        "schema: yqsafety/notice@1\nid: hostile\nedition: 1\nyear: 2025\nletterhead: ''\n"
        "number: ''\ntitle: ''\naddressees: ''\npreamble: ''\nissuer: ''\ndate: 2025-03-06\n"
        "publicity: ''\ncc: ''\nprinted: {by: '', date: 2025-03-06}\nsections:\n"
        "  - number: 1\n    heading: 一、章节\n    items:\n      - number: 1\n"
        "        heading: （一）条款。\n"
    )
    body = (
        f"        text: {yaml_text(''.join(quotes))}\n        responsibility:\n"
        "          text: （县安委会成员单位负责）\n          mode: lead\n"
        "          units: [县安委会成员单位]\n        tasks:\n"
    )
    (folder / "tasks.yaml").write_text(head + body + tasks, "utf-8")


def write_roster(folder: Path) -> Path:
    """A roster whose units, aliases and sources are payloads."""
    units = "".join(
        f"  - {{id: u{n}, name: {yaml_text(text)}, aliases: [{yaml_text(text + '别名')}]}}\n"
        for n, text in enumerate(PRINTABLE.values())
    )
    names = ", ".join(map(yaml_text, PRINTABLE.values()))
    file = folder / "roster.yaml"
    file.write_text(
        f"schema: yqsafety/units@1\nunits:\n{units}groups:\n  - id: anweihui-members\n"
        "    name: 县安委会成员单位\n    members:\n"
        f"      - {{ground: local, source: {yaml_text(PRINTABLE['rtl'])}, units: [{names}]}}\n",
        "utf-8",
    )
    return file


def events() -> Iterator[Event]:
    """Every payload as a note, a reason, a name of proof, of a person and of an approver."""
    for n, text in enumerate(PAYLOADS.values()):
        actions: tuple[Action, ...] = ("done", "note", "na", "return", "extend")
        for m, action in enumerate(actions):
            yield Event(
                id=f"e{n:03d}-{m}",
                batch=f"b{n}-{m}",
                at=f"2025-06-18T09:00:{m:02d}.{n:06d}+08:00",
                on=dt.date(2025, 6, 18),
                by=text,
                origin="abcdef",
                notice="hostile",
                action=action,
                task=f"1.{n % len(PRINTABLE) + 1}",
                period="2025",
                unit=f"u{n % 3}",
                note=text if action in ("done", "note") else "",
                field="problem" if action == "note" else "",
                evidence=(Evidence(text, "0" * 64, 1),) if action == "done" else (),
                reason=text if action in ("na", "return", "extend") else "",
                until=dt.date(2025, 6, 10) if action == "extend" else None,
                approved_by=text if action == "extend" else "",
            )


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Options for a notice, a roster and a state that are hostile throughout."""
    write_catalogue(tmp_path)
    monkeypatch.setenv("YQSAFETY_UNITS", str(write_roster(tmp_path)))
    monkeypatch.setenv("YQSAFETY_STATE", str(tmp_path / "state.json"))
    (tmp_path / "state.json").write_bytes(dump_state(State("abcdef", tuple(events()))))
    return ("--notice", str(tmp_path / "tasks.yaml"))


TEXTS = {
    "list": ["name-of-title"],
    "list --quote": ["title"],
    "list --unit u0": [],
    "show 1.1": ["unit"],
    "show 1.12": ["unit"],
    "status --by unit": ["unit"],
    "units": ["unit", "alias"],
    "units u0": [],
    "log": ["event"],
    "notice": ["title"],
    "validate --evidence": ["event"],
    "check": [],
}
"""Every answer for people, and what of the hostile world it must show."""


def expected(kinds: list[str]) -> Iterator[str]:
    if "event" in kinds:
        yield from PAYLOADS.values()
    if {"unit", "title", "alias"} & set(kinds):
        yield from PRINTABLE.values()


def command(cli: Cli, line: str, world: tuple[str, ...]) -> Result:
    result = cli(*line.split(), *world)
    assert result.code in (0, 1)
    return result


@pytest.mark.parametrize("line", TEXTS)
def test_a_pipe_gets_lines_that_nothing_can_break(
    cli: Cli, world: tuple[str, ...], line: str
) -> None:
    result = command(cli, line, world)
    harmless(result.out + result.err)
    for text in expected(TEXTS[line]):
        assert shows(result.out, text), text
    if line.split()[0] in ("list", "status", "log", "units", "validate") and line != "units u0":
        assert len({len(row) for row in result.rows}) == 1
        assert not any(row[0].startswith("4.1") for row in result.rows)


@pytest.mark.parametrize("columns", [60, COLUMNS])
@pytest.mark.parametrize("line", TEXTS)
def test_a_terminal_shows_it_and_does_as_it_always_does(
    cli: Cli, world: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, line: str, columns: int
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    result = command(cli, line, world)
    harmless(re.sub(r"\x1b\[[0-9;]*m", "", result.out + result.err))
    if columns < COLUMNS:
        return
    screen = pyte.Screen(COLUMNS, result.out.count("\n") + 2)
    screen.title = "own"
    pyte.ByteStream(screen).feed(result.out.replace("\n", "\r\n").encode())
    assert screen.title == "own"
    shown = "\n".join(screen.display)
    for text in expected(TEXTS[line]):
        assert shows(shown, text), text


@pytest.mark.parametrize("terminal", [False, True])
def test_what_recover_cannot_vouch_for_is_shown_harmlessly(
    cli: Cli,
    world: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
) -> None:
    state = tmp_path / "state.json"
    state.write_bytes(state.read_bytes().replace(b'"at": "2025-06-18', b'"at": "2025-06-17', 1))
    monkeypatch.setattr(console, "is_terminal", lambda: terminal)
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    shown = command(cli, "recover --dry-run", world)
    harmless(shown.out + shown.err)
    harmless(cli("recover", "--dry-run", "--json", *world).out)
    for text in PAYLOADS.values():
        assert shows(shown.out, text), text


@pytest.mark.parametrize(
    "line", ["list", "show 1.1", "status", "log", "units", "validate --evidence", "export"]
)
def test_json_is_harmless_on_a_terminal_and_loses_nothing(
    cli: Cli, world: tuple[str, ...], line: str
) -> None:
    arguments = ["export", "json"] if line == "export" else [*line.split(), "--json"]
    result = cli(*arguments, *world)
    harmless(result.out)
    if line == "log":
        found = result.json["events"]
        assert {event["by"] for event in found} == set(PAYLOADS.values())
        assert {event["note"] for event in found if event.get("note")} == set(PAYLOADS.values())
    if line in ("list", "export"):
        names = {unit["name"] for row in result.json["rows"] for unit in row["units"]}
        assert names >= set(PRINTABLE.values())


def read_json(raw: bytes) -> str:
    harmless(raw.decode())
    return "\n".join(_strings(json.loads(raw)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield visible_text(value)
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def read_csv(raw: bytes) -> str:
    """Its cells; none begins a formula, nor would with its ' taken away."""
    text = raw.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    harmless("\n".join(cells))
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠\t\r")]
    return "\n".join(cells)


def read_xlsx(raw: bytes) -> str:
    """Its cells: text or numbers, never formulas."""
    book = load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    text = "\n".join(str(cell.value) for cell in cells)
    harmless(text)
    return text


def read_md(raw: bytes) -> str:
    """What a reader of Markdown sees; no markup but the report's own."""
    harmless(raw.decode())
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(raw.decode())
    own = "h1 h2 h3 h4 h5 p br table thead tbody tr th td"
    assert set(re.findall(r"<(\w+)", html)) <= set(own.split())
    return re.sub("<[^>]*>", "\n", html).replace("&lt;", "<").replace("&gt;", ">").replace(
        "&quot;", '"'
    ).replace("&amp;", "&")  # fmt: skip


def read_docx(raw: bytes) -> str:
    """Its paragraphs and cells; every part is sound XML without fields of foreign origin."""
    word = Document(io.BytesIO(raw))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert b"w:instrText" not in archive.read("word/document.xml")
    texts = [paragraph.text for paragraph in word.paragraphs]
    texts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    harmless("\n".join(texts))
    return "\n".join(texts)


def read_ics(raw: bytes) -> str:
    """Its events' texts; each line is a property of the calendar's own."""
    unfolded = raw.decode().replace("\r\n ", "")
    harmless(unfolded.replace("\r\n", ""))
    own = {"BEGIN", "END", "ACTION", "TRIGGER", "DESCRIPTION", "SUMMARY", "UID", "DTSTAMP"}
    events = Calendar.from_ical(raw).walk("VEVENT")
    own |= {name for event in events for name in event} | set(Calendar.from_ical(raw))
    assert {re.split("[:;]", line)[0] for line in unfolded.splitlines()} <= own
    return "\n".join(str(event[name]) for event in events for name in ("SUMMARY", "DESCRIPTION"))


class _Page(HTMLParser):
    """Collects what a page says, and which scripts it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read_html(raw: bytes) -> str:
    """What it says; one script, its own, and no handlers."""
    harmless(raw.decode())
    page = _Page()
    page.feed(raw.decode())
    assert page.tags.count("script") == 1
    assert page.handlers == []
    return "".join(page.said)


READERS: dict[str, tuple[Callable[[bytes], str], list[list[str]]]] = {
    "json": (read_json, [["unit", "title"]]),
    "csv": (read_csv, [["unit", "title"], ["unit", "event"]]),
    "xlsx": (read_xlsx, [["unit", "event"]]),
    "md": (read_md, [["unit", "title"]]),
    "docx": (read_docx, [["unit", "title"]]),
    "ics": (read_ics, [["title"], ["unit", "title"]]),
    "html": (read_html, [["unit", "title"]]),
}
"""How each format is read back, and what it must show: by task, and by unit where it can."""


def test_every_format_is_read_back() -> None:
    assert READERS.keys() == FORMATS.keys()


CASES = [
    (name, per, kinds)
    for name, (_, wanted) in READERS.items()
    for per, kinds in zip(("task", "unit"), wanted, strict=False)
]


@pytest.mark.parametrize(("name", "per", "kinds"), CASES)
def test_every_format_holds_it_as_text(
    cli: Cli, world: tuple[str, ...], tmp_path: Path, name: str, per: str, kinds: list[str]
) -> None:
    target = tmp_path / f"out.{name}"
    assert cli("export", name, "--per", per, "-o", target, *world).code == 0
    shown = READERS[name][0](target.read_bytes())
    for text in expected(kinds):
        assert shows(shown, text), text


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_what_went_out_comes_back_unchanged(
    cli: Cli, world: tuple[str, ...], tmp_path: Path, name: str
) -> None:
    target = tmp_path / f"out.{name}"
    cli("export", name, "--per", "unit", "-o", target, *world)
    result = cli("import", target, "--json", *world)
    assert result.code == 0, result.err
    assert [(one["events"], one["problems"]) for one in result.json["files"]] == [(0, [])]


def test_a_file_a_unit_stays_in_its_folder_and_none_is_overwritten(
    cli: Cli, world: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    before = set(tmp_path.iterdir())
    result = cli("export", "csv", "--split-by", "unit", "-o", folder, *world)
    harmless(result.err)
    units = {u["id"] for r in cli("list", "--json", *world).json["rows"] for u in r["units"]}
    assert set(tmp_path.iterdir()) == before
    assert len(list(folder.iterdir())) == len(units)
    assert {file.name for file in folder.iterdir()} >= {"_CON.csv", "亥_b.csv", "_.._戌.csv"}


@pytest.mark.parametrize("text", ["玄\n黄", "天\t地", "壬\u2028癸"])
def test_a_name_or_title_stands_in_one_line(cli: Cli, tmp_path: Path, text: str) -> None:
    roster = (
        f"schema: yqsafety/units@1\nunits: [{{id: u, name: 甲, aliases: [{yaml_text(text)}]}}]\n"
    )
    (tmp_path / "roster.yaml").write_text(roster, "utf-8")
    result = cli("validate", tmp_path / "roster.yaml")
    assert result.code == 3
    harmless(result.out)
    write_catalogue(tmp_path)
    sound = (tmp_path / "tasks.yaml").read_text("utf-8")
    broken = sound.replace(yaml_text(PRINTABLE["device"]), yaml_text(text), 1)
    (tmp_path / "tasks.yaml").write_text(broken, "utf-8")
    assert "标题应为" in cli("validate", tmp_path / "tasks.yaml").out


def test_two_units_with_one_file_name_get_two_files(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("局/甲", "局:甲", "局*甲", "长" * 100, "长" * 101)
    units = "".join(f"  - {{id: u{n}, name: '{name}'}}\n" for n, name in enumerate(names))
    members = ", ".join(f"'{name}'" for name in names)
    (tmp_path / "roster.yaml").write_text(
        f"schema: yqsafety/units@1\nunits:\n{units}groups:\n  - id: anweihui-members\n"
        "    name: 县安委会成员单位\n    members:\n"
        f"      - {{ground: local, source: 名单, units: [{members}]}}\n",
        "utf-8",
    )
    monkeypatch.setenv("YQSAFETY_UNITS", "roster.yaml")
    (tmp_path / "out").mkdir()
    arguments = [word for n in range(5) for word in ("--unit", f"u{n}")]
    cli("export", "json", "--item", "1", *arguments, "--split-by", "unit", "-o", "out")
    found = [
        json.loads(file.read_bytes())["rows"][0]["units"][0]["id"]
        for file in (tmp_path / "out").iterdir()
    ]
    assert sorted(found) == ["u0", "u1", "u2", "u3", "u4"]


ECHOES = (
    "{}|list {}|list --{}|list --unit {}|list --section {}|list --item {}|list --status {}"
    "|list --kind {}|list --due-by {}|list --as-of {}|list --notice {}|show {}|show 4.1@{}"
    "|status --by {}|status --fail-on {}|status --since {}|export {}|export csv --per {}"
    "|export csv --split-by {}|export csv -o no/x{}|units {}|use {}|schema {}|validate {}"
    "|notice --item {}|notice --verify {}|undo {}|log {}|import {}|merge {}|check {}"
    "|check 6.6 --unit 县委办 --count {}|check 4.1 --unit 林业 --on {}"
    "|strike {} --from {} --reason x"
    "|note 4.1 x --unit 林业 --field {}|assign 4.1 --unit {}|validate --evidence-dir {}"
).split("|")


@pytest.mark.parametrize("line", ECHOES)
def test_an_error_echoes_what_was_typed_in_one_harmless_line(cli: Cli, line: str) -> None:
    for text in (*PAYLOADS.values(), "长" * 100_000):
        if "\0" in text or (line.startswith("{}") and text.startswith("-")):
            continue
        result = cli(*(word.replace("{}", text) for word in line.split(" ")))
        assert result.code in (2, 5), (text, result.err)
        harmless(result.out + result.err)
        last = result.err.splitlines()[-1]
        assert len(last) <= MAX_LINE
        assert re.search("[一-鿿]", last)
        assert "程序出错" not in last


def test_what_was_typed_is_echoed_whole_where_it_is_short() -> None:
    assert shortened_line("甲" * MAX_LINE) == "甲" * MAX_LINE
    long = shortened_line("甲" * 100_000 + "请写全称。")
    assert long.endswith("请写全称。")
    assert len(long) < MAX_LINE
    assert "略" in long


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_offers_nothing_that_acts(
    cli: Cli, world: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    for line in ("show ", "list --unit ", "list --section "):
        monkeypatch.setenv(
            "YQSAFETY_LINE", f"yqsafety {line.replace(' ', ' --notice tasks.yaml ', 1)}"
        )
        result = cli("completion", shell)
        assert result.code == 0
        harmless(result.out)


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_an_answer_to_a_tick_is_harmless(cli: Cli, text: str) -> None:
    forest = ("--unit", "县林业局")
    answers = [
        cli("check", "4.1", *forest, "--note", text, "--by", text, "--evidence", f"x{text}"),
        cli("waive", "1.4", *forest, "--reason", text),
        cli("return", "4.1", *forest, "--reason", text),
        cli(
            *("extend", "18.9", *forest, "--until", "2026-01-31"),
            *("--reason", text, "--approved-by", text),
        ),
        cli("undo", "--by", text),
    ]
    assert [answer.code for answer in answers] == [0] * 5
    for answer in answers:
        harmless(answer.out + answer.err)
        assert answer.out.count("\n") == 1
    assert shows(answers[1].out, text)


@pytest.mark.slow
def test_a_megabyte_in_a_merged_state_is_shown_whole_and_breaks_nothing(
    cli: Cli, tmp_path: Path, state_path: Path
) -> None:
    text = "长" * 350_000 + "\x1b\u202e=1+1"
    one = next(events())._replace(
        notice="yuanqu-2025-1", unit="linye", origin="fedcba", note=text, evidence=()
    )
    (tmp_path / "other.json").write_bytes(dump_state(State("fedcba", (one,))))
    assert cli("merge", tmp_path / "other.json").code == 0
    assert visible_text(text) in cli("log").out
    assert visible_text(text) in cli("show", "1.1", "--unit", "县林业局").out
    assert cli("log", "--json").json["events"][0]["note"] == text
    for name, (read, _) in READERS.items():
        target = tmp_path / f"out.{name}"
        assert cli("export", name, "--unit", "县林业局", "--item", "1", "-o", target).code == 0
        read(target.read_bytes())
    book = load_workbook(tmp_path / "out.xlsx")
    longest = max(len(str(cell.value)) for row in book.worksheets[1] for cell in row)
    assert longest == MAX_CELL


TOO_LONG = "说明或理由超过 10000 字，未登记。请写要点，全文另存文件作佐证。"
LONG_NAME = "姓名或佐证材料的名称超过 1000 字，未登记。请改短。"


@pytest.mark.parametrize(
    ("command", "longest", "said"),
    [
        ("check 4.1 --note", MAX_TEXT, TOO_LONG),
        ("waive 4.1 --reason", MAX_TEXT, TOO_LONG),
        ("check 4.1 --by", MAX_NAME, LONG_NAME),
        ("check 4.1 --evidence", MAX_NAME, LONG_NAME),
        ("extend 4.1 --until 2025-09-30 --reason 会议推迟 --approved-by", MAX_NAME, LONG_NAME),
    ],
)
def test_what_nobody_types_is_refused_at_the_door(
    cli: Cli, state_path: Path, command: str, longest: int, said: str
) -> None:
    result = cli(*command.split(), "长" * (longest + 1), "--unit", "县林业局")
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[-1] == said
    assert not state_path.exists()
    assert cli(*command.split(), "长" * longest, "--unit", "县林业局").code == 0


def test_nothing_that_acts_unseen_stays_unseen() -> None:
    """Controls, formats, separators: all that Unicode has, but the few that have a shape."""
    shaped = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
                        "\U00013430-\U0001343f]")  # fmt: skip
    for code in range(0x110000):
        letter = chr(code)
        if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Cs"):
            assert (visible_text(letter) == letter) == bool(shaped.match(letter)), hex(code)
    kept = "垣曲\u3000葛\U000e0100 é 𠮷 \ue000\xa0"
    assert visible_text(kept) == kept


def test_a_cell_holds_what_excel_takes() -> None:
    assert len(cell_text("𠮷" * 40_000).encode("utf-16-le")) <= 2 * MAX_CELL
    assert cell_text("𠮷" * 40_000) == "𠮷" * (MAX_CELL // 2)
    assert cell_text("a\r\nb\rc") == "a\nb\\x0dc"
