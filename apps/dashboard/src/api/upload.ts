import { ApiError, errorFrom } from "@ecomm/api-client";
import { announceLimit } from "@/shell/limits";
import { signInAgain } from "./signed-out";

/**
 * Sends a form with files and tells how far it is (0 to 1), which fetch cannot.
 *
 * Throws ApiError for refusals and lost connections; an abort rejects with AbortError.
 */
export function upload<Data>(
  path: string,
  form: FormData,
  report: (ratio: number) => void,
  signal?: AbortSignal,
): Promise<Data> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Idempotency-Key", crypto.randomUUID());
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) report(event.loaded / event.total);
    };
    request.onerror = () =>
      reject(new ApiError(0, "network", "The server could not be reached.", []));
    request.onabort = () => reject(new DOMException("The upload was cancelled", "AbortError"));
    request.onload = () => {
      const body = request.response as { data?: Data } | null;
      if (request.status < 300 && body?.data) resolve(body.data);
      else {
        if (request.status === 401) signInAgain();
        const refusal = errorFrom(new Response(null, { status: request.status || 500 }), body);
        announceLimit(refusal);
        reject(refusal);
      }
    };
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
