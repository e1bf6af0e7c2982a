"""A unit is found by what people call it; who belongs to what, and on what ground."""

from __future__ import annotations

import pytest
from small import FOUR, group, units

from yqsafety.errors import UsageError
from yqsafety.notice.local_roster import overlay_units
from yqsafety.notice.model import Body, Group, Unit, Units
from yqsafety.notice.roster import Party, Roster
from yqsafety.notice.unit_names import initials_of, matching_bodies, plain_name

TOWNSHIPS = "新城镇 历山镇 古城镇 王茅镇 毛家湾镇 英言镇 蒲掌乡 解峪乡 华峰乡 长直乡 皋落乡".split()


def grounds(roster: Roster, *names: str) -> dict[str, str]:
    """Who a bracket makes responsible, and on what ground."""
    return {party.name: party.ground for party in roster.parties(names)}


def members(roster: Roster, name: str) -> dict[str, Party]:
    body = roster.get(name)
    assert isinstance(body, Group)
    return roster.members(body)


def refused(roster: Roster, text: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        roster.find(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("县应急管理局", "县应急管理局"),
        ("县应急局", "县应急管理局"),
        ("yingji", "县应急管理局"),
        ("YINGJI", "县应急管理局"),
        (" 县 应急 局 ", "县应急管理局"),
        ("县消防大队", "县消防救援局"),
        ("各乡[镇]人民政府", "各乡（镇）人民政府"),
        ("各乡(镇)人民政府", "各乡（镇）人民政府"),
        ("各乡镇", "各乡（镇）人民政府"),
    ],
)
def test_a_name_an_alias_or_an_id_is_exact(roster: Roster, text: str, name: str) -> None:
    found = roster.find(text)
    assert (found.body.name, found.exact) == (name, True)


@pytest.mark.parametrize("short", TOWNSHIPS)
def test_a_township_goes_by_its_short_name(roster: Roster, short: str) -> None:
    found = roster.find(short)
    assert (found.body.name, found.exact) == (f"{short}人民政府", True)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("应急", "县应急管理局"),
        ("消防大", "县消防救援局"),
        ("新城", "新城镇人民政府"),
        ("xyjglj", "县应急管理局"),
        ("YJGLJ", "县应急管理局"),
        ("yjj", "县应急管理局"),
        ("czx", "长直乡人民政府"),
        ("xyx", "解峪乡人民政府"),
        ("gxz", "各乡（镇）人民政府"),
    ],
)
def test_a_part_that_fits_one_unit_is_taken_for_it_but_not_as_exact(
    roster: Roster, part: str, name: str
) -> None:
    found = roster.find(part)
    assert (found.body.name, found.exact) == (name, False)


def test_the_beginning_of_initials_is_not_enough(roster: Roster) -> None:
    assert "名册中没有" in refused(roster, "xyjgl").message
    assert "名册中没有" in refused(roster, "yj").message


def test_initials_of_two_units_are_refused_with_both(roster: Roster) -> None:
    tourism = Unit("lvyou", "县旅游局", initials=("xlyj",))
    wider = Roster(overlay_units(Units("yqsafety/units@1", roster.units), units(tourism)))
    for text in ("xlyj", "lyj"):
        assert "县林业局、县旅游局" in refused(wider, text).message
    assert wider.find("linye").body.name == "县林业局"


def test_an_id_goes_before_the_initials_of_another_but_not_silently(roster: Roster) -> None:
    tourism = Unit("lyj", "县旅游局")
    wider = Roster(overlay_units(Units("yqsafety/units@1", roster.units), units(tourism)))
    found = wider.find("lyj")
    assert (found.body.name, found.exact) == ("县旅游局", False)
    assert wider.find("县旅游局").exact


def test_initials_of_a_local_roster_are_added(roster: Roster) -> None:
    known = roster.find("县林业局").body
    local = Units("yqsafety/units@1", (Unit(known.id, known.name, ("县园林局",), ("xylj",)),))
    wider = Roster(overlay_units(Units("yqsafety/units@1", roster.units), local))
    assert {wider.find(text).body.id for text in ("xlyj", "xylj", "ylj")} == {known.id}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("yj", ["县应急管理局"]),
        ("yjj", ["县应急管理局"]),
        ("xyjglj", ["县应急管理局"]),
        ("xly", ["县林业局"]),
        ("ying", ["县应急管理局", "英言镇人民政府"]),
        ("应急", ["县应急管理局"]),
        ("消防大队", ["县消防救援局"]),
        ("城镇", ["新城镇人民政府", "古城镇人民政府"]),
        ("cz", ["长直乡人民政府"]),
        ("zz", []),
    ],
)
def test_what_was_typed_so_far_may_mean(roster: Roster, typed: str, names: list[str]) -> None:
    assert [body.name for body in matching_bodies(roster.bodies, typed)] == names


