"""Files that are pictures, and files that only say so."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image, ImageCms

from commerce.catalog.errors import ImageRefused, ImageTooLarge
from commerce.catalog.media.images import MAX_BYTES, MAX_PIXELS, optimise

from .conftest import picture


def opened(data: bytes) -> Image.Image:
    """One of our files."""
    image = Image.open(io.BytesIO(data), formats=["WEBP"])
    image.load()
    return image


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises many pixels and has none."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    ihdr = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr) + chunk(b"IEND", b"")


def webp_header(width: int, height: int) -> bytes:
    """A WebP whose extended header promises a large canvas."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_kind_becomes_webp_in_widths_that_double(kind: str) -> None:
    """R8.3: widths 64…2048 doubling, up to the master."""
    made = optimise(picture((3000, 1500), kind=kind))
    assert (made.width, made.height) == (2048, 1024)
    assert [width for width, _ in made.files] == [64, 128, 256, 512, 1024, 2048]
    assert opened(made.files[0][1]).size == (64, 32)
    assert made.suffix == {"JPEG": ".jpg"}.get(kind, f".{kind.lower()}")


def test_small_pictures_are_never_enlarged() -> None:
    made = optimise(picture((300, 40)))
    assert [width for width, _ in made.files] == [64, 128, 256, 300]
    assert optimise(picture((1, 1))).files[0][0] == 1
    assert optimise(picture((1, 5000))).height == 2048


def test_orientation_is_applied_and_everything_else_is_stripped() -> None:
    """R8.3: phones store pictures lying down, and where they were taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture((400, 200), kind="JPEG", exif=exif, comment=b"CANARY-COMMENT")
    assert b"CANARY" in data
    made = optimise(data)
    assert (made.width, made.height) == (200, 400)
    for _, body in made.files:
        assert b"CANARY" not in body
        assert b"EXIF" not in body
        assert not opened(body).getexif()
        assert "icc_profile" not in opened(body).info


def test_transparency_stays_and_odd_colour_modes_become_screen_colours() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(optimise(out.getvalue()).files[-1][1]).mode == "RGBA"
    for mode, colour in (("L", 128), ("P", 3), ("1", 1), ("LA", (9, 9)), ("I;16", 65535)):
        out = io.BytesIO()
        Image.new(mode, (100, 100), colour).save(out, "PNG")
        assert optimise(out.getvalue()).width == 100
    white = io.BytesIO()
    Image.new("I;16", (80, 80), 65535).save(white, "PNG")
    assert opened(optimise(white.getvalue()).files[-1][1]).getpixel((5, 5)) == (255, 255, 255)
    cmyk = io.BytesIO()
    Image.new("CMYK", (100, 100), (0, 255, 255, 0)).save(cmyk, "JPEG")
    pixel = opened(optimise(cmyk.getvalue()).files[-1][1]).getpixel((50, 50))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[1] < 80


def test_colour_profiles_are_applied_or_ignored_when_broken() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"not a profile", profile[:200]):
        made = optimise(picture((90, 90), "red", "JPEG", icc_profile=icc))
        pixel = opened(made.files[-1][1]).getpixel((50, 50))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 240


def test_animations_become_their_first_picture() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    made = opened(optimise(out.getvalue()).files[-1][1])
    assert getattr(made, "n_frames", 1) == 1


def _gif() -> bytes:
    return picture((50, 50), kind="GIF")


HOSTILE = {
    "empty": b"",
    "text": b"hello, I am a picture",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "gif": _gif(),
    "bmp": picture((50, 50), kind="BMP"),
    "tiff": picture((50, 50), kind="TIFF"),
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj",
    "zip": b"PK\x03\x04" + bytes(200),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "gif and script": b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)",
    "png signature alone": b"\x89PNG\r\n\x1a\n",
    "jpeg signature alone": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png without pixels": png_header(10, 10),
    "png 50k x 50k": png_header(50_000, 50_000),
    "png 0 x 0": png_header(0, 0),
    "webp 16k x 16k": webp_header(16_000, 16_000),
    "truncated jpeg": picture((900, 900), kind="JPEG", quality=95)[:2000],
    "truncated png": picture((900, 900))[:-200],
    "truncated webp": picture((900, 900), kind="WEBP")[:-40],
    "truncated avif": picture((900, 900), kind="AVIF")[:-40],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_whole_picture_is_refused_quickly(name: str) -> None:
    """R8.3: judged before it is decoded.

    Planted: a decoder that makes do with half a file.
    """
    began = time.thread_time()
    with pytest.raises(ImageRefused) as refusal:
        optimise(HOSTILE[name])
    assert refusal.value.status == 422
    assert time.thread_time() - began < 2, "seconds of work, however busy the machine is"


def test_a_polyglot_leaves_only_its_pixels() -> None:
    """A JPEG with a page behind its end is a picture; the page does not come along."""
    made = optimise(picture((100, 100), kind="JPEG") + b"<script>CANARY()</script>")
    assert all(b"CANARY" not in body for _, body in made.files)


def test_more_than_twenty_megabytes_and_forty_megapixels_are_refused() -> None:
    """R8.3: 20 MB and 40 megapixels; one byte and one column more are too many."""
    with pytest.raises(ImageTooLarge):
        optimise(bytes(MAX_BYTES + 1))
    with pytest.raises(ImageRefused, match="40 megapixels"):
        optimise(picture((8001, 5000), kind="PNG"))
    assert MAX_PIXELS == 8000 * 5000


def test_bytes_changed_anywhere_never_raise_anything_else() -> None:
    """Decoders are fed broken files of every kind; all that comes out is a refusal."""
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = bytearray(picture((64, 64), kind=kind))
        for place in range(0, len(whole), max(1, len(whole) // 60)):
            broken = bytearray(whole)
            broken[place] ^= 0xFF
            try:
                optimise(bytes(broken))
            except ImageRefused:
                continue
