// Keeps a page of the desk up to date. Without it all works by forms.
import { shortcuts } from "./keys.js";
import { arrived, prepareReply } from "./reply.js";

const live = document.getElementById("live");
const told = document.getElementById("told");
const titleBefore = document.title;
let before = null; // how many waited and were urgent
let wanted = false;
let busy = false;

function tell(words) { if (told && told.textContent !== words) told.textContent = words; }

// The page as the server writes it now; only what differs is put in, and what is being typed stays.
async function refresh() {
  if (busy) { wanted = true; return; }
  busy = true;
  try {
    const response = await fetch(live.dataset.part, { cache: "no-store", redirect: "manual" });
    if (response.type === "opaqueredirect") { location.reload(); return "out"; }
    if (response.ok) take(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch { /* the stream comes again, and with it the next try */ } finally {
    busy = false;
  }
  if (wanted) { wanted = false; await refresh(); }
  return undefined;
}

function take(page) {
  ["list", "state"].forEach((id) => swap(page, id, true));
  const side = document.getElementById("side");
  if (side && !side.contains(document.activeElement)) swap(page, "side", !changedBySomebody(side));
  const operations = document.getElementById("operations");
  const next = page.getElementById("operations");
  if (operations && next && operations.dataset.state !== next.dataset.state) exchange(operations, next, prepare);
  addMessages(page);
}

function changedBySomebody(place) {
  return [...place.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
}

function swap(page, id, allowed) {
  const old = document.getElementById(id);
  const next = page.getElementById(id);
  if (!old || !next || !allowed || old.outerHTML === next.outerHTML) return;
  exchange(old, next);
}

// The focus stays where it was, or near by where that is gone.
function exchange(old, next, prepared = () => {}) {
  const active = document.activeElement;
  const hadFocus = old.contains(active);
  old.replaceWith(next);
  prepared();
  if (!hadFocus) return;
  const same = [...next.querySelectorAll(active.tagName)].find((other) => isLike(other, active));
  (same || (next.tabIndex === -1 && next.hasAttribute("tabindex") ? next : document.getElementById("main"))).focus({ preventScroll: true });
}

function isLike(one, other) {
  const place = (element) => element.form?.getAttribute("action");
  return place(one) === place(other) && ["id", "href", "name", "value"].every((name) => one.getAttribute(name) === other.getAttribute(name));
}

function addMessages(page) {
  const log = document.getElementById("log");
  if (!log) return;
  const last = Math.max(0, ...[...log.firstElementChild.children].map((item) => Number(item.dataset.sequence)));
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  page.querySelectorAll("#messages > li").forEach((item) => {
    if (Number(item.dataset.sequence) <= last) return;
    document.getElementById("latest")?.removeAttribute("id");
    log.querySelector(`[data-id="${CSS.escape(item.dataset.id)}"]`)?.remove(); // shown as sent before
    log.firstElementChild.append(item);
    arrived(item.dataset.id);
  });
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function counted({ waiting: now, urgent, typing, viewers }) {
  document.title = `${urgent ? "Emergency: " : ""}${now ? `(${now}) ` : ""}${titleBefore}`;
  const line = document.getElementById("typing");
  if (line) line.textContent = typing ? "The person is writing" : "";
  if (before && urgent > before.urgent) announce(`There is an emergency. Not seen yet: ${urgent}.`);
  else if (before && now > before.waiting) announce(`A person is waiting. Waiting now: ${now}.`);
  before = { waiting: now, urgent };
  if (viewers) document.body.dataset.viewers = viewers.join(", ");
}

function announce(words) {
  tell(words);
  if (window.Notification?.permission === "granted" && document.hidden) new Notification("Support desk", { body: words, tag: "desk" });
}

function prepare() { prepareReply(live.dataset, refresh); }

async function listen() {
  let pause = 1000;
  for (;;) {
    try {
      const response = await fetch(live.dataset.events, { cache: "no-store" });
      if (response.status === 401) return location.reload();
      if (!response.ok) throw new Error(String(response.status));
      pause = 1000;
      await read(response.body.getReader());
    } catch {
      tell("This page is not connected. It will try again by itself.");
    }
    await new Promise((done) => { setTimeout(done, pause); });
    pause = Math.min(30000, pause * 2);
  }
}

async function read(reader) {
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split("\n").find((row) => row.startsWith("data: "));
      if (data) { counted(JSON.parse(data.slice(6))); await refresh(); }
    }
    if (told?.textContent.startsWith("This page is not")) tell("");
  }
}

const notify = document.getElementById("notify");
if (notify && window.Notification?.permission === "default") {
  notify.hidden = false;
  notify.addEventListener("click", async () => { notify.hidden = (await Notification.requestPermission()) !== "default"; });
}
shortcuts();
document.documentElement.dataset.live = "yes";
if (live) {
  prepare();
  const log = document.getElementById("log");
  if (log) log.scrollTop = log.scrollHeight;
  listen();
}
