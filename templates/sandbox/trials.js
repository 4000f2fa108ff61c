// What puts the bot to the test: switches of the platforms, what becomes of a group, how the next message is written.

import { element } from "./element.js";
import { post } from "./server.js";

const WAYS = {
  "": "Bình thường", forwarded: "Chuyển tiếp của người khác", forwarded_hidden: "Chuyển tiếp, giấu tên",
  admin: "Quản trị viên ẩn danh", channel: "Thay mặt kênh", linked_channel: "Bài của kênh liên kết",
  via: "Qua bot khác", external_reply: "Trả lời tin ở nơi khác",
};
const ACTS = {
  open_topic: "Mở chủ đề mới", close_topic: "Đóng chủ đề", reopen_topic: "Mở lại chủ đề", delete_topic: "Xóa chủ đề",
  mute: "Cấm bot viết", unmute: "Cho bot viết", lock_files: "Khóa gửi tệp", unlock_files: "Cho gửi tệp",
  remove_bot: "Đưa bot ra", add_bot: "Thêm bot",
};

export class Trials {
  // `toast(text)` tells what could not be done; `person()` is who acts.
  constructor(root, { toast, person }) {
    this.root = root;
    this.toast = toast;
    this.person = person;
    this.way = root.querySelector(".way");
    this.topic = root.querySelector(".topic");
    this.way.replaceChildren(...Object.entries(WAYS).map(([value, label]) => new Option(label, value)));
    root.querySelector(".make-group").addEventListener("click", () => this.act("create", {}));
  }

  // How the next message is written: fields of the form that sends it.
  fields() {
    return { way: this.way.value, topic: this.topic.value };
  }

  update(state) {
    const key = JSON.stringify([state.switches, state.groups]);
    if (key === this.key) return;
    this.key = key;
    this.root.querySelector(".switches").replaceChildren(...(state.switches ?? []).map((one) => this.row(one)));
    const groups = state.groups ?? [];
    const topics = groups.flatMap((group) => group.topics.map((topic) => new Option(`${group.title}: ${topic.title}`, topic.id)));
    const chosen = this.topic.value;
    this.topic.replaceChildren(new Option("Chung", ""), ...topics);
    this.topic.value = topics.some((one) => one.value === chosen) ? chosen : "";
    this.root.querySelector(".groups").replaceChildren(...groups.map((group) => this.group(group)));
  }

  row({ name, label, value, kind }) {
    const line = element("label", "switch");
    const input = element("input");
    input.type = kind === "yes_no" ? "checkbox" : "number";
    if (kind === "yes_no") input.checked = value;
    else {
      input.min = "0";
      input.value = value ?? "";
    }
    input.addEventListener("change", () => this.send("switch", { name, value: kind === "yes_no" ? input.checked : input.value }));
    line.append(input, element("span", "", label));
    return line;
  }

  group(group) {
    const item = element("li");
    item.append(element("strong", "", group.title));
    for (const [what, label] of Object.entries(ACTS)) {
      const button = element("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => this.act(what, { chat: group.id, title: "Chủ đề", topic: this.topic.value }));
      item.append(button);
    }
    return item;
  }

  act(what, more) {
    return this.send("group", { do: what, person: this.person(), ...more });
  }

  async send(where, body) {
    try {
      await post(`/sandbox/${where}`, body);
    } catch {
      this.toast("Chưa làm được việc này.");
    }
  }
}
