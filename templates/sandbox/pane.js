// One person's chat: the log, and what this person does in it.

import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { dayName, element } from "./element.js";
import { get, post } from "./server.js";

const CHANNEL_NAMES = { telegram: "Telegram", zalo: "Zalo", zalo_oa: "Zalo OA", email: "Thư điện tử" };
const WITHOUT_START = ["zalo", "zalo_oa", "email"]; // none has a Start button, nor a menu of commands
const COLOURS = ["#0b6b53", "#8a3b12", "#1f4f8f", "#6b2f7a", "#7a5a00", "#9b1c3f"];

export const colourOf = (id) => COLOURS[id % COLOURS.length];
export const initialsOf = (name) => {
  const words = name.trim().split(/\s+/);
  return ((words.length > 1 ? words[0][0] : "") + words[words.length - 1][0]).toUpperCase();
};

export class Pane {
  // `page`: toast(text, alert), invite(code), close(pane), botName(), botUsername().
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.chatId = person.id;
    this.shown = new Map();
    this.root = document.getElementById("pane-template").content.firstElementChild.cloneNode(true);
    this.root.id = `pane-${person.id}`;
    this.log = this.find(".log");
    this.composer = new Composer(this.root, {
      deliver: (form) => this.deliver(form),
      nameOf: (message) => (message.bot ? this.page.botName() : message.name),
    });
    this.root.dataset.channel = person.channel;
    this.find(".name").textContent = person.name;
    this.find(".about").textContent = person.about;
    this.find(".channel").textContent = CHANNEL_NAMES[person.channel] ?? person.channel;
    this.root.setAttribute("aria-label", `Điện thoại của ${person.name}`);
    this.log.setAttribute("aria-label", `Tin nhắn của ${person.name} với bot`);
    const avatar = this.find(".avatar");
    avatar.textContent = initialsOf(person.name);
    avatar.style.background = colourOf(person.id);
    this.wire();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  wire() {
    this.find(".where select").addEventListener("change", (event) => {
      this.chatId = Number(event.target.value);
      this.log.replaceChildren();
      this.shown.clear();
      this.refresh();
    });
    this.root.addEventListener("click", (event) => this.menu(event.target.closest("[data-do]")?.dataset.do));
    this.find(".to-end").addEventListener("click", () => this.toEnd("smooth"));
    // Who reads the newest message goes on seeing it when a picture arrives late or the pane becomes narrower.
    this.resting = true;
    const settle = () => { if (this.resting) this.toEnd(); };
    new ResizeObserver(settle).observe(this.log);
    this.log.addEventListener("load", settle, true);
    this.log.addEventListener("scroll", () => {
      this.resting = this.atEnd();
      if (this.resting) this.find(".to-end").hidden = true;
    });
  }

  menu(what) {
    if (!what) return;
    for (const open of this.root.querySelectorAll("details[open]")) open.open = false;
    if (what === "close") this.page.close(this);
    if (what === "start") this.say("/start");
    if (what === "unquote") this.composer.quote(null);
    if (what === "block") post("/sandbox/block", { person: this.person.id, blocked: !this.blocked });
  }

  // --- what is shown ---

  update(person, commands) {
    this.person = person;
    this.find(".bot-name").textContent = this.page.botName();
    const select = this.find(".where select");
    const chats = [{ id: person.id, title: "Trò chuyện riêng" }, ...person.groups];
    const key = JSON.stringify(chats);
    if (select.dataset.key !== key) {
      select.dataset.key = key;
      select.replaceChildren(...chats.map((chat) => new Option(chat.title, chat.id)));
      select.value = String(this.chatId);
    }
    this.find(".where").hidden = chats.length < 2;
    this.showCommands(commands);
    return this.refresh();
  }

  async refresh() {
    const chatId = this.chatId;
    const chat = await get(`/sandbox/chats/${chatId}`);
    if (chatId !== this.chatId) return;
    const isPrivate = chatId === this.person.id;
    this.blocked = isPrivate && chat.bot === "kicked";
    this.find(".state").textContent = this.blocked ? "Đang chặn bot" : isPrivate ? "bot" : "";
    this.find(".state").hidden = isPrivate && !this.blocked && !this.find(".where").hidden;
    this.find("[data-do=block]").textContent = this.blocked ? "Bỏ chặn bot" : "Chặn bot";
    const fresh = isPrivate && chat.bot === "none" && !WITHOUT_START.includes(this.person.channel);
    this.find(".start").hidden = !fresh;
    this.find(".line").hidden = fresh;
    this.show(chat.messages);
  }

