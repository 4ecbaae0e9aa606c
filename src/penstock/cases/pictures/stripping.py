"""Images without their metadata: only the picture itself is written again, turned as the camera meant it."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ExifTags import IFD, Base

from penstock.kernel.viewer import Refused

IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "PNG"}
"""The kinds of images that are taken, and what the shared copy is written as."""
MOST_PIXELS = 60_000_000


@dataclass(frozen=True, slots=True)
class Stripped:
    """A picture without metadata: its bytes, the ending of its name, and in words what was removed."""

    content: bytes
    ending: str
    removed: tuple[str, ...]


def stripped(content: bytes, media_type: str) -> Stripped:
    """The picture alone; Refused when it cannot be read, or is larger than a picture may be."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("image_size", "The picture has too many points. Give a smaller copy of it.")
            removed = _removed(image)
            upright = ImageOps.exif_transpose(image)
            wanted = IMAGES[media_type]
            plain = upright.convert(
                "RGB" if wanted == "JPEG" or upright.mode not in {"L", "LA", "RGBA"} else upright.mode
            )
            # Pixels alone are carried over: whatever else the file held, known to us or not, is not there.
            bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("image_unreadable", "The picture cannot be read, so its metadata cannot be removed.") from None
    out = io.BytesIO()
    bare.save(out, wanted, **({"quality": 92} if wanted == "JPEG" else {}))
    return Stripped(out.getvalue(), ".jpg" if wanted == "JPEG" else ".png", removed)


def _removed(image: Image.Image) -> tuple[str, ...]:
    exif = image.getexif()
    found = {
        "place": bool(exif.get_ifd(IFD.GPSInfo)),
        "camera": bool(exif.get(Base.Make) or exif.get(Base.Model)),
        "time": bool(exif.get(Base.DateTime) or exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal)),
        "other metadata": bool(exif) or bool(set(image.info) & {"xmp", "icc_profile", "comment", "photoshop"}),
    }
    return tuple(name for name, there in found.items() if there)
