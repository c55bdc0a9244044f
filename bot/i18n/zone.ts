/** Returns the short name that people know, or the offset: `KST`, `UTC`, `GMT+2`. */
export function zoneLabel(zone: string, at: number): string {
  if (zone === 'Asia/Seoul') return 'KST';
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC';
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
