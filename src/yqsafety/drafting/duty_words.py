"""The words by which an official sentence asks for something, in classes. Data, no rules. Pure.

A sentence asks for something by a verb at its head (制定, 开展, 加强) behind connectives, adverbs
and a subject. What the verb is decides what kind of duty it is; the lists are of the language,
not of one document.
"""

from __future__ import annotations

import re

ONCE = frozenset(
    """
    设立 制定 制订 制修订 编制 编写 编印 编发 编辑 修订 修编 修改 出台 印发 建成 开辟 设定 组建
    成立 打造 构建 搭建 开发 明确 理顺 厘清 整合 纳入 列入 召开 举办 发布 公布 公开 完成 签订
    制作 拍摄 开通 配备 配齐 命名 评选 遴选 选派 选聘 选树 新建 改建 扩建 改造 建设 上线 启动
    上报 报至 报送 提交 报告 报 验收 摸清 摸排 普查 划定 确定 设置 安装 创建 培育 培养 建立 延伸
    研究 编排 分解 汇总 总结 申报 备案 挂牌 竣工 开工 研发 拟定 起草 细化 增设 增加 撤销 合并
    调整 下发 发放 制发 绘制 公示 建 轮训 选择 选取 邀请 出版 规划
    """.split()
)
"""Verbs of what is there, and over, once it has been done."""
STANDING = frozenset(
    """
    加强 强化 加大 深化 严格 落实 坚持 推进 推动 推广 推行 抓好 抓实 抓紧 做好 做实 严控 严查
    严厉 严肃 严惩 打击 督促 指导 规范 保持 压实 运用 应用 参与 配合 协助 支持 鼓励 引导 巩固
    优化 贯彻 学习 履行 执行 遵守 接受 管控 监管 监督 控制 限制 限定 禁止 严禁 杜绝 排查 整治
    查处 惩治 处置 处理 处罚 追究 移送 通报 曝光 约谈 宣传 宣讲 传达 统筹 协调 汇聚 提取 储备
    保护 维护 维修 解决 破解 治理 整改 巡查 检查 督查 督导 督办 跟踪 调度 研判 分析 预警 监测
    考核 奖励 表彰 倡导 发动 动员 教育 培训 关注 关爱 服务 帮扶 扶持 简化 放宽 允许 试行 实行
    采取 予以 给予 赋予 免于 享受 收集 汇集 报销 享有 拓展 拓宽 扩大 深入 畅通 把握 防范 化解
    防止 遏制 消除 消减 淘汰 取缔 关闭 责令 提请 汇报 听取 承接 承担 担负 保证 提供 提炼 复制
    剖析 解读 警示 播放 盯守 报道 利用 发挥 紧盯 盯紧 密切 广泛 明确专人 安排 克服 剔除 核销
    减少 降低 推选 提升 提高 增强 压减 压降 衔接 对接 融合 融入 联动 合作 交流 沟通 注重 树立
    树牢 筑牢 守牢 守住 营造 用好 用足 管好 管住 看好 看住 上好 开好 办好 建好 管理 使用 避免
    清理 清除 拆除 更新 更换 补齐 补强 提前 缩短 压缩 调动 激发 激励 赔付 依托 自查 自纠 自改
    抽查 核查 复查 巡检 查找 查摆 认定 判定 评定 评估 评价 审查 审核 审批 核发 下放 取消 征求
    反馈 回复 答复 受理 办理 登记 记录 归档 建档 立卷 公告 告知 提醒 送达 吸收 吸纳 引进 引入
    招引 招募 分享 普及 传播 掌握 熟悉 熟练 演示 体验 观看 参观 参加 参训 深挖 倒查 问责 追责
    挂钩 兑现 拨付 投入 保障 落细 夯实 扛牢 抓牢 领导 主持 牵头 分管 对照 对标 对表 把好 把牢
    把关 走访 入户 上门 进驻 驻点 蹲点 包联 包保 联系 派驻 组建 凝聚 集聚 布局 谋划 推荐 贷款
    倾斜 扣减 追加 重视 帮助 学好 守好 防好 抓细
    """.split()
)
"""Verbs of a conduct without an end, and of what is done whenever there is cause."""
OPEN = frozenset(
    """
    开展 组织 实施 加快 健全 完善 进行 探索 试点 改进 改革 创新 举行 集中 丰富 充实 着力 力争
    """.split()
)
"""Verbs that say little by themselves: their object decides."""
RESULT = frozenset(
    """
    确保 做到 实现 促进 提升 提高 增强 筑牢 严防 防范 防止 避免 杜绝 遏制 营造 保障 助力 形成
    树牢 树立 让 使 保证 维护 守牢 守住 切实做到 有效 从而 熟悉 调动 激发 降低 减少 打通
    推动形成 达到 力求 彰显 展现 奠定 补齐 最大限度 以便 以免 便利 有利于 凝聚 化解 引导 警示
    带动 培育 充分发挥 久久为功 满足 适应 吸引 压降 消除 力争 力戒 着力提高 优化 为
    """.split()
)
"""Verbs that say what a duty is for: behind another clause they open no duty of their own."""
LEADS = frozenset(
    """
    坚持 发挥 注重 聚焦 围绕 立足 突出 紧扣 紧盯 依托 着眼 把握 遵循 对标 对照 运用 利用 采取
    学习 秉持 贯彻 充分认识 深刻认识 认清 秉承
    """.split()
)
"""Verbs of how and in what spirit: a clause of theirs goes with the duty that follows it."""
PREPOSITIONS = """
    按照 根据 依据 依照 参照 结合 针对 围绕 聚焦 通过 采取 采用 运用 利用 借助 依托 会同 联合
    联动 配合 对于 鉴于 综合考虑 综合运用 因 按 作为 除 对照 对标 本着 立足 遵循 紧扣 紧盯 突出 面向
    经 在 以 对 从 由 于 与 同 把 将 为 向 就 用 自 凡
    """.split()