  // Only what changed is drawn anew, so that focus stays and a screen reader hears each message once.
  show(messages) {
    const stay = this.resting;
    const here = new Set(messages.map((message) => message.id));
    for (const [id, old] of this.shown) {
      if (!here.has(id)) {
        old.node.remove();
        this.shown.delete(id);
      }
    }
    let arrived = 0;
    for (const message of messages) {
      const key = JSON.stringify(message);
      const old = this.shown.get(message.id);
      if (old?.key === key) continue;
      const node = bubble(message, message.sender === this.person.id, this.acts());
      node.dataset.id = message.id;
      if (old) old.node.replaceWith(node);
      else {
        this.log.append(node);
        arrived += 1;
      }
      this.shown.set(message.id, { key, node, day: message.time.slice(0, 10) });
    }
    this.markDays(messages);
    if (!messages.length && !this.log.firstChild) {
      this.log.append(element("p", "nothing", "Chưa có tin nhắn nào."));
    } else if (messages.length) this.log.querySelector(".nothing")?.remove();
    if (stay || arrived === messages.length) this.toEnd();
    else if (arrived) this.find(".to-end").hidden = false;
  }

  markDays(messages) {
    for (const old of this.log.querySelectorAll(".day")) old.remove();
    let day = "";
    for (const message of messages) {
      const shown = this.shown.get(message.id);
      if (shown.day !== day) {
        day = shown.day;
        const mark = element("p", "day");
        mark.append(element("span", "", dayName(message.time)));
        shown.node.before(mark);
      }
    }
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  toEnd(behavior = "instant") {
    this.resting = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
    this.find(".to-end").hidden = true;
  }

  showCommands(commands) {
    const list = this.find(".commands .menu-list");
    this.find(".commands").hidden = !commands.length || WITHOUT_START.includes(this.person.channel);
    const key = JSON.stringify(commands);
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(...commands.map(({ command, description }) => {
      const item = element("button", "command-item");
      item.type = "button";
      item.append(element("strong", "", `/${command}`), element("span", "", description));
      item.addEventListener("click", () => {
        this.find(".commands").open = false;
        this.say(`/${command}`);
      });
      return item;
    }));
  }

  // --- what the person does ---

  acts() {
    return {
      press: (message, key, button) => this.press(message, key, button),
      reply: (message) => this.composer.quote(message),
      command: (text) => this.say(text),
      open: (url, event) => this.openLink(url, event),
      goTo: (id) => this.goTo(id),
    };
  }

  async press(message, key, button) {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await post("/sandbox/press", { person: this.person.id, chat: this.chatId, message: message.id, data: key.data });
      if (answer.text) this.page.toast(answer.text, answer.alert);
      if (!answer.answered) this.page.toast("Bot chưa trả lời nút này.");
    } catch {
      this.page.toast("Nút này không còn nữa.");
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  }

  // An invitation link of this very bot is opened here, by a new person, not on the real Telegram.
  openLink(url, event) {
    const target = new URL(url);
    const isBot = /^(www\.)?(t|telegram)\.me$/.test(target.hostname)
      && target.pathname.slice(1).toLowerCase() === this.page.botUsername().toLowerCase();
    if (!isBot) return;
    event.preventDefault();
    this.page.invite(target.searchParams.get("start") || "");
  }

  goTo(id) {
    const node = this.shown.get(id)?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1500);
  }

  say(text) {
    const form = new FormData();
    form.set("text", text);
    return this.deliver(form);
  }

  async deliver(form) {
    form.set("person", String(this.person.id));
    form.set("chat", String(this.chatId));
    const how = this.page.how();
    form.set("way", how.way);
    if (this.chatId < 0) form.set("topic", how.topic);
    try {
      await post("/sandbox/send", form);
      await this.refresh();
      this.toEnd();
      return true;
    } catch {
      this.page.toast("Không gửi được tin này.");
      return false;
    }
  }
}
