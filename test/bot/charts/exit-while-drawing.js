// Leaves in the middle of a drawing, as a desk does that is told to stop.
import { register } from 'tsx/esm/api';

register();
const { openChartRoom } = await import('../../../bot/charts/chart-room.ts');
const { equityRequest } = await import('./chart-samples.ts');

const room = openChartRoom();
const { png } = await room.draw(equityRequest());
for (let count = 0; count < 8; count += 1) room.draw(equityRequest()).catch(() => undefined);
setTimeout(() => {
  console.log(png.length > 1_000 ? 'drawn' : 'empty');
  process.exit(0);
}, 60);
