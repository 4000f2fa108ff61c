// Where a message is written: words, attachments, and what it replies to.

import { element, fileSize } from "./element.js";

export class Composer {
  // `host`: deliver(form) sends and says whether it worked; nameOf(message) is whom a reply is to.
  constructor(root, host) {
    this.root = root;
    this.host = host;
    this.words = this.find("textarea");
    this.attached = [];
    this.quoted = null;
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    this.words.addEventListener("input", () => this.grow());
    for (const input of root.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        for (const file of input.files) this.attached.push({ as: input.dataset.as, file });
        input.value = "";
        this.showAttached();
        this.words.focus();
      });
    }
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  quote(message) {
    this.quoted = message;
    this.find(".quote").hidden = !message;
    if (message) {
      const words = message.text || message.file?.name || "";
      this.find(".quote-text").textContent = `Trả lời ${this.host.nameOf(message)}: ${words.slice(0, 90)}`;
    }
    this.words.focus();
  }

  showAttached() {
    const list = this.find(".attached");
    list.hidden = !this.attached.length;
    list.replaceChildren(...this.attached.map((one) => {
      const item = element("li", "", `${one.as === "photo" ? "Ảnh" : "Tệp"}: ${one.file.name} (${fileSize(one.file.size)})`);
      const drop = element("button", "icon", "×");
      drop.type = "button";
      drop.setAttribute("aria-label", `Bỏ ${one.file.name}`);
      drop.addEventListener("click", () => {
        this.attached = this.attached.filter((other) => other !== one);
        this.showAttached();
      });
      item.append(drop);
      return item;
    }));
  }

  grow() {
    this.words.style.height = "auto";
    this.words.style.height = `${Math.min(this.words.scrollHeight + 2, 160)}px`;
  }

  // The composer is emptied at once, so that what is typed or attached while this is on its way stays for the
  // next message; if it could not be sent, it comes back.
  async send() {
    const [words, attached, quoted] = [this.words.value, this.attached, this.quoted];
    if (!words.trim() && !attached.length) return;
    const form = new FormData();
    form.set("text", words);
    for (const { as, file } of attached) form.append(as, file, file.name);
    if (quoted) form.set("reply_to", String(quoted.id));
    this.words.value = "";
    this.attached = [];
    this.quote(null);
    this.showAttached();
    this.grow();
    if (!(await this.host.deliver(form))) {
      this.words.value = words + this.words.value;
      this.attached = [...attached, ...this.attached];
      this.quote(this.quoted ?? quoted);
    }
    this.showAttached();
    this.grow();
  }
}
