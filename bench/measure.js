// Measures a page in its window and leaves the result in the title: how far it stands
// out at the side, and the lowest contrast of any text with what lies behind it.
(() => {
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (color) => color.match(/[\d.]+/g).map(Number);
  const contrast = (one, other) => {
    const [low, high] = [light(parts(one).slice(0, 3)), light(parts(other).slice(0, 3))]
      .sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const holds = (outer, inner) =>
    outer.left <= inner.left && inner.right <= outer.right &&
    outer.top <= inner.top && inner.bottom <= outer.bottom;
  const touches = (one, other) =>
    one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
  // A pattern has two colours, so a letter needs a plain shape of its own to stand on.
  const behindLetter = (letter) => {
    const place = letter.getBoundingClientRect();
    let behind = "rgb(255, 255, 255)";
    for (const shape of letter.ownerSVGElement.querySelectorAll("polygon, circle")) {
      const below = shape.compareDocumentPosition(letter) & Node.DOCUMENT_POSITION_FOLLOWING;
      const where = shape.getBoundingClientRect();
      const fill = getComputedStyle(shape).fill;
      if (below && touches(where, place)) {
        if (shape.tagName === "circle" && holds(where, place)) behind = fill;
        else if (!fill.startsWith("rgb")) behind = null;
      }
    }
    return behind;
  };
  const behindText = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if ((parts(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  let lowest = 21;
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    const letter = element instanceof SVGElement;
    const style = getComputedStyle(element);
    const behind = letter ? behindLetter(element) : behindText(element);
    const found = behind ? contrast(letter ? style.fill : style.color, behind) : 1;
    lowest = Math.min(lowest, found);
  }
  const wide = Math.max(0, document.documentElement.scrollWidth - innerWidth);
  document.title = `wide by ${wide}, contrast ${lowest.toFixed(2)}`;
})();
