"""Pictures by file name, and ZIPs that are not opened."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from commerce.flows.import_pictures import PictureUnreadable
from commerce.imports import shelf
from commerce.imports.errors import ArchiveRefused
from commerce.imports.shelf import EmptyShelf, FolderShelf, open_zip

from .conftest import zipped


def written(folder: Path, data: bytes) -> Path:
    path = folder / "pictures.zip"
    path.write_bytes(data)
    return path


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(ArchiveRefused) as caught, open_zip(written(folder, data)):
        pass
    assert caught.value.status == 422
    assert caught.value.details[0]["field"] == "images"
    return caught.value.text


def test_a_zip_finds_pictures_by_name_wherever_they_lie(tmp_path: Path) -> None:
    data = zipped(
        {
            "deep/er/Mug.JPG": b"mug",
            "cafe\u0301.png": b"coffee",
            "__MACOSX/mug.jpg": b"resource fork",
            "notes.txt": b"text",
            "deep/": b"",
        }
    )
    with open_zip(written(tmp_path, data)) as found:
        assert found.read("mug.jpg") == b"mug"
        assert found.read("CAF\u00c9.png") == b"coffee", "composed and decomposed are one name"
        assert not found.has("notes.txt")
        assert not found.has("deep/er/Mug.JPG"), "names, not paths"


def test_a_folder_does_the_same(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "Mug.JPG").write_bytes(b"mug")
    (tmp_path / "notes.txt").write_bytes(b"text")
    found = FolderShelf(tmp_path)
    assert found.read("mug.jpg") == b"mug"
    assert not found.has("notes.txt")
    assert not EmptyShelf().has("mug.jpg")


def test_a_picture_of_more_than_20_megabytes_is_not_read(tmp_path: Path) -> None:
    """R8.3: at most 20 MB."""
    huge = bytes(shelf.MAX_PICTURE + 1)
    (tmp_path / "huge.jpg").write_bytes(huge)
    with pytest.raises(PictureUnreadable, match="20 MB"):
        FolderShelf(tmp_path).read("huge.jpg")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("huge.jpg", huge)
    with (
        open_zip(written(tmp_path, out.getvalue())) as found,
        pytest.raises(PictureUnreadable, match="20 MB"),
    ):
        found.read("huge.jpg")


def test_paths_that_lead_out_are_refused(tmp_path: Path) -> None:
    for name in (
        "../x.jpg",
        "a/../../x.jpg",
        "/etc/x.jpg",
        "C:\\x.jpg",
        "..\\x.jpg",
        "a\\..\\b.jpg",
    ):
        assert "leads out" in refusal(tmp_path, zipped({name: b"x"})), name


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            entry = zipfile.ZipInfo("link.jpg")
            entry.create_system = 3
            entry.external_attr = (kind | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
        assert "is a link" in refusal(tmp_path, out.getvalue())


def test_archives_in_the_archive_are_refused(tmp_path: Path) -> None:
    for name in ("more.zip", "a/b.tar.gz", "x.RAR", "y.7z"):
        assert "archive in the archive" in refusal(tmp_path, zipped({name: b"x"}))


def test_encrypted_entries_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.jpg": b"x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert "is encrypted" in refusal(tmp_path, bytes(data))


def test_unusual_compression_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.jpg", b"x" * 1000)
    assert "do not read" in refusal(tmp_path, out.getvalue())


def test_bombs_are_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    assert "far more" in refusal(tmp_path, zipped({"bomb.jpg": bytes(30_000_000)}))


def test_an_entry_that_lies_about_its_size_gives_no_more_than_20_megabytes(tmp_path: Path) -> None:
    data = bytearray(zipped({"bomb.jpg": bytes(60_000_000)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + offset
        data[place : place + 4] = struct.pack("<I", 1000)
    with (
        open_zip(written(tmp_path, bytes(data))) as found,
        pytest.raises(PictureUnreadable),
    ):
        found.read("bomb.jpg")


def test_5000_entries_are_taken_and_5001_are_not(tmp_path: Path) -> None:
    names = {f"{n}.jpg": b"x" for n in range(5000)}
    with open_zip(written(tmp_path, zipped(names))) as found:
        assert found.has("4999.jpg")
    assert "5,001" in refusal(tmp_path, zipped({**names, "5000.jpg": b"x"}))


def test_a_table_of_contents_of_any_size_is_not_read_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MAX_DIRECTORY", 10_000)
    monkeypatch.setattr(shelf, "MAX_PICTURE", 5_000)
    data = zipped({f"{n}.jpg": b"x" for n in range(1000)})
    assert "no ZIP" in refusal(tmp_path, data) or "not a ZIP" in refusal(tmp_path, data)


def test_more_than_four_gigabytes_unpacked_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MAX_UNPACKED", 1000)
    assert "4 GB" in refusal(tmp_path, zipped({"a.jpg": b"x" * 600, "b.jpg": b"x" * 600}))


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip at all", zipped({"a.jpg": b"x"})[:-10], b"PK\x05\x06" + bytes(18)[:10]],
)
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "not a ZIP" in refusal(tmp_path, data)


def test_a_damaged_picture_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.jpg", b"first picture")
        archive.writestr("b.jpg", b"second picture")
    data = out.getvalue().replace(b"first picture", b"fIrst picture")
    with open_zip(written(tmp_path, data)) as found:
        with pytest.raises(PictureUnreadable, match="damaged"):
            found.read("a.jpg")
        assert found.read("b.jpg") == b"second picture"
