"""Build `yqsafety.pyz`: the program and its libraries in one file, for machines without network.

`python tools/offline.py [-o FILE] [--platform TAG]... [--python 3.11]...` needs a Python with pip,
and the network while it builds. The file holds the compiled libraries of every platform asked for;
`offline_start.py` unpacks those that fit. The same libraries give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]
START = Path(__file__).with_name("offline_start.py")
PAYLOAD = "payload.zip"

OFFICES = ("win_amd64", "manylinux2014_x86_64", "manylinux2014_aarch64")
"""What stands in offices: Windows, and Linux (麒麟 and 统信 too) on either processor."""

ELSEWHERE = ("colorama",)
"""Needed on Windows only: pip judges such conditions by the machine that builds."""

EXTRA = "postgresql"
"""What goes along beside the core: the driver of shared stores, not to be had over there."""

OF_THE_INSTALLATION = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
"""What pip notes about its own work, paths of this machine among it."""

FOR_COMPILERS = {".h", ".c", ".pxd", ".pxi", ".pyx"}
"""Sources that lxml brings for whoever compiles against it; they differ by platform."""

DLL_PATCH = re.compile(rb"(?s)\s*# start delvewheel patch.*?# end delvewheel patch")
"""What the builder of wheels for Windows puts into a package, so that its DLLs are found."""

USAGE = """\
用法：python tools/offline.py [选项]
生成一个文件，拷到不联网的机器上即可运行，那里只需有 Python。
  -o, --output FILE   生成的文件，默认 yqsafety.pyz
  --platform TAG      用于哪种机器，可重复；默认 win_amd64（Windows）、
                      manylinux2014_x86_64 和 manylinux2014_aarch64（Linux，含麒麟、统信）
  --python VERSION    用于哪个 Python，可重复，默认 3.11
  -h, --help          显示本说明
"""


class Failed(Exception):
    """Nothing was built; the message says why."""


class Parser(argparse.ArgumentParser):
    """Speaks Chinese."""

    def format_help(self) -> str:
        """The only page of help."""
        return USAGE

    def error(self, message: str) -> NoReturn:  # noqa: ARG002
        """One line; argparse's own reason is English."""
        self.exit(2, "选项有误。用法：加 --help 查看。\n")


def main() -> int:
    """Build as the command line says; the exit code."""
    parser = Parser()
    parser.add_argument("-o", "--output", type=Path, default=Path("yqsafety.pyz"))
    parser.add_argument("--platform", action="append")
    parser.add_argument("--python", action="append")
    chosen = parser.parse_args()
    try:
        build(chosen.output, chosen.platform or list(OFFICES), chosen.python or ["3.11"])
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def build(output: Path, platforms: list[str], pythons: list[str]) -> None:
    """Write the file for these platforms (pip's tags) and versions of Python; Failed."""
    for python in pythons:
        if not re.fullmatch(r"3\.(1[1-9]|[2-9]\d)", python):
            raise Failed(f"--python {python} 无效，应为 3.11 或更新的版本，如 3.11。")
    if not output.absolute().parent.is_dir():
        raise Failed(f"没有文件夹“{output.parent}”。请先建立。")
    with tempfile.TemporaryDirectory() as work:
        own = Path(work, "own")
        print("正在打包本程序……", file=sys.stderr)
        pip("wheel", "--no-deps", "--wheel-dir", str(own), str(ROOT), wanted="打包工具 hatchling")
        wheel = str(next(own.glob("*.whl")))
        targets = [(platform, python) for python in pythons for platform in platforms]
        with ThreadPoolExecutor() as pool:  # pip mostly waits for answers
            trees = list(pool.map(lambda target: libraries(Path(work), wheel, *target), targets))
        payload = zipped(gather(trees), zipfile.ZIP_DEFLATED)
    made_for = f"Python {'、'.join(pythons)}（{'、'.join(platforms)}）"
    write(output, payload, made_for)
    print(f"已生成 {output}（{output.stat().st_size / 1e6:.1f} MB），用于 {made_for}。")
    print("运行：py yqsafety.pyz list（Windows），python3 yqsafety.pyz list（Linux）")


