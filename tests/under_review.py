"""A small catalogue under review: comments, guesses, prose, a table; and ways to look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yqsafety.drafting.editing import Book, edited_book, opened_book
from yqsafety.drafting.pieces import Piece, duties_of
from yqsafety.notice.data_files import data_files

TASKS = """\
# 起草：小李
schema: yqsafety/notice@2
id: small-2025
edition: 1
term: {from: 2025-01-01, until: 2025-12-31}
issued: 2025-03-06
words: {whole: 全市, office: 市安委办, subject: 安全生产, prefix: 市}
blocks:
  - {is: title, text: 关于做好2025年工作的通知}
  - text: 前言一句。
  # 第一部分
  - label: 一、
    heading: 总体要求
    blocks:
      - label: （一）
        heading: 排查隐患。
        text: 形势严峻。
        tasks:
          # 先看这一项
          - id: "1.1"
            title: 开展排查
            quote: 6月30日前开展排查，每季度至少检查 2 次，建立台账。
            timing: {kind: once, basis: stated, due: 2025-06-30}  # 日期见原件
            quantity: {op: ">=", value: 2, unit: 次, text: 至少检查 2 次}
            evidence: [台账]
            review:
              cut: 有三个动词  # 问过老王
              date: 句中两个时间
          # 套话
          - 务必高度重视。
          - id: "1.2"
            title: 县水利局牵头整改
            quote: 由水利局牵头、林业局配合整改，发生事故的，及时上报。
            responsibility: {lead: [水利局], support: [林业局]}
            review: {unit: 句中点名}
        responsibility:
          text: （水利局、林业局负责）
          units: [水利局, 林业局]
          review: 单位名称照括号
      - label: （二）
        heading: 加强宣传。
        tasks:
          - id: "2.1"
            title: 开展宣传
            quote: 广泛开展宣传，
          - id: "2.2"
            title: 营造氛围
            quote: 营造浓厚氛围。
            note: 与 2.1 相近
        # 括号在段末
        responsibility: {text: （各乡镇负责）, units: [各乡镇]}
  - table: {columns: [序号, 事项, 单位], label: 序号, body: 事项, units: 单位}
    blocks:
      - cells: ["1", "", 水利局]
        tasks:
          - id: "3.1"
            title: 修堤
            quote: 修好堤防；清理河道
            done_by: any
        responsibility: {units: [水利局]}
# 完
"""
UNITS = """\
schema: yqsafety/units@1
units:
  - {id: shuili, name: 水利局, aliases: [市水利局], initials: [slj]}
  - {id: linye, name: 林业局, initials: [lyj]}
  - {id: qixiang, name: 气象局, initials: [qxj]}
groups:
  - {id: xiangzhen, name: 各乡镇, open: true}
"""


def write_small(folder: Path) -> Path:
    """The two files in a folder; the path of the tasks."""
    (folder / "units.yaml").write_text(UNITS, "utf-8")
    path = folder / "tasks.yaml"
    path.write_text(TASKS, "utf-8")
    return path


def small_book(folder: Path) -> Book:
    return opened_book(data_files(write_small(folder), None))


def plain(data: Any) -> Any:
    """Data without the types of the library that reads them."""
    if isinstance(data, dict):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(one) for one in data]
    return str(data) if isinstance(data, str) else data


def task_of(book: Book, task_id: str) -> Any:
    return plain(duty_of(book.data, task_id).duty)


def comments_of(raw: bytes) -> list[str]:
    """Every comment of a file, in no order."""
    lines = raw.decode().splitlines()
    return sorted(line[line.index("#") :] for line in lines if "#" in line)


def change(book: Book, edit: Any) -> Book:
    return edited_book(book, edit)[0]


def duty_of(data: Any, task_id: str) -> Piece:
    """The duty of an id."""
    return next(piece for piece in duties_of(data) if piece.id == task_id)
