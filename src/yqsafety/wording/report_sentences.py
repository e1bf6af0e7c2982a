"""The sentences of the monthly report, each made of figures that were counted elsewhere. Pure.

They are written as the person would who signs them: what is nothing is left out, a rate stands
beside its figures, and whoever is named is named with the reason. Nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yqsafety.notice.schedule import DUE_SOON_DAYS
from yqsafety.wording.figures import percent_text
from yqsafety.wording.paper_words import MANY_NAMES, named_few

if TYPE_CHECKING:
    from yqsafety.ledger.changes import Comparison
    from yqsafety.ledger.progress import Counter, Part
    from yqsafety.notice.model import Words


def dated_sentences(timed: Counter, words: Words) -> str:
    """How far the dated tasks are, and what of them is late."""
    if not timed.total:
        return "限期任务（含定期任务和已触发的任务）没有应办的。"
    said = (
        f"限期任务（含定期任务和已触发的任务）应办{timed.total}项，已办结{timed.done}项"
        f"{_confirmed_words(timed)}，办结率{percent_text(timed)}"
    )
    open_ones = _open_words("在办", timed, words)
    late = _listed(
        逾期=timed.overdue, 年度未结=timed.year_open, **{f"{DUE_SOON_DAYS}日内到期": timed.due_soon}
    )
    rest = f"；{open_ones}" if open_ones else ""
    return f"{said}{rest}。" + (f"未办结的任务中，{late}。" if late else "")


def _open_words(doing: str, counter: Counter, words: Words) -> str:
    """What is not finished by status; 退回 and 待认定 stand as parts of what they are parts of."""
    inside = _listed(退回重办=counter.returned, **{f"{words.one_result}待认定": counter.awaiting})
    begun = _listed(**{doing: counter.doing}) + (f"（其中{inside}）" if inside else "")
    rest = _listed(未反馈=counter.todo, 报不适用待复核=counter.na_unconfirmed)
    return "，".join(filter(None, (begun, rest)))


def _confirmed_words(counter: Counter) -> str:
    """How much of what was reported the supervising office has looked at."""
    if not counter.done:
        return ""
    if counter.confirmed in (0, counter.done):
        return "（均已复核）" if counter.confirmed else "（均待复核）"
    return f"（其中已复核{counter.confirmed}项）"


def standing_sentences(standing: Counter, words: Words) -> str:
    """How far the standing duties are; they are reported, never finished."""
    if not standing.total:
        return ""
    late = _listed(逾期=standing.overdue, 年度未结=standing.year_open)
    rest = _open_words("推进中", standing, words)
    return (
        f"长期任务应报{standing.total}项，已报落实{standing.done}项"
        f"{_confirmed_words(standing)}，占{percent_text(standing)}"
        + (f"；{rest}" if rest else "")
        + (f"；{late}" if late else "")
        + (f"。从未报送或已到更新期限的（待更新）{standing.stale}项" if standing.stale else "")
        + "。长期任务须持续落实，不计入办结率。"
    )


def presumed_sentence(presumed: Counter) -> str:
    """What is only presumed to be somebody's duty, or due on a day: it blames nobody."""
    outside = _outside_words([presumed])
    if not presumed.total and not outside:
        return ""
    parts = _listed(
        已办=presumed.done,
        待更新=presumed.stale,
        逾期=presumed.overdue,
        年度未结=presumed.year_open,
        退回重办=presumed.returned,
        待认定=presumed.awaiting,
    )
    inside = f"（{parts}）" if parts else ""
    return (
        f"责任单位或时限属推定的任务应办{presumed.total}项{inside}"
        + (f"，另有{outside}" if outside else "")
        + "，单独统计，不列入正文、排名和点名。"
    )


def beside_sentence(*counters: Counter) -> str:
    """What is outside of all totals of some kinds of duties."""
    outside = _outside_words(counters)
    return f"{outside}，不计入应办数。" if outside else ""


def _outside_words(counters: Sequence[Counter]) -> str:
    return _listed(
        复核同意不适用=sum(counter.na for counter in counters),
        尚未触发=sum(counter.waiting for counter in counters),
        已转入新通知=sum(counter.transferred for counter in counters),
    )


def comparison_sentence(found: Comparison) -> str:
    """This month against the last: what was finished, how the rate moved, what fell overdue."""
    then, now = found.then.timed, found.now.timed
    since = f"{found.day.month}月底"
    news = _listed(
        新办结=found.finished,
        新增逾期=found.fell_overdue,
        转为年度未结=found.became_year_open,
    )
    rate = ""
    if then.percent is not None and now.percent is not None and then.percent != now.percent:
        moved = "提高到" if now.percent > then.percent else "下降到"
        rate = f"办结率由{percent_text(then)}{moved}{percent_text(now)}"
    if not news and not rate:
        return f"与{since}相比，限期任务没有变化。"
    said = f"与{since}相比，{'，'.join(filter(None, (news, rate)))}。"
    return said + _caught_up_sentence(since, then.overdue, found.caught_up)


def _caught_up_sentence(since: str, late: int, caught_up: int) -> str:
    if not late:
        return ""
    if caught_up == late:
        return f"{since}逾期的{late}项已全部办结或不再计为逾期。"
    if not caught_up:
        return f"{since}逾期的{late}项仍未办结。"
    left = late - caught_up
    return f"{since}逾期的{late}项中，有{caught_up}项已办结或不再计为逾期，仍有{left}项逾期。"


def ranking_sentences(name: str, ranked: Sequence[Part]) -> str:
    """The best and the worst of units that can be compared, best first; each with its figures."""
    if len(ranked) < 2:
        return ""
    best, lowest = ranked[0].tally.timed, ranked[-1].tally.timed
    head = f"{name}中" if name else "各单位中"
    if best.percent == lowest.percent:
        same = f"办结率均为{percent_text(best)}" if best.done else "均尚无办结"
        said = [f"{head}，{len(ranked)}个单位{same}"]
    else:
        said = [f"{head}，办结率居前的是{_leading(ranked)}", _slowest(ranked)]
    return "；".join(said) + "。"


def _leading(ranked: Sequence[Part]) -> str:
    """The first three with their rates, and whoever is level with the third."""
    third = ranked[min(2, len(ranked) - 1)].tally.timed.percent or 0
    lowest = ranked[-1].tally.timed.percent or 0
    return named_few(
        [
            f"{part.name}（{percent_text(part.tally.timed)}）"
            for part in ranked
            if (part.tally.timed.percent or 0) >= third and (part.tally.timed.percent or 0) > lowest
        ]
    )


def _slowest(ranked: Sequence[Part]) -> str:
    """Those that have finished nothing, else those whose rate is the lowest."""
    lowest = ranked[-1].tally.timed
    names = [part.name for part in ranked if part.tally.timed.percent == lowest.percent]
    if not lowest.done:
        return f"尚无办结的是{named_few(names, MANY_NAMES)}"
    return f"办结率最低的是{named_few(names, MANY_NAMES)}（{percent_text(lowest)}）"


def _listed(**counts: int) -> str:
    """What there is, with its number: 在办5项，未反馈204项."""
    return "，".join(f"{label}{count}项" for label, count in counts.items() if count)