"""What opens a clause whose own verb stands behind it, or in the next clause."""
ADVERBS = frozenset(
    """
    负责 认真 积极 扎实 深入 广泛 大力 全力 全面 进一步 切实 充分 统筹 持续 不断 逐步 有序 稳步
    着力 严格 严肃 严厉 依法 依规 依纪 及时 适时 定期 不定期 主动 科学 合理 集中 重点 因地制宜
    分级分类 分类 分级 常态化 经常性 系统 精准 有效 坚决 始终 真正 共同 联合 牵头 具体 自觉 带头
    逐一 逐级 逐项 层层 动态 尽快 立即 迅速 快速 高效 优先 多渠道 多形式 创新 认真组织 重新 首先
    其次 此外 另外 再 再次 更加 大幅 相应 适当 直接 统一 分别 自行 每日 每天 随时 长期 一律
    必要时 原则上 年初 立足实际 从严 从速 从重 从紧 率先 探索 鼓励 高频次 多方 多措并举 有计划
    有组织 有针对性 逐人 逐企 逐户 滚动 拟 亲自 按时 按期 如期 如实 准确 完整 妥善 稳妥 积极稳妥
    规范 深刻 普遍 加紧 抓紧 突击 严密 周密 精心 努力 力争 争取 协同 综合 加快 一体 同步 分批
    分期 分步 高度 试点 先行 最大限度 尽可能 切实做好 强力 全域 全程 全覆盖 足额 专题 全员 现场 实地
    当场 轮流 交叉 提早 提前 事先 一次性 分层 分段 高标准 高质量 只
    """.split()
)
"""What may stand before a verb."""
CONNECTIVES = """
    并且 并 同时 以及 还 也 都 均 和 或 而且 且 一是 二是 三是 四是 五是 六是 七是 八是 请 再 又
    """.split()
MODALS = """必须 务必 应当 应该 需要 要 应 须 需 得 可以 可""".split()
STRONG_MODAL = re.compile(
    r"必须|务必|应当|不得|严禁|禁止|一律|(?<![需首主重只纲必])要(?![求点素件害闻义道])|须(?!知)"
)
"""A modal that makes a sentence a duty even where its verb is in no list."""
ENDLESS = (
    "持续",
    "不断",
    "常态化",
    "坚持",
    "始终",
    "长期",
    "经常性",
    "随时",
    "每日",
    "每天",
    "日常",
    "动态",
)
"""Adverbs that make any duty a standing one."""
VERBS = ONCE | STANDING | OPEN | RESULT
BODY_ENDS = """
    部门 成员单位 单位 人民政府 政府 委员会 党委 党组 办公室 管委会 安委办 安委会 消安委 县委
    市委 省委 局 厅 部 委 办 中心 机构 企业 公司 学校 负责人 负责同志 副职 各地 各校 各县 各市
    各乡镇 各镇 乡镇 街道 社区 各村 村 大队 支队 总队 网站 乡(镇) 乡（镇） 地区 高校 院校 协会
    组织 人员 干部 员工 职工 指挥部 领导小组 专班 工作组 检查组 开发区 县(市、区) 县（市、区）
    各县区 各区 县级 市级 城市 机关 医院 电视台 银行 集团 工会 队伍 网格员 河长 从业人员 领导
    同志 场所 省 园区 站 所 队 院 司 署
    """.split()
"""How a name of who is to act ends."""
PRODUCT = """
    清单 方案 预案 规划 计划 办法 细则 规则 规程 规定 标准 指南 指引 手册 制度 机制 体系 台账
    台帐 档案 名录 目录 名单 平台 系统 数据库 信息库 智库 题库 专栏 曝光台 委员会 领导小组
    指挥部 专班 中心 机构 体制 图 地图 预警系统 职责 责任 责任书 意见 要点 处置卡 卡 协议 公约
    条例 队伍 基地 工程 项目 设施 避难场所 通道 网络 小组 组织体系 模型 模板 教材
    """.split()
"""What is there once it has been made."""
ACTIVITY = """
    活动 培训 轮训 竞赛 比武 大赛 演练 演习 评查 测评 探查 普查 评估 承诺 宣传周 宣传月 讲座
    评选 试点 调研 摸排 遴选 会议 会 大检查 专项行动 专项检查 专项整治 集中检查 集中整治 行动
    检查 排查 督查 巡查 审计 考核 验收 总结 摸底 大练兵 练兵 调查 试验 竞赛活动 回头看
    """.split()
"""What is over once it has been held."""
