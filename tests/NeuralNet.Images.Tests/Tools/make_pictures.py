"""Writes the pictures in ../Files and Pillow's values of their pixels. Debian: python3-pil, python3-numpy."""

import json
import pathlib

import numpy
from PIL import Image

FILES = pathlib.Path(__file__).parent.parent / "Files"
HEIGHT, WIDTH = 14, 20


def colors():
    row, column = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    red = 255 * row // (HEIGHT - 1)
    green = 255 * column // (WIDTH - 1)
    blue = 128 + 100 * numpy.sin(row / 3 + column / 5)
    values = numpy.stack([red, green, blue], axis=-1)
    values[4:8, 6:12] = [250, 20, 60]
    return Image.fromarray(values.astype(numpy.uint8))


def write():
    rgb = colors()
    alpha = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    rgba = rgb.copy()
    rgba.putalpha(alpha)
    gray = rgb.convert("L")
    rgb.save(FILES / "rgb.png")
    rgba.save(FILES / "rgba.png")
    gray.save(FILES / "gray.png")
    gray.convert("1").save(FILES / "one-bit.png")
    gray.convert("LA").save(FILES / "gray-alpha.png")
    rgb.quantize(7).save(FILES / "palette.png", transparency=2)
    Image.fromarray((numpy.asarray(gray).astype(numpy.uint16) * 257 - 100).astype(numpy.uint16)).save(FILES / "sixteen-bits.png")
    rgb.save(FILES / "rgb.bmp")
    rgb.quantize(11).save(FILES / "palette.bmp")
    gray.save(FILES / "gray.bmp")
    rgb.quantize(13).save(FILES / "palette.gif")
    rgb.save(FILES / "full.jpg", quality=95, subsampling=0)
    rgb.save(FILES / "halved.jpg", quality=90, subsampling=2)
    rgb.save(FILES / "progressive.jpeg", quality=85, progressive=True)
    gray.save(FILES / "gray.jpg", quality=95)
    rgb.convert("CMYK").save(FILES / "cmyk.jpg", quality=95)


def values(path):
    picture = Image.open(path)
    if picture.mode.startswith("I"):
        upper = (numpy.asarray(picture).astype(numpy.uint16) >> 8).astype(numpy.uint8)
        picture = Image.fromarray(upper)
    return {mode: numpy.asarray(picture.convert(mode)).ravel().tolist() for mode in ["L", "RGB", "RGBA"]}


write()
pictures = {path.name: values(path) for path in sorted(FILES.iterdir()) if path.suffix != ".json"}
(FILES / "pillow.json").write_text(json.dumps({"height": HEIGHT, "width": WIDTH, "pictures": pictures}, separators=(",", ":")) + "\n")
