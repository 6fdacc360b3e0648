/** Start of the built storefront: puts reply.mjs before Next's own server, then starts that. */
import http from "node:http";
import { Memo, requests, takeOver } from "./reply.mjs";

// Next writes this name into the address of its own rewrites; with a numeric address every page of
// a store would be asked from outside again and not be found.
if (process.env.HOSTNAME === "127.0.0.1") process.env.HOSTNAME = "localhost";

const shop = new URL(process.env.ECOMM_STOREFRONT_URL ?? "http://localhost");
const options = {
  secure: shop.protocol === "https:",
  mediaOrigin: process.env.ECOMM_MEDIA_ORIGIN
    ? new URL(process.env.ECOMM_MEDIA_ORIGIN).origin
    : undefined,
};
const memo = new Memo();
const createServer = http.createServer;

http.createServer = /** @type {typeof http.createServer} */ (
  (/** @type {any[]} */ ...args) => {
    const at = args.findIndex((part) => typeof part === "function");
    const listener = args[at];
    if (at >= 0) {
      args[at] = (
        /** @type {http.IncomingMessage} */ request,
        /** @type {http.ServerResponse} */ reply,
      ) => {
        const context = { unavailable: false };
        takeOver(request, reply, options, memo, context);
        return requests.run(context, () => listener(request, reply));
      };
    }
    return Reflect.apply(createServer, http, args);
  }
);
