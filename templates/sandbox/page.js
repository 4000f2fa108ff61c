// The page: who is open side by side, the clock, new people, short notices.

import { Behind } from "./behind.js";
import { clockTime, dayName, element } from "./element.js";
import { Trials } from "./trials.js";
import { Pane, colourOf, initialsOf } from "./pane.js";
import { get, listen, post } from "./server.js";

const byId = (id) => document.getElementById(id);
const behind = new Behind(byId("behind"));
const panes = new Map();
const AT_ONCE = 3; // so many phones fit beside each other on a wide screen
let state = { people: [], commands: [], bot: { name: "Bot", username: "" } };
let active = null;
let first = true;
let frontId;

const page = {
  toast,
  invite: (code) => askPerson(code),
  close: (pane) => toggle(pane.person.id),
  botName: () => state.bot.name,
  botUsername: () => state.bot.username,
  how: () => trials.fields(),
};
const trials = new Trials(byId("trials"), { toast, person: () => active ?? state.people[0]?.id });

// --- who is open: kept in the address, so that a reload and a link show the same ---

const inAddress = () => location.hash.slice(1).split(",").map(Number).filter(Boolean);

function remember() {
  history.replaceState(null, "", panes.size ? `#${[...panes.keys()].join(",")}` : "#0");
}

function open(id) {
  const person = state.people.find((one) => one.id === id);
  if (!person || panes.has(id)) return;
  const pane = new Pane(person, page);
  panes.set(id, pane);
  byId("panes").append(pane.root);
  pane.update(person, state.commands);
}

function toggle(id) {
  if (panes.has(id)) {
    panes.get(id).root.remove();
    panes.delete(id);
    if (active === id) active = panes.keys().next().value ?? null;
  } else {
    open(id);
    active = id;
  }
  remember();
  showPeople();
}

// On a phone one pane is seen at a time: a tab brings its person to the front, and only opens, never closes.
function choose(id) {
  const narrow = matchMedia("(max-width: 47.99rem)").matches;
  if (narrow && panes.has(id)) {
    active = id;
    showPeople();
    panes.get(id).toEnd();
  } else toggle(id);
}

function showPeople() {
  if (!panes.has(active)) active = panes.keys().next().value ?? null;
  for (const [id, pane] of panes) pane.root.classList.toggle("active", id === active);
  const tabs = state.people.map((person) => {
    const item = element("li");
    const tab = element("button", "tab");
    const avatar = element("span", "avatar small", initialsOf(person.name));
    avatar.setAttribute("aria-hidden", "true");
    avatar.style.background = colourOf(person.id);
    tab.type = "button";
    tab.dataset.id = person.id;
    const given = person.name.trim().split(/\s+/).pop();
    const name = element("span", "tab-name");
    name.append(element("span", "family", person.name.trim().slice(0, -given.length)), given);
    tab.append(avatar, name);
    tab.setAttribute("aria-pressed", String(panes.has(person.id)));
    tab.classList.toggle("front", person.id === active);
    tab.addEventListener("click", () => choose(person.id));
    item.append(tab);
    return item;
  });
  const focused = document.activeElement?.dataset?.id;
  byId("tabs").replaceChildren(...tabs);
  if (focused) byId("tabs").querySelector(`[data-id="${focused}"]`)?.focus();
  const front = byId("tabs").querySelector(".front");
  if (front && front.dataset.id !== frontId) front.scrollIntoView({ inline: "center", block: "nearest" });
  frontId = front?.dataset.id;
  // Where every phone is in sight already, the row of tabs has nothing to choose from.
  document.body.classList.toggle("all-open", panes.size === state.people.length && panes.size <= AT_ONCE);
  byId("empty").hidden = panes.size > 0 || state.people.length > 0;
}

// --- keeping up to date ---

function showNow(iso) {
  const now = byId("now");
  now.dateTime = iso;
  now.textContent = `${clockTime(iso)} · ${dayName(iso)}`;
}

async function refresh() {
  state = await get("/sandbox/state");
  showNow(state.now);
  trials.update(state);
  byId("steps").hidden = !state.clock;
  if (first && state.people.length) {
    first = false;
    const wanted = inAddress();
    const some = state.people.slice(0, AT_ONCE).map((person) => person.id);
    for (const id of location.hash ? wanted : some) open(id);
    active = panes.keys().next().value ?? null;
  }
  showPeople();
  const people = new Map(state.people.map((person) => [person.id, person]));
  await Promise.all([...panes.values()].map((pane) => pane.update(people.get(pane.person.id), state.commands)));
  await behind.update();
}

// Many events in a moment become one look; one that comes during a look leads to one more.
let looking = false;
let again = false;
async function look() {
  again = true;
  if (looking) return;
  looking = true;
  try {
    while (again) {
      again = false;
      await refresh();
    }
  } finally {
    looking = false;
  }
}

let lost = false;
listen(
  () => {
    if (lost) toast("Đã nối lại với máy chủ.");
    lost = false;
    look().catch(() => {});
  },
  () => {
    if (!lost) toast("Mất kết nối với máy chủ, đang thử lại.");
    lost = true;
  },
);

// --- the clock ---

for (const button of byId("steps").querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    const buttons = [...byId("steps").querySelectorAll("button")];
    buttons.forEach((one) => { one.disabled = true; });
    try {
      await post("/sandbox/clock", { step: button.dataset.step });
    } catch {
      toast("Chưa chỉnh được đồng hồ.");
    } finally {
      buttons.forEach((one) => { one.disabled = false; });
      button.focus();
    }
  });
}

// --- new people ---

function askPerson(code) {
  byId("person-form").reset();
  byId("person-code").value = code;
  byId("channels").hidden = (state.channels ?? []).length < 2;
  byId("person-dialog").showModal();
  byId("person-name").focus();
}

byId("add-person").addEventListener("click", () => askPerson(""));
byId("person-cancel").addEventListener("click", () => byId("person-dialog").close());
byId("person-form").addEventListener("submit", async (event) => {
  const form = new FormData(event.target);
  const channel = byId("channels").hidden ? undefined : form.get("channel");
  const asked = { name: form.get("name").trim(), payload: form.get("payload").trim(), channel };
  if (!asked.name) return;
  try {
    const { id } = await post("/sandbox/people", asked);
    state = await get("/sandbox/state");
    first = false; // whoever came here chooses from now on who is open
    if (!panes.has(id)) toggle(id);
    panes.get(id)?.root.scrollIntoView({ inline: "end", block: "nearest" });
    panes.get(id)?.composer.words.focus();
  } catch {
    toast("Chưa thêm được người này.");
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// --- short notices ---

function toast(text, alert = false) {
  const notice = element("div", alert ? "toast alert" : "toast", text);
  byId("toasts").append(notice);
  setTimeout(() => notice.remove(), alert ? 8000 : 4000);
}
