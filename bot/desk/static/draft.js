// What an agent is writing stays on this device over a reload, until it is sent or they sign out.
const KEPT = "desk-draft ";

function attempt(does) {
  try { return does(); } catch { return null; } // storage may be off
}

// With the id that it goes by: what was sent and not acknowledged is sent again under the same.
export function keepDraft(name, text, id) {
  const key = KEPT + name;
  const kept = attempt(() => JSON.parse(localStorage.getItem(key)));
  if (kept?.text && [kept.text, ""].includes(text.value)) [text.value, id.value] = [kept.text, kept.id];
  const keep = () => attempt(() => localStorage.setItem(key, JSON.stringify({ text: text.value, id: id.value })));
  const drop = () => attempt(() => localStorage.removeItem(key));
  if (text.value) keep(); // typed before this script was there
  text.addEventListener("input", () => (text.value ? keep() : drop()));
  return { drop, keep };
}

document.querySelector(".desk-out")?.addEventListener("submit", () => attempt(() => {
  Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => localStorage.removeItem(key));
}));
