import type { ServerResponse } from 'node:http';

/** What any server, or the way to it, does to an answer; how it begins tells whose answer it is. */
export type BrokenAnswer =
  | 'bad-gateway'
  | 'unavailable'
  | 'garbage'
  | 'truncated'
  | 'reset'
  | 'answer-lost'
  | 'hang'
  | 'slow';

/** Answers wrongly. Of `hang` and `slow` nothing comes from here. */
export function sendBroken(response: ServerResponse, fault: BrokenAnswer, begun: string): void {
  switch (fault) {
    case 'bad-gateway':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      break;
    case 'unavailable':
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html><h1>503 Service Unavailable</h1></html>');
      break;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end(`\u0000${begun}`);
      break;
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 });
      response.write(begun);
      setTimeout(() => response.destroy(), 5);
      break;
    case 'reset':
    case 'answer-lost':
      response.destroy();
      break;
    case 'hang':
    case 'slow':
      break;
  }
}
