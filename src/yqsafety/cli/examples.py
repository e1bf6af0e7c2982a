"""Two examples for the help of each command, by its words.

They are lines that work: a test parses all of them. Units, ids and days are those of the notice
that ships, so that what a new user copies shows something.
"""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, str]] = {
    "now": ("now --unit 县水利局", "now --office"),
    "list": ("list --mine --due-by 本月 --sort due", "list --unit 县水利局 --status 逾期"),
    "show": ("show 6.3", "show 4.4 --unit 县水利局"),
    "check": (
        "check 4.1 --unit 县应急管理局 --on 2025-06-03 --evidence 会议纪要.pdf",
        "check --all --unit 县水利局 --item 12",
    ),
    "uncheck": ("uncheck 4.1 --unit 县水利局", "uncheck 4.1 --unit 县水利局 --note 报错了"),
    "start": ("start 4.4 --unit 县水利局", "start 4.4 --unit 县水利局 --note 已印发方案"),
    "waive": (
        "waive 18.5 --unit 县水利局 --reason 没有此类场所",
        "waive 18.5 --unit 县水利局 --reason 没有此类场所 --on 2025-06-03",
    ),
    "extend": (
        "extend 4.1 --whole --until 2025-09-30 --reason 机构改革",
        "extend --item 18 --unit 县水利局 --until 2025-09-30 --reason 汛期 --approved-by 张三",
    ),
    "note": (
        "note 4.4 已排查隐患12处 --unit 县水利局",
        "note 4.4 缺专业人员 --field 存在问题 --unit 县水利局",
    ),
    "trigger": (
        "trigger 3.3 --unit 县应急管理局 --on 2025-05-01",
        "trigger --grep 事故 --all-units --on 2025-05-01 --note 某某路段事故",
    ),
    "confirm": ("confirm 4.4 --unit 县水利局", "confirm --unconfirmed --section 三"),
    "return": (
        "return 4.4 --unit 县水利局 --reason 缺现场照片",
        "return --unconfirmed --unit 县水利局 --reason 没有佐证",
    ),
    "remind": ("remind --silent 30d --dry-run", "remind 14.5 --unit 县水利局 --note 已电话催办"),
    "receive": ("receive 14.5 --unit 县水利局", "receive --status 待签收 --unit 县水利局 --yes"),
    "apply": (
        "apply 14.5 --unit 县水利局 --until 2026-01-31 --reason 汛期后方可施工",
        "apply 14.5 --unit 县水利局 --until 2026-01-31 --reason 招标未完成 --by 张三",
    ),
    "assign": ("assign 4.4 --unit 县水利局 --unit 县林业局", "assign 4.1 --lead 县应急管理局"),
    "unassign": ("unassign 4.4", "unassign 4.4 --unit 县林业局"),
    "strike": (
        "strike 县气象局 --from 县安委会成员单位 --reason 不在成员名单",
        "strike 县气象局 --from 县安委会成员单位 --reason 不在成员名单 --on 2025-05-20",
    ),
    "undo": ("undo", "undo 9f3c1a2b4d5e"),
    "log": ("log", "log 4.1"),
    "status": ("status --by unit", "status --fail-on overdue,due-soon"),
    "export": (
        "export xlsx --unit 县水利局 -o 台账.xlsx",
        "export docx --as-of 2025-06-30 -o 通报.docx",
    ),
    "import": ("import 台账.xlsx --dry-run", "import 收回的台账"),
    "merge": ("merge 县水利局.json --dry-run", "merge 县水利局.json 县林业局.json"),
    "units": ("units", "units 县水利局"),
    "use": ("use 县水利局", "use"),
    "notice": ("notice --item 6", "notice --verify 通知原件.txt"),
    "validate": ("validate", "validate --evidence --evidence-dir 佐证材料"),
    "schema": ("schema notice", "schema units"),
    "recover": ("recover --dry-run", "recover"),
    "completion": ("completion bash", "completion powershell"),
    "duty add": (
        "duty add 每月25日前报送安全生产工作进展 --unit 县水利局 --unit 各乡镇",
        "duty add 报送隐患台账 --when 每周五前 --unit 县应急管理局 --source 县安委办通知",
    ),
    "duty list": ("duty list", "duty list own-2025"),
    "duty remove": ("duty remove 1.1", "duty remove own-2025/1.1 --reason 并入月报"),
    "catalog draft": (
        "catalog draft 通知.docx -o 新通知",
        "catalog draft 通知.txt -o 新通知 --force",
    ),
    "catalog review": ("catalog review 新通知/tasks.yaml", "catalog review --notice yuanqu-2025-1"),
    "catalog export": (
        "catalog export 新通知/tasks.yaml -o 审定.xlsx",
        "catalog export --notice yuanqu-2025-1 -o 审定.xlsx",
    ),
    "catalog import": (
        "catalog import 审定.xlsx --to 新通知/tasks.yaml --dry-run",
        "catalog import 审定.xlsx --to 新通知/tasks.yaml",
    ),
    "catalog seal": (
        "catalog seal 新通知/tasks.yaml",
        "catalog seal 新通知/tasks.yaml --original 通知.txt",
    ),
    "catalog diff": ("catalog diff 去年 今年", "catalog diff 去年 今年 -o 对照.xlsx"),
    "catalog renew": ("catalog renew 去年 今年", "catalog renew 去年 今年 -o 今年/沿用.yaml"),
    "catalog adopt": ("catalog adopt 新版", "catalog adopt 新版/tasks.yaml --dry-run"),
    "catalog carry": ("catalog carry --dry-run", "catalog carry yuanqu-2026-1"),
    "catalog add": ("catalog add 新通知", "catalog add 新通知/tasks.yaml"),
    "catalog list": ("catalog list", "catalog list --json"),
    "catalog remove": ("catalog remove yuanqu-2024-1", "catalog remove plan-2024"),
    "catalog use": ("catalog use yuanqu-2025-1", "catalog use --clear"),
    "catalog upgrade": (
        "catalog upgrade 旧通知/tasks.yaml",
        "catalog upgrade 旧通知/tasks.yaml -o 新通知.yaml",
    ),
    "roster add": (
        "roster add 县公安局 --into 县安委会成员单位 --source 县安委〔2025〕3号",
        "roster add 县教育局 --alias 教育局",
    ),
    "roster alias": ("roster alias 县水利局 水务局", "roster alias 县应急管理局 县应急局"),
    "roster rename": (
        "roster rename 县林业局 县林业和草原局 --from 2025-10-01",
        "roster rename 县林业局 县林业和草原局 --from 10月1日",
    ),
    "roster members": (
        "roster members 县安委会成员单位 --official 县安委〔2025〕3号",
        "roster members 县安委会成员单位 --official 县安委〔2025〕3号 县水利局 县林业局",
    ),
    "roster contact": (
        "roster contact 县水利局",
        "roster contact 县水利局 --person 张三 --phone 0359-6000000",
    ),
    "roster use": ("roster use 名册.yaml", "roster use"),
    "roster send": ("roster send -o 名册.yaml", "roster send -o -"),
    "roster merge": ("roster merge 名册.yaml", "roster merge 收到的名册.yaml"),
    "store init": (
        "store init postgresql:///yqsafety --name 垣曲县",
        "store init postgresql:///yqsafety --host db.example --certificate ca.pem",
    ),
    "store publish": ("store publish", "store publish --notice yuanqu-2025-1"),
    "store add": ("store add 张三 --unit 县水利局", "store add 李四 --office -o 李四.yqstore"),
    "store passwd": ("store passwd", "store passwd 张三 -o 张三.yqstore --force"),
    "store close": ("store close 张三", "store close 李四"),
    "store list": ("store list", "store list --json"),
    "store backup": ("store backup 备份.zip", "store backup 备份-2025-06-30.zip"),
    "store restore": ("store restore 备份.zip", "store restore 备份-2025-06-30.zip --yes"),
    "store check": ("store check", "store check --state 张三.yqstore"),
}
