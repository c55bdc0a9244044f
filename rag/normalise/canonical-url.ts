const MAX_LENGTH = 2_048;

/** Parameters that say where a reader came from and not what he reads. */
const TRACKING = new Set(
  (
    'fbclid gclid dclid gbraid wbraid gclsrc msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok ' +
    '_ga _gl _hsenc _hsmi __twitter_impression ref ref_src ref_url referrer cmp cmpid campaign_id ncid sr_share smid ' +
    'smtyp srnd soc_src soc_trk .tsrc guccounter guce_referrer guce_referrer_sig xtor spm trk trkinfo partner ' +
    'wickedid vero_id vero_conv oly_anon_id oly_enc_id rss feed_id s_cid sref share shared sharetype ' +
    'amp outputtype mod'
  ).split(' '),
);
const TRACKING_FAMILY = /^(utm|hsa|pk|mtm|matomo|at|stm|itm|int|wt)_/;

/** `www.` and the doors for phones lead to the same page. */
const HOST_DOOR = /^((www\d?|m|mobile|amp)\.)+/;
const AMP_PATH = /(\/amp|\.amp|\.amp\.html)\/?$|^\/amp(?=\/)/;
const DEFAULT_PAGE = /\/index\.(html?|php)\/?$/;

/**
 * Returns what two links to the same page have in common, or null where it is no web address: scheme https, host in
 * lower case without `www.` or its phone and AMP forms, no credentials, default port, fragment, tracking parameters or
 * closing slash, parameters sorted. It is a key for comparing; the link to click is `publicUrl`.
 */
export function canonicalUrl(raw: string): string | null {
  const url = parse(raw);
  if (url === null) return null;
  const page = unwrapAmp(url);
  // A port that was named belongs to one scheme; without one both lead to the same place.
  if (page.port === '') page.protocol = 'https:';
  page.hostname = canonicalHost(page.hostname);
  page.pathname = canonicalPath(page.pathname);
  page.searchParams.sort();
  return page.href;
}

/** Returns a link that may be shown: http(s) only, no credentials, fragment or tracking; null for anything else. */
export function publicUrl(raw: string): string | null {
  return parse(raw)?.href ?? null;
}

function parse(raw: string): URL | null {
  if (raw.length > MAX_LENGTH || !URL.canParse(raw.trim())) return null;
  const url = new URL(raw.trim());
  if (!/^https?:$/.test(url.protocol) || !url.hostname) return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  dropTracking(url);
  return url.href.length > MAX_LENGTH ? null : url;
}

function dropTracking(url: URL): void {
  const names = [...new Set(url.searchParams.keys())];
  for (const name of names) {
    const lower = name.toLowerCase();
    if (TRACKING.has(lower) || TRACKING_FAMILY.test(lower)) url.searchParams.delete(name);
  }
}

/** Google serves copies under its own address, the real one in the path. */
function unwrapAmp(url: URL): URL {
  const copy = /^(?:www\.)?google\.[a-z.]+$/.test(url.hostname)
    ? /^\/amp\/(?:s\/)?(.+)$/.exec(url.pathname)
    : url.hostname.endsWith('.cdn.ampproject.org')
      ? /^\/[cv]\/(?:s\/)?(.+)$/.exec(url.pathname)
      : null;
  const original = copy === null ? null : parse(`https://${copy[1]}${url.search}`);
  return original === null ? url : unwrapAmp(original);
}

function canonicalHost(host: string): string {
  const bare = host.replace(/\.$/, '');
  const rest = bare.replace(HOST_DOOR, '');
  // `m.co` is a site of its own and no phone's door to `co`.
  return rest.includes('.') ? rest : bare;
}

function canonicalPath(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : code.toUpperCase();
  });
  return shortest(decoded);
}

/** `/a/amp/index.html` ends as `/a`: each ending may uncover another. */
function shortest(path: string): string {
  const shorter = path.replace(AMP_PATH, '').replace(DEFAULT_PAGE, '').replace(/\/+$/, '');
  return shorter === path ? path || '/' : shortest(shorter);
}
