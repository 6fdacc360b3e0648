/** The thread from a claim to its fact, as an SVG path in the coordinates of their common frame. */
export interface Rect {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Thread {
  path: string;
  /** Where it leaves the fact. */
  x: number;
  y: number;
}

/**
 * Out of the fact, along the gutter between the panes, under the line to the claim. In
 * right-to-left the panes are mirrored, and so is the way.
 */
export function threadOf(
  frame: Rect,
  fact: Rect,
  claim: Rect,
  gutter: number,
  rtl: boolean,
): Thread {
  const from = (rtl ? fact.left : fact.right) - frame.left;
  const middle = (fact.top + fact.bottom) / 2 - frame.top;
  const under = claim.bottom - frame.top + 3;
  const turn = rtl ? from - gutter : from + gutter;
  const to = rtl ? claim.right - frame.left - 3 : claim.left - frame.left + 3;
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    path: `M${round(from)} ${round(middle)}H${round(turn)}V${round(under)}H${round(to)}`,
    x: round(from),
    y: round(middle),
  };
}
