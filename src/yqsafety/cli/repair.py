"""The command that mends: recover. What it does is imported when it is asked for."""

from typing import Annotated

import typer

from yqsafety.cli.options import Common, JsonFlag, YesFlag, takes_options


@takes_options
def recover(
    common: Common,
    accept: Annotated[
        bool, typer.Option("--accept", help="采用有意手工修改过的状态文件，不取副本")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看能恢复什么，不写入")] = False,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Mend a damaged or lost state file."""
    from yqsafety.cli import recovering

    recovering.run(common, accept=accept, dry_run=dry_run, yes=yes, json=json)
