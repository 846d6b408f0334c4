// The reply: sent without leaving the page. What could not be sent stays and says so; what was sent is seen at once.
import { newId } from "/static/ids.js";
import { keepDraft } from "./draft.js";

let current = null; // of the form that is on the page now

// The server has it: told by its answer, or by the log, where the answer was lost.
export function arrived(id) {
  if (!current || current.id.value !== id) return;
  if (current.text.value === current.sent) {
    current.text.value = "";
    current.draft.drop();
  }
  current.sent = null;
  current.id.value = newId();
  if (current.text.value) current.draft.keep();
  current.unsent.textContent = "";
}

// Until the page has it from the server.
function showSent(id, words) {
  const list = document.getElementById("messages");
  if (list.querySelector(`[data-id="${id}"]`)) return;
  const item = document.createElement("li");
  const who = document.createElement("p");
  const text = document.createElement("p");
  item.className = "work-message work-message--agent";
  Object.assign(item.dataset, { id, sequence: 0 });
  who.className = "work-who";
  who.textContent = "You, sent";
  text.className = "work-text";
  text.textContent = words;
  item.append(who, text);
  list.append(item);
  item.scrollIntoView({ block: "nearest" });
}

async function send(form, refresh) {
  const words = form.elements.text.value;
  if (!words.trim() || form.dataset.sending) return;
  form.dataset.sending = "yes";
  const id = form.elements.id.value;
  current.sent = words;
  current.draft.keep();
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
    if (response.type !== "opaqueredirect" && !response.ok) throw new Error(String(response.status));
    if ((await refresh()) === "out") return; // signed out: the draft is kept under its id
    arrived(id);
    showSent(id, words);
  } catch {
    if (current?.id.value === id) current.unsent.textContent = "Not sent. Your reply is still here. Send it again.";
  }
  delete form.dataset.sending;
  form.elements.text.focus();
}

export function prepareReply({ conversation, agent, csrf }, refresh) {
  const form = document.getElementById("reply");
  current = null;
  if (!form) return;
  const { id, text } = form.elements;
  text.addEventListener("input", () => { // before the draft is kept: an id that was sent stays with its words
    if (current.sent === null || text.value === current.sent) return;
    current.sent = null;
    current.unsent.textContent = "";
    id.value = newId();
  });
  current = { id, text, unsent: document.getElementById("unsent"), draft: keepDraft(`reply ${agent} ${conversation}`, text, id) };
  current.sent = text.value || null; // a draft that may have been sent before the page was reloaded
  if (document.querySelector(`#messages [data-id="${id.value}"]`)) arrived(id.value);
  let toldTyping = 0;
  text.addEventListener("input", () => {
    if (Date.now() - toldTyping < 3000) return;
    toldTyping = Date.now();
    fetch(`/desk/conversations/${conversation}/typing`, { method: "POST", body: new URLSearchParams({ csrf }) }).catch(() => null);
  });
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) form.requestSubmit(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, refresh);
  });
  document.querySelectorAll("[data-insert]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    text.value = text.value ? `${text.value}\n\n${link.dataset.insert}` : link.dataset.insert;
    text.dispatchEvent(new Event("input"));
    text.focus();
  }));
}