def libraries(work: Path, wheel: str, platform: str, python: str) -> Path:
    """The program and what it needs, in a folder of its own as for that platform; Failed."""
    folder = work / f"{platform}-{python}"
    wanted = f"{platform}、Python {python} 的依赖包"
    print(f"正在下载 {wanted}……", file=sys.stderr)
    target = ("--target", str(folder), "--platform", platform, "--python-version", python)
    options = ("--only-binary=:all:", "--no-compile")
    pip("install", *target, *options, f"{wheel}[{EXTRA}]", *ELSEWHERE, wanted=wanted)
    return folder


def pip(*arguments: str, wanted: str) -> None:
    """Run pip; Failed in one line that says what was wanted."""
    quiet = ("--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "30")
    command = [sys.executable, "-m", "pip", *arguments, *quiet]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise Failed(reason(done.stderr, wanted))


def reason(said: str, wanted: str) -> str:
    """What pip said, for people."""
    if "No module named pip" in said:
        return "这个 Python 没有 pip：请先安装（Debian、统信：apt install python3-pip），或换一个。"
    if "Retrying (" in said:
        return f"连不上软件源，未能下载{wanted}。请检查网络，或用 pip config 设好镜像后重试。"
    errors = re.findall(r"(?m)^\s*ERROR: (.+)", said)
    if any("No matching distribution" in error for error in errors):
        return f"软件源中没有{wanted}。请检查 --platform 和 --python。pip：{errors[-1]}"
    return f"未能取得{wanted}。pip：{errors[-1] if errors else said.strip()[-200:]}"


def gather(trees: list[Path]) -> dict[str, bytes]:
    """The files of all folders in one, by name; Failed where two differ that must be the same."""
    files: dict[str, bytes] = {}
    for tree in trees:
        for path in sorted(tree.rglob("*")):
            name = path.relative_to(tree)
            if path.is_dir() or name.parts[0] == "bin" or name.name in OF_THE_INSTALLATION:
                continue
            if name.suffix in FOR_COMPILERS:
                continue
            content = harmless_elsewhere(path.read_bytes())
            known = files.setdefault(name.as_posix(), content)
            if DLL_PATCH.search(content):
                files[name.as_posix()] = content
            if plain(known) != plain(content) and not name.parts[0].endswith(".dist-info"):
                raise Failed(f"{name.as_posix()} 因平台而异，一个文件装不下：请分开制作。")
    return files


def plain(content: bytes) -> bytes:
    """What a file says on every platform: without line ends of Windows and what finds its DLLs.

    That was put in between blank lines, which do not count either.
    """
    content = DLL_PATCH.sub(b"", content.replace(b"\r", b""))
    return re.sub(rb"\n\s*\n", b"\n", content)


def harmless_elsewhere(content: bytes) -> bytes:
    """A module to which delvewheel added where its DLLs are: other systems have no such call."""
    if not DLL_PATCH.search(content):
        return content
    return content.replace(b"os.add_dll_directory(", b'getattr(os, "add_dll_directory", str)(')


def write(output: Path, payload: bytes, made_for: str) -> None:
    """Write the file whole, or leave what was there; Failed."""
    digest = hashlib.sha256(payload).hexdigest()[:12]
    main = f"from offline_start import start\n\nstart({digest!r}, {made_for!r})\n"
    parts = {"__main__.py": main.encode(), START.name: START.read_bytes(), PAYLOAD: payload}
    fresh = output.with_name(f"{output.name}.part")
    try:
        fresh.write_bytes(b"#!/usr/bin/env python3\n" + zipped(parts, zipfile.ZIP_STORED))
        fresh.chmod(0o755)
        fresh.replace(output)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise Failed(f"无法写入“{output}”。请检查路径、权限和磁盘空间。") from None


def zipped(files: dict[str, bytes], method: int) -> bytes:
    """The files as a zip file that depends on nothing but them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            entry.compress_type = method
            archive.writestr(entry, files[name])
    return whole.getvalue()


if __name__ == "__main__":
    sys.exit(main())
