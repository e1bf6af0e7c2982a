"""What went wrong with a shared store, as one Chinese line and the exit code of its kind.

The server's own text is looked at only where it gives no code: its language depends on the server.
"""

from __future__ import annotations

from typing import Any

from yqsafety.errors import ImportRefused, StateError, UsageError, YqError

_SAID: dict[str, tuple[type[YqError], str, str]] = {
    "YQ001": (
        UsageError,
        "这个账号无权登记所列任务，未登记。",
        "单位只登记本单位承担的任务；复核、退回、分工、调整时限由督办单位登记。",
    ),
    "YQ002": (StateError, "共享库没有接受这些记录，未登记。", "请升级程序后再试。"),
    "YQ003": (UsageError, "日期晚于共享库的日期，未登记。", "请核对本机日期和所写日期。"),
    "YQ005": (ImportRefused, "有记录与共享库中的编号相同、内容不同，未合并。", "请核对来源。"),
    "YQ006": (UsageError, "督办单位已经复核，未作改动。", "确要改动的，请督办单位先退回。"),
    "YQ007": (
        ImportRefused,
        "有记录自称在共享库登记，库中却没有，未合并。",
        "请告知督办单位：库可能被旧备份覆盖，可用 yqsafety store restore 补回。",
    ),
    "YQ008": (StateError, "今天上传的佐证材料已满 1 GB，未登记。", "请明天再传，或只写网址。"),
    "YQ010": (
        ImportRefused,
        "有记录自称晚于别的单位的记录，而时钟却早于它们，未合并。",
        "请校准本机时钟；已有的记录请把状态文件交督办单位，由督办单位 merge。",
    ),
    "YQ011": (
        StateError,
        "这个账号今天登记的已满 10000 条或 32 MB，未登记。",
        "请明天再登记，或请督办单位 merge。",
    ),
    "YQ012": (
        UsageError,
        "发布由督办单位的账号运行，未发布。",
        "请把任务文件所在的文件夹交督办单位，运行：yqsafety store publish --notice 文件夹",
    ),
    "YQ013": (StateError, "别人刚发布了这份通知，未发布。", "请重新运行：yqsafety store publish"),
    "YQ009": (UsageError, "共享库的记录只增不减，未作改动。", ""),
    "42501": (UsageError, "这个账号无权这样做。", "请由管理员在服务器上运行。"),
    "55P03": (StateError, "共享库正忙，未登记。", "请稍后再试。"),
    "57014": (StateError, "共享库正忙，未登记。", "请稍后再试。"),
    "40P01": (StateError, "共享库正忙，未登记。", "请稍后再试。"),
    "53300": (StateError, "共享库的连接已满。", "请稍后再试。"),
    "53200": (StateError, "共享库的内存或锁已用尽，未登记。", "请告知管理员重启数据库。"),
    "53100": (StateError, "共享库的磁盘已满，未登记。", "请告知管理员。"),
    "25006": (StateError, "共享库现在只读，未登记。", "请告知管理员。"),
    "28P01": (StateError, "账号或密码不对，或账号已停用。", "请向督办单位索取新的连接文件。"),
    "28000": (StateError, "账号或密码不对，或账号已停用。", "请向督办单位索取新的连接文件。"),
    "address": (UsageError, "地址写得不对。", "写成 postgresql://账号@主机/库名。"),
    "3D000": (UsageError, "服务器上没有这个数据库。", "请核对地址；新建：yqsafety store init 地址"),
    "3F000": (UsageError, "这个数据库还没有建立共享库。", "建立：yqsafety store init 地址"),
    "42P01": (UsageError, "这个数据库还没有建立共享库。", "建立：yqsafety store init 地址"),
    "42883": (UsageError, "这个数据库还没有建立共享库。", "建立：yqsafety store init 地址"),
}
_WHY = {
    "could not translate host name": "找不到这台主机",
    "Connection refused": "主机没有应答",
    "No such file or directory": "本机没有运行数据库",
    "timeout": "超时",
    "certificate": "服务器的证书不符",
    "does not support SSL": "服务器没有启用加密",
    "no pg_hba.conf entry": "服务器不允许从本机用这个账号连接",
    "starting up": "数据库正在启动",
    "shutting down": "数据库正在停止",
    "recovery": "数据库正在恢复",
}
"""What libpq says, in English on every machine, and what a server without other messages says."""
_SERVER_ENDS = ("57P01", "57P02", "57P03")


def is_broken_line(error: Any) -> bool:
    """Whether nothing came back, so that the server may or may not have done what it was asked."""
    code = getattr(error, "pgcode", None) or ""
    operational = type(error).__name__ in ("OperationalError", "InterfaceError", "DatabaseError")
    return code.startswith("08") or code in _SERVER_ENDS or (not code and operational)


def failure_of(error: Any, name: str) -> YqError:
    """The error of this program for one of psycopg2's."""
    code = getattr(error, "pgcode", None) or _code_told(str(error))
    if code in _SAID:
        kind, said, hint = _SAID[code]
        return kind(said, hint)
    if code and not code.startswith("08") and code not in _SERVER_ENDS:
        return StateError(f"共享库出错（{code}），未登记。", "请把这一行告知管理员。")
    return unreachable(name, str(error))


def _code_told(text: str) -> str:
    """The code that a refusal to connect has: libpq gives its text only."""
    if text.startswith("invalid "):
        return "address"
    if "too many connections" in text:  # of a role, or of all
        return "53300"
    if "out of shared memory" in text or "out of memory" in text:
        return "53200"
    if "password" in text or "role" in text or "not permitted to log in" in text:
        return "28P01"
    return "3D000" if "database" in text and "does not exist" in text else ""


class Unreachable(StateError):
    """The server does not answer; what this machine knows of it can be looked at offline."""


def unreachable(name: str, text: str) -> Unreachable:
    """The error for a server that does not answer."""
    why = next((said for words, said in _WHY.items() if words in text), "连接中断")
    return Unreachable(f"连不上共享库 {name}（{why}）。", "请检查网络后重试。")
