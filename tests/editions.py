"""A later edition of the notice that ships, made by a script, and what a comparison must find."""

from __future__ import annotations

import copy
from collections.abc import Sized
from pathlib import Path
from typing import Any

from yqsafety.drafting.yaml_writer import notice_yaml
from yqsafety.notice.yaml_reader import load_yaml

DATA = Path(__file__).parents[1] / "data"
Block = dict[str, Any]
Found = set[tuple[str, tuple[str, ...], tuple[str, ...]]]
"""Of each change its kind, the old ids and the new ones."""

REWORDED = {
    "2.2": ("电台、报纸等主流媒体", "报纸等主流媒体"),
    "2.5": ("进企宣讲、", "进企宣讲、进校宣讲、"),
    "7.5": ("制定监督检查计划", "制定年度监督检查计划"),
    "18.3": ("建立健全跨部门", "健全跨部门"),
    "11.8": ("项目手续办理", "项目用地手续办理"),
    "12.8": ("健全落实", "全面落实"),
}
MOVED = {"2.7": "16.1", "16.4": "2.1", "11.10": "12.1", "13.1": "18.1"}
"""Each task, and one of the item to which it goes."""
CUT = {
    "4.2": ["工作机制，"],
    "7.1": ["清单，"],
    "11.5": ["深化资源整合，", "关小上大，"],
}
"""Each task, and after which words it is cut."""
JOINED = [["6.7", "6.8"], ["14.1", "14.2"], ["11.16", "11.17", "11.18"]]
NEW = {
    "3.1": "每月通报一次典型案例学习情况，",
    "10.1": "建立举报人保护和回访台账，",
    "15.1": "开展电动自行车充电设施排查登记，",
    "20.1": "组织微型消防站夜间拉动演练，",
}
"""What is new, each before a task."""
GONE = ["5.6", "9.5", "17.2", "21.1"]
UNITS = ["1.4", "2.1", "3.4"]
TIMING = {
    "7.4": {"kind": "once", "basis": "stated", "due": "2026-04-30"},
    "9.1": {"kind": "recurring", "basis": "presumed", "every": "quarter"},
    "15.3": {"kind": "once"},
}
_ALL: list[Sized] = [REWORDED, MOVED, CUT, JOINED, NEW, GONE, UNITS, TIMING]
CHANGES = sum(len(kind) for kind in _ALL)


