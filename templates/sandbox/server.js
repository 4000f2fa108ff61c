// Asking the sandbox, and hearing from it when something happened.

const HEADER = { "X-Sandbox": "page" };

async function checked(response) {
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

export const get = (path) => fetch(path).then(checked);

export const post = (path, body) =>
  fetch(path, {
    method: "POST",
    headers: body instanceof FormData ? HEADER : { ...HEADER, "Content-Type": "application/json" },
    body: body instanceof FormData ? body : JSON.stringify(body),
  }).then(checked);

// Calls `onTick({count, now})` for every change; `onLost` when the server cannot be reached, with retries after.
export function listen(onTick, onLost) {
  const stream = new EventSource("/sandbox/events");
  stream.onmessage = (event) => onTick(JSON.parse(event.data));
  stream.onerror = onLost;
}
