// Making a node, and how times and sizes are written.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export const clockTime = (iso) => iso.slice(11, 16);

export const dayName = (iso) =>
  new Intl.DateTimeFormat("vi-VN", { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" })
    .format(new Date(iso.slice(0, 10) + "T00:00:00Z"));

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${size.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
}
