// One message as it is shown: formatted words, quote, picture or document, inline buttons.

import { clockTime, element, fileSize } from "./element.js";
import { withMarks } from "./marks.js";
import { get } from "./server.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

const SERVICE = {
  group_chat_created: "Đã lập nhóm",
  new_chat_members: "Có người vào nhóm",
  migrate_to_chat_id: "Nhóm đã chuyển thành siêu nhóm",
  migrate_from_chat_id: "Nhóm đã chuyển thành siêu nhóm",
};

// Offsets are UTF-16 units, as JavaScript counts them. Marks are sorted, outer before inner.
function fill(parent, text, start, end, marks, act) {
  let at = start;
  for (let i = 0; i < marks.length; ) {
    const mark = marks[i];
    const stop = mark.offset + mark.length;
    let next = i + 1;
    while (next < marks.length && marks[next].offset < stop) next += 1;
    parent.append(...withMarks(text.slice(at, mark.offset)));
    const marked = markElement(mark, text.slice(mark.offset, stop), act);
    fill(marked, text, mark.offset, stop, marks.slice(i + 1, next), act);
    parent.append(marked);
    at = stop;
    i = next;
  }
  parent.append(...withMarks(text.slice(at, end)));
}

function markElement(mark, words, act) {
  if (mark.type === "bot_command") {
    const command = element("button", "command");
    command.type = "button";
    command.addEventListener("click", () => act.command(words));
    return command;
  }
  if (mark.type === "text_link" || mark.type === "url") return link(mark.url || words, act);
  return element(TAGS[mark.type] || "span", mark.type);
}

function link(url, act) {
  const anchor = element("a");
  if (!/^https?:\/\//i.test(url)) return anchor;
  anchor.href = url;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.addEventListener("click", (event) => act.open(url, event));
  return anchor;
}

function fileElement(file) {
  if (file.picture) {
    const frame = element("a", "picture");
    frame.href = file.url;
    frame.target = "_blank";
    frame.rel = "noopener";
    const image = element("img");
    image.src = file.url;
    image.alt = `Ảnh: ${file.name}`;
    image.loading = "lazy";
    if (file.width && file.height) [image.width, image.height] = [file.width, file.height];
    frame.append(image);
    const save = element("a", "save", `${file.name} (${fileSize(file.size)}) · tải về`);
    save.href = file.url;
    save.download = file.name;
    const shown = element("div", "picture-file");
    shown.append(frame, save);
    return shown;
  }
  const row = element("a", "document");
  row.href = file.url;
  row.download = file.name;
  const kind = element("span", "kind", (file.name.split(".").pop() || "tệp").slice(0, 4).toUpperCase());
  kind.setAttribute("aria-hidden", "true");
  const about = element("span", "about");
  about.append(element("span", "file-name", file.name), element("span", "file-size", `${fileSize(file.size)} · tải về`));
  row.append(kind, about);
  if (!file.preview) return row;
  const both = element("div");
  both.append(row, previewElement(file));
  return both;
}

// The words of a document, asked for when they are first wanted.
function previewElement(file) {
  const box = element("details", "preview");
  const words = element("div", "preview-words");
  words.tabIndex = 0;
  box.append(element("summary", "", "Xem nhanh"), words);
  box.addEventListener("toggle", async () => {
    if (!box.open || words.firstChild) return;
    const { lines } = await get(`${file.url}/words`).catch(() => ({ lines: ["Không mở xem nhanh được; hãy tải tệp về."] }));
    words.append(...lines.map((line) => element("p", "", line)));
  });
  return box;
}

function keyboardElement(message, act) {
  const keyboard = element("div", "keyboard");
  for (const row of message.keyboard) {
    const line = element("div", "keys");
    for (const key of row) {
      const button = key.url ? link(key.url, act) : element("button");
      button.classList.add("key");
      button.append(...withMarks(key.url ? `${key.text} ↗` : key.text));
      if (!key.url) {
        button.type = "button";
        button.addEventListener("click", () => act.press(message, key, button));
      }
      line.append(button);
    }
    keyboard.append(line);
  }
  return keyboard;
}

// What a mailbox shows above the words: the subject, and the letter as a mail program draws it.
function letterElement(letter) {
  const head = element("p", "subject", letter.subject);
  if (!letter.url) return head;
  const whole = element("a", "whole-letter", "Xem bản HTML ↗");
  whole.href = letter.url;
  whole.target = "_blank";
  whole.rel = "noopener";
  const both = element("div");
  both.append(head, whole);
  return both;
}

// `act`: press(message, key, button), reply(message), command(text), open(url, event), goTo(messageId).
export function bubble(message, mine, act) {
  if (message.service) return element("p", "service", SERVICE[message.service] || "Nhóm có thay đổi");
  const item = element("article", `message ${mine ? "mine" : "theirs"}`);
  const body = element("div", "bubble");
  item.append(element("span", "visually-hidden", `${mine ? "Tôi" : message.name}:`));
  if (!mine && !message.bot) body.append(element("p", "sender", message.name));
  if (message.reply) {
    const quote = element("button", "quoted");
    quote.type = "button";
    quote.append(element("strong", "", message.reply.name), element("span", "", message.reply.text.slice(0, 120)));
    quote.addEventListener("click", () => act.goTo(message.reply.id));
    body.append(quote);
  }
  if (message.letter) body.append(letterElement(message.letter));
  if (message.file) body.append(fileElement(message.file));
  if (message.text) {
    const words = element("div", "text");
    fill(words, message.text, 0, message.text.length, message.entities, act);
    body.append(words);
  }
  const foot = element("p", "foot");
  const time = element("time", "", clockTime(message.time));
  time.dateTime = message.time;
  if (message.edited) foot.append(element("span", "edited", "đã sửa"));
  foot.append(time);
  body.append(foot);
  const line = element("div", "bubble-line");
  const reply = element("button", "reply", "↩");
  reply.type = "button";
  reply.title = "Trả lời";
  reply.setAttribute("aria-label", "Trả lời tin này");
  reply.addEventListener("click", () => act.reply(message));
  line.append(body, reply);
  item.append(line);
  if (message.keyboard.length) item.append(keyboardElement(message, act));
  return item;
}
