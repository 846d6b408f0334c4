// Inside the widget's frame: opens when the host page opens it, closes with Escape, counts what is not seen yet.
const framed = window.parent !== window;

export function panel({ opened, shown }) {
  let unseen = 0;
  let visible = !framed;
  const tell = (assistant, more = {}) => { if (framed) window.parent.postMessage({ assistant, ...more }, "*"); };
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !framed) return;
    if (event.data?.assistant === "start") opened();
    if (event.data?.assistant === "shown" || event.data?.assistant === "hidden") {
      visible = event.data.assistant === "shown";
      if (visible) { unseen = 0; shown(); }
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) tell("close"); });
  const close = document.getElementById("close");
  close?.addEventListener("click", () => tell("close"));
  if (close) close.hidden = !framed;
  if (framed) tell("ready");
  else opened();
  return {
    heard() { if (!visible) tell("unread", { count: ++unseen }); },
    isVisible: () => visible,
  };
}
