// The strip under the phones: what the bot did with the last event, from the inbox over the record to the outbox.

import { element } from "./element.js";
import { get } from "./server.js";

const AGAIN_MS = 300; // "sent" is written only after the platform answered, a moment after the message is seen
const TRIES = 20;

const WORDS = {
  received: "nhận", queued: "xếp hàng gửi", sent: "đã gửi", failed: "không gửi được", sending: "đang gửi",
  ambiguous: "không rõ đã đến chưa", audit: "nhật ký", nudge: "nhắc việc", waiting: "chờ xử lý",
  "handled.done": "xử lý xong", "handled.failed": "không xử lý được", "handled.flooded": "bỏ qua vì gửi quá nhanh",
};
const wordFor = (what) => WORDS[what] ?? (what.startsWith("update.") ? "cập nhật" : what);

// 08:30:12,345 of the province's time in which the bot writes its account.
const exactTime = (iso) => {
  const [, whole, part] = /T(\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?/.exec(iso);
  return `${whole},${(part ?? "").padEnd(3, "0")}`;
};
const last = (steps) => steps[steps.length - 1];

// [what, in words, in short for a narrow screen, the step whose time is shown] of the three stages.
function stages({ id, steps }) {
  const of = (...names) => steps.filter(({ what }) => names.some((name) => what === name || what.startsWith(`${name}.`)));
  const [received, nudges, updates, links] = [of("received"), of("nudge"), of("update"), of("audit")];
  const [handled, queued, sent] = [of("handled"), of("queued"), of("sent")];
  const first = received[0] ?? steps[0];
  const written = updates.length ? `${updates.length} cập nhật, ${links.length} bản ghi nhật ký` : nudges.length
    ? `${nudges.length} lượt nhắc` : "không đổi số liệu nhiệm vụ";
  return [
    ["Nhận", received.length ? `hộp thư đến, mã ${id}` : `đến giờ nhắc, mã ${id}`, id, first],
    ["Ghi", written, `${updates.length + nudges.length}`, last(handled) ?? last(queued)],
    ["Gửi", `${sent.length}/${queued.length} tin qua hộp thư đi`, `${sent.length}/${queued.length}`, last(sent)],
  ];
}

export class Behind {
  constructor(root) {
    this.root = root;
    this.key = "";
    this.tries = 0;
  }

  async update() {
    clearTimeout(this.timer);
    const way = await get("/sandbox/behind");
    this.root.hidden = !way;
    if (!way) return;
    const key = JSON.stringify(way);
    if (key !== this.key) this.show(way);
    this.tries = key === this.key ? this.tries + 1 : 0;
    this.key = key;
    const count = (what) => way.steps.filter((step) => step.what === what).length;
    const open = count("queued") > count("sent") || (count("received") && !way.steps.some((s) => s.what.startsWith("handled")));
    if (open && this.tries < TRIES) this.timer = setTimeout(() => this.update().catch(() => {}), AGAIN_MS);
  }

  show(way) {
    this.root.querySelector(".stages").replaceChildren(...stages(way).map(([title, said, brief, step]) => {
      const stage = element("span", "stage");
      const time = element("time", "", step ? exactTime(step.at) : "…");
      stage.append(element("strong", "", title), element("span", "said", said), element("span", "brief", brief), time);
      return stage;
    }));
    this.root.querySelector(".steps-list").replaceChildren(...way.steps.map((step) => {
      const line = element("li");
      line.append(element("time", "", exactTime(step.at)), ` ${wordFor(step.what)}: `, element("code", "", step.detail));
      return line;
    }));
    this.root.querySelector(".trace-id").textContent = `dondoc trace ${way.id}`;
  }
}