class Edited:
    """The notice as plain data; each task knows under `was` the ids that it comes from."""

    def __init__(self) -> None:
        self.data = load_yaml((DATA / "tasks.yaml").read_bytes(), "tasks.yaml").data
        self.before = {task["id"]: copy.deepcopy(task) for task in self.tasks()}
        for task in self.tasks():
            task["was"] = (task["id"],)

    def lists(self, blocks: list[Block] | None = None) -> list[list[Any]]:
        found = []
        for block in self.data["blocks"] if blocks is None else blocks:
            found += [block["tasks"]] if "tasks" in block else []
            found += self.lists(block.get("blocks", []))
        return found

    def tasks(self) -> list[dict[str, Any]]:
        return [one for tasks in self.lists() for one in tasks if isinstance(one, dict)]

    def find(self, task_id: str) -> tuple[list[Any], int]:
        for tasks in self.lists():
            for n, one in enumerate(tasks):
                if isinstance(one, dict) and one["id"] == task_id:
                    return tasks, n
        raise KeyError(task_id)

    def change(self) -> None:
        for task_id, (words, others) in REWORDED.items():
            tasks, n = self.find(task_id)
            assert words in tasks[n]["quote"]
            tasks[n]["quote"] = tasks[n]["quote"].replace(words, others)
        for task_id, beside in MOVED.items():
            tasks, n = self.find(task_id)
            task = tasks.pop(n)
            task.pop("actor", None)
            target, place = self.find(beside)
            target.insert(place, task | {"id": f"{beside.split('.')[0]}.{50 + place}"})
        for task_id, places in CUT.items():
            self._cut(task_id, places)
        for ids in JOINED:
            self._join(ids)
        for before, quote in NEW.items():
            tasks, n = self.find(before)
            new_id = f"{before.split('.')[0]}.70"
            title = ("督促" if tasks[n]["title"].startswith("督促") else "") + quote[:12]
            tasks.insert(n, {"id": new_id, "title": title, "quote": quote, "was": ()})
        for task_id in GONE:
            tasks, n = self.find(task_id)
            del tasks[n]
        for task_id in UNITS:
            tasks, n = self.find(task_id)
            tasks[n]["units"] = ["县应急管理局"]
        for task_id, timing in TIMING.items():
            tasks, n = self.find(task_id)
            tasks[n]["timing"] = dict(timing)

    def _cut(self, task_id: str, words: list[str]) -> None:
        tasks, n = self.find(task_id)
        task = tasks.pop(n)
        pieces, rest = [], task["quote"]
        for word in words:
            head, found, rest = rest.partition(word)
            assert found
            pieces.append(head + found)
        for k, quote in enumerate([*pieces, rest]):
            new_id = task_id if k == 0 else f"{task_id.split('.')[0]}.{60 + k}"
            tasks.insert(n + k, {**copy.deepcopy(task), "quote": quote, "id": new_id})

    def _join(self, ids: list[str]) -> None:
        tasks, n = self.find(ids[0])
        for other in ids[1:]:
            task = tasks.pop(self.find(other)[1])
            tasks[n]["quote"] += task["quote"]
        tasks[n]["was"] = tuple(ids)

    def settle_year(self) -> None:
        """A notice of 2026: its own id, its ids counted anew, its dates a year later."""
        self.data |= {"id": "yuanqu-2026-1", "edition": 1, "issued": "2026-03-06"}
        self.data |= {"term": {"from": "2026-01-01", "until": "2026-12-31"}, "retired": []}
        counts: dict[str, int] = {}
        for task in self.tasks():
            head = task["id"].split(".")[0]
            counts[head] = counts.get(head, 0) + 1
            task["id"] = f"{head}.{counts[head]}"
        for block in self.data["blocks"]:
            if block.get("is") == "title":
                block["text"] = block["text"].replace("2025", "2026")
        for task in self.tasks():
            timing = task.get("timing", {})
            for dated in (timing, *timing.get("slots", [])):
                for key in dated.keys() & {"start", "due"}:
                    moved = int(dated[key][:4]) + (dated[key][:4] == "2025" or "slots" in timing)
                    dated[key] = f"{moved}{dated[key][4:]}"

    def settle_edition(self) -> None:
        """A third edition of the same notice: ids stay, or it says where they went."""
        self.data["edition"] = 3
        here = {task["id"]: task for task in self.tasks()}
        into = {was: new for new, task in here.items() for was in task["was"]}
        self.data["retired"] += [
            {"id": gone, "into": into.get(gone, ""), "why": "新版已改"}
            for gone in self.before
            if gone not in here
        ]
        for task in self.tasks():
            timing = task.get("timing", {})
            timing |= {"due": "2025-04-30"} if timing.get("due") == "2026-04-30" else {}

    def expected(self) -> Found:
        """What became of every task, by what each one knows of where it comes from."""
        came: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for task in self.tasks():
            came.setdefault(task["was"], []).append(task)
        table: Found = {("gone", (task_id,), ()) for task_id in GONE}
        for was, tasks in came.items():
            new = tuple(task["id"] for task in tasks)
            if not was:
                table |= {("new", (), (one,)) for one in new}
            elif len(new) > 1 or len(was) > 1:
                table.add(("cut" if len(new) > 1 else "joined", was, new))
            else:
                same = tasks[0]["quote"] == self.before[was[0]]["quote"]
                kind = ("moved" if was[0] in MOVED else "kept") if same else "reworded"
                table.add((kind, was, new))
        return table

    def write(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        data = copy.deepcopy(self.data)
        data.pop("digest", None)
        self.data, kept = data, self.data
        for task in self.tasks():
            task.pop("was", None)
        self.data = kept
        (folder / "tasks.yaml").write_text(notice_yaml(data), "utf-8")
        (folder / "units.yaml").write_bytes((DATA / "units.yaml").read_bytes())
        return folder


def changed_notice(*, new_year: bool) -> Edited:
    """The notice with thirty changes, as next year's or as a new edition."""
    edited = Edited()
    edited.change()
    if new_year:
        edited.settle_year()
    else:
        edited.settle_edition()
    return edited
