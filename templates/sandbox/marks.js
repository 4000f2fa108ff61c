// The few pictographs the bot writes, drawn by the page: they look the same where no emoji font is installed.
// Each stands before words that say the same; nothing depends on it.

import { element } from "./element.js";

// In the order in which they stand side by side in marks.svg.
const MARKS = ["✅", "☑", "🟢", "🔴", "⚪", "⚠", "📄", "🔕", "🔎", "📊", "📎", "🏅"];
const FOUND = new RegExp(`(${MARKS.join("|")})\uFE0F?`, "u");

// `text` in pieces: strings and drawn marks. A mark keeps its character, so that copying gives what was sent.
export function withMarks(text) {
  const pieces = [];
  let rest = text;
  for (let found = FOUND.exec(rest); found; found = FOUND.exec(rest)) {
    const mark = element("span", "mark-drawn", found[0]);
    mark.setAttribute("aria-hidden", "true");
    mark.style.setProperty("--at", MARKS.indexOf(found[1]));
    pieces.push(rest.slice(0, found.index), mark);
    rest = rest.slice(found.index + found[0].length);
  }
  pieces.push(rest);
  return pieces;
}
