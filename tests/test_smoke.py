def test_list(cli):
    r = cli("list", "--unit", "县应急管理局")
    assert r.code == 0 and len(r.rows) == 148, r
