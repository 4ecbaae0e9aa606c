"""Pictures as a telephone makes them."""

import io

from PIL import Image
from PIL.ExifTags import IFD, Base


def a_photograph(comment: bytes = b"zqcommentqz") -> bytes:
    """A picture that knows where and with what it was taken."""
    exif = Image.Exif()
    exif[Base.Make] = "Zqcameraqz"
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[2] = (51.0, 57.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif, comment=comment)
    return out.getvalue()
