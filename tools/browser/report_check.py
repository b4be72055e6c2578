"""Opens reports in a headless Chromium, without a network, and checks what a reader gets.

    python3 tools/browser/report_check.py [--update] [--axe axe.min.js] CHROMIUM REPORT.html ...

Each report is opened at the width of a desk, of a phone, in the dark, and as paper. It must fetch nothing, complain of nothing, be no wider than its window, and be
usable without seeing it: own checks of language, title, headings, landmarks, alternative texts, tables, links and contrast, and those of axe-core where that is
given. The layout is compared with a small picture of it in report_reference/: fonts differ between machines, so the page is set in the charts' own typeface
for that, and compared as a grey thumbnail, with room for a line that breaks elsewhere. Needs nothing but Python.
"""

import argparse
import base64
import pathlib
import re
import struct
import sys
import zlib

from report_chromium import Chromium

HERE = pathlib.Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "plots" / "fonts"
REFERENCE = HERE / "report_reference"
SCALE = {"desk": 0.1, "phone": 0.12, "dark": 0.1, "paper": 0.1}

# What anybody who cannot see the page, or uses it by the keyboard, relies on.
OWN = r"""
(() => {
  const bad = [], say = (what, e) => bad.push(what + ': ' + (e ? e.outerHTML.slice(0, 90) : ''));
  if (!document.documentElement.lang) say('no language');
  if (!document.title.trim()) say('no title');
  for (const [tag, n] of [['main', 1], ['header', 1], ['nav', 1], ['footer', 1], ['h1', 1]])
    if (document.querySelectorAll(tag).length !== n) say('not one ' + tag);
  let level = 0;
  for (const h of document.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const n = +h.tagName[1];
    if (n > level + 1) say('a level of headings is left out', h);
    level = n;
  }
  for (const i of document.images) if (i.alt.trim().length < 40 || !i.naturalWidth) say('a picture without its data in words, or not drawn', i);
  for (const t of document.querySelectorAll('table')) {
    if (!t.caption || !t.caption.textContent.trim()) say('a table without a caption', t);
    for (const h of t.querySelectorAll('th')) if (!h.scope) say('a heading of a table without scope', h);
  }
  for (const a of document.querySelectorAll('a')) if (!(a.textContent.trim() || a.getAttribute('aria-label'))) say('a link without words', a);
  for (const e of document.querySelectorAll('*'))
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto' && e.tabIndex !== 0) say('cannot be scrolled by keyboard', e);
  if (document.querySelector('script,iframe,object,embed,form')) say('an element that may run or fetch');
  if (document.documentElement.scrollWidth > innerWidth) say('wider than the window: ' + document.documentElement.scrollWidth);

  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const colour = s => s.match(/[\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255];
  };
  const seen = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || seen.has(e) || !e.getClientRects().length) continue;
    seen.add(e);
    const style = getComputedStyle(e), a = light(colour(style.color)), b = light(ground(e)), size = parseFloat(style.fontSize);
    const large = size >= 24 || size >= 18.66 && +style.fontWeight >= 700;
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < (large ? 3 : 4.5)) say('too little contrast', e);
  }
  return bad;
})()
"""

AXE = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 90)).slice(0, 3).join(' | ')))"


def set_in_lato(page):
    """The page in the charts' own typeface, so that lines break alike on every machine."""
    page.call("Page.setBypassCSP", enabled=True)
    faces = "".join(
        f"@font-face {{ font-family: Lato; font-weight: {weight}; src: url(data:font/ttf;base64,{base64.b64encode((FONTS / name).read_bytes()).decode()}) }}"
        for weight, name in ((400, "Lato-Regular.ttf"), (700, "Lato-Bold.ttf"))
    )
    return f"""(() => {{ const s = document.createElement('style'); s.textContent = `{faces} * {{ font-family: Lato !important }}`; document.head.append(s);
        return Promise.all([document.fonts.load('16px Lato'), document.fonts.load('bold 16px Lato')]).then(() => document.fonts.size) }})()"""


