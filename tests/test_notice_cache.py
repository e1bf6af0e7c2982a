"""The compiled copy: the same catalogue, faster; whatever happens to it, nothing is lost."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import typing
from pathlib import Path

import pytest
from conftest import Cli

from yqsafety.notice import cache as compiled
from yqsafety.notice import model
from yqsafety.notice.data_files import data_files
from yqsafety.notice.model import Catalog

LIST = ("list", "--item", "6", "--json")

PINNED = ("yqsafety/compiled@12", "5fc69b5a521dbc69")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "yqsafety"


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def sealed(content: bytes) -> bytes:
    """Content under its right checksum, as another program might have left it."""
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def test_the_copy_equals_the_yaml(cache: Path, catalog: Catalog) -> None:
    key = data_files(None, None).key
    assert compiled.read_copy(key) is None
    compiled.write_copy(key, catalog)
    copy = compiled.read_copy(key)
    assert copy is not None
    assert dataclasses.asdict(copy) == dataclasses.asdict(catalog)


def test_the_second_answer_comes_from_the_copy_and_is_the_same(
    cli: Cli, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cli(*LIST)
    assert only_file(cache).suffix == ".json"
    monkeypatch.setattr("yqsafety.notice.compiling.compile_catalog", None)
    assert cli(*LIST) == first
    assert first.code == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xff\xfe\x00",
        b"{}",
        b"0" * 64 + b"\n{}",
        sealed(b""),
        sealed(b"\xff"),
        sealed(b"{}"),
        sealed(b"[]"),
        sealed(b"null"),
        sealed(b'{"notice": 5, "units": 5, "digest": "", "units_digest": ""}'),
        sealed(b"[" * 100_000),
    ],
    ids=lambda content: repr(content[-20:]),
)
def test_a_damaged_or_foreign_copy_is_made_anew(cli: Cli, cache: Path, content: bytes) -> None:
    first = cli(*LIST)
    file = only_file(cache)
    sound = file.read_bytes()
    file.write_bytes(content)
    assert cli(*LIST) == first
    assert only_file(cache).read_bytes() == sound


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.999])
def test_no_flipped_bit_and_no_cut_is_read(
    cache: Path, catalog: Catalog, tmp_path: Path, part: float
) -> None:
    compiled.write_copy("key", catalog)
    file = only_file(cache)
    sound = file.read_bytes()
    here = int(len(sound) * part)
    file.write_bytes(sound[:here])
    assert compiled.read_copy("key") is None
    file.write_bytes(sound[:here] + bytes([sound[here] ^ 1]) + sound[here + 1 :])
    assert compiled.read_copy("key") is None


def test_without_a_cache_folder_the_yaml_is_read_each_time(
    cli: Cli, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = cli(*LIST)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cli(*LIST) == cli(*LIST) == expected
    assert expected.code == 0


@pytest.mark.parametrize("step", ["mkdir", "chmod", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_cache_that_cannot_be_written_is_gone_without(
    cli: Cli, cache: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "injected")

    with monkeypatch.context() as broken:
        broken.setattr(Path, step, fail)
        failed = cli(*LIST)
    assert (failed.code, failed.err) == (0, "")
    assert not cache.exists() or not list(cache.iterdir())
    assert cli(*LIST) == failed


def test_a_folder_in_the_place_of_the_copy_is_survived(cli: Cli, cache: Path) -> None:
    first = cli(*LIST)
    file = only_file(cache)
    file.unlink()
    file.mkdir()
    assert cli(*LIST) == first
    assert only_file(cache).is_dir()


def test_a_changed_file_is_never_answered_from_an_old_copy(
    cli: Cli, cache: Path, tmp_path: Path
) -> None:
    data = Path(__file__).parents[1] / "data"
    notice, units = tmp_path / "tasks.yaml", tmp_path / "units.yaml"
    notice.write_bytes((data / "tasks.yaml").read_bytes())
    units.write_bytes((data / "units.yaml").read_bytes())
    assert cli("list", "--notice", notice).code == 0
    assert cli("units", "新名", "--notice", notice).code == 2
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("[历山镇,", "[新名, 历山镇,"), encoding="utf-8")
    assert cli("units", "新名", "--notice", notice).code == 0
    text = notice.read_text(encoding="utf-8").replace("title: 加强跟踪问效", "title: 盯住跟踪问效")
    notice.write_text(text, encoding="utf-8")
    assert "盯住跟踪问效" in cli("list", "--notice", notice).out


def _shape() -> str:
    """A digest of the names and types of all fields of the model, and of what its codes may be."""
    lines = []
    for name, thing in sorted(vars(model).items()):
        if dataclasses.is_dataclass(thing):
            lines += [
                f"{name}.{field.name}: {field.type}".replace("yqsafety.notice.model.", "")
                for field in dataclasses.fields(thing)
            ]
        elif typing.get_origin(thing) is typing.Literal:
            lines.append(f"{name} = {typing.get_args(thing)}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_the_shape_of_the_model_is_pinned() -> None:
    """An old copy must not be read into a new model."""
    assert (compiled.SHAPE, _shape()) == PINNED, (
        "The fields of model.py changed: count compiled.SHAPE up, then write both into PINNED."
    )
