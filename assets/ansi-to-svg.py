#!/usr/bin/env python3
"""Turns a terminal screen with SGR sequences (stdin) into an SVG picture (stdout). Arguments: columns, rows."""
import re
import sys
import unicodedata
from xml.sax.saxutils import escape

CELL, LINE, MARGIN = 8.4, 18, 16
TEXT, BACK, FAINT = "#d8d8d8", "#1e1e1e", "#8a8a8a"
PALETTE = ["#000000", "#e06c75", "#98c379", "#e5c07b", "#56b4e9", "#c678dd", "#56b6c2", "#dcdfe4"]


def colour(codes):
    """The colour behind 38 or 48, taken off the front of the list."""
    kind = codes.pop(0) if codes else None
    if kind == 2 and len(codes) >= 3:
        return "#%02x%02x%02x" % tuple(codes.pop(0) for _ in range(3))
    if kind == 5 and codes:
        index = codes.pop(0)
        if index < 16:
            return PALETTE[index % 8]
        if index >= 232:
            return "#%02x%02x%02x" % ((8 + (index - 232) * 10,) * 3)
        index -= 16
        steps = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (steps[index // 36], steps[index // 6 % 6], steps[index % 6])
    return None


def apply(state, codes):
    """Changes the look by the codes of one SGR sequence."""
    codes = codes or [0]
    while codes:
        code = codes.pop(0)
        if code == 0:
            state.clear()
        elif code == 1:
            state["bold"] = True
        elif code == 2:
            state["dim"] = True
        elif code == 4:
            state["underline"] = True
        elif code == 7:
            state["reverse"] = True
        elif code == 22:
            state.pop("bold", None), state.pop("dim", None)
        elif code == 24:
            state.pop("underline", None)
        elif code == 27:
            state.pop("reverse", None)
        elif 30 <= code <= 37:
            state["fg"] = PALETTE[code - 30]
        elif 90 <= code <= 97:
            state["fg"] = PALETTE[code - 90]
        elif 40 <= code <= 47:
            state["bg"] = PALETTE[code - 40]
        elif code == 38:
            state["fg"] = colour(codes)
        elif code == 48:
            state["bg"] = colour(codes)
        elif code == 39:
            state.pop("fg", None)
        elif code == 49:
            state.pop("bg", None)


def width(character):
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def paints(look):
    """Foreground and background of a look; no background is None."""
    fore, back = look.get("fg", TEXT), look.get("bg")
    if look.get("dim"):
        fore = FAINT
    if look.get("reverse"):
        fore, back = back or BACK, look.get("fg", TEXT)
    return fore, back


def backgrounds(runs):
    """Stretches of one background: start, cells, colour."""
    stretches = []
    for start, look, _, _, cells in runs:
        back = paints(dict(look))[1]
        if back and stretches and stretches[-1][2] == back and sum(stretches[-1][:2]) == start:
            stretches[-1][1] += cells
        elif back:
            stretches.append([start, cells, back])
    return stretches


def main():
    columns, rows = int(sys.argv[1]), int(sys.argv[2])
    lines = sys.stdin.read().split("\n")[:rows]
    wide, high = columns * CELL + 2 * MARGIN, rows * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high}" width="{wide:.0f}" height="{high}">')
    print(f'<rect width="100%" height="100%" rx="8" fill="{BACK}"/>')
    print('<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">')
    for row, line in enumerate(lines):
        state, column, runs = {}, 0, []
        for part in re.split(r"(\x1b\[[0-9;]*m)", line):
            if part.startswith("\x1b["):
                apply(state, [int(code or 0) for code in part[2:-1].split(";")])
                continue
            for character in part:
                cells = width(character)
                look = tuple(sorted(state.items()))
                if runs and runs[-1][1] == look and cells == 1 and character != " " and runs[-1][3] != " ":
                    runs[-1][2] += character
                    runs[-1][4] += cells
                else:
                    runs.append([column, look, character, character, cells])
                column += cells
        y = MARGIN + row * LINE
        for start, cells, back in backgrounds(runs):
            print(f'<rect x="{MARGIN + start * CELL:.1f}" y="{y}" width="{cells * CELL:.1f}" height="{LINE}" fill="{back}"/>')
        for start, look, text, _, cells in runs:
            look = dict(look)
            fore, _ = paints(look)
            x = MARGIN + start * CELL
            if text.strip():
                weight = ' font-weight="bold"' if look.get("bold") else ""
                line_under = ' text-decoration="underline"' if look.get("underline") else ""
                print(
                    f'<text x="{x:.1f}" y="{y + 13.5}" textLength="{cells * CELL:.1f}" fill="{fore}"{weight}{line_under}>'
                    f"{escape(text)}</text>"
                )
    print("</g>\n</svg>")


main()