def grey(png):
    """Width, height and the grey values of a PNG of 8 bits a channel."""
    at, data, width, height, channels = 8, b"", 0, 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            channels = {0: 1, 2: 3, 6: 4}[colour]
            assert depth == 8 and not interlaced
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    raw, out, before = zlib.decompress(data), bytearray(), bytearray(width * channels)
    for y in range(height):
        start = y * (width * channels + 1)
        method, row = raw[start], bytearray(raw[start + 1:start + 1 + width * channels])
        for i in range(len(row)):
            a, b = (row[i - channels] if i >= channels else 0), before[i]
            c = before[i - channels] if i >= channels else 0
            if method == 1:
                row[i] = (row[i] + a) & 255
            elif method == 2:
                row[i] = (row[i] + b) & 255
            elif method == 3:
                row[i] = (row[i] + (a + b) // 2) & 255
            elif method == 4:
                p = a + b - c
                nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                row[i] = (row[i] + nearest) & 255
        before = row
        out += bytes(row) if channels == 1 else bytes((299 * row[i] + 587 * row[i + 1] + 114 * row[i + 2]) // 1000 for i in range(0, len(row), channels))
    return width, height, bytes(out)


def as_png(width, height, values):
    """A grey PNG, small enough to be kept in the repository."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + values[y * width:(y + 1) * width] for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def apart(one, other):
    """How far two layouts are apart: the mean difference of grey, each row with the nearest of the rows about its place, and the difference of the heights."""
    (w1, h1, a), (w2, h2, b) = one, other
    if w1 != w2:
        return 255.0, 1.0
    room, total = 6, 0.0
    for y in range(h1):
        row, place = a[y * w1:(y + 1) * w1], y * h2 // h1
        total += min(
            sum(abs(p - q) for p, q in zip(row, b[k * w1:(k + 1) * w1])) for k in range(max(0, place - room), min(h2, place + room + 1))
        ) / w1
    return total / h1, abs(h1 - h2) / max(h1, h2)


def check(page, path, axe, update):
    name, bad = path.stem, []

    def expect(found, what):
        bad.extend(f"{name}, {what}: {x}" for x in found)

    page.requests.clear()
    page.complaints.clear()
    page.open(path.resolve().as_uri())
    for look, width, dark, media in (("desk", 1280, False, ""), ("phone", 390, False, ""), ("dark", 1280, True, ""), ("paper", 700, False, "print")):
        page.look(width, dark, media)
        if look != "paper":
            expect(page.run(OWN), look)
    expect((r[:120] for r in page.requests if not r.startswith("data:") and r != path.resolve().as_uri()), "asks the network for")
    expect(page.complaints, "complains")

    pages = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf()))
    if not 3 <= pages <= 30:
        bad.append(f"{name}: {pages} pages of paper")
    if axe:
        page.call("Page.setBypassCSP", enabled=True)
        page.open(path.resolve().as_uri())
        for look, width, dark in (("desk", 1280, False), ("phone", 390, False), ("dark", 1280, True)):
            page.look(width, dark)
            page.run(axe + "; true")
            expect(page.run(AXE), look + ", axe")
    lato = set_in_lato(page)
    page.open(path.resolve().as_uri())
    page.run(lato)
    for look, width, dark, media in (("desk", 1280, False, ""), ("phone", 390, False, ""), ("dark", 1280, True, ""), ("paper", 700, False, "print")):
        page.look(width, dark, media)
        now = grey(page.picture(SCALE[look]))
        kept = REFERENCE / f"{name}-{look}.png"
        if update:
            kept.write_bytes(as_png(*now))
            continue
        if not kept.exists():
            bad.append(f"{name}, {look}: there is no {kept.name}; --update writes it")
            continue
        colour, height = apart(now, grey(kept.read_bytes()))
        print(f"{name}, {look}: {colour:.1f} of 255 apart, height {height:.1%}")
        if colour > 5 or height > 0.05:
            bad.append(f"{name}, {look}: the layout is not that of {kept.name} (grey {colour:.1f} of 255 apart, at most 5; height {height:.1%}, at most 5%)")
    page.call("Page.setBypassCSP", enabled=False)
    print(f"{name}: {pages} pages of paper, {'axe-core and ' if axe else ''}own checks, {len(bad)} problems")
    return bad


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--update", action="store_true")
    p.add_argument("--axe", type=pathlib.Path)
    p.add_argument("chromium")
    p.add_argument("reports", nargs="+", type=pathlib.Path)
    args = p.parse_args()
    REFERENCE.mkdir(exist_ok=True)
    axe = args.axe.read_text() if args.axe else ""
    page, bad = Chromium(args.chromium), []
    try:
        for path in args.reports:
            bad += check(page, path, axe, args.update)
    finally:
        page.close()
    for x in bad:
        print(x, file=sys.stderr)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
