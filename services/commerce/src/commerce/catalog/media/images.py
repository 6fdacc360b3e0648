"""From somebody's file to pictures of ours: judged before it is decoded, turned upright, stripped
of everything but its pixels, and made small in steps. CPU work only; run it off the event loop."""

import io
import struct
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, ImageOps

from commerce.catalog.errors import ImageRefused, ImageTooLarge

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
MASTER: Final = 2048
WIDTHS: Final = (64, 128, 256, 512, 1024, 2048)
QUALITY: Final = 85
EFFORT: Final = 4
"""Of the encoder, 0 to 6: more takes longer and makes smaller files that look the same."""

FORMATS: Final = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
"""What Pillow may call it -> the suffix the original is kept under. MPO is a JPEG with a second
picture behind it, as some phones make them."""

_OPENABLE: Final = ("JPEG", "PNG", "WEBP", "AVIF")

# Our own bound of 40 megapixels is judged on the header, before anything is decoded; Pillow's would
# only warn up to twice its limit.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Optimised:
    """The master's size in pixels, the files by width (smallest first), the original's suffix."""

    width: int
    height: int
    files: list[tuple[int, bytes]]
    suffix: str


def optimise(data: bytes, effort: int = EFFORT, *, only_master: bool = False) -> Optimised:
    """Decode a picture and encode it as WebP in every width up to its own, 2,048 at most; of the
    largest alone if `only_master` says so (`smaller` makes the others). `effort`: see `EFFORT`.

    Raises ImageTooLarge (413) above 20 MB and ImageRefused (422) for everything that is not a
    whole JPEG, PNG, WebP or AVIF of at most 40 megapixels.
    """
    if len(data) > MAX_BYTES:
        raise ImageTooLarge
    _check_webp_canvas(data)
    try:
        with Image.open(io.BytesIO(data), formats=_OPENABLE) as opened:
            suffix = FORMATS[opened.format or ""]
            _check_size(*opened.size)
            return _render(opened, suffix, effort, only_master=only_master)
    except ImageRefused:
        raise
    except MemoryError as error:
        raise ImageRefused("This picture needs too much memory to be read.") from error
    except Exception as error:
        raise ImageRefused("This is not a whole JPEG, PNG, WebP or AVIF picture.") from error


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise ImageRefused("This picture has no pixels.")
    if width * height > MAX_PIXELS:
        raise ImageRefused(
            f"This picture has {width:,} x {height:,} pixels; 40 megapixels are possible."
        )


def _check_webp_canvas(data: bytes) -> None:
    """Pillow's WebP reader allocates the canvas while opening, so its header is read first."""
    if data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8X" and len(data) >= 30:
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        _check_size(width, height)
    elif data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8L" and len(data) >= 25:
        (bits,) = struct.unpack_from("<I", data, 21)
        _check_size(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF))


def widths_of(width: int) -> list[int]:
    """The widths a picture is kept in whose master is `width` wide, smallest first."""
    return [*(w for w in WIDTHS if w < width), width]


def smaller(master: bytes, width: int) -> bytes:
    """A master of ours again, in one of its smaller widths: what `optimise` makes of them, but for
    the master's own losses."""
    with Image.open(io.BytesIO(master), formats=("WEBP",)) as opened:
        opened.load()
        return _encode(_scaled(opened, width), EFFORT)


def _render(opened: Image.Image, suffix: str, effort: int, *, only_master: bool) -> Optimised:
    # JPEGs are decoded at the smallest scale that still has the master's pixels.
    opened.draft("RGB", (MASTER, MASTER))
    opened.load()
    picture = _true_colours(opened)
    picture.thumbnail((MASTER, MASTER), Image.Resampling.LANCZOS)
    picture = _bare(ImageOps.exif_transpose(picture))
    width, height = picture.size
    widths = [width] if only_master else widths_of(width)
    files = [(w, _encode(_scaled(picture, w), effort)) for w in widths]
    return Optimised(width=width, height=height, files=files, suffix=suffix)


def _true_colours(image: Image.Image) -> Image.Image:
    """Eight bits a channel and no palette, so that it can be scaled."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point([value >> 8 for value in range(65_536)], "L")
    if image.mode in {"1", "P", "PA"}:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _bare(image: Image.Image) -> Image.Image:
    """sRGB, alpha only where something may be transparent, and nothing but pixels."""
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        image = _to_srgb(image, profile)
    converted = image.convert(mode)
    # A fresh image: no EXIF, no profile, no comment can travel along.
    bare = Image.new(mode, converted.size)
    bare.paste(converted)
    return bare


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant, for screens; a broken profile is ignored as viewers do."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if image.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted if converted is not None else image


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _encode(picture: Image.Image, effort: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=effort)
    return out.getvalue()
