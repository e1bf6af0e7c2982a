"""Commands that keep a shared store as a file and put it back: backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.asking import ask_first
from yqsafety.cli.options import Common, YesFlag, takes_options
from yqsafety.cli.store_desk import chosen_address, refuse_present, say_obstacles


@takes_options
def backup(
    file: Annotated[Path, typer.Argument(metavar="文件", help="写入的备份文件，如 备份.zip")],
    common: Common,
    force: Annotated[bool, typer.Option("--force", help="替换已有的文件")] = False,
) -> None:
    """Write records, accounts, catalogues and evidence of the store into one file."""
    from yqsafety.store.administration import Administrator
    from yqsafety.store.backup_file import write_backup

    refuse_present(file, force=force)
    records = write_backup(Administrator(chosen_address(common.state)), file)
    console.out(f"√ 已备份 {records} 条记录及账号、通知、佐证材料到 {file}（不含密码）。")


@takes_options
def restore(
    file: Annotated[Path, typer.Argument(metavar="文件", help="store backup 写出的备份文件")],
    common: Common,
    yes: YesFlag = False,
) -> None:
    """Put back what the store lacks of a backup; into a new database all of it."""
    from yqsafety.store.administration import Administrator
    from yqsafety.store.backup_file import BackupFile, restore_backup
    from yqsafety.store.server import refuse_strangers

    address = chosen_address(common.state)
    found = BackupFile(file)
    desk = Administrator(address)
    refuse_strangers(address)
    if not yes:
        ask_first(
            f"将把备份中的 {len(found.rows)} 条记录补入 {address.name}。确定吗？[y/N] ", "未恢复"
        )
    done = restore_backup(desk, found)
    console.out(f"√ 已恢复：新增 {done.added} 条，已有 {done.known} 条；佐证材料 {done.files} 份。")
    if done.accounts:
        console.out(
            f"{'、'.join(done.accounts)} 的账号已重新开通，须换密码：yqsafety store passwd 姓名"
        )
    if done.is_new:
        console.out(
            f"连接文件写的地址：{desk.describe()[2]}；要改的：yqsafety store init 地址 --host 主机"
        )
        say_obstacles(desk)