def test_nothing_typed_may_mean_any_body(roster: Roster) -> None:
    assert matching_bodies(roster.bodies, " ") == list(roster.bodies)


def test_a_unit_goes_before_a_group_when_only_part_of_the_name_is_given(roster: Roster) -> None:
    assert roster.find("安委").body.name == "县安委办"


def test_a_part_that_fits_groups_only_finds_the_group(roster: Roster) -> None:
    assert roster.find("防减救灾有关").body.name == "县防减救灾有关成员单位"


def test_a_part_that_fits_several_is_refused_with_all_of_them(roster: Roster) -> None:
    error = refused(roster, "城镇")
    assert "新城镇人民政府、古城镇人民政府" in error.message
    assert "请写全称" in error.hint


def test_a_mistyped_name_is_refused_with_the_nearest(roster: Roster) -> None:
    error = refused(roster, "县应急管理居")
    assert error.message == "没有“县应急管理居”这个单位。"
    assert "您是不是要找：县应急管理局" in error.hint


def test_a_bureau_the_notice_does_not_name_is_refused_with_the_way_to_add_it(
    roster: Roster,
) -> None:
    error = refused(roster, "公安")
    assert "名册中没有“公安”" in error.message
    assert "yqsafety roster add" in error.hint


@pytest.mark.parametrize("text", ["", "  ", "　"])
def test_an_empty_name_finds_nothing(roster: Roster, text: str) -> None:
    refused(roster, text)


def test_an_id_that_left_the_roster_stands_for_itself(roster: Roster) -> None:
    assert roster.name("gone") == "gone"
    assert roster.name("county") == "全县"


def test_the_townships_are_eleven_by_the_registry(roster: Roster) -> None:
    found = members(roster, "各乡（镇）人民政府")
    assert [party.name for party in found.values()] == [f"{name}人民政府" for name in TOWNSHIPS]
    assert {party.ground for party in found.values()} == {"registry"}


def test_a_member_says_through_which_group_and_from_which_source(roster: Roster) -> None:
    party = members(roster, "负有安全生产监管职责的部门")["jiaotong"]
    assert (party.via, party.ground) == ("负有安全生产监管职责的部门", "presumed")
    assert "第十条" in party.source


def test_members_of_an_unnamed_part_are_all_presumed() -> None:
    base = group("all", "成员单位", ("law", ["甲局"]), ("registry", ["丁镇"]))
    roster = Roster(units(base, group("some", "有关成员单位", subset_of="成员单位")))
    assert grounds(roster, "有关成员单位") == {"甲局": "presumed", "丁镇": "presumed"}
    assert {party.via for party in roster.parties(["有关成员单位"])} == {"有关成员单位"}
    sources = {party.source for party in roster.parties(["有关成员单位"])}
    assert sources == {"通知未列明成员，成员单位全部推定在内"}


def test_a_mistaken_writing_means_the_same_members_on_the_same_ground() -> None:
    base = group("all", "成员单位", ("law", ["甲局"]), ("presumed", ["乙局"]))
    roster = Roster(units(base, group("slip", "成圆单位", reads_as="成员单位")))
    assert grounds(roster, "成圆单位") == {"甲局": "law", "乙局": "presumed"}
    assert {party.via for party in roster.parties(["成圆单位"])} == {"成圆单位"}


@pytest.mark.parametrize("names", [("甲局", "成员单位"), ("成员单位", "甲局")])
def test_a_unit_that_comes_in_twice_is_there_once_on_the_stronger_ground(
    names: tuple[str, ...],
) -> None:
    roster = Roster(units(group("all", "成员单位", ("presumed", ["甲局", "乙局"]))))
    assert grounds(roster, *names) == {"甲局": "notice", "乙局": "presumed"}
    assert {p.name: p.via for p in roster.parties(names)} == {"甲局": None, "乙局": "成员单位"}


def test_law_beats_registry_beats_local_beats_presumed() -> None:
    weak = group("a", "甲组", ("presumed", ["甲局"]), ("local", ["乙局"]), ("registry", ["丙局"]))
    strong = group("b", "乙组", ("local", ["甲局"]), ("registry", ["乙局"]), ("law", ["丙局"]))
    expected = {"甲局": "local", "乙局": "registry", "丙局": "law"}
    for names in (("甲组", "乙组"), ("乙组", "甲组")):
        assert grounds(Roster(units(weak, strong)), *names) == expected
    within = group("c", "丙组", ("presumed", ["甲局"]), ("law", ["甲局"]))
    assert grounds(Roster(units(within)), "丙组") == {"甲局": "law"}


