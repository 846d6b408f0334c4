// Inside the widget's frame: opens when the host page opens it, closes with Escape, tells of each message.
import { read } from "./storage.js";

const framed = window.parent !== window;

export function panel({ opened, shown }) {
  let visible = !framed;
  const tell = (assistant, more = {}) => { if (framed) window.parent.postMessage({ assistant, ...more }, "*"); };
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !framed) return;
    if (event.data?.assistant === "start" || (event.data?.assistant === "resume" && read("token"))) opened();
    if (event.data?.assistant === "shown" || event.data?.assistant === "hidden") {
      visible = event.data.assistant === "shown";
      if (visible) shown();
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) tell("close"); });
  const close = document.getElementById("close");
  close?.addEventListener("click", () => tell("close"));
  if (close) close.hidden = !framed;
  window.addEventListener("pagehide", () => tell("left"));
  if (framed) tell("ready");
  else opened();
  return {
    heard(count) { tell("heard", { count }); }, // the host page knows whether it is open
    isVisible: () => visible,
  };
}
