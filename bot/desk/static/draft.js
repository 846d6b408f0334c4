// What an agent is writing stays on this device over a reload, until it is sent or they sign out.
const KEPT = "desk-draft ";

function attempt(does) {
  try { return does(); } catch { return null; } // storage may be off
}

export function keepDraft(name, field) {
  const key = KEPT + name;
  if (!field.value) field.value = attempt(() => localStorage.getItem(key)) || "";
  field.addEventListener("input", () => attempt(() => (field.value ? localStorage.setItem(key, field.value) : localStorage.removeItem(key))));
  return { drop: () => attempt(() => localStorage.removeItem(key)) };
}

document.querySelector(".desk-out")?.addEventListener("submit", () => attempt(() => {
  Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => localStorage.removeItem(key));
}));
