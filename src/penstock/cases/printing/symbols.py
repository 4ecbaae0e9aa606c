"""Symbols that machines read from paper: QR codes (ISO/IEC 18004) as SVG."""

import re
from urllib.parse import quote

import zxingcpp
from numpy import asarray

CORRECTION = "M"
"""A seventh part of a symbol may be dirt or a fold."""
_DARK = re.compile(rb"\x00+")


def symbol(text: str, *, quiet: int) -> str:
    """The symbol of a text as SVG, one unit a module, with so many light modules around it."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=CORRECTION)
    modules = asarray(code.to_image(scale=1, add_quiet_zones=False))
    size, all_rows = len(modules), modules.tobytes()
    # Each run of dark modules as a rectangle: the library's own way takes five times as long as the symbol itself.
    runs = [
        f"M{run.start() - start + quiet} {start // size + quiet}h{len(run[0])}v1h-{len(run[0])}z"
        for start in range(0, size * size, size)
        for run in _DARK.finditer(all_rows, start, start + size)
    ]
    whole = size + 2 * quiet
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{whole}" viewBox="0 0 {whole} {whole}">'
        f'<path d="M0 0h{whole}v{whole}h-{whole}z" fill="#fff"/><path d="{"".join(runs)}"/></svg>'
    )


def as_address(svg: str) -> str:
    """The same as an address that a page can show as a picture."""
    return f"data:image/svg+xml,{quote(svg)}"
