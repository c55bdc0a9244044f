/**
 * A `fetchImplementation` for ccxt: ccxt keeps its own URLs, on which its error mapping rests, and the request goes to
 * the origin given.
 */
export function redirectTo({ restUrl }: { readonly restUrl: string }): typeof fetch {
  return (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input));
    return fetch(restUrl + url.pathname + url.search, init);
  };
}