def test_of_two_groups_on_the_same_ground_the_first_stands() -> None:
    first, second = (group(n, f"{n}组", ("law", ["甲局"])) for n in ("a", "b"))
    roster = Roster(units(first, second))
    (party,) = roster.parties(["a组", "b组"])
    assert party == Party(roster.body("jia"), "a组", "law", "出处")


def test_a_group_leaves_open_whom_it_means_where_it_is_a_part_or_has_no_known_member() -> None:
    roster = Roster(
        units(
            group("all", "成员单位", ("law", ["甲局"])),
            group("some", "有关成员单位", subset_of="成员单位"),
            group("slip", "有关成圆单位", reads_as="有关成员单位"),
            group("nobody", "未列成员的单位"),
        )
    )
    open_ended = [body.name for body in roster.bodies if roster.is_unnamed_part(body.name)]
    assert open_ended == ["有关成员单位", "有关成圆单位", "未列成员的单位"]


def test_a_group_without_known_members_stands_for_itself() -> None:
    roster = Roster(units(group("nobody", "未列成员的单位")))
    (party,) = roster.parties(["未列成员的单位"])
    source = "未见成员名单，暂作为一个整体登记"
    assert party == Party(roster.body("nobody"), "未列成员的单位", "presumed", source)


def test_choosing_a_group_covers_itself_and_its_members() -> None:
    roster = Roster(units(group("all", "成员单位", ("law", ["甲局", "乙局"]))))

    def body(name: str) -> Body:
        return roster.find(name).body

    assert set(roster.expand(body("成员单位"))) == {"all", "jia", "yi"}
    assert roster.expand(body("丁镇")) == ("ding",)


def test_a_unit_knows_every_group_that_it_is_in() -> None:
    first = group("a", "甲组", ("law", ["甲局"]))
    roster = Roster(units(first, group("b", "乙组", subset_of="甲组"), group("c", "丙组")))
    found = [(party.via, party.ground) for party in roster.groups_of("jia")]
    assert found == [("甲组", "law"), ("乙组", "presumed")]


BASE = units(group("all", "成员单位", ("presumed", ["甲局", "乙局"])))


OTHER_NAME = Group("all", "成员单位", aliases=("各成员",))


def laid_over(*groups: Group, extra: tuple[Unit, ...] = ()) -> Roster:
    return Roster(overlay_units(BASE, Units("yqsafety/units@1", extra, groups)))


def test_a_local_roster_adds_units_and_members() -> None:
    police = Unit("gongan", "县公安局", ("公安局",))
    roster = laid_over(group("all", "成员单位", ("local", ["县公安局"])), extra=(police,))
    assert roster.find("公安局").body == police
    assert grounds(roster, "成员单位") == {
        "甲局": "presumed",
        "乙局": "presumed",
        "县公安局": "local",
    }


def test_a_local_roster_adds_aliases_and_keeps_the_name() -> None:
    known = FOUR[0]
    roster = laid_over(extra=(Unit(known.id, known.name, ("老甲",)),))
    assert roster.find("老甲").body.name == "甲局"
    assert roster.find("甲局").body.id == "jia"
    assert len(roster.units) == len(FOUR)
    roster = Roster(overlay_units(BASE, Units("yqsafety/units@1", (), (OTHER_NAME,))))
    assert roster.find("各成员").body.name == "成员单位"


def test_a_local_roster_takes_a_presumed_member_out_by_naming_it() -> None:
    roster = laid_over(group("all", "成员单位", excluded=["乙局"]))
    assert grounds(roster, "成员单位") == {"甲局": "presumed"}


def test_a_member_that_the_roster_confirms_is_no_longer_presumed() -> None:
    roster = laid_over(group("all", "成员单位", ("local", ["甲局"])))
    assert grounds(roster, "成员单位")["甲局"] == "local"


def test_who_is_taken_out_of_the_whole_is_out_of_its_part_too() -> None:
    part = group("some", "有关成员单位", subset_of="成员单位")
    roster = laid_over(group("all", "成员单位", excluded=["乙局"]), part)
    assert grounds(roster, "有关成员单位") == {"甲局": "presumed"}


def test_every_name_has_its_initials_and_no_two_units_share_any(roster: Roster) -> None:
    for body in roster.bodies:
        named = [plain_name(name) for name in (body.name, *body.aliases)]
        lengths = {sum(map(str.isalnum, name)) for name in named}
        assert lengths == {len(letters) for letters in body.initials}, body.name
        for letters in initials_of(body):
            assert roster.find(letters).body is body, letters
